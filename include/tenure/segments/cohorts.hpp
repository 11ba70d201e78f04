#pragma once

/// @file
/// Customers by when they first bought: how many come back, and what they bring.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0::segments {

/// The calendar periods of a triangle.
enum class CohortPeriod : std::uint8_t {
    week,     ///< Monday to Sunday (ISO 8601).
    month,    ///< The calendar month.
    quarter,  ///< January to March, and so on.
    year,     ///< The calendar year.
};
[[nodiscard]] TENURE_API std::string_view to_string(CohortPeriod period) noexcept;
/// Reads the names of the enumerators; anything else is `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<CohortPeriod> parse_cohort_period(std::string_view text);

/// How a log becomes a triangle.
struct CohortOptions {
    CohortPeriod period = CohortPeriod::month;
    /// The last day that is read, inclusive. Default: the last date in the log.
    std::optional<Date> until = {};
    /// As in `SummarizeOptions`.
    Duplicates duplicates = Duplicates::keep;
    RunOptions run = {};

    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// The customers whose first purchase lies in one period. Index k is the k-th period after it: 0 is
/// the period itself.
struct Cohort {
    Date begin = Date::from_days(0);    ///< The first day of the period.
    std::int64_t customers = 0;         ///< Who bought first in it.
    std::vector<std::int64_t> active;   ///< Those of them with a purchase in period k.
    std::vector<std::int64_t> revenue;  ///< What they spent in it less what they returned in it.

    /// active[k] ÷ customers; none in a cohort without customers, and for a k beyond `until`.
    [[nodiscard]] std::optional<double> retention(std::size_t k) const noexcept {
        if (customers == 0 || k >= active.size()) return std::nullopt;
        return static_cast<double>(active[k]) / static_cast<double>(customers);
    }
};

/// What became of the rows of a log: `rows` = `purchases` + `returns` + `unmatched_returns` +
/// `duplicates_dropped` + `after_until`.
struct CohortRows {
    std::int64_t rows = 0;
    std::int64_t purchases = 0;
    std::int64_t returns = 0;  ///< Taken off the revenue of the period that they lie in.
    /// Returns on days before the customer's first purchase; they are in no cell.
    std::int64_t unmatched_returns = 0;
    std::int64_t duplicates = 0;  ///< Rows up to `until` that repeat another one exactly.
    std::int64_t duplicates_dropped = 0;
    std::int64_t after_until = 0;
};

/// The triangle: every period from the first purchase to `until`, those without a new customer
/// among them.
struct CohortTable {
    CohortPeriod period = CohortPeriod::month;
    Date until = Date::from_days(0);
    bool last_complete = false;  ///< Whether `until` is the last day of its period.
    bool has_revenue = false;    ///< Else `revenue` is 0 everywhere.
    std::uint8_t revenue_scale = 0;
    std::vector<Cohort> cohorts = {};  ///< By time; cohort i has cohorts.size() − i periods.
    std::int64_t customers = 0;        ///< Of all cohorts.
    std::int64_t revenue = 0;          ///< Of all cells, in units of the scale.
    /// Customers with returns and no purchase up to `until`; in no cohort, as are their returns.
    std::int64_t only_returns = 0;
    std::int64_t unmatched_revenue = 0;  ///< The sum of `unmatched_returns`, ≤ 0.
    CohortRows rows = {};

    /// Whether the k-th period after cohort i was observed to its end.
    [[nodiscard]] bool is_complete(std::size_t i, std::size_t k) const noexcept {
        return i + k + (last_complete ? 0u : 1u) < cohorts.size();
    }
    /// Over all cohorts observed for k complete periods after their own: Σ active[k] ÷ Σ customers;
    /// none where there is no such cohort with a customer.
    [[nodiscard]] TENURE_API std::optional<double> retention(std::size_t k) const;
    /// One row for each cell, by cohort and k, with the columns `cohort` (the first day), `period`
    /// (k), `customers`, `active`, `retention` (null without customers), `revenue` (money; absent
    /// where the log has no amounts) and `complete`.
    [[nodiscard]] TENURE_API Table table() const;
};

/// Cohorts by first purchase. The result does not depend on the order of rows or on threads.
///
/// A row of an amount of 0 or more is a purchase. A negative one is a return (`Returns::net`): it
/// makes nobody active, is taken off the period that it lies in, however long before that the
/// purchase was, and comes after the purchases of its day. Takes 5 bytes a row beside the log.
/// @return `Code::no_rows` where no purchase lies on or before `until`, `Code::invalid_option`
/// where more than 1,300 periods lie between that and `until`, too, `Code::overflow` where the
/// revenue does not fit into 64 bits or the log has more than 2^32 − 1 rows, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<CohortTable> cohorts(const Transactions& log,
                                                     const CohortOptions& options = {});

}  // namespace tenure::inline v0::segments
