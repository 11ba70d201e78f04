#pragma once

/// @file
/// Cut points kept in a file, so that next month's customers are measured by this month's.

#include <string>
#include <string_view>

#include "json.hpp"
#include "tenure/scores/score.hpp"
#include "tenure/segments/clusters.hpp"
#include "tenure/segments/matrix.hpp"
#include "tenure/segments/rfm.hpp"

namespace tenure::tools {

/// The documents: an object with `tenure_cuts` (the version, 1), `by`, and what that needs.
[[nodiscard]] Json cuts_json(const segments::RfmCuts& cuts);
[[nodiscard]] Json cuts_json(const segments::ValueCuts& cuts);
[[nodiscard]] Json cuts_json(const segments::ClusterModel& model);

/// Reads them from `path`, `-` being standard input. Throws the library's `Code::cannot_open`,
/// `Code::cannot_read`, `Code::limit_exceeded` above a megabyte, `Code::corrupt_file` for what is
/// no JSON, and `Code::invalid_value` with the path of the member, for one that is missing, not
/// known, or not as expected.
[[nodiscard]] segments::RfmCuts read_rfm_cuts(const std::string& path);
[[nodiscard]] segments::ValueCuts read_value_cuts(const std::string& path);
[[nodiscard]] segments::ClusterModel read_clusters(const std::string& path);

}  // namespace tenure::tools
