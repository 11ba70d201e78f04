#pragma once

// Weighted sums of numbers that do not depend on the order of these.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "core/message.hpp"
#include "tenure/core/error.hpp"

namespace tenure::inline v0::detail::segments {

/// The most customers that clusters are found for: 2^40.
inline constexpr std::int64_t most_customers = std::int64_t{1} << 40;

/// What is said where sums do not fit all the same.
[[nodiscard]] inline Error sums_too_large() {
    return {Code::overflow, core::expected_got("sums over a cluster below 2^63", "a larger one")};
}

/// Whole multiples of a step, which is so small that the sum of all just fits into 62 bits: with
/// 10^8 customers, 2^−35 of the largest number.
class Grid {
public:
    /// For numbers that are at most `largest` in magnitude, and whose weights add up to `weight`.
    Grid(double largest, std::int64_t weight) noexcept {
        int exponent = 0;  // largest ≤ 2^exponent, weight < 2^bits
        static_cast<void>(std::frexp(largest, &exponent));
        const int bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(weight)));
        const int shift = std::clamp(62 - bits - exponent, -1000, 1000);
        steps_per_unit_ = std::ldexp(1.0, shift);
        step_ = std::ldexp(1.0, -shift);
    }

    [[nodiscard]] std::int64_t steps(double value) const noexcept {
        return static_cast<std::int64_t>(value * steps_per_unit_);
    }
    [[nodiscard]] double value(std::int64_t steps) const noexcept {
        return static_cast<double>(steps) * step_;
    }

private:
    double steps_per_unit_, step_;
};

}  // namespace tenure::inline v0::detail::segments
