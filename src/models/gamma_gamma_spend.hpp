#pragma once

// What a Gamma-Gamma customer is expected to spend, for those who have checked what they ask.

#include <cstdint>
#include <optional>

#include "tenure/models/gamma_gamma.hpp"

namespace tenure::inline v0::detail::models {

/// E[spend per purchase] of a customer with x repeat purchases of mean m (Fader and Hardie 2013,
/// eq. 5): a mean of the customer's own and the population's, each by what it knows. None where p x
/// + q ≤ 1.
[[nodiscard]] inline std::optional<double> expected_spend(
    const tenure::models::GammaGamma& model, const tenure::models::SpendHistory& history) noexcept {
    const double v = model.p * static_cast<double>(history.frequency);
    const double degrees = v + (model.q - 1.0);
    if (!(degrees > 0.0)) return std::nullopt;
    return (model.p * model.gamma + v * history.monetary_value) / degrees;
}

}  // namespace tenure::inline v0::detail::models
