#pragma once

// The rows of an order log, from the records of a text.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "data/amount_expression.hpp"
#include "data/id_column.hpp"
#include "data/money_column.hpp"
#include "io/csv_reader.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::inline v0::detail::data {

/// The columns of a log in a file.
struct LogColumns {
    std::size_t customer;
    std::size_t date;
    std::optional<AmountExpression> amount;
};

/// Finds the columns that the mapping means, or those of the usual names. `Code::missing_column`.
[[nodiscard]] Result<LogColumns> find_log_columns(const TransactionMapping& mapping,
                                                  const ColumnNames& names);

class LogReader {
public:
    /// `reader` is open, and stays where it is.
    LogReader(io::CsvReader& reader, const LogColumns& columns, const ReadOptions& options);

    /// Reads all rows. Progress is in bytes, of `total` (0 where that is not known).
    [[nodiscard]] Result<Transactions> read_all(std::size_t total);

private:
    // A batch as far as its rows do not depend on each other.
    struct Batch {
        std::vector<std::optional<std::int64_t>> numbers;
        std::vector<std::int32_t> days;
        std::vector<Money> amounts;
    };

    Result<void> read_batch();
    Result<void> parse_row(std::size_t row);
    Result<void> parse_id(std::size_t row);
    Result<void> parse_date(std::size_t row);
    Result<void> parse_amount(std::size_t row);
    [[nodiscard]] Result<Money> parse_product(std::size_t row);
    [[nodiscard]] Result<Money> parse_factor(std::size_t row, std::size_t slot);
    [[nodiscard]] std::size_t negative_slot(std::size_t row) const;
    Result<void> append(std::size_t rows);
    [[nodiscard]] std::size_t rows_before(std::uint64_t line) const;
    Result<void> append_row(std::size_t row);
    [[nodiscard]] std::string_view field(std::size_t row, std::size_t slot) const noexcept;
    [[nodiscard]] Error at(std::size_t row, std::size_t slot, Error error) const;
    [[nodiscard]] Transactions finish();

    io::CsvReader& reader_;
    const ReadOptions& options_;
    std::optional<AmountExpression> amount_;
    Batch batch_;
    IdColumn ids_;
    std::vector<std::int32_t> days_;
    MoneyColumn amounts_;
};

}  // namespace tenure::inline v0::detail::data
