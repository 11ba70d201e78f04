#pragma once

// When the customers of a log came first, and when they came back.

#include <cstdint>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/result.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0::detail::scores {

/// Customers came first from `first` to `until`; their purchases are looked at to `end`.
struct RepeatFrame {
    Date first, until, end;
};

/// By day, from the first one of the frame on.
struct RepeatLog {
    std::vector<std::int64_t> entered;  ///< Customers by their first purchase, to `until`.
    std::vector<std::int64_t> repeats;  ///< Their further occasions, to `end`.
};

/// Counts what a log has, in any order of rows.
/// @return `Code::invalid_data` for a purchase before the frame, `Code::overflow`.
[[nodiscard]] Result<RepeatLog> repeat_log(const Transactions& log, const RepeatFrame& frame,
                                           Period merge);

}  // namespace tenure::inline v0::detail::scores
