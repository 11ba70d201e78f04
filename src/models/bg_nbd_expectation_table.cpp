#include "models/bg_nbd_expectation_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "models/bg_nbd_expectation.hpp"
#include "models/bg_nbd_history.hpp"
#include "numeric/beta_expectation.hpp"
#include "numeric/quadrature.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using numeric::ChebyshevFamily;
using Nodes = ChebyshevFamily::Nodes;

constexpr std::size_t tabled_counts = ExpectationTable::counts;

// Whether there are tables, and the series: not for parameters so far out that their terms may
// overflow; nor for an r so large that a rule takes thousands of nodes, and for nothing, since S
// then changes between 0 and the first y of a table.
bool tabulates(const tenure::models::BgNbd& model) noexcept {
    const auto within = [](double shape) { return shape >= 1e-100 && shape <= 1e100; };
    return within(model.a) && within(model.b) && model.r >= 1e-100 && model.r <= 1e12;
}

// S at the nodes for all tabulated x at once. For one u of the rule, φ rises from x to x + 1 by
// g·m, where g = (1 + u y)^−(r+x) and m = u y/(1 + u y): no power is taken but the first, and
// nothing is subtracted.
std::vector<Nodes> expectations(const tenure::models::BgNbd& model) {
    Nodes y;
    const Nodes& s = ChebyshevFamily::nodes();
    std::transform(s.begin(), s.end(), y.begin(), [](double at) { return std::expm1(at); });
    const double steepest = model.r + static_cast<double>(tabled_counts);
    const numeric::BetaRule rule(model.a, model.b, tabled_counts,
                                 steepest * *std::max_element(y.begin(), y.end()), slope_at_one);
    std::vector<Nodes> sums(tabled_counts, Nodes{});
    std::vector<double> totals(tabled_counts, 0.0);
    Nodes silent;
    Nodes bought;
    Nodes share;
    std::array<double, tabled_counts> weights;
    for (std::size_t i = 0; i < rule.size(); ++i) {
        const double u = rule.position(i);
        rule.weights(i, weights);
        for (std::size_t k = 0; k < y.size(); ++k) {
            const double log_silent = -model.r * std::log1p(u * y[k]);
            silent[k] = std::exp(log_silent);
            bought[k] = -std::expm1(log_silent);
            share[k] = u * y[k] / (1.0 + u * y[k]);
        }
        for (std::size_t x = 0; x < tabled_counts; ++x) {
            const double scaled = weights[x] / u;
            totals[x] += weights[x];
            for (std::size_t k = 0; k < y.size(); ++k) {
                sums[x][k] += scaled * bought[k];
                bought[k] += silent[k] * share[k];
                silent[k] -= silent[k] * share[k];
            }
        }
    }
    for (std::size_t x = 0; x < tabled_counts; ++x) {
        for (double& value : sums[x]) value /= totals[x];
    }
    return sums;
}

// `discounted` by one rule of 21 points, for the scale that has ln(1 + horizon/scale) = `end`: a
// sum over values of S/s.
numeric::ChebyshevSum discounted_once(double end, double horizon, double rate) {
    const double scale = horizon / std::expm1(end);
    const auto one = [](double) { return 1.0; };
    const auto density = discounted_density(one, scale, rate);
    const numeric::KronrodRule& rule = numeric::kronrod_rule();
    const double half = 0.5 * end;
    numeric::ChebyshevSum sum;
    sum.add(end, std::exp(-rate * horizon) * end);
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
        const double offset = half * rule.nodes[i];
        const auto add = [&](double s) { sum.add(s, half * rule.kronrod[i] * density(s) * s); };
        add(half - offset);
        if (offset > 0.0) add(half + offset);
    }
    return sum;
}

}  // namespace

ExpectationTable::ExpectationTable(const tenure::models::BgNbd& model) : model_(model) {
    if (!tabulates(model)) return;
    for (Nodes& values : expectations(model)) {
        for (std::size_t k = 0; k < values.size(); ++k) values[k] /= ChebyshevFamily::nodes()[k];
        by_count_.add(values);
    }
}

double ExpectationTable::operator()(double x, double y) const noexcept {
    if (by_count_.size() == 0) return expected_given_alive(model_, x, y);
    if (x >= static_cast<double>(tabled_counts)) return series(x, y);
    const double s = std::log1p(y);
    if (const auto found = by_count_(static_cast<std::size_t>(x), s)) return s * *found;
    return expected_given_alive(model_, x, y);
}

// FHL's closed form after Euler's transformation of its 2F1, with the poles at a = 1 and a + b + x
// = 1 divided out. With q = a−1, p = a+b−1−r, C = a+b+x−1, s = ln(1+y), z = y/(1+y):
//   S = C (1 − e^(−qs))/q − e^(−qs) Σ_{n≥1} (p)_n (a)_{n−1} / ((C+1)_{n−1} n!) zⁿ.
// The terms fall like (p/C)ⁿ, and the two parts cancel by C/(r+x) at most.
double ExpectationTable::series(double x, double y) const noexcept {
    const auto& [r, alpha, a, b, unit] = model_;
    const double q = a - 1.0;
    const double p = (a + b) - 1.0 - r;
    const double C = (a + b) + (x - 1.0);
    const double s = std::log1p(y);
    const double z = y / (1.0 + y);
    if (C > 4.0 * (r + x) || std::fabs(p) > 0.5 * C || !(std::max(q, 1.0) * s <= 600.0)) {
        return expected_given_alive(model_, x, y);
    }
    double term = p * z;
    double sum = 0.0;
    for (double n = 1.0;; n += 1.0) {
        sum += term;
        if (std::fabs(term) <= 1e-17 * std::fabs(sum)) break;
        if (n == 200.0) return expected_given_alive(model_, x, y);
        term *= (p + n) * (a + (n - 1.0)) / ((C + n) * (n + 1.0)) * z;
    }
    const double first = q == 0.0 ? s : -std::expm1(-q * s) / q;
    return C * first - std::exp(-q * s) * sum;
}

DiscountedTable::DiscountedTable(const ExpectationTable& expected, double horizon, double rate)
    : expected_(expected), horizon_(horizon), rate_(rate) {
    // Without a rate S itself is the answer. Where the horizon is so long, or the rate so high,
    // that the end of it is worth nothing, one rule no longer sees all of the integrand.
    constexpr double longest = 4.0;
    if (rate == 0.0 || rate * horizon > longest) return;
    const Nodes& s = ChebyshevFamily::nodes();
    std::vector<numeric::ChebyshevSum> sums;
    for (const double end : s) sums.push_back(discounted_once(end, horizon, rate));
    Nodes values;
    for (std::size_t x = 0; x < expected.by_count().size(); ++x) {
        for (std::size_t k = 0; k < s.size(); ++k) {
            values[k] = sums[k](expected.by_count(), x).value_or(NAN) / s[k];
        }
        by_count_.add(values);
    }
}

double DiscountedTable::operator()(double x, double scale) const noexcept {
    if (x < static_cast<double>(by_count_.size())) {
        const double s = std::log1p(horizon_ / scale);
        if (const auto found = by_count_(static_cast<std::size_t>(x), s)) return s * *found;
    }
    return discounted([&](double y) { return expected_(x, y); }, scale, horizon_, rate_);
}

}  // namespace tenure::inline v0::detail::models
