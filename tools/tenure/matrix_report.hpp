#pragma once

/// @file
/// Value × risk for people and for machines.

#include <string>

#include "json.hpp"
#include "tenure/segments/matrix.hpp"

namespace tenure::tools {

/// Cut points, the customers and the value of each cell, and what each level of protection covers.
[[nodiscard]] std::string to_text(const segments::MatrixReport& report);
[[nodiscard]] Json matrix_json(const segments::MatrixReport& report);

}  // namespace tenure::tools
