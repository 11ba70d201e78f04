#include "tenure/data/transactions.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/message.hpp"
#include "data/fingerprint.hpp"
#include "data/id_column.hpp"
#include "io/blanks.hpp"
#include "io/utf8.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::contract_violation;
using detail::core::expected_got;
using detail::core::quoted;
using detail::data::IdColumn;

Error at_row(Code code, std::size_t row, const char* field, std::string message) {
    return {code, std::move(message), {{}, row + 1, 0, field}};
}

void check_length(std::string_view argument, std::size_t expected, std::size_t got) {
    if (expected == got) return;
    contract_violation(argument, std::to_string(expected) + " rows", std::to_string(got));
}

void check_columns(const TransactionColumns& columns) {
    const std::size_t rows = columns.dates.size();
    if (!columns.customer_numbers.empty() && !columns.customer_texts.empty()) {
        contract_violation("customer_texts", "one of the two id columns", "both");
    }
    const bool numbers = columns.customer_texts.empty();
    check_length(numbers ? "customer_numbers" : "customer_texts", rows,
                 numbers ? columns.customer_numbers.size() : columns.customer_texts.size());
    if (!columns.amounts.empty()) check_length("amounts", rows, columns.amounts.size());
    if (columns.amount_scale > Money::max_scale) {
        contract_violation("amount_scale", "a scale from 0 to 6", columns.amount_scale);
    }
}

Result<void> add_text_id(IdColumn& ids, std::string_view text, std::size_t row) {
    const std::string_view id = detail::io::trimmed(text);
    if (id.empty()) {
        return at_row(Code::missing_id, row, "customer",
                      expected_got("a customer id", quoted(text)));
    }
    const std::size_t invalid = detail::io::find_invalid_utf8(id);
    if (invalid != std::string_view::npos) {
        return at_row(Code::invalid_encoding, row, "customer",
                      expected_got("UTF-8", detail::io::hexadecimal(id[invalid]) + " as byte " +
                                                std::to_string(invalid + 1) + " of the id"));
    }
    return ids.add(id, canonical_integer(id));
}

Result<Column> id_column(const TransactionColumns& columns) {
    IdColumn ids;
    for (const std::int64_t number : columns.customer_numbers) {
        if (auto added = ids.add(number); !added) return added.error();
    }
    for (std::size_t row = 0; row < columns.customer_texts.size(); ++row) {
        if (auto added = add_text_id(ids, columns.customer_texts[row], row); !added) {
            return added.error();
        }
    }
    return std::move(ids).finish();
}

Result<void> check_amounts(std::span<const std::int64_t> amounts, std::uint8_t scale,
                           Returns returns) {
    if (returns == Returns::net) return {};
    const auto negative =
        std::find_if(amounts.begin(), amounts.end(), [](std::int64_t units) { return units < 0; });
    if (negative == amounts.end()) return {};
    return at_row(
        Code::negative_amount, static_cast<std::size_t>(negative - amounts.begin()), "amount",
        expected_got("an amount of 0 or more", quoted(Money{*negative, scale}.to_string())));
}

std::vector<std::int32_t> days_of(std::span<const Date> dates) {
    std::vector<std::int32_t> days(dates.size());
    std::transform(dates.begin(), dates.end(), days.begin(), [](Date d) { return d.days(); });
    return days;
}

// The column of this name and one of these types, without nulls.
const Column& checked(const Table& table, std::string_view name, ColumnType type,
                      ColumnType or_type) {
    const Column& column = table[name];
    if ((column.type() != type && column.type() != or_type) || column.null_count() != 0) {
        contract_violation(name, "the column type of Transactions, without nulls", "another");
    }
    return column;
}

void check_ids(const Column& ids) {
    if (ids.type() == ColumnType::int64) {
        if (ids.scale() != 0) contract_violation("customer", "whole numbers", "money");
        return;
    }
    const StringArena& texts = ids.dictionary();
    std::vector<bool> is_checked(texts.size());
    for (const std::int32_t index : ids.indices()) {
        const auto at = static_cast<std::size_t>(index);
        if (is_checked[at]) continue;
        is_checked[at] = true;
        if (texts[at].empty())
            contract_violation("customer", "ids that are not empty", "an empty one");
        const bool is_id = detail::io::trimmed(texts[at]) == texts[at] &&
                           detail::io::find_invalid_utf8(texts[at]) == std::string_view::npos;
        if (!is_id) {
            contract_violation("customer", "ids of UTF-8 without blanks around them",
                               quoted(texts[at]));
        }
    }
}

// Columns that summarizing does not need, where they are there.
void check_further_columns(const Table& table) {
    constexpr std::pair<const char*, ColumnType> types[] = {
        {"order", ColumnType::text},     {"product", ColumnType::text},
        {"coupon", ColumnType::text},    {"channel", ColumnType::text},
        {"quantity", ColumnType::int64}, {"time", ColumnType::timestamp}};
    for (const auto& [name, type] : types) {
        const Column* column = table.find(name);
        if (column != nullptr && column->type() != type) {
            contract_violation(name, "the column type of Transactions", "another");
        }
    }
}

}  // namespace

Result<Transactions> Transactions::from_columns(const TransactionColumns& columns) {
    check_columns(columns);
    auto ids = id_column(columns);
    if (!ids) return ids.error();
    if (auto checked = check_amounts(columns.amounts, columns.amount_scale, columns.returns);
        !checked) {
        return checked.error();
    }
    Table table;
    table.add("customer", *std::move(ids));
    table.add("date", Column::dates(days_of(columns.dates)));
    if (!columns.amounts.empty()) {
        table.add("amount", Column::integers({columns.amounts.begin(), columns.amounts.end()},
                                             columns.amount_scale));
    }
    return from_rows(std::move(table));
}

Transactions Transactions::from_table(Table table) {
    check_ids(checked(table, "customer", ColumnType::int64, ColumnType::text));
    const auto days = checked(table, "date", ColumnType::date32, ColumnType::date32).dates();
    for (const std::int32_t day : days) static_cast<void>(Date::from_days(day));
    if (table.find("amount") != nullptr) {
        static_cast<void>(checked(table, "amount", ColumnType::int64, ColumnType::int64));
    }
    check_further_columns(table);
    return from_rows(std::move(table));
}

Transactions Transactions::from_rows(Table table) {
    auto fingerprints = detail::data::fingerprints_of(table);
    LogReport report;
    report.rows = report.kept = static_cast<std::int64_t>(table.rows());
    return {std::move(table), std::move(fingerprints), std::move(report)};
}

bool Transactions::has_amounts() const noexcept { return table_.find("amount") != nullptr; }

CustomerId Transactions::customer(std::size_t row) const {
    return detail::data::id_at(table_["customer"], row);
}

Date Transactions::date(std::size_t row) const {
    return Date::from_days(table_["date"].dates()[row]);
}

std::optional<Date> Transactions::first_date() const noexcept {
    const auto days = table_["date"].dates();
    if (days.empty()) return std::nullopt;
    return Date::from_days(*std::min_element(days.begin(), days.end()));
}

std::optional<Date> Transactions::last_date() const noexcept {
    const auto days = table_["date"].dates();
    if (days.empty()) return std::nullopt;
    return Date::from_days(*std::max_element(days.begin(), days.end()));
}

}  // namespace tenure::inline v0
