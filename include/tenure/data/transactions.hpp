#pragma once

/// @file
/// A log of orders: who bought, on what day, for how much.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/log_report.hpp"

namespace tenure::inline v0 {

namespace detail::data {
class LogBuilder;
}

/// The host's own columns, to make `Transactions` of. All given columns have one length; exactly
/// one of the two id columns is given.
struct TransactionColumns {
    std::span<const std::int64_t> customer_numbers = {};
    std::span<const std::string_view> customer_texts = {};
    std::span<const Date> dates = {};
    /// Whole numbers of 10^−`amount_scale`; empty where the log carries no amounts.
    std::span<const std::int64_t> amounts = {};
    std::uint8_t amount_scale = 2;
    /// Of negative amounts: `error`, or `net` for returns. `drop` is `error` here: leave them out.
    Returns returns = Returns::error;
};

/// A columnar log of orders, in any order, checked: every row has an id and a date. It is a view
/// with types over the table columns `customer` (int64 or text), `date` and, where they are known,
/// `amount` (money; below 0 for a return), and further columns that summarizing does not need:
/// `order`, `product`, `coupon`, `channel` (text), `quantity` (whole numbers with a scale), `time`.
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
    /// checked (`ContractError`). Amounts below 0 are returns.
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
    /// What became of the records that the log was read from; of one that was not read, all rows
    /// are kept.
    [[nodiscard]] const LogReport& report() const noexcept { return report_; }
    /// Fingerprints of the rows: equal rows have equal ones, and rows of one customer, date and
    /// amount that differ in anything else have different ones but for a chance of 2^−64.
    [[nodiscard]] std::span<const std::uint64_t> fingerprints() const noexcept {
        return fingerprints_;
    }

private:
    friend class detail::data::LogBuilder;
    static Transactions from_rows(Table table);
    Transactions(Table table, std::vector<std::uint64_t> fingerprints, LogReport report)
        : table_(std::move(table)),
          fingerprints_(std::move(fingerprints)),
          report_(std::move(report)) {}

    Table table_;
    std::vector<std::uint64_t> fingerprints_;
    LogReport report_;
};

}  // namespace tenure::inline v0
