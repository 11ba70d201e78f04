#include "kernels/kernels.hpp"

#include <array>
#include <cstddef>

namespace tenure::inline v0::detail::kernels {

// What each kernel source defines at its level (kernels/lanes.hpp).
#define TENURE_KERNELS(level)                                                           \
    BgNbdScore bg_nbd_score_##level;                                                    \
    BgNbdScoreOne bg_nbd_score_one_##level;                                             \
    BgNbdAges bg_nbd_ages_##level;                                                      \
    BgNbdSilence bg_nbd_silence_##level;                                                \
    GammaGammaSpend gamma_gamma_spend_##level;                                          \
    NearestCenter nearest_center_##level;                                               \
    NearerCenter nearer_center_##level;                                                 \
    namespace {                                                                         \
    constexpr Kernels of_##level{&bg_nbd_score_##level,      &bg_nbd_score_one_##level, \
                                 &bg_nbd_ages_##level,       &bg_nbd_silence_##level,   \
                                 &gamma_gamma_spend_##level, &nearest_center_##level,   \
                                 &nearer_center_##level};                               \
    }

TENURE_KERNELS(baseline)
#if defined(TENURE_X86_LEVELS)
TENURE_KERNELS(avx2)
TENURE_KERNELS(avx512)
#endif
#undef TENURE_KERNELS

const Kernels& kernels([[maybe_unused]] SimdLevel level) noexcept {
#if defined(TENURE_X86_LEVELS)
    static constexpr std::array<const Kernels*, simd_levels.size()> by_level{&of_baseline, &of_avx2,
                                                                             &of_avx512};
    return *by_level[static_cast<std::size_t>(level)];
#else
    return of_baseline;
#endif
}

}  // namespace tenure::inline v0::detail::kernels
