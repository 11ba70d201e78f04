#pragma once

// Expectations over a beta distribution, by the trapezoidal rule on the log-odds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace tenure::inline v0::detail::numeric {

/// The density of v = ln(u/(1−u)) for u ~ beta(a, b), relative to its peak: e^(av)/(1+e^v)^(a+b) up
/// to a factor. Counted from the peak, so that it is sharp for any shapes, as narrow as it may be.
class LogOddsDensity {
public:
    /// a, b > 0, finite.
    LogOddsDensity(double a, double b) noexcept;

    /// Where the peak is, ln(a/b).
    [[nodiscard]] double center() const noexcept { return center_; }
    /// The logarithm of the density at v = center + `offset`: 0 at the peak, concave.
    [[nodiscard]] double log(double offset) const noexcept;

private:
    double center_;
    // The density is mirrored so that the smaller shape stands at its left.
    double mirror_;
    double smaller_, sum_;
    double share_, log_share_;  // smaller/sum
};

/// E[φ(u)] for u ~ beta(a, b) and a φ that is positive, smooth and tends to a constant at both ends
/// of (0, 1). Sums of it over as many terms as 1/a and 1/b must be doubles: for shapes near the
/// smallest double φ should be of the order of 1.
///
/// On v = ln(u/(1−u)) the density is ∝ e^(av)/(1+e^v)^(a+b), analytic in the strip |Im v| < π and
/// falling exponentially on both sides, where the trapezoidal rule converges like e^(−2π·π/h)
/// (Trefethen and Weideman 2014, "The exponentially convergent trapezoidal rule", SIAM Review
/// 56(3)). The density's Fourier transform is |Γ(a+ik)Γ(b−ik)|, which says how small h must be.
/// Where φ has become constant the rest of the rule is a geometric series, and is summed as one, so
/// that shapes near 0 cost nothing. All terms are positive: the sum loses no digits.
class BetaExpectation {
public:
    /// a, b > 0, finite.
    BetaExpectation(double a, double b) noexcept;

    /// `scale_left` is the largest |φ′/φ| near u = 0 and `scale_right` near u = 1: φ is taken as
    /// constant where u·scale, or (1−u)·scale, is below rounding. φ is called with u and 1 − u.
    template <class F>
    [[nodiscard]] double operator()(F&& phi, double scale_left, double scale_right) const noexcept {
        const double left = left_end(a_ + b_ + scale_left);
        const double right = right_end(a_ + b_ + scale_right);
        const double start = std::clamp(density_.center(), left, right);
        Sums sums;
        sums.add(density(start), phi, start);
        const Sums at_start = sums;
        walk(phi, sums, start, -step_, left, a_);
        // The tail goes on from the last term of its own side, which may be the start.
        sums.last_density = at_start.last_density;
        sums.last_weighted = at_start.last_weighted;
        walk(phi, sums, start, step_, right, b_);
        return sums.weighted / sums.density;
    }

    /// The step on the log-odds.
    [[nodiscard]] double step() const noexcept { return step_; }

    /// Below and above these log-odds what has the given scale is constant up to rounding.
    [[nodiscard]] static double left_end(double scale) noexcept {
        return std::max(-end - std::log1p(scale), -limit);
    }
    [[nodiscard]] static double right_end(double scale) noexcept {
        return std::min(end + std::log1p(scale), limit);
    }

private:
    // e^−39 is below half an ulp of 1.
    static constexpr double end = 39.0;
    // Beyond this u, or 1 − u, is no double above 0.
    static constexpr double limit = 744.0;
    // What adds up to less than this part of the sums no longer changes them.
    static constexpr double negligible = 1e-19;
    static constexpr double smallest = std::numeric_limits<double>::min();

    struct Sums {
        double density = 0.0;
        double weighted = 0.0;
        double last_density = 0.0;
        double last_weighted = 0.0;

        template <class F>
        void add(double weight, F&& phi, double v) noexcept {
            // Both from the same exponential, so that neither cancels.
            const double e = std::exp(-std::fabs(v));
            const double small = e / (1.0 + e);
            const double large = 1.0 / (1.0 + e);
            last_density = weight;
            last_weighted = weight * (v < 0.0 ? phi(small, large) : phi(large, small));
            density += last_density;
            weighted += last_weighted;
        }
    };

    [[nodiscard]] double density(double v) const noexcept {
        return at_offset(v - density_.center());
    }
    [[nodiscard]] double at_offset(double offset) const noexcept {
        return std::exp(density_.log(offset));
    }

    template <class F>
    void walk(F&& phi, Sums& sums, double start, double step, double until,
              double decay) const noexcept {
        const double from = start - density_.center();
        const auto count = static_cast<long>(std::ceil((until - start) / step));
        // What is left behind the last term has the ratio e^(−decay·h) from term to term.
        const double rest = 1.0 / std::expm1(std::max(decay * std::fabs(step), smallest));
        const double enough = negligible / (1.0 + rest);
        for (long i = 1; i <= count; ++i) {
            const double along = step * static_cast<double>(i);
            sums.add(at_offset(from + along), phi, start + along);
            if (sums.last_density <= enough * sums.density &&
                sums.last_weighted <= enough * sums.weighted) {
                return;
            }
        }
        sums.density += sums.last_density * rest;
        sums.weighted += sums.last_weighted * rest;
    }

    double a_, b_;
    LogOddsDensity density_;
    double step_;
};

/// The same rule, laid out once for the densities beta(a, b + x) of x = 0 … `counts` − 1.
class BetaRule {
public:
    /// Shapes and scales from 1e-100 to 1e100; scales as in `BetaExpectation`, the largest of all
    /// uses.
    BetaRule(double a, double b, std::size_t counts, double scale_left, double scale_right);

    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
    /// The i-th u, rising.
    [[nodiscard]] double position(std::size_t i) const noexcept { return nodes_[i].u; }
    /// Its weights under beta(a, b + x) for each x, up to factors that depend on x alone.
    void weights(std::size_t i, std::span<double> by_count) const noexcept;

private:
    struct Node {
        double u, complement;
        double density;  // of beta(a, b)
    };
    struct Count {
        double rescale;    // keeps the densities of the next x near 1
        double right_end;  // the weight of the last node, which stands for all beyond it
    };
    double left_end_;
    std::vector<Node> nodes_;
    std::vector<Count> counts_;
};

}  // namespace tenure::inline v0::detail::numeric
