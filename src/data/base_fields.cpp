#include "data/base_fields.hpp"

#include <cmath>
#include <limits>

namespace tenure::inline v0::detail::data {

double to_periods(double time, Unit unit, Period merge) noexcept {
    const double estimate = time * hours_per(unit) / hours_per(merge);
    const double whole = std::round(estimate);
    // Writing a whole count rounds once (its product with the hours is exact), reading twice, each
    // by half an ε at most: 1.5 ε. What others write (days ÷ 7) is rounded no more.
    constexpr double rounding = 1.5 * std::numeric_limits<double>::epsilon();
    if (std::abs(estimate - whole) <= rounding * whole) return whole;
    // Any other count was rounded twice by writing: 2 ε in all, which are four neighbors at most.
    double below = estimate, above = estimate;
    for (int i = 0; i <= 4; ++i) {
        for (const double count : {below, above}) {
            if (count * hours_per(merge) / hours_per(unit) == time) return count;
        }
        below = std::nextafter(below, 0.0);
        above = std::nextafter(above, std::numeric_limits<double>::infinity());
    }
    return estimate;
}

}  // namespace tenure::inline v0::detail::data
