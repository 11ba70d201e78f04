#pragma once

/// @file
/// What a model is told about one customer.

#include <cstdint>
#include <span>

namespace tenure::inline v0::models {

/// A customer's purchases, in the model's unit of time: frequency x ≥ 0, the occasions after the
/// first; recency t_x in [0, T], from the first occasion to the last, 0 where x = 0; T ≥ 0 finite,
/// from the first occasion to the end of observation.
struct PurchaseHistory {
    std::int64_t frequency;
    double recency;
    double T;
};

/// The purchases of many customers by column, each as long as the others.
struct PurchaseHistories {
    std::span<const std::int64_t> frequency;
    std::span<const double> recency;
    std::span<const double> T;
};

/// What a customer spent: the number of repeat occasions x ≥ 0 and their mean amount m ≥ 0, finite.
struct SpendHistory {
    std::int64_t frequency;
    double monetary_value;
};

}  // namespace tenure::inline v0::models
