#pragma once

// Gamma functions and their differences. The differences are what likelihoods are made of, and are
// taken as differences: lnΓ(x + v) − lnΓ(x) from two logarithms of gamma functions loses all its
// digits where x is large, and a search that follows a ridge towards x → ∞ then climbs on rounding
// errors.

namespace tenure::inline v0::detail::numeric {

/// lnΓ(x), x > 0.
[[nodiscard]] double log_gamma(double x) noexcept;
/// ψ(x) = d lnΓ(x)/dx, x > 0.
[[nodiscard]] double digamma(double x) noexcept;
/// ψ′(x), x > 0.
[[nodiscard]] double trigamma(double x) noexcept;

/// lnΓ(x + v) − lnΓ(x) − v ln x for x > 0, v ≥ 0: the part of the rising factorial that vanishes
/// for x → ∞. Absolute error of a few ulp of v (1 + |ln(12/x)|) + 1/100, for x below 12 with the
/// logarithm.
[[nodiscard]] double log_rising_excess(double x, double v) noexcept;
/// lnΓ(x + v) − lnΓ(x), x > 0, v ≥ 0.
[[nodiscard]] double log_rising(double x, double v) noexcept;
/// ψ(x + v) − ψ(x) ≥ 0, x > 0, v ≥ 0, to a relative error of a few ulp.
[[nodiscard]] double digamma_increment(double x, double v) noexcept;
/// ψ′(x + v) − ψ′(x) ≤ 0, x > 0, v ≥ 0, to a relative error of a few ulp.
[[nodiscard]] double trigamma_increment(double x, double v) noexcept;

/// ln[B(a, b + x)/B(a, b)] for a, b > 0, x ≥ 0: the logarithm of E[(1 − u)^x], u beta (a, b).
[[nodiscard]] double log_beta_ratio(double a, double b, double x) noexcept;

/// P(N ≥ n) of a negative binomial with this shape and probability z of one more: the regularized
/// incomplete beta function I_z(n, shape). n > 0, shape > 0, 0 ≤ z ≤ 1.
[[nodiscard]] double negative_binomial_upper(double n, double shape, double z) noexcept;

}  // namespace tenure::inline v0::detail::numeric
