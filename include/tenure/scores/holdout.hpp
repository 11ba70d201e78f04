#pragma once

/// @file
/// Did what was predicted come true?

#include <cstdint>
#include <vector>

#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/any_model.hpp"

namespace tenure::inline v0 {

/// Customers of one repeat count, predicted and observed.
struct HoldoutRow {
    std::int64_t frequency;  ///< x; the last row holds this and all above.
    std::int64_t customers;
    double predicted;       ///< Purchases expected in the holdout, summed over the customers.
    std::int64_t observed;  ///< Purchases made in it.
};

/// The holdout by repeat count in calibration, 0 to 7 and more (FHL 2005, figure 4).
struct HoldoutTable {
    Duration length;  ///< From `until` to `holdout_until`.
    std::vector<HoldoutRow> rows;
    double predicted = 0;
    std::int64_t observed = 0;
};

/// Compares the model's expected purchases over the holdout with those made. Any model is compared,
/// whatever the status of its fit.
/// @return `Code::invalid_data` for a base without a holdout, `Code::invalid_option` for parameters
/// that are no model, `Code::overflow`, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<HoldoutTable> check_holdout(const CustomerBase& base,
                                                            const models::AnyPurchaseModel& model,
                                                            const RunOptions& run = {});

}  // namespace tenure::inline v0
