#pragma once

// Adaptive Gauss-Kronrod quadrature of smooth functions.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace tenure::inline v0::detail::numeric {

/// The non-negative nodes of the 21-point Kronrod rule on [−1, 1], its weights, and those of the
/// 10-point Gauss rule within it (0 at nodes that are not Gauss's).
struct KronrodRule {
    std::array<double, 11> nodes;
    std::array<double, 11> kronrod;
    std::array<double, 11> gauss;
};
[[nodiscard]] const KronrodRule& kronrod_rule() noexcept;

/// What the two rules say of ∫ f over [from, to].
struct TwoRules {
    double kronrod, gauss;
};
template <class F>
[[nodiscard]] TwoRules integrate_once(F&& f, double from, double to) {
    const KronrodRule& rule = kronrod_rule();
    const double half = 0.5 * (to - from);
    const double middle = 0.5 * (from + to);
    TwoRules sums{0.0, 0.0};
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
        const double offset = half * rule.nodes[i];
        const double value = offset == 0.0 ? f(middle) : f(middle - offset) + f(middle + offset);
        sums.kronrod += rule.kronrod[i] * value;
        sums.gauss += rule.gauss[i] * value;
    }
    return {sums.kronrod * half, sums.gauss * half};
}

/// ∫ f over [from, to] for an f of one sign, to `tolerance` relative: intervals on which the two
/// rules disagree by more are halved, up to `depth` times. Not halved further are those where they
/// disagree by no more than is `negligible`, which is at first what has no digits to agree on, and
/// then a part of the whole; nor what is not a number.
template <class F>
[[nodiscard]] double integrate(F&& f, double from, double to, double tolerance, int depth = 30,
                               double negligible = std::numeric_limits<double>::min()) {
    const auto [kronrod, gauss] = integrate_once(f, from, to);
    // The Kronrod sum is far better than its distance to the Gauss sum says: where both agree to
    // ε, it has about ε^1.5 (Piessens et al. 1983, QUADPACK, 2.2.2.1).
    const double enough = std::max(std::pow(tolerance, 2.0 / 3.0) * std::fabs(kronrod), negligible);
    if (depth == 0 || !(std::fabs(kronrod - gauss) > enough)) {
        return kronrod;
    }
    const double middle = 0.5 * (from + to);
    negligible = std::max(negligible, 1e-20 * std::fabs(kronrod));
    return integrate(f, from, middle, tolerance, depth - 1, negligible) +
           integrate(f, middle, to, tolerance, depth - 1, negligible);
}

}  // namespace tenure::inline v0::detail::numeric
