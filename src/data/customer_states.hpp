#pragma once

// The states of all customers of a log.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "data/customer_state.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::data {

/// `Code::overflow` for more customers than an index of the base can tell apart.
[[nodiscard]] Result<void> check_customer_count(std::size_t customers);

/// States in blocks that never move, so that growing copies nothing and nothing lies idle.
class CustomerStates {
public:
    static constexpr unsigned block_bits = 8;
    static constexpr std::uint32_t block_size = 1u << block_bits;

    enum class Holdout : std::uint8_t { none, kept };

    explicit CustomerStates(Holdout holdout) : with_holdout_(holdout == Holdout::kept) {}

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
