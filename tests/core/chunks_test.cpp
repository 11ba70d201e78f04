#include "core/chunks.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "tenure/core/random.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::detail::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What a host may do with the order.
[[nodiscard]] Executor backwards() {
    return {[](void*, std::size_t n, void (*body)(void*, std::size_t), void* ctx) {
                while (n > 0) body(ctx, --n);
            },
            nullptr};
}

struct Told {
    std::vector<std::size_t> done;
    std::vector<std::thread::id> threads;
    std::size_t total = 0;
    std::size_t stop_at = ~std::size_t{0};

    [[nodiscard]] Progress progress() {
        return {[](void* self, std::size_t so_far, std::size_t of) {
                    auto& told = *static_cast<Told*>(self);
                    told.done.push_back(so_far);
                    told.threads.push_back(std::this_thread::get_id());
                    told.total = of;
                    return so_far < told.stop_at;
                },
                this};
    }
};

[[nodiscard]] Error numbered(std::size_t chunk) {
    return {Code::invalid_value, std::to_string(chunk), {}};
}

TEST(ForEachChunk, CutsRowsIntoConsecutivePieces) {
    for (const std::size_t n : {0u, 1u, 9u, 10u, 11u, 1000u, 1001u}) {
        for (const std::size_t size : {1u, 3u, 10u, 2000u}) {
            std::size_t next_chunk = 0, next_row = 0;
            const auto result = for_each_chunk(
                {}, n, size, [&](std::size_t chunk, std::size_t begin, std::size_t end) {
                    EXPECT_EQ(chunk, next_chunk++);
                    EXPECT_EQ(begin, next_row);
                    EXPECT_TRUE(end == n || end - begin == size);
                    EXPECT_LT(begin, end);
                    next_row = end;
                    return Result<void>();
                });
            EXPECT_TRUE(result.has_value());
            EXPECT_EQ(next_row, n);
            EXPECT_EQ(next_chunk, (n + size - 1) / size);
        }
    }
}

TEST(RunChunks, ReportsBetweenGroupsAndAtTheEnd) {
    Told told;
    const auto result = for_each_chunk({.progress = told.progress()}, 150, 1,
                                       [](auto...) { return Result<void>(); });
    EXPECT_TRUE(result.has_value());
    EXPECT_THAT(told.done, ElementsAre(64, 128, 150));
    EXPECT_EQ(told.total, 150u);
}

TEST(RunChunks, ReportsNothingWhereThereIsNothing) {
    Told told;
    EXPECT_TRUE(for_each_chunk({.progress = told.progress()}, 0, 8, [](auto...) -> Result<void> {
                    return numbered(0);
                }).has_value());
    EXPECT_THAT(told.done, IsEmpty());
}

TEST(RunChunks, StopsWhereTheHostSaysSo) {
    Told told;
    told.stop_at = 128;
    std::size_t calls = 0;
    const auto result = for_each_chunk({.progress = told.progress()}, 1000, 1, [&](auto...) {
        ++calls;
        return Result<void>();
    });
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Code::cancelled);
    EXPECT_EQ(result.error().message, "expected to go on, got a stop from the host");
    EXPECT_EQ(calls, 128u);
    EXPECT_THAT(told.done, ElementsAre(64, 128));
}

TEST(RunChunks, IsCancelledEvenAtTheLastReport) {
    Told told;
    told.stop_at = 10;
    const auto result = for_each_chunk({.progress = told.progress()}, 10, 1,
                                       [](auto...) { return Result<void>(); });
    EXPECT_EQ(result.error().code, Code::cancelled);
}

TEST(RunChunks, PassesOnTheErrorOfTheLowestChunk) {
    for (const Executor executor : {Executor{}, backwards()}) {
        const auto result = for_each_chunk({.executor = executor}, 300, 1,
                                           [](std::size_t chunk, auto...) -> Result<void> {
                                               if (chunk == 77 || chunk == 90 || chunk == 200)
                                                   return numbered(chunk);
                                               return {};
                                           });
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().code, Code::invalid_value);
        EXPECT_EQ(result.error().message, "77");
    }
}

TEST(RunChunks, PassesOnTheExceptionOfTheLowestChunk) {
    for (const Executor executor : {Executor{}, backwards()}) {
        try {
            (void)for_each_chunk({.executor = executor}, 300, 1,
                                 [](std::size_t chunk, auto...) -> Result<void> {
                                     if (chunk == 70) throw std::range_error("70");
                                     if (chunk > 70) throw std::out_of_range("later");
                                     return {};
                                 });
            FAIL() << "no exception";
        } catch (const std::range_error& error) {
            EXPECT_STREQ(error.what(), "70");
        }
    }
}

