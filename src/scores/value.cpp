#include "scores/value.hpp"

#include <algorithm>
#include <limits>

namespace tenure::inline v0::detail::scores {

double finite(double number) noexcept {
    constexpr double largest = std::numeric_limits<double>::max();
    return std::clamp(number, -largest, largest);
}

double clv_given_alive(double margin, double expected_spend,
                       double discounted_given_alive) noexcept {
    return finite(margin * finite(expected_spend) * discounted_given_alive);
}

double revenue_per_year(double revenue, double T_in_years) noexcept {
    return revenue / std::max(T_in_years, 1.0);
}

}  // namespace tenure::inline v0::detail::scores
