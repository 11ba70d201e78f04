#include "tenure/core/executor.hpp"

#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

void note(void* ctx, std::size_t i) { static_cast<std::vector<std::size_t>*>(ctx)->push_back(i); }

TEST(Executor, RunsHereAndInOrderByDefault) {
    std::vector<std::size_t> seen;
    Executor{}.run(4, &note, &seen);
    EXPECT_THAT(seen, ElementsAre(0, 1, 2, 3));
    seen.clear();
    Executor{}.run(0, &note, &seen);
    EXPECT_THAT(seen, IsEmpty());
}

TEST(Executor, HandsTheWorkToTheHost) {
    std::vector<std::size_t> seen;
    int calls = 0;
    const Executor backwards{
        [](void* self, std::size_t n, void (*body)(void*, std::size_t), void* ctx) {
            ++*static_cast<int*>(self);
            while (n > 0) body(ctx, --n);
        },
        &calls};
    backwards.run(3, &note, &seen);
    EXPECT_THAT(seen, ElementsAre(2, 1, 0));
    EXPECT_EQ(calls, 1);
}

TEST(Progress, GoesOnWhereNobodyIsTold) { EXPECT_TRUE(Progress{}.report(1, 2)); }

TEST(Progress, TellsTheHostAndPassesItsAnswerOn) {
    std::vector<std::pair<std::size_t, std::size_t>> told;
    const Progress progress{[](void* self, std::size_t done, std::size_t total) {
                                static_cast<decltype(told)*>(self)->emplace_back(done, total);
                                return done < 2;
                            },
                            &told};
    EXPECT_TRUE(progress.report(1, 3));
    EXPECT_FALSE(progress.report(2, 3));
    EXPECT_THAT(told, ElementsAre(std::pair(1, 3), std::pair(2, 3)));
}

}  // namespace
}  // namespace tenure
