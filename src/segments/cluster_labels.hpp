#pragma once

// Which cluster has which label.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "tenure/segments/clusters.hpp"

namespace tenure::inline v0::detail::segments {

/// What each row is given to, so that no column is given twice and the sum of what it costs is
/// least (Kuhn 1955, in the form with shortest paths of Jonker and Volgenant 1987). Costs stand row
/// by row and are not negative; there are at least as many columns as rows.
[[nodiscard]] std::vector<std::size_t> least_assignment(std::span<const double> costs,
                                                        std::size_t rows, std::size_t columns);

/// For each cluster the label, from 1, that it had in the earlier run; 0 where it is new.
[[nodiscard]] std::vector<std::size_t> labels_before(
    const tenure::segments::ClusterModel& model, const tenure::segments::ClusterModel& previous);

/// The model with its clusters in this order.
[[nodiscard]] tenure::segments::ClusterModel reordered(const tenure::segments::ClusterModel& model,
                                                       std::span<const std::size_t> order);

}  // namespace tenure::inline v0::detail::segments
