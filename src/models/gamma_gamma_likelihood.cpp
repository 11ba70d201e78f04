#include "models/gamma_gamma_likelihood.hpp"

#include <algorithm>
#include <numeric>

#include "core/message.hpp"
#include "core/number.hpp"

namespace tenure::inline v0::detail::models {

SpendPatterns::SpendPatterns(const CustomerBase& base) {
    std::vector<std::uint32_t> rows;
    double total = 0.0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        if (base.frequency()[i] == 0 || base.monetary_value()[i] == 0.0) {
            excluded += base.weight()[i];
            continue;
        }
        rows.push_back(static_cast<std::uint32_t>(i));
        customers += base.weight()[i];
        total += base.monetary_value()[i] * static_cast<double>(base.weight()[i]);
    }
    average = total / static_cast<double>(customers);
    // Stable: within one x the order is the base's, which is that of the ids.
    std::stable_sort(rows.begin(), rows.end(), [&base](std::uint32_t i, std::uint32_t j) {
        return base.frequency()[i] < base.frequency()[j];
    });
    for (const std::uint32_t i : rows) {
        const std::int64_t x = base.frequency()[i];
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

// log f from v = p x and s = x m. Where q ≤ v the difference lnΓ(v+q) − lnΓ(v) is taken, else
// lnΓ(v+q) − lnΓ(q); of the rest, what goes with it.
double log_density(double v, double s, double q, double gamma, double log_m) noexcept {
    if (q <= v) {
        return numeric::log_rising_excess(v, q) - numeric::log_gamma(q) +
               q * std::log(v * gamma / (gamma + s)) - v * std::log1p(gamma / s) - log_m;
    }
    return numeric::log_rising_excess(q, v) - numeric::log_gamma(v) +
           v * std::log(q * s / (gamma + s)) - q * std::log1p(s / gamma) - log_m;
}

}  // namespace

double log_spend_density(const GammaGamma& model, double x, double m) noexcept {
    return log_density(model.p * x, m * x, model.q, model.gamma, std::log(m));
}

GammaSpend::GammaSpend(const Point& point, const std::vector<std::int64_t>& counts)
    : model_{std::exp(point[0]), std::exp(point[1]), std::exp(point[2])} {
    const double q = model_.q;
    by_count_.reserve(counts.size());
    for (const std::int64_t count : counts) {
        const auto x = static_cast<double>(count);
        const double v = model_.p * x;
        by_count_.push_back(
            {x, v, numeric::digamma_increment(v, q), numeric::digamma_increment(q, v),
             v * v * numeric::trigamma_increment(v, q), q * q * numeric::trigamma_increment(q, v),
             v * q * numeric::trigamma(v + q)});
    }
}

void GammaSpend::add(numeric::Derivatives<3>& sum, std::size_t count_index, double m,
                     double weight) const noexcept {
    const Count& c = by_count_[count_index];
    const auto [p, q, gamma] = model_;
    const double s = c.x * m;
    const double share = gamma / (gamma + s);  // of the prior
    const double rest = s / (gamma + s);
    const double by_p = c.v * (c.digamma_v - std::log1p(gamma / s));
    const double by_q = q * (c.digamma_q - std::log1p(s / gamma));
    const double by_gamma = q * rest - c.v * share;
    sum.value += weight * log_density(c.v, s, q, gamma, std::log(m));
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

}  // namespace tenure::inline v0::detail::models
