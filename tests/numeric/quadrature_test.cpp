#include "numeric/quadrature.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using tenure::detail::numeric::integrate;
using tenure::detail::numeric::kronrod_rule;

TEST(Quadrature, WeightsOfBothRulesSumToTwo) {
    const auto& rule = kronrod_rule();
    double kronrod = 0.0;
    double gauss = 0.0;
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
        const double times = rule.nodes[i] == 0.0 ? 1.0 : 2.0;
        kronrod += times * rule.kronrod[i];
        gauss += times * rule.gauss[i];
    }
    EXPECT_NEAR(kronrod, 2.0, 1e-15);
    EXPECT_NEAR(gauss, 2.0, 1e-15);
}

// The 10-point Gauss rule is exact to degree 19, Kronrod's extension to 31.
TEST(Quadrature, IsExactForPolynomials) {
    for (int degree = 0; degree <= 18; degree += 2) {
        const auto power = [degree](double x) { return std::pow(x, degree); };
        EXPECT_NEAR(integrate(power, -1.0, 1.0, 1e-13, 0), 2.0 / (degree + 1), 1e-15);
    }
}

TEST(Quadrature, HalvesUntilItIsExact) {
    const auto peak = [](double x) { return 1.0 / (1e-6 + x * x); };
    const double exact = 2e3 * std::atan(1e3);
    EXPECT_NEAR(integrate(peak, -1.0, 1.0, 1e-13), exact, 1e-12 * exact);
    const auto decay = [](double x) { return std::exp(-x); };
    EXPECT_NEAR(integrate(decay, 0.0, 60.0, 1e-13), 1.0, 1e-14);
}

// Without an end there a halving down to depth 30 takes hours.
TEST(Quadrature, EndsWhereThereIsNothingToAgreeOn) {
    int calls = 0;
    const auto none = [&calls](double) { return ++calls, NAN; };
    EXPECT_TRUE(std::isnan(integrate(none, 0.0, 1.0, 1e-13)));
    EXPECT_EQ(calls, 21);
    calls = 0;
    const auto denormal = [&calls](double x) {
        return ++calls, 1e-320 * (2.0 + std::sin(1e3 * x));
    };
    EXPECT_LT(integrate(denormal, 0.0, 1.0, 1e-13), 1e-319);
    EXPECT_EQ(calls, 21);
}

}  // namespace
