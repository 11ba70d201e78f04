#pragma once

/// @file
/// What is right and wrong with a log, for people and for machines.

#include <optional>
#include <string>
#include <vector>

#include "json.hpp"
#include "log_options.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/error.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::tools {

/// The columns of one file of the log.
struct FileColumns {
    std::string file;
    std::vector<ColumnChoice> columns;
};

/// What was found in a log.
struct CheckFindings {
    std::vector<FileColumns> files = {};
    LogReport log = {};
    std::vector<DateNotation> notations = {};
    // Of the rows kept, where the log was read to its end.
    std::optional<Date> first_date = {};
    std::optional<Date> last_date = {};
    std::optional<CustomerBase> base = {};  ///< None where no row was kept, or `ended_by` forbids.
    /// What ended the reading, or why there is no base of the rows kept.
    std::optional<Error> ended_by = {};

    [[nodiscard]] bool faulty() const { return ended_by || log.bad_rows != 0; }
};

/// Columns, what would be read, what is refused and why, and what may be done about it.
[[nodiscard]] std::string to_text(const CheckFindings& findings, const LogOptions& options);

/// The object that `check --json` prints.
[[nodiscard]] Json check_json(const CheckFindings& findings, const LogOptions& options);

/// One line that says why a log is faulty.
[[nodiscard]] std::string why_faulty(const CheckFindings& findings, const LogOptions& options);

}  // namespace tenure::tools
