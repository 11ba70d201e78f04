#pragma once

// k-means: seeds (Arthur and Vassilvitskii 2007), and Lloyd's algorithm with exact sums.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "segments/cluster_points.hpp"
#include "segments/cluster_sample.hpp"

namespace tenure::inline v0::detail::segments {

/// Centers, one behind the other, and how they were found.
struct Partition {
    std::vector<double> centers;
    std::size_t iterations = 0;
    bool converged = false;  ///< Whether no point changed its center in the last of them.
    double inertia = 0;      ///< Of the sample that it was found on.
};

/// Centers in the precision that the kernels compare in.
class CentersOfPoints {
public:
    CentersOfPoints(std::span<const double> centers, std::size_t coordinates)
        : values_(centers.begin(), centers.end()), coordinates_(coordinates) {}

    [[nodiscard]] kernels::CenterRows rows() const noexcept {
        return {values_.data(), values_.size() / coordinates_};
    }
    [[nodiscard]] const float* center(std::size_t number) const noexcept {
        return values_.data() + number * coordinates_;
    }

private:
    std::vector<float> values_;
    std::size_t coordinates_;
};

/// The number of the nearest center, from 0, of each point; as many as the padded size.
[[nodiscard]] Result<std::vector<std::uint8_t>> nearest_centers(const Points& points,
                                                                std::span<const double> centers,
                                                                const RunOptions& run = {});

/// |x − c|² of a point, in double precision.
[[nodiscard]] double squared_distance(const Points& points, std::size_t point,
                                      const double* center) noexcept;

/// k of the points as centers, each with a probability in proportion to its customers and its
/// squared distance to those before. Depends on the points and their order.
[[nodiscard]] std::vector<double> seeds_of(const Points& points, std::size_t k, std::uint64_t seed,
                                           std::uint64_t stream);

/// Moves centers to the means of the points that are nearest to them until no point changes, or so
/// many times. The order of the points leaves no trace: sums are of whole numbers. A center that
/// loses all points goes to the point that is farthest from all others, of equals the last in
/// their order.
[[nodiscard]] Result<Partition> lloyd(const Points& points, std::vector<double> centers,
                                      std::size_t iterations, const RunOptions& run);

/// Of several starts for each k from `least` to `most` the one of least inertia.
/// @return `Code::overflow` where the points stand for so many customers that sums might not fit.
[[nodiscard]] Result<std::vector<Partition>> best_partitions(
    const PointSample& sample, std::size_t least, std::size_t most,
    const tenure::segments::ClusterOptions& options);

}  // namespace tenure::inline v0::detail::segments
