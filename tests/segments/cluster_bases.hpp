#pragma once

// Bases to find clusters in.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "support/bases.hpp"

namespace tenure::test {

/// Customers of whom some buy often, some lately, and most once.
inline std::vector<BaseRow> random_customers(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<int> age(1, 700);
    std::geometric_distribution<std::int64_t> purchases(0.3);
    std::lognormal_distribution<double> spend(3.5, 0.8);
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const int T = age(random);
        const std::int64_t x = std::min<std::int64_t>(purchases(random), T);
        const int last =
            x == 0 ? 0 : std::uniform_int_distribution<int>(static_cast<int>(x), T)(random);
        const double mean = std::round(spend(random) * 100) / 100;
        rows.push_back({x, static_cast<double>(last), static_cast<double>(T), x > 0 ? mean : 0.0,
                        static_cast<std::int64_t>(std::round(mean * 100)) * (x + 1)});
    }
    return rows;
}

/// Three groups that nobody could mix up: those who buy much and lately, those who once did, and
/// those who bought once, long ago; of 30, 20 and 10 customers.
inline std::vector<BaseRow> three_groups() {
    std::vector<BaseRow> rows;
    for (int i = 0; i < 30; ++i) rows.push_back({20, 395.0 + i % 3, 400, 50, 100'000 + 100 * i});
    for (int i = 0; i < 20; ++i) rows.push_back({10, 100.0 + i % 4, 400, 30, 30'000 + 100 * i});
    for (int i = 0; i < 10; ++i) rows.push_back({0, 0, 380.0 + i, 0, 1000 + 10 * i});
    return rows;
}

inline std::vector<std::size_t> shuffled_order(std::size_t rows, std::uint64_t seed) {
    std::vector<std::size_t> order(rows);
    for (std::size_t i = 0; i < rows; ++i) order[i] = i;
    std::mt19937_64 random(seed);
    std::shuffle(order.begin(), order.end(), random);
    return order;
}

}  // namespace tenure::test
