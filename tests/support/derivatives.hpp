#pragma once

// Analytic derivatives against differences.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>

namespace tenure::test {

/// Holds the gradient and the Hessian of `function`, which returns `Result<Derivatives<N>>`,
/// against central differences of its value and its gradient.
template <class Function, std::size_t N>
void expect_derivatives(Function&& function, const std::array<double, N>& at) {
    const auto here = function(at).value();
    // The error of a central difference: h² of the third derivative, and rounding of the value over
    // h.
    const double h = 1e-4;
    const double tolerance = 1e-8 * std::fabs(here.value);
    for (std::size_t i = 0; i < N; ++i) {
        auto up = at;
        auto down = at;
        up[i] += h;
        down[i] -= h;
        const auto above = function(up).value();
        const auto below = function(down).value();
        EXPECT_NEAR(here.gradient[i], (above.value - below.value) / (2 * h), tolerance) << i;
        for (std::size_t j = 0; j < N; ++j) {
            EXPECT_NEAR(here.hessian[i * N + j], (above.gradient[j] - below.gradient[j]) / (2 * h),
                        tolerance)
                << i << ' ' << j;
        }
    }
}

}  // namespace tenure::test
