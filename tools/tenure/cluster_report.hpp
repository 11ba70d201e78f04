#pragma once

/// @file
/// Clusters for people and for machines.

#include <string>

#include "json.hpp"
#include "tenure/segments/clusters.hpp"

namespace tenure::tools {

/// Why so many, and what each is like.
[[nodiscard]] std::string to_text(const segments::ClusterReport& report);
[[nodiscard]] Json clusters_json(const segments::ClusterReport& report);

}  // namespace tenure::tools
