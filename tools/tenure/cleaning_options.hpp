#pragma once

/// @file
/// The options that say what becomes of the rows that are not plain purchases, and how much memory
/// the rows may take.

#include <CLI/CLI.hpp>

#include "log_options.hpp"

namespace tenure::tools {

/// Adds the policies; without those of bad rows where `input` is a log to check.
void add_cleaning_options(CLI::App& app, LogOptions& options, Input input);

/// Adds `--order`, `--memory-limit` and `--temp-dir`.
void add_memory_options(CLI::App& app, LogOptions& options, Input input);

/// How the command line calls a row order.
[[nodiscard]] const char* row_order_name(RowOrder order) noexcept;

}  // namespace tenure::tools
