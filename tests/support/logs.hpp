#pragma once

// Order logs for tests.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/data/read_transactions.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::test {

struct Order {
    std::string customer;
    Date date;
    std::int64_t amount = 0;
};

inline Transactions log_of(const std::vector<Order>& orders, std::uint8_t scale = 2,
                           bool amounts = true, Returns returns = Returns::error) {
    std::vector<std::string_view> customers;
    std::vector<Date> dates;
    std::vector<std::int64_t> units;
    for (const Order& order : orders) {
        customers.push_back(order.customer);
        dates.push_back(order.date);
        if (amounts) units.push_back(order.amount);
    }
    return Transactions::from_columns({.customer_texts = customers,
                                       .dates = dates,
                                       .amounts = units,
                                       .amount_scale = scale,
                                       .returns = returns})
        .value();
}

/// The same with returns, which have amounts below 0.
inline Transactions net_log_of(const std::vector<Order>& orders, std::uint8_t scale = 2) {
    return log_of(orders, scale, true, Returns::net);
}

/// The amounts of a log in words, one behind the other.
inline std::string amounts_of(const Transactions& log) {
    std::string out;
    const Column& column = log.table()["amount"];
    for (const std::int64_t units : column.integers()) {
        out += Money{units, column.scale()}.to_string() + ' ';
    }
    return out;
}

/// Orders of about `customers` customers within `days` days of 1997-01-01, with many on one day,
/// some of amount 0, and ids that are texts where `texts` says so.
inline std::vector<Order> random_orders(std::uint64_t seed, std::size_t orders, int customers,
                                        int days, bool texts) {
    std::mt19937_64 random(seed);
    const auto below = [&random](int n) {
        return static_cast<int>(random() % static_cast<std::uint64_t>(n));
    };
    std::vector<Order> out;
    for (std::size_t i = 0; i < orders; ++i) {
        // Squared, so that some buy a lot and some once.
        const int customer = below(customers) * (below(customers) + 1) / customers;
        const int amount = below(10) == 0 ? 0 : below(10000);
        out.push_back({(texts ? "c" : "") + std::to_string(customer - 5),
                       Date(std::chrono::year(1997) / 1 / 1) + below(days), amount});
    }
    return out;
}

/// The CDNOW sample (Fader and Hardie) that the examples read.
inline ReadOptions cdnow_options() {
    ReadOptions options;
    options.csv.delimiter = CsvFormat::blanks;
    options.csv.header = false;
    options.columns = {"2", "3", "5"};
    options.date_format = "%Y%m%d";
    return options;
}

inline Transactions cdnow_sample() {
    return read_transactions(TENURE_EXAMPLE_DATA "/cdnow_sample.txt", cdnow_options()).value();
}

}  // namespace tenure::test
