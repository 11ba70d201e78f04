#pragma once

// The BG/NBD quantities of a customer at one horizon and one discount rate, with all that does not
// depend on the customer computed once.

#include <memory>

#include "tenure/models/bg_nbd.hpp"

namespace tenure::inline v0::detail::models {

class BgNbdEvaluator {
public:
    struct Quantities {
        double probability_alive;
        double probability_no_purchase;  ///< In (T, T + horizon].
        double expected_purchases;       ///< E[Y(horizon)].
        double discounted_given_alive;   ///< Discounted, of a customer who is active at T.
    };

    /// The model must be valid (`BgNbd::check`), the horizon finite and > 0, the rate ≥ 0.
    BgNbdEvaluator(const tenure::models::BgNbd& model, Duration horizon, DiscountRate rate);

    /// A history that is possible, in the model's unit; what is not is the caller's to refuse.
    [[nodiscard]] Quantities operator()(
        const tenure::models::PurchaseHistory& history) const noexcept;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

}  // namespace tenure::inline v0::detail::models
