#include "data/text_queue.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

void announce_nothing(std::uint32_t /*place*/, unsigned /*step*/) {}

TEST(TextQueue, GivesBackWhatWasAddedInOrder) {
    TextQueue queue;
    std::vector<std::pair<std::string, std::int64_t>> expected, got;
    for (std::int64_t i = 0; i < 1000; ++i) {
        expected.emplace_back(std::string(static_cast<std::size_t>(i % 40), 'x') + "é", i);
        queue.add(expected.back().first, {i, 7, 3, 5});
    }
    EXPECT_EQ(queue.size(), 1000u);
    EXPECT_GT(queue.bytes(), 1000 * sizeof(UnnamedPurchase));
    const auto take = [&](std::string_view id, const UnnamedPurchase& row) -> Result<void> {
        EXPECT_EQ(row.fingerprint, 7u);
        EXPECT_EQ(row.day, 3);
        EXPECT_EQ(row.place, 5u);
        got.emplace_back(id, row.amount);
        return {};
    };
    queue.drain(0, announce_nothing, take).value();
    EXPECT_EQ(got, expected);
    EXPECT_EQ(queue.size(), 0u);
    EXPECT_EQ(queue.bytes(), 0u);
    queue.drain(0, announce_nothing, take).value();
    EXPECT_EQ(got.size(), expected.size());
}

TEST(TextQueue, AnnouncesEachInAllStepsBeforeItComes) {
    TextQueue queue;
    for (std::uint32_t i = 0; i < 200; ++i) queue.add("a", {0, 0, 0, i});
    std::vector<unsigned> steps(200, 0);
    const auto announce = [&](std::uint32_t place, unsigned step) {
        EXPECT_EQ(steps[place]++, step);
    };
    const auto take = [&](std::string_view /*id*/, const UnnamedPurchase& row) -> Result<void> {
        EXPECT_EQ(steps[row.place], 3u);
        return {};
    };
    queue.drain(3, announce, take).value();
}

TEST(TextQueue, PassesAnErrorOn) {
    TextQueue queue;
    queue.add("a", {});
    queue.add("b", {});
    const auto drained = queue.drain(
        0, announce_nothing, [](std::string_view id, const UnnamedPurchase&) -> Result<void> {
            return Error{Code::overflow, std::string(id), {}};
        });
    ASSERT_FALSE(drained);
    EXPECT_EQ(drained.error().message, "a");
}

}  // namespace
}  // namespace tenure::detail::data
