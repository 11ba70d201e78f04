#include "numeric/beta_expectation.hpp"

#include <numbers>

#include "numeric/logarithm.hpp"

namespace tenure::inline v0::detail::numeric {

namespace {

// e^t − 1 − t for |t| ≤ ¼, by its series.
double expm1_excess(double t) noexcept {
    double sum = 0.0;
    for (const double factorial : {6227020800.0, 479001600.0, 39916800.0, 3628800.0, 362880.0,
                                   40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0}) {
        sum = sum * t + 1.0 / factorial;
    }
    return t * t * sum;
}

// ln(1 + z) − z for |z| ≤ ⅙: with r = z/(2 + z) the logarithm is 2 artanh r.
double log1p_excess(double z) noexcept {
    const double r = z / (2.0 + z);
    double sum = 0.0;
    for (const double odd : {15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0}) sum = (sum + 1.0 / odd) * r * r;
    return r * (2.0 * sum - z);
}

// −ln|Γ(a + ik)/Γ(a)|, from below: |Γ(a+ik)/Γ(a)|² = Π 1/(1 + k²/(a+j)²) (Abramowitz and
// Stegun 6.1.25), with the sum over j of ln(1 + k²/(a+j)²) bounded by its integral from a.
double decay(double a, double k) noexcept {
    const double ratio = k / a;
    const double log_square =
        ratio < 1e9 ? std::log1p(ratio * ratio) : 2.0 * (std::log(k) - std::log(a));
    return k * std::atan(ratio) - 0.5 * a * log_square;
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

LogOddsDensity::LogOddsDensity(double a, double b) noexcept
    : center_(log_ratio(a, b)), mirror_(a <= b ? 1.0 : -1.0) {
    // Where the sum is no double the halves stand for the shapes: their peak is at the same place,
    // and wider, but narrower still than u can tell.
    const double halved = std::isinf(a + b) ? 0.5 : 1.0;
    smaller_ = halved * std::min(a, b);
    sum_ = halved * a + halved * b;
    share_ = smaller_ / sum_;
    log_share_ = log_ratio(smaller_, sum_);
}

// With m the smaller shape, n the sum and p = m/n it is m t − n ln(1 + p(e^t − 1)). Near the peak
// the terms in t cancel: there they are left out of both logarithms, and what stands is of the
// order of m t²/2, half of which cancels at most.
double LogOddsDensity::log(double offset) const noexcept {
    const double t = mirror_ * offset;
    if (std::fabs(t) <= 0.25) {
        return -smaller_ * expm1_excess(t) - sum_ * log1p_excess(share_ * std::expm1(t));
    }
    double risen = share_ * std::expm1(t);
    if (!std::isnormal(risen)) risen = std::copysign(std::exp(std::max(t, 0.0) + log_share_), t);
    return smaller_ * t - sum_ * std::log1p(risen);
}

BetaExpectation::BetaExpectation(double a, double b) noexcept
    : a_(a), b_(b), density_(a, b), step_(safe_step(a, b)) {}

BetaRule::BetaRule(double a, double b, std::size_t counts, double scale_left, double scale_right) {
    const auto more = static_cast<double>(counts - 1);
    const double step = safe_step(a, b + more);  // the densities narrow as x rises
    const double left = BetaExpectation::left_end(a + b + more + scale_left);
    const double right = BetaExpectation::right_end(a + b + more + scale_right);
    const LogOddsDensity first(a, b);
    const LogOddsDensity last(a, b + more);
    const double start = std::clamp(first.center(), left, right);
    const double from = start - first.center();
    const double shift = std::log1p(more / b);  // from the last center to the first
    const auto along = [step](long i) { return step * static_cast<double>(i); };
    // Where a density has fallen to e^−46, its rest no longer changes a sum; to the left, where φ
    // may rise by scale_left, as much deeper.
    constexpr double gone = -46.0;
    const double gone_left = gone - std::log1p(scale_left);
    long lowest = 0;
    while (start + along(lowest) > left && (from + along(lowest) + shift > 0.0 ||
                                            last.log(from + along(lowest) + shift) > gone_left)) {
        --lowest;
    }
    long highest = 0;
    while (start + along(highest) < right && first.log(from + along(highest)) > gone) ++highest;
    for (long i = lowest; i <= highest; ++i) {
        const double v = start + along(i);
        nodes_.push_back({1.0 / (1.0 + std::exp(-v)), 1.0 / (1.0 + std::exp(v)),
                          std::exp(first.log(from + along(i)))});
    }
    left_end_ = 1.0 / -std::expm1(-a * step);
    for (std::size_t x = 0; x < counts; ++x) {
        const double shape = b + static_cast<double>(x);
        counts_.push_back(
            {1.0 + std::min(a / shape, std::exp(right)), 1.0 / -std::expm1(-shape * step)});
    }
}

// One more that stayed multiplies the density by 1 − u.
void BetaRule::weights(std::size_t i, std::span<double> by_count) const noexcept {
    const Node& node = nodes_[i];
    double density = node.density;
    for (std::size_t x = 0; x < by_count.size(); ++x) {
        by_count[x] = density;
        density *= counts_[x].rescale * node.complement;
    }
    // The ends stand for all that lies beyond them, a geometric series.
    if (i == 0) {
        for (double& weight : by_count) weight *= left_end_;
    }
    if (i + 1 == nodes_.size()) {
        for (std::size_t x = 0; x < by_count.size(); ++x) by_count[x] *= counts_[x].right_end;
    }
}

}  // namespace tenure::inline v0::detail::numeric
