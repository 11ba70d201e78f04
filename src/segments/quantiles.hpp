#pragma once

// Quantiles of values that stand for many customers each.

#include <cstdint>
#include <span>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::segments {

/// For each probability in [0, 1] the quantile of type 7 (Hyndman and Fan 1996, "Sample quantiles
/// in statistical packages"), with NumPy's rounding, of the values, each as often as its weight
/// says. In linear time, without a copy of the values.
/// Values are finite, weights ≥ 0; their sum is from 1 to 2^53. `Code::cancelled`.
[[nodiscard]] Result<std::vector<double>> quantiles(std::span<const double> values,
                                                    std::span<const std::int64_t> weights,
                                                    std::span<const double> probabilities,
                                                    const Progress& progress = {});

}  // namespace tenure::inline v0::detail::segments
