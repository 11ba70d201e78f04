#pragma once

/// @file
/// Customers by how often they came back: counted, beside what the model expects.

#include <cstdint>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/any_model.hpp"

namespace tenure::inline v0 {

/// Customers of one repeat count.
struct FrequencyRow {
    std::int64_t frequency = 0;  ///< x; the last row holds this and all above.
    std::int64_t observed = 0;   ///< Customers of the base who came back so often.
    double expected = 0;         ///< Σ P(X(T) = x) over all customers.
};

/// Customers by repeat count, 0 to 6, and 7 and more (FHL 2005, figure 1).
struct FrequencyFit {
    std::vector<FrequencyRow> rows = {};
    std::int64_t customers = 0;  ///< What `observed` adds up to, and `expected` but for rounding.
};

/// Compares the repeat counts of a base with what the model expects of as many customers who have
/// been there as long. P(X(T) = x) is computed once for each T that there is. Any model is
/// compared, whatever the status of its fit.
/// @return `Code::invalid_data` for an empty base, `Code::invalid_option` for parameters that are
/// no model, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<FrequencyFit> check_frequencies(
    const CustomerBase& base, const models::AnyPurchaseModel& model, const RunOptions& run = {});

}  // namespace tenure::inline v0
