#include "tenure/data/customer_base.hpp"

#include <limits>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "data/base_rules.hpp"
#include "data/id_column.hpp"
#include "data/id_order.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::contract_violation;
using detail::core::expected_got;
using detail::core::quoted;

struct ColumnRule {
    const char* name;
    ColumnType type;
    bool required = false;
    bool nullable = false;
};

// `customer` has two types, and is looked at apart.
constexpr ColumnRule column_rules[] = {
    {.name = "frequency", .type = ColumnType::int64, .required = true},
    {.name = "recency", .type = ColumnType::float64, .required = true},
    {.name = "T", .type = ColumnType::float64, .required = true},
    {.name = "weight", .type = ColumnType::int64, .required = true},
    {.name = "monetary_value", .type = ColumnType::float64, .nullable = true},
    {.name = "revenue", .type = ColumnType::int64},
    {.name = "repeat_revenue", .type = ColumnType::int64},
    {.name = "sum_log_gaps", .type = ColumnType::float64},
    {.name = "first_date", .type = ColumnType::date32, .nullable = true},
    {.name = "last_date", .type = ColumnType::date32, .nullable = true},
    {.name = "holdout_frequency", .type = ColumnType::int64},
    {.name = "holdout_revenue", .type = ColumnType::int64},
};

constexpr const char* money_columns[] = {"revenue", "repeat_revenue", "holdout_revenue"};

// Only money has decimals, and all of it the same.
void check_scales(const Table& table) {
    for (const char* name : {"customer", "frequency", "weight", "holdout_frequency"}) {
        const Column* column = table.find(name);
        if (column != nullptr && column->scale() != 0) {
            contract_violation(name, "whole numbers",
                               "a scale of " + std::to_string(column->scale()));
        }
    }
    const Column* first = nullptr;
    for (const char* name : money_columns) {
        const Column* column = table.find(name);
        if (column == nullptr) continue;
        if (first == nullptr) first = column;
        if (column->scale() != first->scale()) {
            contract_violation(name, "one scale of all money, " + std::to_string(first->scale()),
                               std::to_string(column->scale()));
        }
    }
}

void check_columns(const Table& table) {
    const ColumnType id_type = table["customer"].type();
    if (id_type != ColumnType::int64 && id_type != ColumnType::text) {
        contract_violation("customer", "a column of integers or texts", "another type");
    }
    for (const ColumnRule& rule : column_rules) {
        const Column* column = table.find(rule.name);
        if (column == nullptr && rule.required) {
            contract_violation("table", "a column " + quoted(rule.name), "none of that name");
        }
        if (column != nullptr && column->type() != rule.type) {
            contract_violation(rule.name, "the column type of CustomerBase", "another");
        }
    }
    check_scales(table);
}

Error at_row(Error error, std::size_t row) {
    error.where.line = row + 1;
    return error;
}

Error invalid(const char* column, std::string_view expected, std::string_view got) {
    return {Code::invalid_value, expected_got(expected, got), {{}, 0, 0, column}};
}

std::optional<Error> find_null(const Column& column, const char* name) {
    if (column.null_count() == 0) return std::nullopt;
    std::size_t row = 0;
    while (!column.is_null(row)) ++row;
    return at_row(invalid(name, "a value", "none"), row);
}

// Dates, and the mean where there is no repeat occasion, may be null; nothing else.
std::optional<Error> find_null(const Table& table) {
    if (auto found = find_null(table["customer"], "customer")) return found;
    for (const ColumnRule& rule : column_rules) {
        const Column* column = rule.nullable ? nullptr : table.find(rule.name);
        if (column == nullptr) continue;
        if (auto found = find_null(*column, rule.name)) return found;
    }
    return std::nullopt;
}

// Ids rise strictly.
std::optional<Error> find_disorder(const Column& ids) {
    for (std::size_t row = 1; row < ids.size(); ++row) {
        const auto order = detail::data::compare_ids(ids, row - 1, row);
        if (std::is_lt(order)) continue;
        const CustomerId before = detail::data::id_at(ids, row - 1);
        const CustomerId id = detail::data::id_at(ids, row);
        if (std::is_eq(order)) return at_row(detail::data::duplicate_customer(id), row);
        return at_row(invalid("customer", "an id above " + quoted(before.to_string()),
                              quoted(id.to_string())),
                      row);
    }
    return std::nullopt;
}

// The rows of a table as the rules read them.
class Rows {
public:
    explicit Rows(const Table& table)
        : frequency_(table["frequency"].integers()),
          weight_(table["weight"].integers()),
          recency_(table["recency"].reals()),
          age_(table["T"].reals()),
          mean_(table.find("monetary_value")),
          first_date_(table.find("first_date")),
          last_date_(table.find("last_date")),
          revenue_(table.find("revenue")),
          repeat_revenue_(table.find("repeat_revenue")),
          holdout_revenue_(table.find("holdout_revenue")),
          holdout_frequency_(table.find("holdout_frequency")),
          sum_log_gaps_(table.find("sum_log_gaps")) {}

    [[nodiscard]] bool has_amounts() const { return mean_ != nullptr; }

