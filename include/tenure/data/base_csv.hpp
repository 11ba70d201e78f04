#pragma once

/// @file
/// A customer base as delimited text, out and in.

#include <map>
#include <optional>
#include <string>

#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/io/byte_source.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::inline v0 {

/// The base as it is written: `customer, frequency, recency, T` (in `unit()`), `monetary_value,
/// first_date, last_date, repeat_revenue, sum_log_gaps, weight, until, unit, merge, revenue`, and
/// `holdout_frequency, holdout_revenue, holdout_until` where there is a holdout. `sum_log_gaps` is
/// of gaps in merge periods, as in the base, whatever the unit: a logarithm added and taken away
/// again would not come back to the same bits. What is not known is empty.
[[nodiscard]] TENURE_API Table to_table(const CustomerBase& base);

/// Writes `to_table(base)` as CSV, whole or not at all. Reading it back gives the same base: all
/// counts, money, dates, means and sums of logarithms to the bit, times to the bit in `unit()`.
[[nodiscard]] TENURE_API Result<void> write_base(const CustomerBase& base, const std::string& path);

/// How a base is read.
struct ReadBaseOptions {
    CsvFormat csv = {};
    /// Which column of the file (a header name, or a number from 1) holds which column of the base:
    /// `{{"frequency", "x"}, {"recency", "tx_days"}}`. Names that are not mapped are looked for as
    /// they are. `frequency`, `recency` and `T` are needed; without `customer`, rows are numbered
    /// from 1.
    std::map<std::string, std::string> columns = {};
    /// The unit that `recency` and `T` are counted in. Default: what the file's column `unit` says,
    /// else `unit` below. `sum_log_gaps` is of gaps in merge periods whatever stands here.
    std::optional<Unit> times = {};
    /// The unit that models will read the base in. Default: what the file says, else week.
    std::optional<Unit> unit = {};
    /// The merge period. Default: what the file says, else day.
    std::optional<Period> merge = {};
    /// Progress is in bytes, of the file's size; where that is not known, of those read so far.
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// Reads a base that `write_base` wrote, or any other summary with a mapping. Rows may stand in any
/// order. Times that are a whole number of merge periods up to rounding are taken as that number.
/// Rows are checked as in `CustomerBase::from_table`; a column but `monetary_value` has a value in
/// every row or in none.
/// @return the file, form and value codes of `Code`, with line and column;
/// `Code::duplicate_customer` with the line of the second row; `Code::cancelled`.
[[nodiscard]] TENURE_API Result<CustomerBase> read_base(const std::string& path,
                                                        const ReadBaseOptions& options = {});

/// The same from the host's own bytes.
[[nodiscard]] TENURE_API Result<CustomerBase> read_base_from(const ByteSource& source,
                                                             const ReadBaseOptions& options = {});

}  // namespace tenure::inline v0
