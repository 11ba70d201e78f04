#pragma once

// Calendar periods by number.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/segments/cohorts.hpp"

namespace tenure::inline v0::detail::segments {

using tenure::segments::CohortPeriod;

/// The period that a day lies in. Consecutive ones differ by 1.
[[nodiscard]] std::int32_t period_number(Date date, CohortPeriod period) noexcept;
/// Its first day, as days since 1970-01-01: that of the last period's successor is none that a
/// `Date` holds.
[[nodiscard]] std::int32_t first_day_of(std::int32_t number, CohortPeriod period) noexcept;

/// The periods of the days from one to another, looked up: most rows ask for them.
class PeriodsOfDays {
public:
    PeriodsOfDays(Date first, Date last, CohortPeriod period);

    [[nodiscard]] std::size_t count() const noexcept { return of_day_.back() + std::size_t{1}; }
    /// The place of a day's period, from 0.
    [[nodiscard]] std::uint32_t of(std::int32_t day) const noexcept {
        return of_day_[static_cast<std::size_t>(day - first_)];
    }

private:
    std::int32_t first_;
    std::vector<std::uint32_t> of_day_;
};

}  // namespace tenure::inline v0::detail::segments
