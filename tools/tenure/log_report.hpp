#pragma once

/// @file
/// What became of a log: its rows accounted for, its customers counted.

#include <string>

#include "json.hpp"
#include "log_options.hpp"
#include "tenure/core/error.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::tools {

/// What was read and how, its rows and its customers, as text.
[[nodiscard]] std::string log_text(const LogOptions& options, const CustomerBase& base);

/// The rows of a log by what became of them, as text and as JSON; `base`, if there is one, was made
/// of those kept; without one, what is known of bases only is null. The first counts sum up to the
/// rows of the log.
[[nodiscard]] std::string rows_text(const LogReport& log, const CustomerBase* base);
[[nodiscard]] Json rows_json(const LogReport& log, const CustomerBase* base);

/// The same of a base; null where it was read as such.
[[nodiscard]] Json rows_json(const CustomerBase& base);

/// The rows that were refused, by what is wrong and with the first of each, as text.
[[nodiscard]] std::string refused_text(const LogReport& log);

/// An error with its place; what is not known is null.
[[nodiscard]] Json error_json(const Error& error);

/// How many customers, and how many of them bought once or again.
[[nodiscard]] std::string customers_text(const CustomerBase& base);
[[nodiscard]] Json customers_json(const CustomerBase& base);

}  // namespace tenure::tools
