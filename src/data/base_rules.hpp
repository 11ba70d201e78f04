#pragma once

// What the numbers of one row of a customer base mean, and so must be.

#include <cstdint>
#include <optional>

#include "tenure/core/date.hpp"
#include "tenure/core/error.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::data {

/// The part of a row that models read, in any unit of time.
struct BaseRow {
    std::int64_t frequency;
    double recency;
    double T;
    std::int64_t weight;
    /// Empty where it is null. Asked for only where the base has amounts.
    std::optional<double> monetary_value;
};

/// The rest of it. What is not known is empty.
struct BaseDetails {
    std::optional<std::int32_t> first_date = {}, last_date = {};  ///< Days since 1970-01-01.
    std::optional<Money> revenue = {}, repeat_revenue = {}, holdout_revenue = {};
    std::optional<std::int64_t> holdout_frequency = {};
    std::optional<double> sum_log_gaps = {};
};

/// What a base says once for all rows.
struct BaseFrame {
    Period merge;
    std::optional<Date> until;
};

/// The first rule that the row breaks, as `Code::invalid_value` with the column as the field.
[[nodiscard]] std::optional<Error> find_violation(const BaseRow& row, bool has_amounts);

/// The same of the rules that ask for more than that. `row`, which breaks none of the above, is in
/// merge periods.
[[nodiscard]] std::optional<Error> find_violation(const BaseRow& row, const BaseDetails& details,
                                                  const BaseFrame& frame);

}  // namespace tenure::inline v0::detail::data
