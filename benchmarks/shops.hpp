#pragma once

// The shops that benchmarks run on: simulated, the same for every run, made once.

#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

#include "tenure/tenure.hpp"

namespace tenure::bench {

using namespace tenure::literals;

inline constexpr models::BgNbd cdnow{0.2425945, 4.413602, 0.7929220, 2.425907};
inline constexpr models::BgNbd heavy{0.9, 4.0, 0.8, 6.0};
inline constexpr models::GammaGamma spend{6.249572, 3.744225, 15.44352};

/// Two years of orders: customers enter in the first, by the day.
inline const Transactions& orders(const models::BgNbd& buyers, std::int64_t customers) {
    static std::map<std::pair<double, std::int64_t>, Transactions> made;
    const auto key = std::make_pair(buyers.r, customers);
    auto found = made.find(key);
    if (found == made.end()) {
        const models::SimulateOptions options{.purchases = buyers,
                                              .spend = spend,
                                              .from = 2023y / 1 / 1,
                                              .until = 2024y / 12 / 31,
                                              .entry = 52_weeks,
                                              .customers = customers};
        found = made.emplace(key, models::simulate_transactions(options).value()).first;
    }
    return found->second;
}

inline const CustomerBase& base(const models::BgNbd& buyers, std::int64_t customers, Period merge) {
    static std::map<std::tuple<double, std::int64_t, Period>, CustomerBase> made;
    const auto key = std::make_tuple(buyers.r, customers, merge);
    auto found = made.find(key);
    if (found == made.end()) {
        found =
            made.emplace(key, summarize(orders(buyers, customers), {.merge = merge}).value()).first;
    }
    return found->second;
}

}  // namespace tenure::bench
