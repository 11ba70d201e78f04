#pragma once

/// @file
/// Cells and rows of a table as JSON.

#include <cstddef>

#include "json.hpp"
#include "tenure/core/table.hpp"

namespace tenure::tools {

/// The value of a column in a row; null where it is.
[[nodiscard]] Json cell_json(const Column& column, std::size_t row);

/// A row by the names of its columns.
[[nodiscard]] Json row_json(const Table& table, std::size_t row);

}  // namespace tenure::tools
