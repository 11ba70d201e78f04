#pragma once

// Customer bases made by hand, and the one that the papers use.

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "support/logs.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::test {

/// One row of a base; times in days.
struct BaseRow {
    std::int64_t frequency;
    double recency;
    double T;
    double monetary_value = 0;
    std::int64_t revenue = 0;  ///< In hundredths.
    std::int64_t weight = 1;
    std::int64_t holdout_frequency = 0;
};

/// Which optional columns a base has.
struct BaseColumns {
    bool monetary_value = true;
    bool revenue = true;
    bool holdout = false;
};

inline Table table_of(const std::vector<BaseRow>& rows, BaseColumns columns) {
    std::vector<std::int64_t> customer, frequency, revenue, weight, holdout;
    std::vector<double> recency, age, mean;
    std::vector<bool> has_mean;
    for (const BaseRow& row : rows) {
        customer.push_back(static_cast<std::int64_t>(customer.size()) + 1);
        frequency.push_back(row.frequency);
        recency.push_back(row.recency);
        age.push_back(row.T);
        mean.push_back(row.monetary_value);
        has_mean.push_back(row.frequency > 0);
        revenue.push_back(row.revenue);
        weight.push_back(row.weight);
        holdout.push_back(row.holdout_frequency);
    }
    Table table;
    table.add("customer", Column::integers(std::move(customer)));
    table.add("frequency", Column::integers(std::move(frequency)));
    table.add("recency", Column::reals(std::move(recency)));
    table.add("T", Column::reals(std::move(age)));
    if (columns.monetary_value)
        table.add("monetary_value", Column::reals(std::move(mean)).with_validity(has_mean));
    if (columns.revenue) table.add("revenue", Column::integers(std::move(revenue), 2));
    table.add("weight", Column::integers(std::move(weight)));
    if (columns.holdout) table.add("holdout_frequency", Column::integers(std::move(holdout)));
    return table;
}

inline CustomerBase base_of(const std::vector<BaseRow>& rows, BaseColumns columns = {},
                            Unit unit = Unit::week, std::optional<Date> until = {}) {
    return CustomerBase::from_table(table_of(rows, columns), Period::day, unit, until).value();
}

/// CDNOW, calibrated to 1997-09-30, with the 39 weeks after it as the holdout.
inline CustomerBase cdnow_base(Unit unit = Unit::week) {
    using namespace tenure::literals;
    return summarize(cdnow_sample(), {.until = 1997y / 9 / 30, .unit = unit}).value();
}

}  // namespace tenure::test
