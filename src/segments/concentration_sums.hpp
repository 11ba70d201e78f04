#pragma once

// Sums whose quotients are rounded once: of money in whole numbers, of other values in pairs of
// doubles.

#include <cstdint>

namespace tenure::inline v0::detail::segments {

__extension__ using Wide = __int128;

/// part ÷ whole for 0 ≤ |part|, 0 < whole, both below 2^126 in size: the nearest double, so that a
/// common factor of both changes nothing.
[[nodiscard]] double ratio_of_large(Wide part, Wide whole) noexcept;

[[nodiscard]] inline double ratio(Wide part, Wide whole) noexcept {
    constexpr Wide exact = Wide{1} << 53;  // up to it doubles hold all whole numbers
    if (part <= exact && part >= -exact && whole <= exact) {
        return static_cast<double>(static_cast<std::int64_t>(part)) /
               static_cast<double>(static_cast<std::int64_t>(whole));
    }
    return ratio_of_large(part, whole);
}

/// A sum of doubles with the rounding errors of its additions beside it (Dekker 1971): its relative
/// error stays near 2^−104 for each step. Between 2^−900 and 2^900.
class RealSum {
public:
    RealSum() = default;
    explicit RealSum(double value) noexcept : high_(value) {}

    [[nodiscard]] double value() const noexcept { return high_ + low_; }

    friend RealSum operator+(RealSum a, RealSum b) noexcept {
        const double sum = a.high_ + b.high_;
        const double of_b = sum - a.high_;
        const double error = (a.high_ - (sum - of_b)) + (b.high_ - of_b);
        return renormalized(sum, error + (a.low_ + b.low_));
    }
    friend RealSum operator-(RealSum a, RealSum b) noexcept {
        b.high_ = -b.high_;
        b.low_ = -b.low_;
        return a + b;
    }
    RealSum& operator+=(RealSum other) noexcept { return *this = *this + other; }

    /// `factor` is at most 2^53 in size.
    friend RealSum operator*(RealSum a, Wide factor) noexcept {
        return times(a, static_cast<double>(static_cast<std::int64_t>(factor)));
    }
    friend bool operator==(RealSum, RealSum) noexcept = default;

    /// `whole` is not 0.
    friend double ratio(RealSum part, RealSum whole) noexcept {
        const double quotient = part.high_ / whole.high_;
        const RealSum rest = part - times(whole, quotient);
        return quotient + rest.high_ / whole.high_;
    }

private:
    /// |low| is at most |high|.
    static RealSum renormalized(double high, double low) noexcept {
        RealSum sum(high + low);
        sum.low_ = low - (sum.high_ - high);
        return sum;
    }
    /// The upper 26 bits (Veltkamp).
    static double upper(double value) noexcept {
        constexpr double splitter = 134217729;  // 2^27 + 1
        const double scaled = splitter * value;
        return scaled - (scaled - value);
    }
    static RealSum exact_product(double a, double b) noexcept {
        RealSum product(a * b);
        const double a_upper = upper(a), b_upper = upper(b);
        const double a_lower = a - a_upper, b_lower = b - b_upper;
        product.low_ =
            a_lower * b_lower -
            (((product.high_ - a_upper * b_upper) - a_lower * b_upper) - a_upper * b_lower);
        return product;
    }
    static RealSum times(RealSum a, double factor) noexcept {
        const RealSum product = exact_product(a.high_, factor);
        return renormalized(product.high_, product.low_ + a.low_ * factor);
    }

    double high_ = 0, low_ = 0;
};

}  // namespace tenure::inline v0::detail::segments
