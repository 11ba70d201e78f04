#include "segments/cohorts_calendar.hpp"

#include <chrono>

namespace tenure::inline v0::detail::segments {
namespace {

std::int32_t months_of(CohortPeriod period) noexcept {
    switch (period) {
        case CohortPeriod::quarter:
            return 3;
        case CohortPeriod::year:
            return 12;
        default:
            return 1;
    }
}

std::int32_t divided_down(std::int32_t number, std::int32_t by) noexcept {
    return number / by - (number % by < 0 ? 1 : 0);
}

// Of the months since January 1970.
std::int32_t first_day_of_month(std::int32_t month) noexcept {
    const auto start =
        std::chrono::year(1970) / std::chrono::January / 1 + std::chrono::months(month);
    return static_cast<std::int32_t>(std::chrono::sys_days(start).time_since_epoch().count());
}

}  // namespace

std::int32_t period_number(Date date, CohortPeriod period) noexcept {
    if (period == CohortPeriod::week) return period_index(date, Period::week);
    return divided_down(period_index(date, Period::month), months_of(period));
}

std::int32_t first_day_of(std::int32_t number, CohortPeriod period) noexcept {
    constexpr std::int32_t first_monday = -3;  // 1969-12-29
    if (period == CohortPeriod::week) return first_monday + 7 * number;
    return first_day_of_month(number * months_of(period));
}

PeriodsOfDays::PeriodsOfDays(Date first, Date last, CohortPeriod period)
    : first_(first.days()), of_day_(static_cast<std::size_t>(last - first) + 1) {
    std::int32_t number = period_number(first, period);
    std::int32_t next = first_day_of(number + 1, period);
    std::uint32_t place = 0;
    for (std::size_t i = 0; i < of_day_.size(); ++i) {
        if (first_ + static_cast<std::int32_t>(i) == next) {
            ++place;
            next = first_day_of(++number + 1, period);
        }
        of_day_[i] = place;
    }
}

}  // namespace tenure::inline v0::detail::segments
