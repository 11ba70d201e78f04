#pragma once

// A base and the clusters that its customers belong to.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "segments/cluster_points.hpp"

namespace tenure::inline v0::detail::segments {

/// What clusters are ordered by: the mean revenue of their customers, or their mean purchase
/// occasions where the base has no revenue; 0 where there is nobody.
[[nodiscard]] Result<std::vector<double>> ranks(const CustomerBase& base,
                                                const std::vector<std::uint8_t>& cluster,
                                                std::size_t clusters, const RunOptions& run);

/// A table, and what the report says of it: the model, the clusters without their silhouettes,
/// inertia and customers.
struct Described {
    Table table;
    tenure::segments::ClusterReport report;
};

/// @return `Code::overflow` where the revenue of a cluster is beyond what the type can hold.
[[nodiscard]] Result<Described> described(const CustomerBase& base, const Points& points,
                                          const tenure::segments::ClusterModel& model,
                                          const RunOptions& run);

}  // namespace tenure::inline v0::detail::segments
