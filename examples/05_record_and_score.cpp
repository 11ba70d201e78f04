// A day at the till: customers begin where the night's batch ended, purchases are recorded as they
// come, each is scored while the customer waits, and in the evening the batch says the same.

#include <cstdio>
#include <vector>

#include <tenure/tenure.hpp>

using namespace tenure::literals;

int main() {
    // The models of the CDNOW shop, and three years of orders that we make up.
    const tenure::models::BgNbd buying{.r = 0.2426, .alpha = 4.4136, .a = 0.7929, .b = 2.4259};
    const tenure::models::GammaGamma spend{.p = 6.2496, .q = 3.7442, .gamma = 15.4435};
    const auto scorer = tenure::Scorer::make({.purchases = buying, .spend = spend}).value();
    const tenure::Date yesterday = 2025y / 12 / 30, today = 2025y / 12 / 31;
    const auto log = tenure::models::simulate_transactions({.purchases = buying,
                                                            .spend = spend,
                                                            .from = 2023y / 1 / 1,
                                                            .until = today,
                                                            .customers = 100'000})
                         .value();

    // At night, all that was known by then. A state stands where its customer does in the base.
    const auto night = tenure::summarize(log, {.until = yesterday}).value();
    std::vector<tenure::CustomerState> states = tenure::customer_states(night).value();

    // One customer, who comes back and sends something back.
    tenure::CustomerState customer = states.front();
    const double before = tenure::score(scorer, customer, today).value().risk;
    customer.record_purchase(today, {2999, 2}).value();  // 29.99
    customer.record_return(today, {1000, 2}).value();
    const double after = tenure::score(scorer, customer, today).value().risk;
    std::printf("risk before buying %.4f, after %.4f; %d occasions, %s in all\n", before, after,
                customer.occasions(), customer.revenue().to_string().c_str());
    const auto late = customer.record_purchase(yesterday, {500, 2});
    std::printf("a day late: %s\n", late.error().to_string().c_str());

    // All of today's purchases at once. Here all customers are in the night's base, in its order.
    std::vector<tenure::TillEvent> events;
    for (std::size_t row = 0; row < log.size(); ++row) {
        if (log.date(row) != today) continue;
        const auto place = static_cast<std::size_t>(log.customer(row).number() - 1);
        const auto units = log.table()["amount"].integers()[row];
        events.push_back({.customer = place, .date = today, .amount = {units, 2}});
    }
    tenure::record(states, events).value();

    // In the evening the batch looks at the whole log.
    std::vector<tenure::CustomerScore> till(states.size());
    tenure::score(scorer, {.states = states, .until = today}, till).value();
    const auto batch = scorer.score(tenure::summarize(log, {.until = today}).value()).value();
    std::size_t differing = 0;
    for (std::size_t row = 0; row < till.size(); ++row)
        if (till[row].risk != batch.risk()[row] || till[row].clv != batch.clv()[row]) ++differing;
    std::printf("%zu purchases today, %zu of %zu customers scored otherwise by the batch\n",
                events.size(), differing, batch.size());
    return differing == 0 ? 0 : 1;
}