TEST(RunChunks, RanksErrorsAndExceptionsAlike) {
    const auto run = [](std::size_t error_at, std::size_t exception_at) {
        return for_each_chunk({.executor = backwards()}, 64, 1,
                              [=](std::size_t chunk, auto...) -> Result<void> {
                                  if (chunk == exception_at) throw std::range_error("thrown");
                                  if (chunk == error_at) return numbered(chunk);
                                  return {};
                              });
    };
    EXPECT_EQ(run(3, 5).error().message, "3");
    EXPECT_THROW((void)run(5, 3), std::range_error);
}

TEST(RunChunks, EndsAfterTheGroupThatFailed) {
    Told told;
    std::size_t calls = 0;
    const auto result = for_each_chunk({.progress = told.progress()}, 1000, 1,
                                       [&](std::size_t chunk, auto...) -> Result<void> {
                                           ++calls;
                                           if (chunk == 64) return numbered(chunk);
                                           return {};
                                       });
    EXPECT_EQ(result.error().message, "64");
    EXPECT_EQ(calls, 128u);
    EXPECT_THAT(told.done, ElementsAre(64));
}

TEST(RunChunks, NoticesAnExecutorThatDropsWork) {
    const Executor lazy{[](void*, std::size_t n, void (*body)(void*, std::size_t), void* ctx) {
                            for (std::size_t i = 0; i + 1 < n; ++i) body(ctx, i);
                        },
                        nullptr};
    EXPECT_EQ(
        test::contract_message([&] {
            (void)for_each_chunk({.executor = lazy}, 10, 1, [](auto...) { return Result<void>(); });
        }),
        "Executor::parallel_for: expected each piece of work to be run, got one that was not");
}

/// A sum whose bits depend on the order of additions.
[[nodiscard]] double sum_by_chunks(const std::vector<double>& values, const Executor& executor) {
    constexpr std::size_t size = 128;
    std::vector<double> partial((values.size() + size - 1) / size);
    const auto result = for_each_chunk({.executor = executor}, values.size(), size,
                                       [&](std::size_t chunk, std::size_t begin, std::size_t end) {
                                           for (std::size_t i = begin; i < end; ++i)
                                               partial[chunk] += values[i];
                                           return Result<void>();
                                       });
    result.value();
    double sum = 0;
    for (const double part : partial) sum += part;
    return sum;
}

TEST(ChunksThreads, SumsHaveTheSameBitsOnAnyNumberOfThreads) {
    RandomStream random(9, 0);
    std::vector<double> values(30'000);
    for (double& value : values) value = std::exp(20 * random.normal());
    const double expected = sum_by_chunks(values, {});
    EXPECT_EQ(sum_by_chunks(values, backwards()), expected);
    for (std::size_t width = 1; width <= 8; ++width) {
        ThreadPool pool(width);
        EXPECT_EQ(sum_by_chunks(values, pool.executor()), expected) << width;
    }
}

TEST(ChunksThreads, FailuresDoNotDependOnThreads) {
    ThreadPool pool(4);
    const RunOptions run{.executor = pool.executor()};
    for (int i = 0; i < 50; ++i) {
        const auto result =
            for_each_chunk(run, 64, 1, [](std::size_t chunk, auto...) -> Result<void> {
                if (chunk % 7 == 5) return numbered(chunk);
                if (chunk % 7 == 6) throw std::range_error("later");
                return {};
            });
        ASSERT_EQ(result.error().message, "5");
        EXPECT_THROW((void)for_each_chunk(run, 64, 1,
                                          [](std::size_t chunk, auto...) -> Result<void> {
                                              if (chunk == 9) throw std::range_error("9");
                                              if (chunk > 9) return numbered(chunk);
                                              return {};
                                          }),
                     std::range_error);
    }
}

TEST(ChunksThreads, ProgressIsToldOnTheCallersThreadOnly) {
    ThreadPool pool(4);
    Told told;
    std::atomic<int> calls{0};
    EXPECT_TRUE(for_each_chunk({pool.executor(), told.progress()}, 500, 1, [&](auto...) {
                    ++calls;
                    return Result<void>();
                }).has_value());
    EXPECT_EQ(calls, 500);
    EXPECT_THAT(told.done, ElementsAre(64, 128, 192, 256, 320, 384, 448, 500));
    EXPECT_THAT(told.threads, testing::Each(std::this_thread::get_id()));
}

}  // namespace
}  // namespace tenure::detail::core
