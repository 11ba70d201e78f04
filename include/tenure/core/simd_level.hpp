#pragma once

/// @file
/// Which vector instructions the library uses.

#include <array>
#include <cstdint>
#include <string_view>

#include "tenure/core/export.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// What the loops over many customers are compiled for, from the least to the most. One binary has
/// them all, and runs on any CPU of its architecture; other architectures than x86-64, and other
/// compilers than GCC and Clang, have `baseline` only.
///
/// On one machine and one level results have the same bits. Between levels the scores of a model
/// agree to 1e-12, since a multiply-add rounds once where a product and a sum round twice; so they
/// do between machines, whose elementary functions outside these loops may differ in the last
/// place.
enum class SimdLevel : std::uint8_t {
    baseline,  ///< What every CPU of the architecture has: on x86-64, SSE2.
    avx2,      ///< AVX2 and FMA, as in x86-64-v3.
    avx512,    ///< AVX-512 F, BW, DQ and VL, as in x86-64-v4.
};

/// All levels, from the least.
inline constexpr std::array<SimdLevel, 3> simd_levels{SimdLevel::baseline, SimdLevel::avx2,
                                                      SimdLevel::avx512};

/// The name of the enumerator.
[[nodiscard]] TENURE_API std::string_view to_string(SimdLevel level) noexcept;
/// The level of that name.
/// @return `Code::invalid_option` where there is none.
[[nodiscard]] TENURE_API Result<SimdLevel> parse_simd_level(std::string_view name);

/// The highest level that the CPU and the operating system have.
[[nodiscard]] TENURE_API SimdLevel highest_simd_level() noexcept;

/// The level that scorers and fits made from now on use: the highest, unless another was set.
[[nodiscard]] TENURE_API SimdLevel simd_level() noexcept;

/// Sets that level for the whole process: for tests, and where results of CPUs of different levels
/// are to come as close to each other as they can. A `Scorer` that exists keeps the level that it
/// was made with. May be called from any thread; nothing else in the library can be set.
/// @return `Code::invalid_option` where the level is above `highest_simd_level()`.
[[nodiscard]] TENURE_API Result<void> set_simd_level(SimdLevel level);

}  // namespace tenure::inline v0
