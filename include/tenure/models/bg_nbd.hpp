#pragma once

/// @file
/// The BG/NBD model of repeat buying (Fader, Hardie and Lee 2005, "Counting your customers the easy
/// way: an alternative to the Pareto/NBD model", Marketing Science 24(2), 275–284; hereafter FHL).

#include <array>
#include <cstdint>
#include <string_view>

#include "tenure/core/duration.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/history.hpp"

namespace tenure::inline v0::models {

/// BG/NBD: while active, a customer buys as a Poisson process of rate λ; after each purchase but
/// the first one leaves for good with probability p; λ is gamma distributed over customers with
/// shape r and rate α, p is beta distributed with (a, b), and both are independent.
///
/// A value: copy it, compare it, keep it. Every function is `const`, re-entrant and allocates
/// nothing; a model with a parameter that is not finite and positive, or a history that cannot be
/// (`PurchaseHistory`), is a `ContractError`. Probabilities lie in [0, 1], and expectations are
/// finite: where somebody who never leaves would buy more than 1e305 times, the horizon is taken as
/// if it were that many purchases long.
struct BgNbd {
    double r;                ///< Shape of the purchase rates, > 0.
    double alpha;            ///< Rate of the purchase rates, in `unit`, > 0.
    double a;                ///< First shape of the dropout probabilities, > 0.
    double b;                ///< Second shape of the dropout probabilities, > 0.
    Unit unit = Unit::week;  ///< What alpha and the times of histories are counted in.

    static constexpr std::string_view name = "bg-nbd";
    static constexpr std::size_t parameter_count = 4;
    static constexpr std::array<std::string_view, 4> parameter_names{"r", "alpha", "a", "b"};
    [[nodiscard]] constexpr std::array<double, 4> parameters() const noexcept {
        return {r, alpha, a, b};
    }

    /// Maximum likelihood over the base, read in its unit: damped Newton steps on the logarithms of
    /// the parameters with analytic gradient and Hessian, over the distinct (x, t_x, T).
    ///
    /// A base without a repeat purchase, or with a single distinct history, ends `not_identified`;
    /// so does one on which the search stalls.
    /// Where the likelihood rises towards a limiting model (`Limit`) the search stops at the first
    /// parameters whose log-likelihood is within 1e-9·N of that limit's, and the status is
    /// `boundary`.
    /// @return `Code::invalid_data` for an empty base, `Code::invalid_option`, `Code::cancelled`.
    [[nodiscard]] static TENURE_API Result<Fitted<BgNbd>> fit(const CustomerBase& base,
                                                              const FitOptions& options = {});

    /// Log of the density of a history (FHL eq. 6), per customer, times in `unit`.
    [[nodiscard]] TENURE_API double log_likelihood(const PurchaseHistory& history) const;

    /// P(active at T | x, t_x, T) (FHL, appendix; 1 for x = 0, since one leaves only after a repeat
    /// purchase).
    [[nodiscard]] TENURE_API double probability_alive(const PurchaseHistory& history) const;

    /// P(no purchase in (T, T+h] | x, t_x, T) = (1 − P) + P·((α+T)/(α+T+h))^(r+x): churn as a shop
    /// sees it.
    [[nodiscard]] TENURE_API double probability_no_purchase(const PurchaseHistory& history,
                                                            Duration horizon) const;

    /// E[Y(h) | x, t_x, T], the purchases expected in (T, T+h] (FHL eq. 10).
    [[nodiscard]] TENURE_API double expected_purchases(const PurchaseHistory& history,
                                                       Duration horizon) const;

    /// The same, given that the customer is active at T.
    [[nodiscard]] TENURE_API double expected_purchases_given_alive(const PurchaseHistory& history,
                                                                   Duration horizon) const;

    /// E[X(h)], the repeat purchases expected of a new customer (FHL eq. 9).
    [[nodiscard]] TENURE_API double expected_purchases_of_new(Duration horizon) const;

    /// ∫₀ʰ e^(−δu) dE[Y(u)]: expected purchases in (T, T+h], each discounted to T. An infinite
    /// horizon is allowed where the rate is above 0.
    [[nodiscard]] TENURE_API double discounted_expected_purchases(const PurchaseHistory& history,
                                                                  Duration horizon,
                                                                  DiscountRate rate) const;

    /// The same, given that the customer is active at T.
    [[nodiscard]] TENURE_API double discounted_expected_purchases_given_alive(
        const PurchaseHistory& history, Duration horizon, DiscountRate rate) const;

    /// DERT: `discounted_expected_purchases` over an infinite horizon. The rate is above 0.
    [[nodiscard]] TENURE_API double discounted_expected_residual_purchases(
        const PurchaseHistory& history, DiscountRate rate) const;

    /// P(X(h) = n), the distribution of the repeat purchases of a new customer (FHL eq. 8).
    [[nodiscard]] TENURE_API double probability_of_count(std::int64_t count,
                                                         Duration horizon) const;

    /// Every parameter finite and above 0.
    /// @return `Code::invalid_value`, naming the parameter.
    [[nodiscard]] TENURE_API Result<void> check() const;

    friend constexpr bool operator==(const BgNbd&, const BgNbd&) noexcept = default;

    /// For archives of Boost.Serialization's concept.
    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& r& alpha& a& b& unit;
    }
};

}  // namespace tenure::inline v0::models
