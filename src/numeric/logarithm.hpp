#pragma once

// Logarithms of sums and quotients that neither overflow nor cancel.

#include <cmath>

namespace tenure::inline v0::detail::numeric {

/// ln(1 + e^v).
[[nodiscard]] inline double softplus(double v) noexcept {
    return v > 0.0 ? v + std::log1p(std::exp(-v)) : std::log1p(std::exp(v));
}

/// ln(p/q) for p ≥ 0, q > 0, also where the quotient is no double.
[[nodiscard]] inline double log_ratio(double p, double q) noexcept {
    const double ratio = p / q;
    return std::isnormal(ratio) ? std::log(ratio) : std::log(p) - std::log(q);
}

/// ln(1 + p/q) for p ≥ 0, q > 0, also where the quotient is no double.
[[nodiscard]] inline double log1p_ratio(double p, double q) noexcept {
    const double ratio = p / q;
    return std::isinf(ratio) ? std::log(p) - std::log(q) : std::log1p(ratio);
}

}  // namespace tenure::inline v0::detail::numeric
