#include "tenure/models/bg_nbd.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "models/bg_nbd_expectation.hpp"
#include "models/bg_nbd_history.hpp"
#include "models/contract.hpp"
#include "numeric/gamma.hpp"
#include "numeric/logarithm.hpp"

namespace tenure::inline v0::models {

namespace {

using detail::core::contract_violation;
namespace impl = detail::models;
namespace numeric = detail::numeric;

double finite_time(const BgNbd& model, Duration horizon) {
    const double t = horizon.in(model.unit);
    if (!(t >= 0.0) || std::isinf(t)) {
        contract_violation("horizon", "a finite length of time, not negative", t);
    }
    return t;
}

double checked_rate(const BgNbd& model, DiscountRate rate) {
    if (!(rate.fraction >= 0.0) || std::isinf(rate.fraction)) {
        contract_violation("rate", "a finite fraction, not negative", rate.fraction);
    }
    return rate.continuous(model.unit);
}

// ln of the probability of n > 0 purchases in t while active, Γ(r+n)/(Γ(r) n!) (α/(α+t))^r
// (t/(α+t))^n. Of the gamma functions the two whose arguments lie closest are taken as a
// difference.
double log_poisson_gamma(const BgNbd& model, double n, double t) {
    const double r = model.r;
    const double silent = -r * numeric::log1p_ratio(t, model.alpha);
    if (r > n) {
        return numeric::log_rising_excess(r, n) + n * std::log(r * (t / (model.alpha + t))) +
               silent - numeric::log_gamma(n + 1.0);
    }
    const double ways =
        r > 1.0 ? numeric::log_rising(n + 1.0, r - 1.0) : -numeric::log_rising(n + r, 1.0 - r);
    return ways - numeric::log_gamma(r) + silent - n * numeric::log1p_ratio(model.alpha, t);
}

}  // namespace

Result<void> BgNbd::check() const { return impl::check_parameters(*this); }

double BgNbd::log_likelihood(const PurchaseHistory& history) const {
    impl::require(*this, history);
    const auto x = static_cast<double>(history.frequency);
    // R + D + log1p(odds of being gone), as in models/bg_nbd_likelihood.hpp.
    const double alive = numeric::log_rising_excess(r, x) +
                         x * numeric::log_ratio(r, alpha + history.T) -
                         r * numeric::log1p_ratio(history.T, alpha);
    if (history.frequency == 0) return alive;
    return alive + numeric::log_beta_ratio(a, b, x) +
           numeric::softplus(impl::activity(*this, history).log_odds);
}

double BgNbd::probability_alive(const PurchaseHistory& history) const {
    impl::require(*this, history);
    return impl::activity(*this, history).alive;
}

double BgNbd::probability_no_purchase(const PurchaseHistory& history, Duration horizon) const {
    impl::require(*this, history);
    return impl::no_purchase(*this, history, impl::activity(*this, history),
                             finite_time(*this, horizon));
}

double BgNbd::expected_purchases(const PurchaseHistory& history, Duration horizon) const {
    const double given_alive = expected_purchases_given_alive(history, horizon);
    return impl::activity(*this, history).times(given_alive);
}

double BgNbd::expected_purchases_given_alive(const PurchaseHistory& history,
                                             Duration horizon) const {
    impl::require(*this, history);
    return impl::expected_given_alive(*this, static_cast<double>(history.frequency),
                                      finite_time(*this, horizon) / (alpha + history.T));
}

// A new customer is one with x = 0 at T = 0.
double BgNbd::expected_purchases_of_new(Duration horizon) const {
    return expected_purchases_given_alive({0, 0.0, 0.0}, horizon);
}

double BgNbd::discounted_expected_purchases(const PurchaseHistory& history, Duration horizon,
                                            DiscountRate rate) const {
    const double given_alive = discounted_expected_purchases_given_alive(history, horizon, rate);
    return impl::activity(*this, history).times(given_alive);
}

double BgNbd::discounted_expected_purchases_given_alive(const PurchaseHistory& history,
                                                        Duration horizon, DiscountRate rate) const {
    impl::require(*this, history);
    const double delta = checked_rate(*this, rate);
    const double t = horizon.in(unit);
    if (!(t >= 0.0) || (std::isinf(t) && delta == 0.0)) {
        contract_violation("horizon", "not negative, and finite where the rate is 0", t);
    }
    const auto expected = [this, x = static_cast<double>(history.frequency)](double y) {
        return impl::expected_given_alive(*this, x, y);
    };
    return impl::discounted(expected, alpha + history.T, t, delta);
}

double BgNbd::discounted_expected_residual_purchases(const PurchaseHistory& history,
                                                     DiscountRate rate) const {
    return discounted_expected_purchases(history, {HUGE_VAL, unit}, rate);
}

double BgNbd::probability_of_count(std::int64_t count, Duration horizon) const {
    if (auto valid = check(); !valid)
        contract_violation("model", "valid parameters", valid.error().message);
    if (count < 0) contract_violation("count", "not negative", static_cast<double>(count));
    const double t = finite_time(*this, horizon);
    const auto n = static_cast<double>(count);
    if (count == 0) return std::exp(-r * numeric::log1p_ratio(t, alpha));
    if (t == 0.0) return 0.0;
    const double active =
        std::exp(log_poisson_gamma(*this, n, t) + numeric::log_beta_ratio(a, b, n));
    // Gone at the n-th: B(a+1, b+n−1)/B(a, b) times the probability of n purchases or more (FHL eq.
    // 8; the tail as an incomplete beta function, where the paper subtracts a sum from 1).
    const double left_at_n =
        std::exp(numeric::log_beta_ratio(a, b, n - 1.0)) * a / (a + b + (n - 1.0));
    const double bought = numeric::negative_binomial_upper(n, r, t / (alpha + t));
    return std::min(1.0, active + left_at_n * bought);
}

}  // namespace tenure::inline v0::models
