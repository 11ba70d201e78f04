#pragma once

// Executors for tests of what must not depend on them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "tenure/core/executor.hpp"

namespace tenure::test {

/// Runs all pieces here, in an order that another seed makes another.
class ShuffledExecutor {
public:
    explicit ShuffledExecutor(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] Executor executor() noexcept { return {&ShuffledExecutor::parallel_for, this}; }

private:
    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        std::vector<std::size_t> order(n);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::shuffle(order.begin(), order.end(), static_cast<ShuffledExecutor*>(self)->random_);
        for (const std::size_t i : order) body(ctx, i);
    }

    std::mt19937_64 random_;
};

/// Counts what another executor is given to run.
class CountingExecutor {
public:
    explicit CountingExecutor(Executor inner = {}) : inner_(inner) {}

    [[nodiscard]] Executor executor() noexcept { return {&CountingExecutor::parallel_for, this}; }

    /// The most pieces that one call handed out together.
    [[nodiscard]] std::size_t widest() const noexcept { return widest_; }

private:
    static void parallel_for(void* self, std::size_t n, void (*body)(void*, std::size_t),
                             void* ctx) {
        auto& counting = *static_cast<CountingExecutor*>(self);
        counting.widest_ = std::max(counting.widest_, n);
        counting.inner_.run(n, body, ctx);
    }

    Executor inner_;
    std::size_t widest_ = 0;
};

}  // namespace tenure::test
