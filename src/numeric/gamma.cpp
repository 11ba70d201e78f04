#include "numeric/gamma.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

#include "numeric/logarithm.hpp"

namespace tenure::inline v0::detail::numeric {

namespace {

namespace policies = boost::math::policies;

// Nothing throws or sets errno: arguments are checked before they come here, and results are.
using Quiet = policies::policy<
    policies::promote_double<false>, policies::domain_error<policies::ignore_error>,
    policies::pole_error<policies::ignore_error>, policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>>;

// Below this the asymptotic series are not yet exact to the last bit, and x is raised by
// recurrence.
constexpr double asymptotic_from = 12.0;

// The remainder of Stirling's series, lnΓ(x) − [(x − ½) ln x − x + ½ ln 2π] (Abramowitz and
// Stegun 6.1.41).
double stirling_remainder(double x) noexcept {
    const double w = 1.0 / (x * x);
    return (1.0 / 12 +
            w * (-1.0 / 360 +
                 w * (1.0 / 1260 +
                      w * (-1.0 / 1680 + w * (1.0 / 1188 + w * (-691.0 / 360360 + w / 156)))))) /
           x;
}

// ψ(x) − ln x + 1/(2x) (Abramowitz and Stegun 6.3.18).
double digamma_remainder(double x) noexcept {
    const double w = 1.0 / (x * x);
    return w * (-1.0 / 12 +
                w * (1.0 / 120 +
                     w * (-1.0 / 252 +
                          w * (1.0 / 240 + w * (-1.0 / 132 + w * (691.0 / 32760 - w / 12))))));
}

// ψ′(x) − 1/x − 1/(2x²) (Abramowitz and Stegun 6.4.12).
double trigamma_remainder(double x) noexcept {
    const double w = 1.0 / (x * x);
    return w / x *
           (1.0 / 6 +
            w * (-1.0 / 30 + w * (1.0 / 42 + w * (-1.0 / 30 + w * (5.0 / 66 + w * (-691.0 / 2730 +
                                                                                   w * 7 / 6))))));
}

// (x + v − ½) log1p(v/x) − v without the cancellation of its two large terms where v/x is small.
double stirling_difference(double x, double v) noexcept {
    const double ratio = v / x;
    if (ratio > 0.1) return (x + v - 0.5) * std::log1p(ratio) - v;
    // (1 + t) ln(1 + t) − t = t² Σ_{k≥0} (−t)^k / ((k + 1)(k + 2)).
    double sum = 0.0;
    for (int k = 17; k >= 0; --k) sum = 1.0 / ((k + 1.0) * (k + 2.0)) - ratio * sum;
    return v * ratio * sum - 0.5 * std::log1p(ratio);
}

}  // namespace

double log_gamma(double x) noexcept { return boost::math::lgamma(x, Quiet()); }
double digamma(double x) noexcept { return boost::math::digamma(x, Quiet()); }
double trigamma(double x) noexcept { return boost::math::trigamma(x, Quiet()); }

double log_rising_excess(double x, double v) noexcept {
    if (v == 0.0) return 0.0;
    double sum = 0.0;
    const double base = x;
    for (; x < asymptotic_from; x += 1.0) sum -= std::log1p(v / x);
    if (x != base) sum += v * std::log(x / base);
    return sum + stirling_difference(x, v) + (stirling_remainder(x + v) - stirling_remainder(x));
}

double log_rising(double x, double v) noexcept {
    if (v == 0.0) return 0.0;
    return log_rising_excess(x, v) + v * std::log(x);
}

double digamma_increment(double x, double v) noexcept {
    double sum = 0.0;
    for (; x < asymptotic_from; x += 1.0) sum += v / (x * (x + v));
    return sum + std::log1p(v / x) + 0.5 * v / (x * (x + v)) +
           (digamma_remainder(x + v) - digamma_remainder(x));
}

double trigamma_increment(double x, double v) noexcept {
    double sum = 0.0;
    const auto square_step = [&] { return v * (2.0 * x + v) / (x * x * (x + v) * (x + v)); };
    for (; x < asymptotic_from; x += 1.0) sum += square_step();
    return -(sum + v / (x * (x + v)) + 0.5 * square_step()) +
           (trigamma_remainder(x + v) - trigamma_remainder(x));
}

double log_beta_ratio(double a, double b, double x) noexcept {
    if (x <= a) {
        return log_rising_excess(b, x) - log_rising_excess(a + b, x) - x * log1p_ratio(a, b);
    }
    // The same, read the other way round: B is symmetric in what is added to b.
    return log_rising_excess(b, a) - log_rising_excess(b + x, a) - a * log1p_ratio(x, b);
}

double negative_binomial_upper(double n, double shape, double z) noexcept {
    // Where the shape is so large that it has no digits left beside n, the counts are Poisson's.
    const double mean = -shape * std::log1p(-z);
    if (shape > 1e20 * n * n && mean < 1e17) return boost::math::gamma_p(n, mean, Quiet());
    return boost::math::ibeta(n, shape, z, Quiet());
}

}  // namespace tenure::inline v0::detail::numeric
