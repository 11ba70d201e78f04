#pragma once

/// @file
/// Cohorts for people and for machines.

#include <string>

#include "json.hpp"
#include "tenure/segments/cohorts.hpp"

namespace tenure::tools {

/// The triangle of retention, of the first periods and the last cohorts, and all cohorts together.
[[nodiscard]] std::string to_text(const segments::CohortTable& cohorts);
[[nodiscard]] Json cohorts_json(const segments::CohortTable& cohorts);

}  // namespace tenure::tools
