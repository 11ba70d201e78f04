#pragma once

// E[Y(t) | active], the part of the BG/NBD's conditional expectation that needs an integral.
//
// Given that a customer is active at T, λ is gamma(r+x, α+T), p is beta(a, b+x), and the purchases
// expected in (T, T+t] are (1 − e^(−λpt))/p. With y = t/(α+T) this is
//
//     S(x, y) = E[(1 − (1 + u y)^−(r+x))/u],   u ~ beta(a, b+x).
//
// FHL's closed form (eq. 10) is the same, but divides by a − 1 and by a + b + x − 1 and subtracts
// what is nearly equal; here all terms are positive, and a = 1 and a + b = 1 are no special cases.

#include "tenure/models/bg_nbd.hpp"

namespace tenure::inline v0::detail::models {

/// The largest relative slope of the integrand at u = 1: there d ln φ/du = −1 + s L′/((1+y)^s − 1)
/// with s = r+x and L′ = y/(1+y) ≤ ln(1+y), and so lies between −1 and 0.
inline constexpr double slope_at_one = 1.0;

/// S(x, y) for any valid model, x ≥ 0 and y ≥ 0, to about 1e-14 relative. Microseconds. Where
/// (r+x)·y, the purchases expected of somebody who never leaves, is above 1e305, y is taken as if
/// it were that: S is finite for any y, also where y is infinite.
[[nodiscard]] double expected_given_alive(const tenure::models::BgNbd& model, double x,
                                          double y) noexcept;

}  // namespace tenure::inline v0::detail::models
