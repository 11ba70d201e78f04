#pragma once

// The kernels of each level.

#include "kernels/bg_nbd_score.hpp"
#include "tenure/core/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {

/// All kernels, compiled for one level of vector instructions.
struct Kernels {
    BgNbdScore* bg_nbd_score;
};

/// The kernels of a level that the CPU has.
[[nodiscard]] const Kernels& kernels(SimdLevel level) noexcept;

}  // namespace tenure::inline v0::detail::kernels
