#pragma once

// How much nearer points are to their own cluster than to the next (Rousseeuw 1987).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "segments/cluster_sample.hpp"

namespace tenure::inline v0::detail::segments {

/// Means over customers.
struct Silhouette {
    double mean = 0;
    std::vector<double> of_cluster;  ///< 0 where the sample has nobody.
};

/// The silhouettes of a sample whose points are in these clusters, of `clusters`. What a point
/// stands for beside its own customers counts as elsewhere.
[[nodiscard]] Silhouette silhouette(const PointSample& sample,
                                    std::span<const std::uint8_t> cluster, std::size_t clusters);

}  // namespace tenure::inline v0::detail::segments
