#pragma once

// The BG/NBD quantities of customers at one horizon and one discount rate, with all that does not
// depend on the customer computed once.

#include <cstddef>
#include <memory>

#include "kernels/bg_nbd_score.hpp"
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

    /// The model must be valid (`BgNbd::check`), the horizon finite and > 0, the rate ≥ 0. Uses the
    /// vector instructions of `simd_level()`, for all its life.
    BgNbdEvaluator(const tenure::models::BgNbd& model, Duration horizon, DiscountRate rate);

    /// A history that is possible, in the model's unit; what is not is the caller's to refuse.
    [[nodiscard]] Quantities operator()(
        const tenure::models::PurchaseHistory& history) const noexcept;

    /// The quantities of n customers, of which null columns are not wanted (`alive` always is): the
    /// same bits as one by one. No column overlaps another. An impossible history has NaN in every
    /// column; returns where the first of them is, n where there is none.
    std::size_t operator()(const kernels::HistoryColumns& in, std::size_t n,
                           const kernels::BgNbdScores& out) const noexcept;

private:
    struct State;
    std::shared_ptr<const State> state_;
};

}  // namespace tenure::inline v0::detail::models
