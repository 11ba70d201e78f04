#pragma once

/// @file
/// Repeat purchases over time: those that came, beside those that the model expected.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/transactions.hpp"
#include "tenure/models/any_model.hpp"

namespace tenure::inline v0 {

/// What one row of a tracking table spans.
enum class TrackingPeriod : std::uint8_t {
    week,   ///< Seven days, counted from the end of observation, which ends one of them.
    month,  ///< The calendar month.
};
[[nodiscard]] TENURE_API std::string_view to_string(TrackingPeriod period) noexcept;
/// Reads the names of the enumerators; anything else is `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<TrackingPeriod> parse_tracking_period(std::string_view text);

/// How a model is tracked.
struct TrackingOptions {
    TrackingPeriod period = TrackingPeriod::week;
    /// The last day that is looked at, inclusive; not before the base's `until`. Default: the end
    /// of the base's holdout, without one the base's `until`.
    std::optional<Date> end = {};
    RunOptions run = {};

    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// Repeat purchases of one period, of all customers of the base.
struct TrackingRow {
    Date begin;                 ///< Inclusive. Of the first row, the first purchase of the base.
    Date end;                   ///< Inclusive. Of the last row, the last day that is looked at.
    std::int64_t observed = 0;  ///< Occasions in the period that are repeat purchases.
    std::int64_t cumulative_observed = 0;  ///< And before it.
    double predicted = 0;                  ///< By the model, from the first dates alone.
    double cumulative_predicted = 0;
};

/// The purchases of the base's customers after their first one, period by period (FHL 2005, figures
/// 2 and 3), from the first purchase of all through the end of observation and the holdout.
struct TrackingTable {
    TrackingPeriod period = TrackingPeriod::week;
    Date until;  ///< The end of observation: what the model was fitted to.
    std::vector<TrackingRow> rows = {};
    std::int64_t customers = 0;
};

/// Tracks a model over the log that a base was made of. The expectation up to a day t is the sum of
/// E[X(t − s)] (`expected_purchases_of_new`) over the customers, who came first on day s: it knows
/// nothing of what they did later. An occasion, which is a merge period of the base with a
/// purchase, counts on the day of its first purchase; returns are none. Customers who came first
/// after `until` are not looked at. Takes 16 bytes a row of the log.
///
/// Any model is tracked, whatever the status of its fit. Sums do not depend on threads or on the
/// order of rows.
/// @return `Code::invalid_data` for a base without `until` or first dates, and for a log whose
/// customers came first on other days than those of the base; `Code::invalid_option`, also for
/// parameters that are no model and where there are more than 4,000 periods; `Code::overflow` for
/// more than 2^31 − 1 rows with ids that are numbers, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<TrackingTable> track(const Transactions& log,
                                                     const CustomerBase& base,
                                                     const models::AnyPurchaseModel& model,
                                                     const TrackingOptions& options = {});

}  // namespace tenure::inline v0
