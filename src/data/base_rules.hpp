#pragma once

// What the numbers of one row of a customer base mean, and so must be.

#include <cstdint>
#include <optional>

#include "tenure/core/error.hpp"

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

/// The first rule that the row breaks, as `Code::invalid_value` with the column as the field.
[[nodiscard]] std::optional<Error> find_violation(const BaseRow& row, bool has_amounts);

}  // namespace tenure::inline v0::detail::data
