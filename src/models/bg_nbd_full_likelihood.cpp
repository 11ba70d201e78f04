#include "models/bg_nbd_full_likelihood.hpp"

#include <algorithm>
#include <cmath>

#include "numeric/logarithm.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using Value = FullLikelihood::Value;

// The first row with x > 0: rows are in the order of x.
std::size_t first_repeat(const PurchasePatterns& patterns) noexcept {
    if (patterns.counts.front() > 0) return 0;
    const auto& index = patterns.count_index;
    return static_cast<std::size_t>(std::upper_bound(index.begin(), index.end(), 0U) -
                                    index.begin());
}

std::vector<double> customers_by_count(const PurchasePatterns& patterns) {
    std::vector<double> customers(patterns.counts.size(), 0.0);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        customers[patterns.count_index[i]] += patterns.weight[i];
    }
    return customers;
}

// The Hessian's coordinates are r, α, a, b.
double& at(Value& sum, std::size_t row, std::size_t column) noexcept {
    return sum.hessian[row * 4 + column];
}

void add_both(Value& sum, std::size_t row, std::size_t column, double value) noexcept {
    at(sum, row, column) += value;
    at(sum, column, row) += value;
}

// What depends on x alone, of `customers` customers: all of D, and of R what goes without T.
void add_count(Value& sum, const GammaRates::Count& rates, const DropoutTerms<2>& dropout,
               double log_rate, double customers) noexcept {
    const Term<2>& D = dropout.survived;
    sum.value += customers * (rates.excess + rates.x * log_rate + D.value);
    sum.gradient[0] += customers * rates.first;
    at(sum, 0, 0) += customers * (rates.first + rates.second);
    for (std::size_t i = 0; i < 2; ++i) {
        sum.gradient[2 + i] += customers * D.first[i];
        at(sum, 2 + i, 2 + i) += customers * D.second[2 * i];
    }
    add_both(sum, 2, 3, customers * D.second[1]);
}

// −(r+x) ln(1 + T/α), summed over ages.
void add_ages(Value& sum, double r, const kernels::AgeSums& ages) noexcept {
    sum.value -= r * ages.log_customers + ages.log_purchases;
    sum.gradient[0] -= r * ages.log_customers;
    sum.gradient[1] += r * ages.share_customers - ages.rest_purchases;
    at(sum, 0, 0) -= r * ages.log_customers;
    add_both(sum, 0, 1, r * ages.share_customers);
    at(sum, 1, 1) -= r * ages.spread_customers + ages.spread_purchases;
}

// ln(1 + e^u) of u = k + (r+x) g, summed over histories of one x. By ln r, u rises by r g; by ln α
// by −(r+x) h; by ln a and ln b as k does.
void add_silence(Value& sum, double r, double shape, const Term<2>& k,
                 const kernels::SilenceSums& s) noexcept {
    sum.value += s.softplus;
    sum.gradient[0] += r * s.gone_g;
    sum.gradient[1] -= shape * s.gone_h;
    at(sum, 0, 0) += r * s.gone_g + r * r * s.spread_gg;
    add_both(sum, 0, 1, -r * (s.gone_h + shape * s.spread_gh));
    at(sum, 1, 1) += shape * (shape * s.spread_hh - s.gone_curve);
    for (std::size_t i = 0; i < 2; ++i) {
        sum.gradient[2 + i] += k.first[i] * s.gone;
        add_both(sum, 0, 2 + i, r * k.first[i] * s.spread_g);
        add_both(sum, 1, 2 + i, -shape * k.first[i] * s.spread_h);
        at(sum, 2 + i, 2 + i) += k.second[2 * i] * s.gone + k.first[i] * k.first[i] * s.spread;
    }
    add_both(sum, 2, 3, k.second[1] * s.gone + k.first[0] * k.first[1] * s.spread);
}

}  // namespace

FullLikelihood::FullLikelihood(const PurchasePatterns& patterns, FitRun& run)
    : patterns_(patterns),
      run_(run),
      kernels_(kernels::kernels(simd_level())),
      unusual_(patterns, run),
      silences_(patterns.count_index, patterns.weight, {patterns.recency, patterns.age},
                first_repeat(patterns)),
      customers_(customers_by_count(patterns)),
      oldest_(*std::max_element(patterns.age.begin(), patterns.age.end())) {}

bool FullLikelihood::in_range(const Point& point) const noexcept {
    const double alpha = std::exp(point[1]);
    return alpha >= 1.0 / kernels::largest_argument && alpha <= kernels::largest_argument &&
           oldest_ <= kernels::largest_argument;
}

Result<Value> FullLikelihood::operator()(const Point& point) const {
    if (!in_range(point)) return unusual_(point);
    const GammaRates rates({point[0], point[1]}, patterns_.counts);
    const BetaDropout dropout({point[2], point[3]}, patterns_.counts);
    const double r = std::exp(point[0]);
    const double alpha = std::exp(point[1]);

    auto total =
        sum_derivatives<4, 4>(run_, silences_.runs().size(), [&](Value& sum, std::size_t i) {
            const PatternBlocks::Run& run = silences_.runs()[i];
            const Term<2>& gone = dropout.at(run.count_index).gone;
            const double shape = r + rates.count(run.count_index).x;
            kernels::SilenceSums sums;
            kernels_.bg_nbd_silence(
                {alpha, shape, gone.value},
                {silences_.column(0, run), silences_.column(1, run), silences_.weight(run)},
                run.blocks, sums);
            add_silence(sum, r, shape, gone, sums);
        });
    if (!total) return total;
    const AgeTotals& ages = patterns_.ages;
    kernels::AgeSums sums;
    kernels_.bg_nbd_ages(alpha, {ages.age.data(), ages.customers.data(), ages.purchases.data()},
                         ages.age.size() / kernels::block, sums);
    add_ages(*total, r, sums);
    for (std::size_t i = 0; i < customers_.size(); ++i) {
        add_count(*total, rates.count(i), dropout.at(i), numeric::log_ratio(r, alpha),
                  customers_[i]);
    }
    return total;
}

}  // namespace tenure::inline v0::detail::models