    [[nodiscard]] detail::data::BaseRow at(std::size_t row) const {
        return {frequency_[row], recency_[row], age_[row], weight_[row],
                known(mean_, &Column::reals, row)};
    }

    [[nodiscard]] detail::data::BaseDetails details(std::size_t row) const {
        return {known(first_date_, &Column::dates, row),
                known(last_date_, &Column::dates, row),
                money(revenue_, row),
                money(repeat_revenue_, row),
                money(holdout_revenue_, row),
                known(holdout_frequency_, &Column::integers, row),
                known(sum_log_gaps_, &Column::reals, row)};
    }

private:
    template <class Value>
    static std::optional<Value> known(const Column* column,
                                      std::span<const Value> (Column::*values)() const,
                                      std::size_t row) {
        if (column == nullptr || column->is_null(row)) return std::nullopt;
        return (column->*values)()[row];
    }

    static std::optional<Money> money(const Column* column, std::size_t row) {
        const auto units = known(column, &Column::integers, row);
        return units ? std::optional(Money{*units, column->scale()}) : std::nullopt;
    }

    std::span<const std::int64_t> frequency_, weight_;
    std::span<const double> recency_, age_;
    const Column *mean_, *first_date_, *last_date_;
    const Column *revenue_, *repeat_revenue_, *holdout_revenue_, *holdout_frequency_;
    const Column* sum_log_gaps_;
};

std::optional<Error> find_bad_row(const Table& table, const detail::data::BaseFrame& frame) {
    const Rows rows(table);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const detail::data::BaseRow values = rows.at(row);
        if (auto found = detail::data::find_violation(values, rows.has_amounts())) {
            return at_row(*std::move(found), row);
        }
        if (auto found = detail::data::find_violation(values, rows.details(row), frame)) {
            return at_row(*std::move(found), row);
        }
    }
    return std::nullopt;
}

Result<void> check_rows(const Table& table, const detail::data::BaseFrame& frame) {
    if (auto found = find_null(table)) return *std::move(found);
    if (auto found = find_disorder(table["customer"])) return *std::move(found);
    if (auto found = find_bad_row(table, frame)) return *std::move(found);
    return {};
}

Result<std::int64_t> sum_of_weights(std::span<const std::int64_t> weights) {
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < weights.size(); ++row) {
        if (weights[row] > std::numeric_limits<std::int64_t>::max() - sum) {
            return at_row(invalid("weight", "weights whose sum fits into 64 bits", "more"), row);
        }
        sum += weights[row];
    }
    return sum;
}

}  // namespace

Result<CustomerBase> CustomerBase::from_table(Table table, Period merge, Unit unit,
                                              std::optional<Date> until, const BaseReport& report) {
    check_columns(table);
    if (auto checked = check_rows(table, {merge, until}); !checked) return checked.error();
    const auto customers = sum_of_weights(table["weight"].integers());
    if (!customers) return customers.error();
    CustomerBase base(std::move(table), merge, unit, until, report);
    base.customers_ = *customers;
    return base;
}

CustomerBase::CustomerBase(Table table, Period merge, Unit unit, std::optional<Date> until,
                           const BaseReport& report)
    : table_(std::move(table)), merge_(merge), unit_(unit), until_(until), report_(report) {
    bind();
}

// Points the views at this object's own table.
void CustomerBase::bind() {
    const auto integers = [this](std::string_view name) -> std::span<const std::int64_t> {
        const Column* column = table_.find(name);
        if (column == nullptr) return {};
        return column->integers();
    };
    frequency_ = integers("frequency");
    weight_ = integers("weight");
    revenue_ = integers("revenue");
    holdout_frequency_ = integers("holdout_frequency");
    recency_ = table_["recency"].reals();
    age_ = table_["T"].reals();
    const Column* mean = table_.find("monetary_value");
    monetary_value_ = mean == nullptr ? std::span<const double>() : mean->reals();
}

CustomerBase::CustomerBase(const CustomerBase& other)
    : CustomerBase(other.table_, other.merge_, other.unit_, other.until_, other.report_) {
    holdout_until_ = other.holdout_until_;
    customers_ = other.customers_;
}

CustomerBase& CustomerBase::operator=(const CustomerBase& other) {
    if (this != &other) *this = CustomerBase(other);
    return *this;
}

CustomerId CustomerBase::customer(std::size_t row) const {
    return detail::data::id_at(table_["customer"], row);
}

std::uint8_t CustomerBase::revenue_scale() const noexcept {
    const Column* revenue = table_.find("revenue");
    return revenue == nullptr ? std::uint8_t{0} : revenue->scale();
}

CustomerBase CustomerBase::in_unit(Unit unit) const {
    CustomerBase base = *this;
    base.unit_ = unit;
    return base;
}

CustomerBase CustomerBase::with_holdout_until(Date date) && {
    if (until_ && date <= *until_) {
        contract_violation("date", "a date after until = " + until_->to_string(), date.to_string());
    }
    holdout_until_ = date;
    return std::move(*this);
}

}  // namespace tenure::inline v0
