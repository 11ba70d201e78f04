#pragma once

// The BG/NBD likelihood of all parameters, in the sums that kernels make: what `Likelihood` of
// models/bg_nbd_likelihood.hpp says for gamma rates and beta dropouts, several times as fast.

#include <cstddef>
#include <vector>

#include "kernels/kernels.hpp"
#include "models/bg_nbd_likelihood.hpp"
#include "models/pattern_blocks.hpp"
#include "models/purchase_patterns.hpp"
#include "models/search.hpp"

namespace tenure::inline v0::detail::models {

/// Of a history, R but for x is a sum over ages, D depends on x alone, and only what W says of a
/// repeat customer needs all three of x, t_x and T (models/bg_nbd_likelihood.hpp).
class FullLikelihood {
public:
    using Point = FullPoint;
    using Value = numeric::Derivatives<4>;

    /// Patterns and run outlive it. Uses the vector instructions of `simd_level()`.
    FullLikelihood(const PurchasePatterns& patterns, FitRun& run);

    /// In the coordinates ln r, ln α, ln a, ln b.
    [[nodiscard]] Result<Value> operator()(const Point& point) const;

private:
    [[nodiscard]] bool in_range(const Point& point) const noexcept;

    const PurchasePatterns& patterns_;
    FitRun& run_;
    const kernels::Kernels& kernels_;
    Likelihood<GammaRates, BetaDropout> unusual_;  ///< Where doubles come to their ends.
    PatternBlocks silences_;                       ///< t_x and T of repeat customers.
    std::vector<double> customers_;                ///< By x.
    double oldest_;                                ///< The largest T.
};

}  // namespace tenure::inline v0::detail::models
