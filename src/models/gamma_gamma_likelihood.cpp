#include "models/gamma_gamma_likelihood.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "core/message.hpp"
#include "core/number.hpp"
#include "core/radix_sort.hpp"
#include "numeric/logarithm.hpp"

namespace tenure::inline v0::detail::models {

SpendPatterns::SpendPatterns(const CustomerBase& base) {
    std::vector<core::Keyed<std::size_t>> rows;
    double total = 0.0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        if (base.frequency()[i] == 0 || base.monetary_value()[i] == 0.0) {
            excluded += base.weight()[i];
            continue;
        }
        rows.push_back({static_cast<std::uint64_t>(base.frequency()[i]), i});
        customers += base.weight()[i];
        total += base.monetary_value()[i] * static_cast<double>(base.weight()[i]);
    }
    average = total / static_cast<double>(customers);
    // Within one x the order stays the base's, which is that of the ids.
    std::vector<core::Keyed<std::size_t>> scratch;
    core::radix_sort(rows, scratch);
    for (const auto& [key, i] : rows) {
        const auto x = static_cast<std::int64_t>(key);
        if (counts.empty() || counts.back() != x) counts.push_back(x);
        count_index.push_back(static_cast<std::uint32_t>(counts.size() - 1));
        mean.push_back(base.monetary_value()[i]);
        weight.push_back(static_cast<double>(base.weight()[i]));
    }
}

bool SpendPatterns::constant() const noexcept {
    const auto [least, most] = std::minmax_element(mean.begin(), mean.end());
    return *most - *least <= 1e-6 * *most;
}

Result<void> SpendPatterns::check() const {
    const auto out = std::find_if(mean.begin(), mean.end(),
                                  [](double m) { return !(m >= 1e-150 && m <= 1e150); });
    if (out == mean.end()) return {};
    return Error{Code::invalid_data,
                 core::expected_got("mean repeat spends of 1e-150 to 1e+150", core::shortest(*out)),
                 {.field = "monetary_value"}};
}

namespace {

// What x alone contributes to log f, from v = p x. Where q ≤ v the difference lnΓ(v+q) − lnΓ(v) is
// taken, else lnΓ(v+q) − lnΓ(q); of the rest, what goes with it.
double log_scale(double v, double q) noexcept {
    if (q <= v) {
        return numeric::log_rising_excess(v, q) - numeric::log_gamma(q) + q * std::log(v);
    }
    return numeric::log_rising_excess(q, v) - numeric::log_gamma(v) + v * std::log(q);
}

// log f from the same, and s = x m.
double log_density(double v, double q, double scale, double gamma, double s,
                   double log_m) noexcept {
    return scale - q * numeric::log1p_ratio(s, gamma) - v * numeric::log1p_ratio(gamma, s) - log_m;
}

}  // namespace

double log_spend_density(const GammaGamma& model, double x, double m) noexcept {
    const double v = model.p * x;
    return log_density(v, model.q, log_scale(v, model.q), model.gamma, m * x, std::log(m));
}

GammaSpend::GammaSpend(const Point& point, const std::vector<std::int64_t>& counts)
    : model_{std::exp(point[0]), std::exp(point[1]), std::exp(point[2])} {
    const double q = model_.q;
    by_count_.reserve(counts.size());
    for (const std::int64_t count : counts) {
        const auto x = static_cast<double>(count);
        const double v = model_.p * x;
        by_count_.push_back(
            {x, v, log_scale(v, q), numeric::digamma_increment(v, q),
             numeric::digamma_increment(q, v), v * v * numeric::trigamma_increment(v, q),
             q * q * numeric::trigamma_increment(q, v), v * q * numeric::trigamma(v + q)});
    }
}

void GammaSpend::add(numeric::Derivatives<3>& sum, std::size_t count_index, double m,
                     double weight) const noexcept {
    const Count& c = by_count_[count_index];
    const auto [p, q, gamma] = model_;
    const double s = c.x * m;
    const double share = gamma / (gamma + s);  // of the prior
    const double rest = s / (gamma + s);
    const double by_p = c.v * (c.digamma_v - numeric::log1p_ratio(gamma, s));
    const double by_q = q * (c.digamma_q - numeric::log1p_ratio(s, gamma));
    const double by_gamma = q * rest - c.v * share;
    sum.value += weight * log_density(c.v, q, c.log_scale, gamma, s, std::log(m));
    sum.gradient[0] += weight * by_p;
    sum.gradient[1] += weight * by_q;
    sum.gradient[2] += weight * by_gamma;
    const double pq = weight * c.pq;
    const double p_gamma = weight * -c.v * share;
    const double q_gamma = weight * q * rest;
    sum.hessian[0] += weight * (c.pp + by_p);
    sum.hessian[1] += pq;
    sum.hessian[2] += p_gamma;
    sum.hessian[3] += pq;
    sum.hessian[4] += weight * (c.qq + by_q);
    sum.hessian[5] += q_gamma;
    sum.hessian[6] += p_gamma;
    sum.hessian[7] += q_gamma;
    sum.hessian[8] += weight * -(c.v + q) * share * rest;
}

