#pragma once

// Expectations over a beta distribution, by the trapezoidal rule on the log-odds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tenure::inline v0::detail::numeric {

/// ln(1 + e^v).
[[nodiscard]] inline double softplus(double v) noexcept {
    return v > 0.0 ? v + std::log1p(std::exp(-v)) : std::log1p(std::exp(v));
}

/// E[φ(u)] for u ~ beta(a, b) and a φ that is positive, smooth and tends to a constant at both ends
/// of (0, 1).
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
        Sums sums;
        const double left_end = -end - std::log1p(a_ + b_ + scale_left);
        const double right_end = end + std::log1p(a_ + b_ + scale_right);
        sums.add(density(center_), phi, center_);
        walk(phi, sums, -step_, left_end, a_);
        walk(phi, sums, step_, right_end, b_);
        return sums.weighted / sums.density;
    }

    /// The step on the log-odds.
    [[nodiscard]] double step() const noexcept { return step_; }

private:
    // e^−39 is below half an ulp of 1.
    static constexpr double end = 39.0;
    // Terms below this part of the sums no longer change them, whatever φ's range.
    static constexpr double negligible = 1e-19;

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

    // The density, up to a factor, 1 at the center.
    [[nodiscard]] double density(double v) const noexcept {
        return std::exp(a_ * (v - center_) - (a_ + b_) * (softplus(v) - softplus_center_));
    }

    template <class F>
    void walk(F&& phi, Sums& sums, double step, double limit, double decay) const noexcept {
        const auto count = static_cast<long>(std::ceil((limit - center_) / step));
        for (long i = 1; i <= count; ++i) {
            const double v = center_ + step * static_cast<double>(i);
            sums.add(density(v), phi, v);
            if (sums.last_density <= negligible * sums.density &&
                sums.last_weighted <= negligible * sums.weighted) {
                return;
            }
        }
        // What is left has the ratio e^(−decay·h) from term to term.
        const double rest = 1.0 / std::expm1(decay * std::fabs(step));
        sums.density += sums.last_density * rest;
        sums.weighted += sums.last_weighted * rest;
    }

    double a_, b_, center_, softplus_center_, step_;
};

/// The same rule, laid out once for the densities beta(a, b + x) of x = 0 … `counts` − 1.
class BetaRule {
public:
    /// Scales as in `BetaExpectation`, the largest of all uses.
    BetaRule(double a, double b, std::size_t counts, double scale_left, double scale_right);

    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
    /// The i-th u, rising.
    [[nodiscard]] double position(std::size_t i) const noexcept { return nodes_[i].u; }
    /// Its weight under beta(a, b + x), up to a factor that depends on x alone.
    [[nodiscard]] double weight(std::size_t i, std::size_t x) const noexcept;

private:
    struct Node {
        double v, softplus, u;
    };
    struct Density {
        double b, center, softplus_center;
    };
    double a_, step_;
    std::vector<Node> nodes_;
    std::vector<Density> densities_;
};

}  // namespace tenure::inline v0::detail::numeric
