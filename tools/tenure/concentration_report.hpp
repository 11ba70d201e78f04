#pragma once

/// @file
/// How much hangs on how few, for people and for machines.

#include <string>

#include "json.hpp"
#include "tenure/segments/concentration.hpp"

namespace tenure::tools {

/// Shares of the largest, classes, Gini and HHI, and who is a single point of failure.
[[nodiscard]] std::string to_text(const segments::ConcentrationTable& found);
[[nodiscard]] Json concentration_json(const segments::ConcentrationTable& found);

}  // namespace tenure::tools
