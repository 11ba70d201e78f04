#pragma once

/// @file
/// What became of a log: its rows accounted for, its customers counted.

#include <string>

#include "json.hpp"
#include "log_options.hpp"

namespace tenure::tools {

/// What was read and how, its rows and its customers, as text.
[[nodiscard]] std::string log_text(const LogOptions& options, const CustomerBase& base);

/// The rows of the log by what became of them; null for a base that was read as such.
[[nodiscard]] Json rows_json(const CustomerBase& base);

/// How many customers, and how many of them bought once or again.
[[nodiscard]] Json customers_json(const CustomerBase& base);

}  // namespace tenure::tools
