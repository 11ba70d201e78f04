#include "data/log_reader.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "io/blanks.hpp"

namespace tenure::inline v0::detail::data {
namespace {

using core::expected_got;
using core::quoted;

constexpr std::string_view customer_names[] = {"customer",  "customer_id", "customerid", "client",
                                               "client_id", "cust_id",     "user_id",    "id"};
constexpr std::string_view date_names[] = {
    "date",         "order_date",    "orderdate",       "invoicedate",
    "invoice_date", "purchase_date", "transaction_date"};
constexpr std::string_view amount_names[] = {"amount", "total", "revenue", "price",       "value",
                                             "sales",  "spend", "dollars", "dollar_value"};

// What stands in which slot of the reader's batches. The factors of the amount follow.
enum Slot : std::size_t { customer_slot, date_slot, amount_slot };

Result<std::size_t> find_needed(const std::string& given, std::span<const std::string_view> usual,
                                const ColumnNames& names, std::string_view role) {
    if (!given.empty()) return names.find(given, role);
    const auto found = names.find_any(usual, role);
    if (!found) return found.error();
    if (!*found) {
        return names.missing("a column for the " + std::string(role), names.listed(), role);
    }
    return **found;
}

Result<std::optional<AmountExpression>> find_amount(const std::string& given,
                                                    const ColumnNames& names) {
    using Amount = std::optional<AmountExpression>;
    if (!given.empty()) {
        const auto parsed = parse_amount_expression(given, names);
        return parsed ? Result<Amount>(*parsed) : parsed.error();
    }
    const auto found = names.find_any(amount_names, "amount");
    if (!found) return found.error();
    return *found ? Amount(AmountExpression{{**found}, {}}) : Amount();
}

}  // namespace

Result<LogColumns> find_log_columns(const TransactionMapping& mapping, const ColumnNames& names) {
    const auto customer = find_needed(mapping.customer, customer_names, names, "customer");
    if (!customer) return customer.error();
    const auto date = find_needed(mapping.date, date_names, names, "date");
    if (!date) return date.error();
    auto amount = find_amount(mapping.amount, names);
    if (!amount) return amount.error();
    return LogColumns{*customer, *date, *std::move(amount)};
}

LogReader::LogReader(io::CsvReader& reader, const LogColumns& columns, const ReadOptions& options)
    : reader_(reader), options_(options), amount_(columns.amount) {
    std::vector<std::size_t> slots = {columns.customer, columns.date};
    if (amount_) slots.insert(slots.end(), amount_->columns.begin(), amount_->columns.end());
    reader_.select(slots);
}

Result<Transactions> LogReader::read_all(std::size_t total) {
    for (;;) {
        const auto more = reader_.next_batch();
        if (!more) return more.error();
        if (!*more) break;
        if (auto read = read_batch(); !read) return read.error();
        const std::size_t done = reader_.bytes_done();
        if (!options_.run.progress.report(done, std::max(done, total))) {
            return Error{Code::cancelled, expected_got("to go on", "a stop from the host"), {}};
        }
    }
    if (days_.empty()) {
        return Error{Code::no_rows, expected_got("rows", "none"), {reader_.file(), 0, 0, {}}};
    }
    return finish();
}

Result<void> LogReader::read_batch() {
    constexpr std::size_t chunk = 1024;
    const std::size_t rows = reader_.size();
    batch_.numbers.resize(rows);
    batch_.days.resize(rows);
    batch_.amounts.resize(amount_ ? rows : 0);
    const auto parse = [this](std::size_t, std::size_t begin, std::size_t end) -> Result<void> {
        for (std::size_t row = begin; row < end; ++row) {
            if (auto parsed = parse_row(row); !parsed) return parsed;
        }
        return {};
    };
    const RunOptions run = {options_.run.executor, {}};
    auto parsed = core::for_each_chunk(run, rows, chunk, parse);
    if (parsed) return append(rows);
    // What the rows before the bad one do not allow comes first.
    auto appended = append(rows_before(parsed.error().where.line));
    return appended ? parsed : appended;
}

// How many rows of the batch end before a line that one of them has.
std::size_t LogReader::rows_before(std::uint64_t line) const {
    std::size_t row = 0;
    while (row + 1 < reader_.size() && reader_.line(row + 1) <= line) ++row;
    return row;
}

Result<void> LogReader::parse_row(std::size_t row) {
    if (auto parsed = parse_id(row); !parsed) return parsed;
    if (auto parsed = parse_date(row); !parsed) return parsed;
    return amount_ ? parse_amount(row) : Result<void>();
}

Result<void> LogReader::parse_id(std::size_t row) {
    const std::string_view text = field(row, customer_slot);
    if (text.empty()) {
        return at(row, customer_slot,
                  {Code::missing_id, expected_got("a customer id", quoted(text)), {}});
    }
    batch_.numbers[row] = canonical_integer(text);
    return {};
}

Result<void> LogReader::parse_date(std::size_t row) {
    const std::string_view text = field(row, date_slot);
    const auto date =
        options_.date_format.empty() ? Date::parse(text) : Date::parse(text, options_.date_format);
    if (!date) return at(row, date_slot, date.error());
    batch_.days[row] = date->days();
    return {};
}

Result<void> LogReader::parse_amount(std::size_t row) {
    const auto amount = parse_product(row);
    if (!amount) return amount.error();
    if (amount->units < 0) {
        const std::size_t slot = negative_slot(row);
        return at(row, slot,
                  {Code::negative_amount,
                   expected_got("an amount of 0 or more", quoted(field(row, slot))),
                   {}});
    }
    batch_.amounts[row] = *amount;
    return {};
}

Result<Money> LogReader::parse_product(std::size_t row) {
    auto product = parse_factor(row, amount_slot);
    if (!product) return product;
    if (amount_->columns.size() == 2) {
        auto second = parse_factor(row, amount_slot + 1);
        if (!second) return second;
        product = multiply(*product, *second);
    } else if (amount_->constant) {
        product = multiply(*product, *amount_->constant);
    }
    if (!product) return at(row, amount_slot, product.error());
    return product;
}

Result<Money> LogReader::parse_factor(std::size_t row, std::size_t slot) {
    auto factor = Money::parse(field(row, slot), options_.csv.decimal);
    if (!factor) return at(row, slot, factor.error());
    return factor;
}

// The factor that makes the amount negative, or the only one that stands in the file.
std::size_t LogReader::negative_slot(std::size_t row) const {
    const bool first = amount_->columns.size() == 1 || field(row, amount_slot).starts_with('-');
    return first ? amount_slot : amount_slot + 1;
}

// What depends on the rows before it.
Result<void> LogReader::append(std::size_t rows) {
    days_.insert(days_.end(), batch_.days.begin(),
                 batch_.days.begin() + static_cast<std::ptrdiff_t>(rows));
    for (std::size_t row = 0; row < rows; ++row) {
        if (auto appended = append_row(row); !appended) return appended;
    }
    return {};
}

Result<void> LogReader::append_row(std::size_t row) {
    if (auto added = ids_.add(field(row, customer_slot), batch_.numbers[row]); !added) {
        return at(row, customer_slot, added.error());
    }
    if (!amount_) return {};
    if (auto added = amounts_.add(batch_.amounts[row]); !added) {
        return at(row, amount_slot, added.error());
    }
    return {};
}

std::string_view LogReader::field(std::size_t row, std::size_t slot) const noexcept {
    return io::trimmed(reader_.field(row, slot));
}

Error LogReader::at(std::size_t row, std::size_t slot, Error error) const {
    error.where = reader_.location(row, slot);
    return error;
}

Transactions LogReader::finish() {
    Table table;
    table.add("customer", std::move(ids_).finish());
    table.add("date", Column::dates(std::move(days_)));
    if (amount_) table.add("amount", std::move(amounts_).finish());
    return Transactions::from_table(std::move(table));
}

}  // namespace tenure::inline v0::detail::data
