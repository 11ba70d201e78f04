// Sums for the Gamma-Gamma likelihood, eight customers at a time.

#include "kernels/gamma_gamma_likelihood.hpp"

#include "kernels/elementary.hpp"
#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

void TENURE_KERNEL(gamma_gamma_spend)(double gamma, const SpendColumns& in, std::size_t blocks,
                                      SpendSums& out) noexcept {
    Lanes log_of_prior = all(0.0), log_of_own = all(0.0);
    Lanes share = all(0.0), rest = all(0.0), spread = all(0.0);
    for (std::size_t i = 0; i < blocks * block; i += block) {
        const Lanes spent = load(in.spent + i);
        const Lanes weight = load(in.weight + i);
        const Lanes total = all(gamma) + spent;
        const Lanes per_product = all(1.0) / (spent * total);
        const Lanes own = spent * spent * per_product;           // s/(γ+s)
        const Lanes prior = all(gamma) * (spent * per_product);  // γ/(γ+s)
        const Pair<Lanes> y{spent * all(1.0 / gamma), all(gamma) * (total * per_product)};
        const Pair<Lanes> logs = log1p(y, {prior, own});
        log_of_prior = multiply_add(weight, logs.first, log_of_prior);
        log_of_own = multiply_add(weight, logs.second, log_of_own);
        const Lanes weighted = weight * prior;
        share = share + weighted;
        rest = multiply_add(weight, own, rest);
        spread = multiply_add(weighted, own, spread);
    }
    out = {sum(log_of_prior), sum(log_of_own), sum(share), sum(rest), sum(spread)};
}

}  // namespace tenure::inline v0::detail::kernels
