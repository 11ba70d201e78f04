#include "segments/concentration_sums.hpp"

#include <bit>
#include <cmath>

namespace tenure::inline v0::detail::segments {
namespace {

__extension__ using Unsigned = unsigned __int128;

int leading_zeros(Unsigned value) noexcept {
    const auto upper = static_cast<std::uint64_t>(value >> 64);
    if (upper != 0) return std::countl_zero(upper);
    return 64 + std::countl_zero(static_cast<std::uint64_t>(value));
}

/// The quotient in whole steps of 2^−shift, of 55 bits at least, the last of which is set where
/// there is more behind it: rounding it once is rounding the true one.
double rounded_ratio(Unsigned part, Unsigned whole) noexcept {
    constexpr Unsigned enough = Unsigned{1} << 54;
    int shift = leading_zeros(part) - 1;
    Unsigned quotient = (part << shift) / whole, rest = (part << shift) % whole;
    for (; quotient < enough && rest != 0; ++shift) {
        rest <<= 1;
        const bool fits = rest >= whole;
        quotient = quotient << 1 | (fits ? 1 : 0);
        if (fits) rest -= whole;
    }
    if (rest != 0) quotient |= 1;
    return std::ldexp(static_cast<double>(quotient), -shift);
}

}  // namespace

double ratio_of_large(Wide part, Wide whole) noexcept {
    if (part == 0) return 0;
    const auto divisor = static_cast<Unsigned>(whole);
    if (part < 0) return -rounded_ratio(-static_cast<Unsigned>(part), divisor);
    return rounded_ratio(static_cast<Unsigned>(part), divisor);
}

}  // namespace tenure::inline v0::detail::segments
