#pragma once

// A column of exact amounts at the smallest scale that holds them all.

#include <cstdint>
#include <span>
#include <vector>

#include "tenure/core/money.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Brings `units` from one scale to a larger one; `Code::overflow`.
[[nodiscard]] Result<void> rescale(std::int64_t& units, std::uint8_t from, std::uint8_t to);

/// The amount without decimals that are 0, down to a scale.
[[nodiscard]] Money without_zeros(Money amount, std::uint8_t least = 0) noexcept;

class MoneyColumn {
public:
    /// Makes room for so many amounts.
    void reserve(std::size_t rows) { units_.reserve(rows); }

    /// Adds an amount, which may have more decimals than it needs. `Code::overflow` where an amount
    /// of the column does not fit at the scale of another.
    Result<void> add(Money amount);
    /// Adds amounts that are at one scale.
    Result<void> add_all(std::span<const std::int64_t> units, std::uint8_t scale);

    [[nodiscard]] std::size_t size() const noexcept { return units_.size(); }
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }
    /// Brings all amounts to a larger scale.
    Result<void> raise(std::uint8_t scale);

    [[nodiscard]] Column finish() && { return Column::integers(std::move(units_), scale_); }

private:
    std::uint8_t scale_ = 0;
    std::vector<std::int64_t> units_;
};

}  // namespace tenure::inline v0::detail::data
