// Sums for the BG/NBD likelihood, eight histories at a time. Each lane has sums of its own, which
// are added in the same order on every level.

#include "kernels/bg_nbd_likelihood.hpp"

#include "kernels/elementary.hpp"
#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

namespace {

/// What is silent between t_x and T.
struct Silence {
    Lanes g, h, curve;
};

EIGEN_ALWAYS_INLINE Silence silence(const Lanes& alpha, const Lanes& recency, const Lanes& age) {
    const Lanes one = all(1.0);
    const Lanes at_recency = alpha + recency;
    const Lanes at_age = alpha + age;
    const Lanes per_product = one / (at_recency * at_age);
    const Lanes gap = (age - recency) * at_age * per_product;
    const Lanes per_age = at_recency * per_product;
    const Lanes h = alpha * gap * per_age;
    // dh/d ln α = h (1 − α/(α+t_x) − α/(α+T)).
    const Lanes slope = one - alpha * (at_age * per_product) - alpha * per_age;
    return {log1p(gap, at_recency * per_age), h, h * slope};
}

/// A log-odds u: ln(1 + e^u), p and p (1 − p), without cancellation on either side.
struct Odds {
    Lanes softplus, p, spread;
};

EIGEN_ALWAYS_INLINE Odds odds(const Lanes& u) {
    const Lanes zero = all(0.0);
    const Lanes one = all(1.0);
    const Lanes positive = less(zero, u);
    const Lanes magnitude = choose(positive, u, zero - u);
    // e^−|u|; beyond 700 it is nothing beside 1.
    const Lanes small = exp(zero - smaller(magnitude, all(700.0)));
    const Lanes per_sum = one / (one + small);
    return {choose(positive, u, zero) + log1p(small, per_sum),
            choose(positive, per_sum, small * per_sum), small * per_sum * per_sum};
}

}  // namespace

void TENURE_KERNEL(bg_nbd_ages)(double alpha, const AgeColumns& in, std::size_t blocks,
                                AgeSums& out) noexcept {
    Lanes log_customers = all(0.0), log_purchases = all(0.0);
    Lanes share_customers = all(0.0), rest_purchases = all(0.0);
    Lanes spread_customers = all(0.0), spread_purchases = all(0.0);
    for (std::size_t i = 0; i < blocks * block; i += block) {
        const Lanes age = load(in.age + i);
        const Lanes customers = load(in.customers + i);
        const Lanes purchases = load(in.purchases + i);
        const Lanes per_age = all(1.0) / (all(alpha) + age);
        const Lanes rest = all(alpha) * per_age;
        const Lanes share = age * per_age;
        const Lanes log_age = log1p(age * all(1.0 / alpha), rest);
        const Lanes spread = share * rest;
        log_customers = multiply_add(customers, log_age, log_customers);
        log_purchases = multiply_add(purchases, log_age, log_purchases);
        share_customers = multiply_add(customers, share, share_customers);
        rest_purchases = multiply_add(purchases, rest, rest_purchases);
        spread_customers = multiply_add(customers, spread, spread_customers);
        spread_purchases = multiply_add(purchases, spread, spread_purchases);
    }
    out = {sum(log_customers),  sum(log_purchases),    sum(share_customers),
           sum(rest_purchases), sum(spread_customers), sum(spread_purchases)};
}

void TENURE_KERNEL(bg_nbd_silence)(const SilenceTerms& terms, const SilenceColumns& in,
                                   std::size_t blocks, SilenceSums& out) noexcept {
    Lanes softplus = all(0.0), gone = all(0.0), gone_g = all(0.0), gone_h = all(0.0);
    Lanes gone_curve = all(0.0), spread = all(0.0), spread_g = all(0.0), spread_h = all(0.0);
    Lanes spread_gg = all(0.0), spread_gh = all(0.0), spread_hh = all(0.0);
    for (std::size_t i = 0; i < blocks * block; i += block) {
        const auto [g, h, curve] =
            silence(all(terms.alpha), load(in.recency + i), load(in.age + i));
        const Odds of = odds(multiply_add(all(terms.shape), g, all(terms.log_odds)));
        const Lanes weight = load(in.weight + i);
        softplus = multiply_add(weight, of.softplus, softplus);
        const Lanes p = weight * of.p;
        gone = gone + p;
        gone_g = multiply_add(p, g, gone_g);
        gone_h = multiply_add(p, h, gone_h);
        gone_curve = multiply_add(p, curve, gone_curve);
        const Lanes q = weight * of.spread;
        spread = spread + q;
        const Lanes q_g = q * g;
        const Lanes q_h = q * h;
        spread_g = spread_g + q_g;
        spread_h = spread_h + q_h;
        spread_gg = multiply_add(q_g, g, spread_gg);
        spread_gh = multiply_add(q_g, h, spread_gh);
        spread_hh = multiply_add(q_h, h, spread_hh);
    }
    out = {sum(softplus),   sum(gone),      sum(gone_g),   sum(gone_h),
           sum(gone_curve), sum(spread),    sum(spread_g), sum(spread_h),
           sum(spread_gg),  sum(spread_gh), sum(spread_hh)};
}

}  // namespace tenure::inline v0::detail::kernels
