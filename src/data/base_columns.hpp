#pragma once

// The columns of a customer base in the making.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/customer_state.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// One row per customer, set in any order and by several threads.
class BaseColumns {
public:
    struct Shape {
        std::size_t rows;
        bool has_amounts;
        std::uint8_t scale;  ///< Of the amounts.
        Window window;
    };
    explicit BaseColumns(const Shape& shape);

    /// `holdout` may be null where there is none.
    void set(std::size_t row, const CustomerState& state, const HoldoutState* holdout);

    /// The table of these columns and the ids.
    [[nodiscard]] Table finish(Column ids) &&;

private:
    void set_amounts(std::size_t row, const CustomerState& state);
    void add_amounts(Table& table);

    Shape shape_;
    std::int32_t end_;  // the period that `until` lies in
    std::vector<std::int64_t> frequency_;
    std::vector<double> recency_, age_, sum_log_gaps_;
    std::vector<std::int32_t> first_date_, last_date_;
    std::vector<double> monetary_value_;
    std::vector<std::int64_t> revenue_, repeat_revenue_;
    std::vector<std::int64_t> holdout_frequency_, holdout_revenue_;
};

}  // namespace tenure::inline v0::detail::data
