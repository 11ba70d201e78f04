#include "numeric/beta_expectation.hpp"

#include <numbers>

namespace tenure::inline v0::detail::numeric {

namespace {

// −ln|Γ(a + ik)/Γ(a)|, from below: |Γ(a+ik)/Γ(a)|² = Π 1/(1 + k²/(a+j)²) (Abramowitz and
// Stegun 6.1.25), with the sum over j of ln(1 + k²/(a+j)²) bounded by its integral from a.
double decay(double a, double k) noexcept {
    const double ratio = k / a;
    return k * std::atan(ratio) - 0.5 * a * std::log1p(ratio * ratio);
}

// The largest step whose aliasing error is below rounding, with a reserve for what φ adds to the
// spectrum.
double safe_step(double a, double b) noexcept {
    constexpr double wanted = 48.0;
    double low = 0.0;
    double high = 32.0;
    while (decay(a, high) + decay(b, high) < wanted) high *= 2.0;
    for (int i = 0; i < 20; ++i) {
        const double middle = 0.5 * (low + high);
        (decay(a, middle) + decay(b, middle) < wanted ? low : high) = middle;
    }
    return 2.0 * std::numbers::pi / high;
}

}  // namespace

BetaExpectation::BetaExpectation(double a, double b) noexcept
    : a_(a),
      b_(b),
      center_(std::clamp(std::log(a / b), -300.0, 300.0)),
      softplus_center_(softplus(center_)),
      step_(safe_step(a, b)) {}

BetaRule::BetaRule(double a, double b, std::size_t counts, double scale_left, double scale_right)
    : a_(a) {
    const double last_b = b + static_cast<double>(counts - 1);
    step_ = safe_step(a, last_b);  // the densities narrow as x rises
    const double left = -39.0 - std::log1p(a + last_b + scale_left);
    const double right = 39.0 + std::log1p(a + last_b + scale_right);
    const auto first = static_cast<long>(std::floor(left / step_));
    const auto last = static_cast<long>(std::ceil(right / step_));
    for (long i = first; i <= last; ++i) {
        const double v = step_ * static_cast<double>(i);
        nodes_.push_back({v, softplus(v), 1.0 / (1.0 + std::exp(-v))});
    }
    for (std::size_t x = 0; x < counts; ++x) {
        const double shape = b + static_cast<double>(x);
        const double center = std::clamp(std::log(a / shape), nodes_.front().v, nodes_.back().v);
        densities_.push_back({shape, center, softplus(center)});
    }
}

double BetaRule::weight(std::size_t i, std::size_t x) const noexcept {
    const Node& node = nodes_[i];
    const auto& [b, center, softplus_center] = densities_[x];
    const double density =
        std::exp(a_ * (node.v - center) - (a_ + b) * (node.softplus - softplus_center));
    // The ends stand for all that lies beyond them, a geometric series.
    if (i == 0) return density / -std::expm1(-a_ * step_);
    if (i + 1 == nodes_.size()) return density / -std::expm1(-b * step_);
    return density;
}

}  // namespace tenure::inline v0::detail::numeric
