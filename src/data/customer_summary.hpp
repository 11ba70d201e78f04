#pragma once

// What is left of one customer's purchases.

#include <cstdint>
#include <optional>
#include <span>

#include "data/purchase_log.hpp"
#include "tenure/core/date.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::data {

/// The time that is looked at, its last days included.
struct Window {
    Date until;
    std::optional<Date> holdout_until;
    Period merge;
};

/// Occasions after each other, and what was spent in all of them.
struct Occasions {
    std::int64_t count = 0;
    std::int64_t rows = 0;
    std::int64_t zero_rows = 0;    ///< Rows with an amount of 0.
    std::int64_t first_units = 0;  ///< Of the first occasion.
    std::int64_t units = 0;
    double sum_log_gaps = 0;  ///< Of times between occasions in merge periods.
    std::int32_t first_period = 0, last_period = 0;
};

/// One customer with purchases up to `until`, and perhaps after it.
struct CustomerSummary {
    Occasions calibration, holdout;
    std::int32_t first_day = 0, last_day = 0;  ///< Of the purchases up to `until`.
};

/// Sums up one customer's purchases, which are ordered by day, and counts their rows in the report.
/// `Code::overflow`.
[[nodiscard]] Result<CustomerSummary> summarize_customer(std::span<const Purchase> purchases,
                                                         const Window& window, BaseReport& report);

}  // namespace tenure::inline v0::detail::data
