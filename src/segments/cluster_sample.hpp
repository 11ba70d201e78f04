#pragma once

// Points to search clusters on: the distinct ones, or a sample of them that depends on nothing but
// which points there are.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "segments/cluster_points.hpp"

namespace tenure::inline v0::detail::segments {

/// Distinct points in their order (`Points::less`), so that neither that of rows nor their number
/// leaves a trace.
struct PointSample {
    /// How many customers are at each point, and how many it stands for.
    std::vector<std::int64_t> copies, weight;
    Points points{0, {}};
    /// Whether these are all points, which then stand for themselves.
    bool complete = true;

    /// How many customers the points stand for.
    [[nodiscard]] double customers() const;
};

/// All distinct points where there are at most about `most` of them. Else about so many: a point is
/// in with all of its customers or not at all, with a probability in proportion to the customers
/// that share a hash with it, and stands for as many as it was likely not to be in.
[[nodiscard]] PointSample sample_of(const Points& points, std::size_t most, std::uint64_t seed);

/// About `most` of the points of a sample, chosen in the same way by the customers at them.
[[nodiscard]] PointSample sample_of(const PointSample& sample, std::size_t most,
                                    std::uint64_t seed);

}  // namespace tenure::inline v0::detail::segments
