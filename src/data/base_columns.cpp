#include "data/base_columns.hpp"

#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr double powers_of_ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

}  // namespace

BaseColumns::BaseColumns(const Shape& shape)
    : shape_(shape),
      end_(period_index(shape.window.until, shape.window.merge)),
      frequency_(shape.rows),
      recency_(shape.rows),
      age_(shape.rows),
      sum_log_gaps_(shape.rows),
      first_date_(shape.rows),
      last_date_(shape.rows) {
    const bool has_holdout = shape.window.holdout_until.has_value();
    const std::size_t amounts = shape.has_amounts ? shape.rows : 0;
    monetary_value_.resize(amounts);
    revenue_.resize(amounts);
    repeat_revenue_.resize(amounts);
    holdout_frequency_.resize(has_holdout ? shape.rows : 0);
    holdout_revenue_.resize(has_holdout ? amounts : 0);
}

void BaseColumns::set(std::size_t row, const CustomerState& state, const HoldoutState* holdout) {
    const std::int32_t first_period =
        period_index(Date::from_days(state.first_day), shape_.window.merge);
    frequency_[row] = std::int64_t{state.occasions} - 1;
    recency_[row] = state.last_period - first_period;
    age_[row] = end_ - first_period;
    sum_log_gaps_[row] = state.sum_log_gaps;
    first_date_[row] = state.first_day;
    last_date_[row] = state.last_day;
    if (shape_.has_amounts) set_amounts(row, state);
    if (!shape_.window.holdout_until || holdout == nullptr) return;
    holdout_frequency_[row] = holdout->occasions;
    if (shape_.has_amounts) holdout_revenue_[row] = holdout->units;
}

void BaseColumns::set_amounts(std::size_t row, const CustomerState& state) {
    revenue_[row] = state.units;
    repeat_revenue_[row] = state.units - state.first_units;
    if (state.occasions > 1) {
        // Numerator and denominator are exact below 2^53, so the mean is rounded once.
        monetary_value_[row] =
            static_cast<double>(repeat_revenue_[row]) /
            (static_cast<double>(state.occasions - 1) * powers_of_ten[shape_.scale]);
    }
}

Table BaseColumns::finish(Column ids) && {
    Table table;
    table.add("customer", std::move(ids));
    if (shape_.has_amounts) add_amounts(table);
    table.add("frequency", Column::integers(std::move(frequency_)));
    table.add("recency", Column::reals(std::move(recency_)));
    table.add("T", Column::reals(std::move(age_)));
    table.add("first_date", Column::dates(std::move(first_date_)));
    table.add("last_date", Column::dates(std::move(last_date_)));
    table.add("sum_log_gaps", Column::reals(std::move(sum_log_gaps_)));
    table.add("weight", Column::integers(std::vector<std::int64_t>(shape_.rows, 1)));
    if (shape_.window.holdout_until) {
        table.add("holdout_frequency", Column::integers(std::move(holdout_frequency_)));
    }
    return table;
}

void BaseColumns::add_amounts(Table& table) {
    std::vector<bool> has_repeats(shape_.rows);
    for (std::size_t row = 0; row < shape_.rows; ++row) has_repeats[row] = frequency_[row] > 0;
    table.add("monetary_value",
              Column::reals(std::move(monetary_value_)).with_validity(has_repeats));
    table.add("revenue", Column::integers(std::move(revenue_), shape_.scale));
    table.add("repeat_revenue", Column::integers(std::move(repeat_revenue_), shape_.scale));
    if (shape_.window.holdout_until) {
        table.add("holdout_revenue", Column::integers(std::move(holdout_revenue_), shape_.scale));
    }
}

}  // namespace tenure::inline v0::detail::data
