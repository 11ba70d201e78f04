#pragma once

// The models of the CDNOW sample.

#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/gamma_gamma.hpp"

namespace tenure::test {

/// The optima on CDNOW to 45 weeks (30 digits, rounded).
inline constexpr models::BgNbd cdnow_purchases{0.2425945224302, 4.413602019014, 0.7929220172256,
                                               2.425906776826};
inline constexpr models::GammaGamma cdnow_spend{6.249572271324, 3.744224667132, 15.44352096259};

}  // namespace tenure::test
