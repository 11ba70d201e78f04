#pragma once

// The states of all customers of a log.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/customer_state.hpp"

namespace tenure::inline v0::detail::data {

/// States in blocks that never move, so that growing copies nothing and nothing lies idle.
class CustomerStates {
public:
    static constexpr unsigned block_bits = 8;
    static constexpr std::uint32_t block_size = 1u << block_bits;

    explicit CustomerStates(bool with_holdout) : with_holdout_(with_holdout) {}

    /// Adds a block of states that are zero.
    /// @return the number of the first.
    std::uint32_t add_block();

    [[nodiscard]] CustomerState& state(std::uint32_t number) noexcept {
        return blocks_[number >> block_bits][number % block_size];
    }
    /// Null where there is no holdout.
    [[nodiscard]] HoldoutState* holdout(std::uint32_t number) noexcept {
        return with_holdout_ ? &holdouts_[number >> block_bits][number % block_size] : nullptr;
    }
    /// Brings all sums to a scale with so many times as many units; they must fit.
    void rescale(std::int64_t factor) noexcept;

private:
    bool with_holdout_;
    std::vector<std::unique_ptr<CustomerState[]>> blocks_;
    std::vector<std::unique_ptr<HoldoutState[]>> holdouts_;
};

}  // namespace tenure::inline v0::detail::data