void GammaSpend::add(numeric::Derivatives<3>& sum, std::size_t count_index, double customers,
                     const kernels::SpendSums& sums) const noexcept {
    const Count& c = by_count_[count_index];
    const double q = model_.q;
    const double by_p = c.v * (customers * c.digamma_v - sums.log_of_own);
    const double by_q = q * (customers * c.digamma_q - sums.log_of_prior);
    const double p_gamma = -c.v * sums.share;
    const double q_gamma = q * sums.rest;
    sum.value += customers * c.log_scale - q * sums.log_of_prior - c.v * sums.log_of_own;
    sum.gradient[0] += by_p;
    sum.gradient[1] += by_q;
    sum.gradient[2] += q_gamma + p_gamma;
    const double pq = customers * c.pq;
    const std::array<double, 9> second{customers * c.pp + by_p, pq,      p_gamma, pq,
                                       customers * c.qq + by_q, q_gamma, p_gamma, q_gamma,
                                       -(c.v + q) * sums.spread};
    for (std::size_t i = 0; i < second.size(); ++i) sum.hessian[i] += second[i];
}

EqualSpend::EqualSpend(const Point& point, const std::vector<std::int64_t>& counts)
    : rate_(std::exp(point[1])) {
    const double p = std::exp(point[0]);
    by_count_.reserve(counts.size());
    for (const std::int64_t count : counts) {
        const auto x = static_cast<double>(count);
        const double v = p * x;
        by_count_.push_back(
            {x, v, numeric::log_gamma(v), numeric::digamma(v), numeric::trigamma(v)});
    }
}

// log f = v ln(νxm) − νxm − lnΓ(v) − ln m.
void EqualSpend::add(numeric::Derivatives<2>& sum, std::size_t count_index, double m,
                     double weight) const noexcept {
    const Count& c = by_count_[count_index];
    const double scaled = rate_ * c.x * m;
    const double log_scaled = std::log(scaled);
    const double by_p = c.v * (log_scaled - c.digamma);
    sum.value += weight * (c.v * log_scaled - scaled - c.log_gamma - std::log(m));
    sum.gradient[0] += weight * by_p;
    sum.gradient[1] += weight * (c.v - scaled);
    sum.hessian[0] += weight * (by_p - c.v * c.v * c.trigamma);
    sum.hessian[1] += weight * c.v;
    sum.hessian[2] += weight * c.v;
    sum.hessian[3] += weight * -scaled;
}

ConstantPurchases::ConstantPurchases(const Point& point, const std::vector<std::int64_t>&)
    : q_(std::exp(point[0])),
      c_(std::exp(point[1])),
      log_c_(point[1]),
      log_gamma_(numeric::log_gamma(q_)),
      digamma_(numeric::digamma(q_)),
      trigamma_(numeric::trigamma(q_)) {}

// log f = q ln(c/m) − c/m − lnΓ(q) − ln m.
void ConstantPurchases::add(numeric::Derivatives<2>& sum, std::size_t, double m,
                            double weight) const noexcept {
    const double ratio = c_ / m;
    const double log_ratio = log_c_ - std::log(m);
    const double by_q = q_ * (log_ratio - digamma_);
    sum.value += weight * (q_ * log_ratio - ratio - log_gamma_ - std::log(m));
    sum.gradient[0] += weight * by_q;
    sum.gradient[1] += weight * (q_ - ratio);
    sum.hessian[0] += weight * (by_q - q_ * q_ * trigamma_);
    sum.hessian[1] += weight * q_;
    sum.hessian[2] += weight * q_;
    sum.hessian[3] += weight * -ratio;
}

namespace {

// x m of each row.
std::vector<double> spent(const SpendPatterns& patterns) {
    std::vector<double> spent(patterns.mean);
    for (std::size_t i = 0; i < spent.size(); ++i) {
        spent[i] *= static_cast<double>(patterns.counts[patterns.count_index[i]]);
    }
    return spent;
}

double log_means(const SpendPatterns& patterns) {
    double sum = 0.0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        sum += patterns.weight[i] * std::log(patterns.mean[i]);
    }
    return sum;
}

bool in_range(std::span<const double> arguments) noexcept {
    const auto [least, most] = std::minmax_element(arguments.begin(), arguments.end());
    return *least >= 1.0 / kernels::largest_argument && *most <= kernels::largest_argument;
}

double customers_in(const PatternBlocks& blocks, const PatternBlocks::Run& run) noexcept {
    const double* weight = blocks.weight(run);
    return std::accumulate(weight, weight + run.blocks * kernels::block, 0.0);
}

}  // namespace

FullSpendLikelihood::FullSpendLikelihood(const SpendPatterns& patterns, FitRun& run)
    : patterns_(patterns),
      run_(run),
      kernels_(kernels::kernels(simd_level())),
      unusual_(patterns, run),
      log_means_(log_means(patterns)) {
    const std::vector<double> spent_by_row = spent(patterns);
    in_range_ = in_range(spent_by_row);
    spent_ = PatternBlocks(patterns.count_index, patterns.weight, {spent_by_row});
}

Result<FullSpendLikelihood::Value> FullSpendLikelihood::operator()(
    const GammaSpend::Point& point) const {
    const double gamma = std::exp(point[2]);
    if (!in_range_ || !in_range(std::span(&gamma, 1))) return unusual_(point);
    const GammaSpend side(point, patterns_.counts);
    auto total = sum_derivatives<3, 4>(run_, spent_.runs().size(), [&](Value& sum, std::size_t i) {
        const PatternBlocks::Run& run = spent_.runs()[i];
        kernels::SpendSums sums;
        kernels_.gamma_gamma_spend(side.model().gamma, {spent_.column(0, run), spent_.weight(run)},
                                   run.blocks, sums);
        side.add(sum, run.count_index, customers_in(spent_, run), sums);
    });
    if (total) total->value -= log_means_;
    return total;
}

}  // namespace tenure::inline v0::detail::models
