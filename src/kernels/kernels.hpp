#pragma once

// The kernels of each level.

#include "kernels/bg_nbd_likelihood.hpp"
#include "kernels/bg_nbd_score.hpp"
#include "kernels/gamma_gamma_likelihood.hpp"
#include "kernels/nearest_center.hpp"
#include "tenure/core/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {

/// All kernels, compiled for one level of vector instructions.
struct Kernels {
    BgNbdScore* bg_nbd_score;
    BgNbdScoreOne* bg_nbd_score_one;
    BgNbdAges* bg_nbd_ages;
    BgNbdSilence* bg_nbd_silence;
    GammaGammaSpend* gamma_gamma_spend;
    NearestCenter* nearest_center;
    NearerCenter* nearer_center;
};

/// The kernels of a level that the CPU has.
[[nodiscard]] const Kernels& kernels(SimdLevel level) noexcept;

}  // namespace tenure::inline v0::detail::kernels
