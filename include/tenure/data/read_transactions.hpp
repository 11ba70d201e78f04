#pragma once

/// @file
/// An order log from delimited text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/log_report.hpp"
#include "tenure/data/transactions.hpp"
#include "tenure/io/byte_source.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::inline v0 {

namespace detail::data {
class ReadAhead;
}

/// Which column is what. Each is a header name, or a number from 1, or, for the amount, a product
/// of two such, or of one and a constant: `Quantity*UnitPrice`, `price*1.19`. A name that a header
/// holds wins over a number. In a product, a whole number is a column (beside a name it is
/// `Code::missing_column`, as it would be mistaken): the constant 2 is written `2.0`.
struct TransactionMapping {
    /// Left empty, the first three are found in the header, in any case and with blanks for
    /// underscores, by the names: customer, customer_id, customerid, client, client_id, cust_id,
    /// user_id, member_number, customernumber, id; date, order_date, orderdate, invoicedate,
    /// invoice_date, purchase_date, transaction_date; amount, total, revenue, price, value, sales,
    /// spend, dollars, dollar_value. Two columns that both fit are `Code::missing_column`: say
    /// which.
    std::string customer = {};
    std::string date = {};
    std::string amount = {};  ///< Where nothing is given or found, the log has no amounts.

    /// These are read, and are columns of the log, where they are given. Where
    /// `CleaningPolicy::return_prefix` needs the order and it is not given, it is found by the
    /// names: order, order_id, orderid, order_no, invoice, invoice_id, invoiceno, invoice_no,
    /// receipt, transaction_id.
    std::string order = {};
    std::string product = {};
    std::string quantity = {};  ///< A number, read as exactly as an amount; may be negative.
    std::string coupon = {};
    std::string channel = {};
    /// A date with a time of day, to the microsecond, business-local; it may be the column of the
    /// date.
    std::string time = {};
};

/// How an order log is read.
struct ReadOptions {
    CsvFormat csv = {};
    TransactionMapping columns = {};
    /// As in `Date::parse` and `CivilTime::parse`; empty reads `YYYY-MM-DD` and `YYYYMMDD` only,
    /// with or without a time of day.
    std::string date_format = {};
    CleaningPolicy cleaning = {};
    /// Progress is in bytes, of the files' sizes; where these are not known, of those read so far.
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// Which column of a file was taken for what, and why.
struct ColumnChoice {
    std::string role;    ///< `customer`, `date`, `amount`, …
    std::string column;  ///< As the header names it, else its number; a product as it was given.
    bool was_given = false;  ///< By the mapping; else it was found by its name.
};

/// How many of the dates that were refused can be read by one of the usual formats.
struct DateNotation {
    std::string format;   ///< Fit for `ReadOptions::date_format`; `0000-00-00` stands for itself.
    std::int64_t values;  ///< How many of the refused dates it reads.
    std::string first;    ///< The first of them.
};

/// Reads order logs in pieces, so that no more than a piece is held: several files, one behind the
/// other, are one log. Each file has its own header, and its columns are found in it.
///
///     auto reader = TransactionReader::open({"2024.csv", "2025.csv.gz"}).value();
///     while (const auto piece = reader.next().value()) builder.add(*piece).value();
class TENURE_API TransactionReader {
public:
    /// Looks whether all files are there, opens the first and finds its columns; `-` is standard
    /// input.
    [[nodiscard]] static Result<TransactionReader> open(const std::vector<std::string>& paths,
                                                        const ReadOptions& options = {});
    /// The same from the host's own bytes.
    [[nodiscard]] static Result<TransactionReader> open(std::vector<ByteSource> sources,
                                                        const ReadOptions& options = {});

    TransactionReader(TransactionReader&&) noexcept;
    TransactionReader& operator=(TransactionReader&&) noexcept;
    ~TransactionReader();

    /// The next rows; nothing at the end. A piece of which no record was kept is empty, but for its
    /// report. Its ids are texts or integers as the rows of this piece are, and a text may stand in
    /// its dictionary more than once. An error comes after all rows before it, and is returned
    /// again from then on. Only where the columns of a piece cannot take a row (`Code::overflow`:
    /// amounts at one scale, 2^31 − 1 bytes of ids) is the piece lost.
    [[nodiscard]] Result<std::optional<Transactions>> next();

    /// What became of the records read so far.
    [[nodiscard]] const LogReport& report() const;
    /// The columns of the file that is being read.
    [[nodiscard]] const std::vector<ColumnChoice>& columns() const;
    /// The file that is being read, as it was named.
    [[nodiscard]] const std::string& file() const;
    /// Of the dates in rows that were skipped (`BadRows::skip`): how they may be meant, the
    /// notation of most values first. A value that has several readings counts in each.
    [[nodiscard]] std::vector<DateNotation> date_notations() const;

private:
    friend class detail::data::ReadAhead;

    struct State;
    [[nodiscard]] Result<std::optional<Transactions>> next(const RunOptions& run);
    [[nodiscard]] Result<void> report_progress();
    explicit TransactionReader(std::unique_ptr<State> state);
    [[nodiscard]] State& state() const;
    std::unique_ptr<State> state_;
};

/// Reads the order log at `path` (`-` is standard input), strictly: the first row that is not as
/// expected ends it, with file, line and column, what was expected and what stood there, unless a
/// policy says otherwise. Surrounding blanks of ids, dates and numbers mean nothing. Amounts are
/// read exactly and kept at the smallest common scale.
/// @return the file codes (1xx), form codes (2xx) and value codes (3xx) of `Code`; `Code::no_rows`
/// where no row is left.
[[nodiscard]] TENURE_API Result<Transactions> read_transactions(const std::string& path,
                                                                const ReadOptions& options = {});

/// Several files as one log, one behind the other.
[[nodiscard]] TENURE_API Result<Transactions> read_transactions(
    const std::vector<std::string>& paths, const ReadOptions& options = {});

/// The same from the host's own bytes.
[[nodiscard]] TENURE_API Result<Transactions> read_transactions_from(
    const ByteSource& source, const ReadOptions& options = {});

}  // namespace tenure::inline v0
