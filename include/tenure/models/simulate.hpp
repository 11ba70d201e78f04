#pragma once

/// @file
/// Customers that behave exactly as a model says.

#include <cstdint>
#include <optional>

#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/transactions.hpp"
#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/gamma_gamma.hpp"

namespace tenure::inline v0::models {

/// Whom to simulate, and from when to when.
struct SimulateOptions {
    /// Required. Rates of max(r, 1) ÷ alpha that make more than 10^6 purchases up to `until` are
    /// refused.
    BgNbd purchases;
    std::optional<GammaGamma> spend = {};  ///< Without it the log carries no amounts.
    Date from;   ///< Required: the first day on which customers may enter.
    Date until;  ///< Required: the last day of observation.
    /// Customers make their first purchase uniformly within this time from the start of `from`.
    /// Range: > 0, and not past `until`.
    Duration entry = {12, Unit::week};
    std::int64_t customers = 1000;  ///< Range: 1 to 10^9. They are numbered from 1.
    std::uint64_t seed = 1;
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// An order log: every purchase from each customer's first to the end of `until`, with the day it
/// falls on and, with `spend`, an amount in hundredths (at least 0.01). Rows are ordered by
/// customer, then time. Customer i is the same whatever `customers` is, buys on the same days with
/// and without `spend`, and goes on as before where `until` is later.
/// @return `Code::invalid_option`, `Code::cancelled`, `Code::overflow` for an amount beyond int64.
[[nodiscard]] TENURE_API Result<Transactions> simulate_transactions(const SimulateOptions& options);

/// The base of the same customers with their times as they were drawn, not rounded to days, every
/// purchase an occasion of its own, and with mean spends that are not rounded to hundredths: what a
/// model can be recovered from without the error that calendar days bring. The merge period is the
/// day, and T runs to the end of the day `until`. Revenues and dates are not known.
[[nodiscard]] TENURE_API Result<CustomerBase> simulate_base(const SimulateOptions& options);

}  // namespace tenure::inline v0::models
