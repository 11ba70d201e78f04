#pragma once

// What a customer is worth, in the currency of the data.

namespace tenure::inline v0::detail::scores {

/// margin · E[spend] · the discounted purchases expected of a customer who is active. Amounts near
/// the largest double stay there, so that nothing computed from them is infinite, or 0 · ∞.
[[nodiscard]] double clv_given_alive(double margin, double expected_spend,
                                     double discounted_given_alive) noexcept;

/// revenue ÷ max(T, 1 year): a customer of last week is not yet worth 52 times that week.
[[nodiscard]] double revenue_per_year(double revenue, double T_in_years) noexcept;

/// The nearest finite double of a number that is not NaN.
[[nodiscard]] double finite(double number) noexcept;

}  // namespace tenure::inline v0::detail::scores
