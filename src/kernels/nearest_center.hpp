#pragma once

// Which of several centers a point is nearest to: the kernel's arguments.

#include <cstddef>
#include <cstdint>

namespace tenure::inline v0::detail::kernels {

/// Points in a block of these kernels, which have single precision: four packets of AVX-512, eight
/// of AVX2.
inline constexpr std::size_t point_block = 64;
/// What a point may have, and how many centers there may be.
inline constexpr std::size_t most_coordinates = 8;
inline constexpr std::size_t most_centers = 64;
/// No coordinate is above this, so that squares are far from the ends of the floats.
inline constexpr float largest_coordinate = 0x1p20F;

/// Rows in as many blocks as these points need.
[[nodiscard]] constexpr std::size_t in_point_blocks(std::size_t points) noexcept {
    return (points + point_block - 1) / point_block * point_block;
}

/// Points, a column for each coordinate.
struct PointColumns {
    const float* column[most_coordinates];
    std::size_t coordinates;  ///< From 1 to `most_coordinates`.
};

/// Centers one behind the other, each with all of its coordinates.
struct CenterRows {
    const float* coordinates;
    std::size_t count;  ///< From 1 to `most_centers`.
};

/// For each point of `blocks` blocks the number of the nearest center, from 0; of those that are
/// equally near the first. What is compared is ½|c|² − x·c, which is half of |x − c|² but for what
/// all centers share. With n coordinates it is known to (2n + 2) 2^−24 (|x| |c| + ½|c|²), so that
/// another center than the nearest is given only where the two are as near to each other as that.
using NearestCenter = void(const PointColumns& points, const CenterRows& centers,
                           std::size_t blocks, std::uint8_t* nearest) noexcept;

/// For each point of `blocks` blocks the lesser of `square` and its squared distance to a center,
/// Σ (x − c)², which is 0 where they are equal and has a relative error of (n + 3) 2^−24 at most.
using NearerCenter = void(const PointColumns& points, const float* center, std::size_t blocks,
                          float* square) noexcept;

}  // namespace tenure::inline v0::detail::kernels
