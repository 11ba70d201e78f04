#pragma once

// What all kernels have in common.

#include <cstddef>

namespace tenure::inline v0::detail::kernels {

/// Customers in a block. A kernel sees whole blocks only, and one customer is a block whose other
/// lanes nobody reads, so that batch and single have the same bits.
inline constexpr std::size_t block = 8;

/// Rows in as many blocks as these rows need.
[[nodiscard]] constexpr std::size_t in_whole_blocks(std::size_t rows) noexcept {
    return (rows + block - 1) / block * block;
}

/// What sums are made of (times, money, α, γ) is 0 or lies between this and its inverse, so that
/// products of two are doubles.
inline constexpr double largest_argument = 1e100;

}  // namespace tenure::inline v0::detail::kernels
