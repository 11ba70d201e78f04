#pragma once

// The closed parts of a BG/NBD customer's future, and the integral over its discounted purchases.
// What is asked here has been checked.

#include <algorithm>
#include <cmath>

#include "numeric/logarithm.hpp"
#include "numeric/quadrature.hpp"
#include "tenure/models/bg_nbd.hpp"

namespace tenure::inline v0::detail::models {

/// P(active at T) and its complement, each without cancellation.
struct Activity {
    double alive;
    double gone;
    double log_odds;  ///< Of being gone.

    /// P(active) times what is expected of the active, also where P alone is below the smallest
    /// double.
    [[nodiscard]] double times(double given_alive) const noexcept {
        return log_odds < 700.0 ? alive * given_alive : std::exp(std::log(given_alive) - log_odds);
    }
};

[[nodiscard]] inline Activity activity(const tenure::models::BgNbd& model,
                                       const tenure::models::PurchaseHistory& history) noexcept {
    if (history.frequency == 0) return {1.0, 0.0, -HUGE_VAL};
    const auto x = static_cast<double>(history.frequency);
    const double log_gap =
        numeric::log1p_ratio(history.T - history.recency, model.alpha + history.recency);
    const double log_odds =
        (model.r + x) * log_gap + numeric::log_ratio(model.a, model.b + (x - 1.0));
    return {1.0 / (1.0 + std::exp(log_odds)), 1.0 / (1.0 + std::exp(-log_odds)), log_odds};
}

/// P(no purchase in (T, T+t]): gone, or active and silent. The two may round up to more than 1.
[[nodiscard]] inline double no_purchase(const tenure::models::BgNbd& model,
                                        const tenure::models::PurchaseHistory& history,
                                        const Activity& now, double t) noexcept {
    const double shape = model.r + static_cast<double>(history.frequency);
    const double silent = std::exp(-shape * numeric::log1p_ratio(t, model.alpha + history.T));
    return std::min(1.0, now.gone + now.alive * silent);
}

/// What `discounted` integrates, on s = ln(1 + u/scale), where S is smooth at every scale of u.
template <class Expected>
[[nodiscard]] auto discounted_density(Expected&& expected, double scale, double rate) {
    return [&expected, per_scale = rate * scale](double s) {
        const double y = std::expm1(s);
        return per_scale * (1.0 + y) * std::exp(-per_scale * y) * expected(y);
    };
}

/// ∫₀ʰ e^(−δu) dS(u/scale), for an `expected(y)` that is S(x, y). By parts, so that S alone is
/// needed and all terms are positive: e^(−δh) S(h) + δ ∫₀ʰ e^(−δu) S(u) du. The horizon may be
/// infinite where δ > 0.
template <class Expected>
[[nodiscard]] double discounted(Expected&& expected, double scale, double horizon, double rate) {
    if (rate == 0.0) return expected(horizon / scale);
    // Beyond this, what is left is below rounding: S grows more slowly than any exponential.
    constexpr double exhausted = 60.0;
    const bool whole = rate * horizon <= exhausted;
    const double length = std::min(whole ? horizon : exhausted / rate, 1e300);
    // Ages so far below the horizon no longer matter, and their quotient has to stay a double.
    scale = std::max(scale, length * 1e-307);
    const double end = length / scale;
    const double at_end = whole ? std::exp(-rate * horizon) * expected(end) : 0.0;
    return at_end + numeric::integrate(discounted_density(expected, scale, rate), 0.0,
                                       std::log1p(end), 1e-13);
}

}  // namespace tenure::inline v0::detail::models
