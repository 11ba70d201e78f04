#pragma once

// Customers as points: the features of a base, scaled.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "kernels/nearest_center.hpp"
#include "tenure/segments/clusters.hpp"

namespace tenure::inline v0::detail::segments {

/// Rows of a base, or points of a sample, that are handed to a thread together: whole blocks.
inline constexpr std::size_t points_per_chunk = 16384;
static_assert(points_per_chunk % kernels::point_block == 0);

/// Coordinates are whole multiples of this part of their scale, so that sums of them are exact.
inline constexpr double coordinate_step = 0x1p-20;

/// A coordinate as a whole number of steps: at most 2^40 of them.
[[nodiscard]] inline std::int64_t steps_of(float coordinate) noexcept {
    return static_cast<std::int64_t>(static_cast<double>(coordinate) / coordinate_step);
}

/// Points by column, padded to whole blocks of the kernels, each with how many customers it is.
class Points {
public:
    /// All at 0. The weights must outlive the points, and are as many.
    Points(std::size_t coordinates, std::span<const std::int64_t> weight);

    [[nodiscard]] std::size_t size() const noexcept { return weight_.size(); }
    [[nodiscard]] std::size_t coordinates() const noexcept { return coordinates_; }
    [[nodiscard]] std::size_t padded_size() const noexcept { return stride_; }
    [[nodiscard]] std::span<const std::int64_t> weight() const noexcept { return weight_; }

    [[nodiscard]] float* column(std::size_t coordinate) noexcept {
        return values_.get() + coordinate * stride_;
    }
    [[nodiscard]] const float* column(std::size_t coordinate) const noexcept {
        return values_.get() + coordinate * stride_;
    }
    /// Of a point.
    [[nodiscard]] float at(std::size_t point, std::size_t coordinate) const noexcept {
        return values_[coordinate * stride_ + point];
    }
    /// The points from `begin` on, as the kernels take them.
    [[nodiscard]] kernels::PointColumns from(std::size_t begin) const noexcept;
    /// Whether one point comes before another, by the first coordinate in which they differ.
    [[nodiscard]] bool less(std::size_t a, std::size_t b) const noexcept;

private:
    std::size_t coordinates_, stride_;
    std::span<const std::int64_t> weight_;
    std::unique_ptr<float[]> values_;
};

/// What a base has of a feature, row by row, in the feature's unit.
class FeatureReader {
public:
    FeatureReader(const CustomerBase& base, tenure::segments::Feature feature);

    [[nodiscard]] double operator()(std::size_t row) const noexcept;
    /// The column of a table.
    [[nodiscard]] Column column() const;

private:
    const CustomerBase& base_;
    tenure::segments::Feature feature_;
    double units_ = 1;  // of money in the currency
};

/// @return `Code::no_amounts` where a feature needs amounts that the base has not.
[[nodiscard]] Result<void> check_amounts(
    const CustomerBase& base, std::span<const tenure::segments::FeatureScaling> features);

/// The points of a base in scales that are known.
[[nodiscard]] Result<Points> scaled_points(
    const CustomerBase& base, std::span<const tenure::segments::FeatureScaling> features,
    const RunOptions& run);

/// The points of a base whose features are brought to mean 0 and standard deviation 1, which the
/// scales then say. A feature without spread keeps scale 1.
/// @return `Code::invalid_data` where no feature has spread.
[[nodiscard]] Result<Points> standardized_points(
    const CustomerBase& base, std::span<tenure::segments::FeatureScaling> features,
    const RunOptions& run);

}  // namespace tenure::inline v0::detail::segments
