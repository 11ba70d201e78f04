#pragma once

/// @file
/// The options that every verb which reads an order log or a customer base has, and what is read by
/// them.

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <string>

#include "json.hpp"
#include "run.hpp"
#include "tenure/data/base_csv.hpp"
#include "tenure/data/read_transactions.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::tools {

/// The log options of a command line. What was not given is empty.
struct LogOptions {
    std::string orders;  ///< A file, or `-`.
    std::string base;    ///< The same; never both.
    std::optional<Date> until;
    std::optional<Date> holdout_until;
    std::optional<Unit> unit;
    std::optional<Period> merge;
    std::optional<Unit> times;  ///< Of a base.
    std::map<std::string, std::string> columns;
    std::string date_format;
    CsvFormat csv;
};

/// What a verb reads.
enum class Input {
    orders,          ///< ORDERS.
    orders_or_base,  ///< ORDERS, or BASE by `--base`.
};

/// Adds ORDERS, where `input` allows it `--base` and `--times`, and the log options to `app`.
void add_log_options(CLI::App& app, LogOptions& options, Input input);

/// Reads and summarizes the log, or reads the base. Throws `UsageError` where the options do not go
/// together, the library's exceptions where the input is not as expected.
[[nodiscard]] CustomerBase load_base(const LogOptions& options, Run& run);

/// The name of what was read, for messages.
[[nodiscard]] const std::string& input_name(const LogOptions& options) noexcept;

/// The log options as they took effect.
[[nodiscard]] Json log_options_json(const LogOptions& options, const CustomerBase& base);

}  // namespace tenure::tools
