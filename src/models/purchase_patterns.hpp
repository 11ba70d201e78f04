#pragma once

// The distinct purchase histories of a base: a likelihood is a sum over them, weighted.

#include <cstdint>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::models {

/// Ages, with the customers who have them and the repeat purchases of these; whole blocks of
/// kernels/, the last one filled up with nobody. Of a base whose ages are whole numbers of merge
/// periods they are distinct, of others one for each pattern.
struct AgeTotals {
    std::vector<double> age, customers, purchases;
};

/// Distinct (x, t_x, T), ordered by x, then t_x, then T; times in the base's unit. The order, and
/// with it every sum over the patterns, does not depend on the order of customers.
struct PurchasePatterns {
    std::vector<std::int64_t> counts;        ///< The distinct x, rising.
    std::vector<std::uint32_t> count_index;  ///< For each pattern, where its x stands in `counts`.
    std::vector<double> recency;
    std::vector<double> age;
    std::vector<double> weight;  ///< Customers with this history.

    AgeTotals ages;

    std::int64_t customers = 0;
    double repeat_purchases = 0;  ///< Σ weight · x.
    double exposure = 0;          ///< Σ weight · T.

    /// The host's threads share the work.
    explicit PurchasePatterns(const CustomerBase& base, const Executor& executor = {});

    [[nodiscard]] std::size_t size() const noexcept { return recency.size(); }
    [[nodiscard]] std::int64_t frequency(std::size_t i) const noexcept {
        return counts[count_index[i]];
    }
};

}  // namespace tenure::inline v0::detail::models
