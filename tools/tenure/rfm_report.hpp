#pragma once

/// @file
/// RFM segments, and moves between them, for people and for machines.

#include <string>

#include "json.hpp"
#include "tenure/segments/migration.hpp"
#include "tenure/segments/rfm.hpp"

namespace tenure::tools {

/// Cut points with the customers of each score, what ties did to them, and the segments with their
/// rules.
[[nodiscard]] std::string to_text(const segments::RfmReport& report);
[[nodiscard]] Json rfm_json(const segments::RfmReport& report);

/// Who moved from where to where, and what was spent in between.
[[nodiscard]] std::string to_text(const segments::MigrationReport& report);
[[nodiscard]] Json migration_json(const segments::MigrationReport& report);

}  // namespace tenure::tools
