// One scorer for the nightly batch and for the till: built once, shared by all threads, and the
// same bits for one customer as for all.

#include <cstdio>
#include <string>

#include <tenure/core/thread_pool.hpp>  // link tenure::threads
#include <tenure/tenure.hpp>

using namespace tenure::literals;

void print(const char* when, const tenure::CustomerScore& score) {
    std::printf("%-19s alive %.4f, risk %.4f (%s), expects %.4f purchases, value at risk %.2f\n",
                when, score.probability_alive, score.risk,
                std::string(to_string(score.risk_band)).c_str(), score.expected_purchases,
                score.value_at_risk.value_or(0.0));  // none where spend has no mean
}

int main() {
    // The models of the CDNOW shop, as `tenure fit` prints them; times are in weeks.
    const tenure::models::BgNbd buying{.r = 0.2426, .alpha = 4.4136, .a = 0.7929, .b = 2.4259};
    const tenure::models::GammaGamma spend{.p = 6.2496, .q = 3.7442, .gamma = 15.4435};
    const auto scorer =
        tenure::Scorer::make({.purchases = buying, .spend = spend, .horizon = 39_weeks}).value();

    // At the till stands a customer of 39 weeks with two repeat purchases of 22.35 on average, the
    // last one 9 weeks ago. Scoring allocates nothing, and any number of threads may do it at once.
    const double T = 39.0;
    print("before buying:", scorer.score({{.frequency = 2, .recency = 30.0, .T = T}, 22.35}));
    // Today is t_x now.
    print("having spent 30.00:",
          scorer.score({{.frequency = 3, .recency = T, .T = T}, (2 * 22.35 + 30.00) / 3}));

    // At night: all customers, on the host's threads. Here we make the customers up.
    const auto base = tenure::models::simulate_base({.purchases = buying,
                                                     .spend = spend,
                                                     .from = 1997y / 1 / 1,
                                                     .until = 1997y / 9 / 30,
                                                     .customers = 100'000})
                          .value();
    tenure::ThreadPool pool(2);
    const auto batch = scorer.score(base, {.executor = pool.executor()}).value();

    std::size_t differing = 0;
    for (std::size_t row = 0; row < base.size(); ++row) {
        const auto one =
            scorer.score({{base.frequency()[row], base.time_in(base.recency()[row], buying.unit),
                           base.time_in(base.age()[row], buying.unit)},
                          base.monetary_value()[row]});
        if (one.risk != batch.risk()[row] || one.clv != batch.clv()[row]) ++differing;
    }
    std::printf("%zu customers in a batch, %zu of them scored otherwise than alone\n", batch.size(),
                differing);
    return differing == 0 ? 0 : 1;
}
