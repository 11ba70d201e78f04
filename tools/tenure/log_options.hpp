#pragma once

/// @file
/// The options that every verb which reads an order log or a customer base has.

#include <CLI/CLI.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::tools {

/// The log options of a command line. What was not given is empty, or the default.
struct LogOptions {
    std::vector<std::string> orders;  ///< Files of one log, or `-`.
    std::string base;                 ///< A file, or `-`; never beside `orders`.
    std::optional<Date> until;
    std::optional<Date> holdout_until;
    std::optional<Unit> unit;
    std::optional<Period> merge;
    std::optional<Unit> times;  ///< Of a base.
    std::map<std::string, std::string> columns;
    std::string date_format;
    CsvFormat csv;
    CleaningPolicy cleaning;
    Duplicates duplicates = Duplicates::keep;
    RowOrder order = RowOrder::any;
    std::uint64_t memory_limit = 0;  ///< In bytes; 0 for none.
    std::string temp_dir;
};

/// What a verb reads.
enum class Input {
    orders,           ///< ORDERS.
    orders_or_base,   ///< ORDERS, or BASE by `--base`.
    orders_to_check,  ///< ORDERS, whatever is wrong with its rows.
};

/// Adds ORDERS, where `input` allows it `--base` and `--times`, and the log options to `app`.
void add_log_options(CLI::App& app, LogOptions& options, Input input);

/// All that is read.
[[nodiscard]] std::vector<std::string> input_files(const LogOptions& options);

/// The name of what is read, for messages.
[[nodiscard]] std::string input_name(const LogOptions& options);

}  // namespace tenure::tools
