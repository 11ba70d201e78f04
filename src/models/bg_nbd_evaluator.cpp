#include "models/bg_nbd_evaluator.hpp"

#include "models/bg_nbd_expectation_table.hpp"
#include "models/bg_nbd_history.hpp"

namespace tenure::inline v0::detail::models {

struct BgNbdEvaluator::State {
    State(const tenure::models::BgNbd& of, Duration ahead, DiscountRate rate)
        : model(of),
          horizon(ahead.in(of.unit)),
          discounts(rate.fraction > 0.0),
          expected(of),
          discounted(expected, horizon, rate.continuous(of.unit)) {}

    tenure::models::BgNbd model;
    double horizon;
    bool discounts;
    ExpectationTable expected;
    DiscountedTable discounted;
};

BgNbdEvaluator::BgNbdEvaluator(const tenure::models::BgNbd& model, Duration horizon,
                               DiscountRate rate)
    : state_(std::make_shared<const State>(model, horizon, rate)) {}

BgNbdEvaluator::Quantities BgNbdEvaluator::operator()(
    const tenure::models::PurchaseHistory& history) const noexcept {
    const State& state = *state_;
    const Activity now = activity(state.model, history);
    const double scale = state.model.alpha + history.T;
    const auto x = static_cast<double>(history.frequency);
    const double expected = state.expected(x, state.horizon / scale);
    return {now.alive, no_purchase(state.model, history, now, state.horizon), now.times(expected),
            state.discounts ? state.discounted(x, scale) : expected};
}

}  // namespace tenure::inline v0::detail::models
