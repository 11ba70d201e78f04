#pragma once

// Customer bases made of rows, for tests.

#include <cstdint>
#include <string>
#include <vector>

#include "tenure/data/customer_base.hpp"

namespace tenure::test {

struct BaseRow {
    std::int64_t frequency;
    double recency;
    double T;
    double monetary_value = 0.0;
    std::int64_t weight = 1;
};

/// Times in days, read in `unit`; customers numbered from 1.
inline CustomerBase base_of(const std::vector<BaseRow>& rows, Unit unit, bool amounts = false) {
    std::vector<std::int64_t> customer, frequency, weight;
    std::vector<double> recency, age, mean;
    std::vector<bool> has_mean;
    for (const BaseRow& row : rows) {
        customer.push_back(static_cast<std::int64_t>(customer.size()) + 1);
        frequency.push_back(row.frequency);
        recency.push_back(row.recency);
        age.push_back(row.T);
        mean.push_back(row.frequency > 0 ? row.monetary_value : 0.0);
        has_mean.push_back(row.frequency > 0);
        weight.push_back(row.weight);
    }
    Table table;
    table.add("customer", Column::integers(std::move(customer)));
    table.add("frequency", Column::integers(std::move(frequency)));
    table.add("recency", Column::reals(std::move(recency)));
    table.add("T", Column::reals(std::move(age)));
    if (amounts) {
        table.add("monetary_value", Column::reals(std::move(mean)).with_validity(has_mean));
    }
    table.add("weight", Column::integers(std::move(weight)));
    return CustomerBase::from_table(std::move(table), Period::day, unit).value();
}

}  // namespace tenure::test
