#pragma once

// exp and log for the arguments that kernels have. Eigen's packets serve all doubles, zero,
// infinity and NaN among them, by two divisions where these take one for two logarithms and none
// for exp; on SSE2 they are slower than a scalar library. For kernel sources only
// (kernels/lanes.hpp).

#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

namespace {

// ln 2 in two parts; a whole number of up to 20 bits times the first is exact.
inline constexpr double ln2_high = 0x1.62e42fee00000p-1;
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;
inline constexpr double log2_e = 0x1.71547652b82fep+0;

/// e^v for |v| ≤ 700, to 2 ulp.
template <class L>
EIGEN_ALWAYS_INLINE L exp(const L& v) {
    // 2^k e^r with |r| ≤ ln 2/2, where Taylor's polynomial of degree 13 is exact to 4e-18.
    const L held = multiply_add(v, all(log2_e), all(holds_whole_number));
    const L k = held - all(holds_whole_number);
    const L r = multiply_add(k, all(-ln2_low), multiply_add(k, all(-ln2_high), v));
    constexpr double taylor[] = {1.0 / 6227020800,
                                 1.0 / 479001600,
                                 1.0 / 39916800,
                                 1.0 / 3628800,
                                 1.0 / 362880,
                                 1.0 / 40320,
                                 1.0 / 5040,
                                 1.0 / 720,
                                 1.0 / 120,
                                 1.0 / 24,
                                 1.0 / 6,
                                 0.5,
                                 1.0,
                                 1.0};
    return scale_by_power_of_2(horner(taylor, r), held);
}

/// Where v ≥ 1 is 2^k (1 + f) with √½ ≤ 1 + f < √2.
template <class L>
struct BinaryForm {
    L k, f;
};

template <class L>
EIGEN_ALWAYS_INLINE BinaryForm<L> binary_form(const L& v) {
    const L mantissa = mantissa_of(v);                             // in [1, 2)
    const L upper = at_most(all(0x1.6a09e667f3bcdp+0), mantissa);  // √2
    return {exponent_of(v) + choose(upper, all(1.0), all(0.0)),
            mantissa * choose(upper, all(0.5), all(1.0)) - all(1.0)};
}

/// ln of a binary form whose f/(2 + f) is z: 2 artanh(z) + k ln 2, with `rest` added before the
/// larger terms. z² < .0295, where ten terms are exact to 1e-17.
template <class L>
EIGEN_ALWAYS_INLINE L log(const L& k, const L& z, const L& rest) {
    constexpr double artanh[] = {2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13,
                                 2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
    const L square = z * z;
    const L small =
        multiply_add(z * square, horner(artanh, square), multiply_add(k, all(ln2_low), rest));
    return multiply_add(k, all(ln2_high), multiply_add(z, all(2.0), small));
}

/// ln(1 + y) of a y ≥ 0, where 1/(1 + y) is known to a few ulp, to 4 ulp. What 1 + y loses to
/// rounding is put back by Taylor's first term (after Kahan).
template <class L>
EIGEN_ALWAYS_INLINE L log1p(const L& y, const L& reciprocal) {
    const L u = all(1.0) + y;
    const auto [k, f] = binary_form(u);
    return log(k, f / (all(2.0) + f), (y - (u - all(1.0))) * reciprocal);
}

template <class L>
struct Pair {
    L first, second;
};

/// The same of two, which share a division.
template <class L>
EIGEN_ALWAYS_INLINE Pair<L> log1p(const Pair<L>& y, const Pair<L>& reciprocal) {
    const L one = all(1.0);
    const L two = all(2.0);
    const Pair<L> u{one + y.first, one + y.second};
    const BinaryForm<L> first = binary_form(u.first);
    const BinaryForm<L> second = binary_form(u.second);
    const Pair<L> below{two + first.f, two + second.f};
    const L per_product = one / (below.first * below.second);
    return {log(first.k, first.f * below.second * per_product,
                (y.first - (u.first - one)) * reciprocal.first),
            log(second.k, second.f * below.first * per_product,
                (y.second - (u.second - one)) * reciprocal.second)};
}

}  // namespace

}  // namespace tenure::inline v0::detail::kernels
