#pragma once

/// @file
/// An order log from delimited text.

#include <string>

#include "tenure/core/executor.hpp"
#include "tenure/data/transactions.hpp"
#include "tenure/io/byte_source.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::inline v0 {

/// Which column is what. Each is a header name, or a number from 1, or, for the amount, a product
/// of two such, or of one and a constant: `Quantity*UnitPrice`, `price*1.19`. A name that a header
/// holds wins over a number. In a product, a whole number is a column: the constant 2 is written
/// `2.0`.
struct TransactionMapping {
    /// Left empty, these are found in the header, in any case, by the names: customer, customer_id,
    /// customerid, client, client_id, cust_id, user_id, id; date, order_date, orderdate,
    /// invoicedate, invoice_date, purchase_date, transaction_date; amount, total, revenue, price,
    /// value, sales, spend, dollars, dollar_value. Two columns that both fit are
    /// `Code::missing_column`: say which.
    std::string customer = {};
    std::string date = {};
    std::string amount = {};  ///< Where nothing is given or found, the log has no amounts.
};

/// How an order log is read.
struct ReadOptions {
    CsvFormat csv = {};
    TransactionMapping columns = {};
    /// As in `Date::parse`; empty reads `YYYY-MM-DD` and `YYYYMMDD` only.
    std::string date_format = {};
    /// Progress is in bytes, of the file's size; where that is not known, of those read so far.
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// Reads the order log at `path` (`-` is standard input), strictly: the first row that is not as
/// expected ends it, with file, line and column, what was expected and what stood there.
/// Surrounding blanks of ids, dates and numbers mean nothing. Amounts are read exactly and kept at
/// the smallest common scale.
/// @return the file codes (1xx), form codes (2xx) and value codes (3xx) of `Code`.
[[nodiscard]] TENURE_API Result<Transactions> read_transactions(const std::string& path,
                                                                const ReadOptions& options = {});

/// The same from the host's own bytes.
[[nodiscard]] TENURE_API Result<Transactions> read_transactions_from(
    const ByteSource& source, const ReadOptions& options = {});

}  // namespace tenure::inline v0
