#pragma once

/// @file
/// The Gamma-Gamma model of spend per purchase (Fader and Hardie 2013, "The Gamma-Gamma model of
/// monetary value", brucehardie.com/notes/025; after Colombo and Jiang 1999).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/history.hpp"

namespace tenure::inline v0::models {

/// Gamma-Gamma: the amounts of one customer's purchases are gamma distributed with shape p and rate
/// ν; ν is gamma distributed over customers with shape q and rate γ. How often customers buy is
/// taken to say nothing about how much they spend at a time.
///
/// A value, as `BgNbd` is: functions are `const` and allocate nothing; a parameter that is not
/// finite and positive, or an impossible history, is a `ContractError`.
struct GammaGamma {
    double p;      ///< Shape of one customer's amounts, > 0.
    double q;      ///< Shape of the customers' rates, > 0.
    double gamma;  ///< Rate of the customers' rates, in the currency of the data, > 0.

    static constexpr std::string_view name = "gamma-gamma";
    static constexpr std::size_t parameter_count = 3;
    static constexpr std::array<std::string_view, 3> parameter_names{"p", "q", "gamma"};
    [[nodiscard]] constexpr std::array<double, 3> parameters() const noexcept {
        return {p, q, gamma};
    }

    /// Maximum likelihood over the customers with x > 0 and a mean above 0; the others are counted
    /// as excluded. No such customer, one, or means that are equal to 1e-6 end `not_identified`.
    /// @return `Code::no_amounts` for a base without amounts, `Code::invalid_data` for an empty one
    /// or a mean below 1e-150 or above 1e150, `Code::invalid_option`, `Code::cancelled`.
    [[nodiscard]] static TENURE_API Result<Fitted<GammaGamma>> fit(const CustomerBase& base,
                                                                   const FitOptions& options = {});

    /// Log of the density of a mean m > 0 over x > 0 purchases (Fader and Hardie 2013, eq. 1a).
    [[nodiscard]] TENURE_API double log_likelihood(const SpendHistory& history) const;

    /// E[M | x, m] = p(γ + m x)/(p x + q − 1), the amount expected of the customer's next purchase
    /// (eq. 5). It does not exist where p x + q ≤ 1: for new customers above all, where q ≤ 1.
    [[nodiscard]] TENURE_API std::optional<double> expected_spend(
        const SpendHistory& history) const;

    /// E[M] = pγ/(q − 1), the mean over all customers; none where q ≤ 1.
    [[nodiscard]] TENURE_API std::optional<double> expected_spend_of_new() const;

    /// Every parameter finite and above 0.
    /// @return `Code::invalid_value`, naming the parameter.
    [[nodiscard]] TENURE_API Result<void> check() const;

    friend constexpr bool operator==(const GammaGamma&, const GammaGamma&) noexcept = default;

    /// For archives of Boost.Serialization's concept.
    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& p& q& gamma;
    }
};

}  // namespace tenure::inline v0::models
