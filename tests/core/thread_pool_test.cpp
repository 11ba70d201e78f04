#include "tenure/core/thread_pool.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenure {
namespace {

/// Runs `body(i)` for each i in [0, n).
template <class Body>
void run(const Executor& executor, std::size_t n, Body body) {
    executor.run(
        n, [](void* ctx, std::size_t i) { (*static_cast<Body*>(ctx))(i); }, &body);
}

TEST(ThreadPoolThreads, CallsEachPieceExactlyOnce) {
    for (std::size_t width = 0; width <= 6; ++width) {
        ThreadPool pool(width);
        for (const std::size_t n : {0u, 1u, 2u, 5u, 64u, 1000u}) {
            std::vector<int> calls(n);  // plain: each piece has its own, and run() publishes them
            run(pool.executor(), n, [&](std::size_t i) { ++calls[i]; });
            EXPECT_THAT(calls, testing::Each(1)) << width << " threads, " << n << " pieces";
        }
    }
}

TEST(ThreadPoolThreads, SeesWhatTheCallerWroteBefore) {
    ThreadPool pool(3);
    std::vector<std::size_t> input(257), output(257);
    for (std::size_t round = 0; round < 200; ++round) {
        std::iota(input.begin(), input.end(), round);
        run(pool.executor(), input.size(), [&](std::size_t i) { output[i] = 2 * input[i]; });
        ASSERT_EQ(std::accumulate(output.begin(), output.end(), std::size_t{0}),
                  257 * 256 + 2 * 257 * round);
    }
}

/// Waits until `needed` threads are inside at once.
class Meeting {
public:
    explicit Meeting(int needed) : needed_(needed) {}

    [[nodiscard]] bool join() {
        {
            const std::lock_guard lock(mutex_);
            ++present_;
        }
        arrived_.notify_all();
        return wait();
    }

    /// Without being counted.
    [[nodiscard]] bool wait() {
        std::unique_lock lock(mutex_);
        return arrived_.wait_for(lock, std::chrono::seconds(60),
                                 [&] { return present_ >= needed_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    int present_ = 0;
    int needed_;
};

TEST(ThreadPoolThreads, WorksOnItsWidthOfThreadsAtOnce) {
    for (int width = 1; width <= 4; ++width) {
        ThreadPool pool(static_cast<std::size_t>(width));
        Meeting meeting(width);
        std::atomic<int> met{0};
        run(pool.executor(), static_cast<std::size_t>(width), [&](std::size_t) {
            if (meeting.join()) ++met;
        });
        EXPECT_EQ(met, width);
    }
}

TEST(ThreadPoolThreads, ReturnsAfterTheLastPieceAndNotBefore) {
    // Jobs so short that workers arrive as they end: each lives on the stack of its call, and a
    // worker that came late would touch a dead one.
    ThreadPool pool(4);
    for (std::size_t round = 0; round < 5000; ++round) {
        const std::size_t n = round % 5;
        std::size_t sum = 0;
        std::vector<std::size_t> parts(n);
        run(pool.executor(), n, [&](std::size_t i) { parts[i] = i + round; });
        for (const std::size_t part : parts) sum += part;
        ASSERT_EQ(sum, n * round + n * (n - (n > 0)) / 2);
    }
}

TEST(ThreadPoolThreads, ServesSeveralHostThreadsAtOnce) {
    ThreadPool pool(3);
    std::vector<std::size_t> sums(4);
    std::vector<std::thread> hosts;
    for (std::size_t host = 0; host < sums.size(); ++host) {
        hosts.emplace_back([&pool, &sums, host] {
            for (std::size_t round = 0; round < 300; ++round) {
                std::vector<std::size_t> parts(10);
                run(pool.executor(), parts.size(), [&](std::size_t i) { parts[i] = i + host; });
                sums[host] += std::accumulate(parts.begin(), parts.end(), std::size_t{0});
            }
        });
    }
    for (auto& host : hosts) host.join();
    for (std::size_t host = 0; host < sums.size(); ++host) {
        EXPECT_EQ(sums[host], 300 * (45 + 10 * host));
    }
}

TEST(ThreadPoolThreads, OneCallDoesNotWaitForAnother) {
    // The first call's piece ends only when the second call is done.
    ThreadPool pool(2);
    Meeting meeting(2);
    bool first_met = false, second_met = false;
    std::thread first(
        [&] { run(pool.executor(), 1, [&](std::size_t) { first_met = meeting.join(); }); });
    run(pool.executor(), 1, [&](std::size_t) { second_met = meeting.join(); });
    first.join();
    EXPECT_TRUE(first_met);
    EXPECT_TRUE(second_met);
}

TEST(ThreadPoolThreads, WorkersFindTheJobThatHasPiecesLeft) {
    // One worker, three jobs: the oldest holds the worker and ends first, the newest has no piece
    // left, and the one between them, with a piece for the worker, must be neither lost nor hidden.
    ThreadPool pool(2);
    Meeting oldest_is_running(3), newest_is_running(2), worker_came(2), all_is_done(2);
    std::thread oldest([&] {
        const auto host = std::this_thread::get_id();
        run(pool.executor(), 2, [&](std::size_t) {
            EXPECT_TRUE(oldest_is_running.join());
            EXPECT_TRUE(newest_is_running.wait());
            // Time for the host to take its job off the list, before the worker looks at it again.
            if (std::this_thread::get_id() != host) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        });
    });
    EXPECT_TRUE(oldest_is_running.join());
    std::thread newest;
    run(pool.executor(), 2, [&](std::size_t i) {
        if (i == 0) {
            newest = std::thread([&] {
                run(pool.executor(), 1, [&](std::size_t) {
                    EXPECT_TRUE(newest_is_running.join());
                    EXPECT_TRUE(all_is_done.join());
                });
            });
            EXPECT_TRUE(newest_is_running.join());
        }
        EXPECT_TRUE(worker_came.join());
    });
    EXPECT_TRUE(all_is_done.join());
    oldest.join();
    newest.join();
}

TEST(ThreadPoolThreads, MayBeUsedFromWithinAPieceOfWork) {
    for (const std::size_t width : {1u, 2u, 4u}) {
        ThreadPool pool(width);
        std::vector<std::thread> hosts;
        std::atomic<std::size_t> innermost{0};
        for (int host = 0; host < 3; ++host) {
            hosts.emplace_back([&] {
                run(pool.executor(), 6, [&](std::size_t) {
                    run(pool.executor(), 5, [&](std::size_t) {
                        run(pool.executor(), 4, [&](std::size_t) { ++innermost; });
                    });
                });
            });
        }
        for (auto& host : hosts) host.join();
        EXPECT_EQ(innermost, 3 * 6 * 5 * 4u) << width;
    }
}

TEST(ThreadPoolThreads, EndsWithoutEverHavingWorked) {
    for (int i = 0; i < 100; ++i) ThreadPool pool(4);
    ThreadPool none(0);
    std::size_t calls = 0;
    run(none.executor(), 3, [&](std::size_t) { ++calls; });
    EXPECT_EQ(calls, 3u);
}

}  // namespace
}  // namespace tenure
