#pragma once

/// @file
/// Cut points as JSON documents.

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
/// With what values are made of: `basis` and, of CLV, `horizon`, `discount` and `margin`.
[[nodiscard]] Json cuts_json(const segments::ValueCuts& cuts, const ScoreReport& scores);
[[nodiscard]] Json cuts_json(const segments::ClusterModel& model);

/// Makes cut points of such a document, which stood in `file`. Throws the library's
/// `Code::corrupt_file` for what is no JSON, is nested deeper than these are or has a member twice,
/// and `Code::invalid_value` with the path of the member, for one that is missing, not known, or
/// not as expected.
[[nodiscard]] segments::RfmCuts rfm_cuts_of(std::string_view text, const std::string& file);
/// The values of `scores` must be made as those that were cut.
[[nodiscard]] segments::ValueCuts value_cuts_of(std::string_view text, const std::string& file,
                                                const ScoreReport& scores);
[[nodiscard]] segments::ClusterModel cluster_model_of(std::string_view text,
                                                      const std::string& file);

}  // namespace tenure::tools
