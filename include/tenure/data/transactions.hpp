#pragma once

/// @file
/// A log of orders: who bought, on what day, for how much.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0 {

/// The host's own columns, to make `Transactions` of. All given columns have one length; exactly
/// one of the two id columns is given.
struct TransactionColumns {
    std::span<const std::int64_t> customer_numbers = {};
    std::span<const std::string_view> customer_texts = {};
    std::span<const Date> dates = {};
    /// Whole numbers of 10^−`amount_scale`; empty where the log carries no amounts.
    std::span<const std::int64_t> amounts = {};
    std::uint8_t amount_scale = 2;
};

/// A columnar log of orders, in any order, checked: every row has an id and a date, no amount is
/// negative. It is a view with types over the table columns `customer` (int64 or text), `date` and,
/// where amounts are known, `amount` (money).
class TENURE_API Transactions {
public:
    /// Copies the host's columns. Blanks around text ids mean nothing; ids that are all canonical
    /// integers become integers, and numbers of more than 18 digits turn them to text
    /// (`CustomerId`). Lengths that differ are a `ContractError`.
    /// @return `Code::missing_id`, `Code::invalid_encoding` for an id that is not UTF-8,
    /// `Code::negative_amount`, with the row (from 1) as the line; `Code::overflow` above 2^31 − 1
    /// bytes of ids.
    [[nodiscard]] static Result<Transactions> from_columns(const TransactionColumns& columns);

    /// Takes a table that has the columns above; their types and what every log promises are
    /// checked
    /// (`ContractError`).
    [[nodiscard]] static Transactions from_table(Table table);

    [[nodiscard]] std::size_t size() const noexcept { return table_.rows(); }
    [[nodiscard]] bool has_amounts() const noexcept;
    /// The customer of a row.
    [[nodiscard]] CustomerId customer(std::size_t row) const;
    [[nodiscard]] Date date(std::size_t row) const;
    /// The earliest and latest dates; none in an empty log.
    [[nodiscard]] std::optional<Date> first_date() const noexcept;
    [[nodiscard]] std::optional<Date> last_date() const noexcept;
    [[nodiscard]] const Table& table() const noexcept { return table_; }

private:
    explicit Transactions(Table table) : table_(std::move(table)) {}
    Table table_;
};

}  // namespace tenure::inline v0
