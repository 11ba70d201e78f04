#pragma once

// The states of customers by their numbers.

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

    /// `holdout`: whether there is one for each state.
    explicit CustomerStates(Holdout holdout = Holdout::none)
        : with_holdout_(holdout == Holdout::kept) {}
    CustomerStates(CustomerStates&&) noexcept = default;
    CustomerStates& operator=(CustomerStates&&) noexcept = default;

    /// Adds states that are zero until there are those of so many customers.
    void grow(std::size_t customers);
    /// Adds others, which have holdouts if its own do, behind its own.
    /// @return the number of the first of them.
    std::uint32_t append(CustomerStates&& others);

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
    [[nodiscard]] std::size_t size() const noexcept { return blocks_.size() << block_bits; }

    bool with_holdout_;
    std::vector<std::unique_ptr<CustomerState[]>> blocks_;
    std::vector<std::unique_ptr<HoldoutState[]>> holdouts_;
};

}  // namespace tenure::inline v0::detail::data
