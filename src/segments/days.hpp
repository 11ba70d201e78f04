#pragma once

// Times of customers in days, as cut points and features have them.

#include <cmath>
#include <cstddef>

#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::segments {

/// On a grid of 2^−20 of a day, a twelfth of a second: times that were rounded outside leave noise
/// in T − t_x, and who was silent equally long would else be told apart by it. Whole merge periods
/// lie on the grid.
[[nodiscard]] inline double on_grid(double days) noexcept {
    return std::nearbyint(days * 0x1p20) * 0x1p-20;
}

/// From the last purchase to the end of observation.
[[nodiscard]] inline double recency_days(const CustomerBase& base, std::size_t row) noexcept {
    return on_grid(base.time_in(base.age()[row] - base.recency()[row], Unit::day));
}

/// From the first purchase to the end of observation.
[[nodiscard]] inline double age_days(const CustomerBase& base, std::size_t row) noexcept {
    return on_grid(base.time_in(base.age()[row], Unit::day));
}

}  // namespace tenure::inline v0::detail::segments
