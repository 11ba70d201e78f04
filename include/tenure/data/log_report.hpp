#pragma once

/// @file
/// What became of the records of a log while it was read.

#include <cstdint>
#include <vector>

#include "tenure/core/error.hpp"

namespace tenure::inline v0 {

/// Bad rows of one kind that were skipped.
struct RefusedRows {
    Code code;              ///< What is wrong with them.
    std::int64_t rows = 0;  ///< How many there are.
    /// The first of them, at most `kept_errors`, in the order of the log.
    std::vector<Error> first = {};

    static constexpr std::size_t kept_errors = 5;
};

/// The records of a log, each counted once: `rows` = `kept` + `bad_rows` + `missing_ids` +
/// `returns_dropped` + `zero_amounts_dropped` + `outliers_dropped`.
struct LogReport {
    std::int64_t rows = 0;                  ///< Records read, headers and blank lines not counted.
    std::int64_t kept = 0;                  ///< Rows of the log that was made of them.
    std::int64_t bad_rows = 0;              ///< Skipped.
    std::int64_t missing_ids = 0;           ///< Dropped, as their customer id is empty.
    std::int64_t returns_dropped = 0;       ///< Dropped, as they take something back.
    std::int64_t zero_amounts_dropped = 0;  ///< Dropped, as their amount is 0.
    std::int64_t outliers_dropped = 0;      ///< Dropped, as their amount is above the limit.
    std::int64_t outliers_kept = 0;         ///< Of those kept: above the limit.
    /// The bad rows by what is wrong, in the order of the codes.
    std::vector<RefusedRows> refused = {};

    /// Notes one bad row more.
    TENURE_API void refuse(Error error);
    /// The report of both logs, one behind the other.
    TENURE_API LogReport& operator+=(const LogReport& later);
};

}  // namespace tenure::inline v0
