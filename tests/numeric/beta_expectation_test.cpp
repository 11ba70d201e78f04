#include "numeric/beta_expectation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using tenure::detail::numeric::BetaExpectation;

struct Shapes {
    double a, b;
};

std::vector<Shapes> shapes() {
    std::vector<Shapes> grid;
    for (const double a : {1e-3, 0.05, 0.3, 0.7929, 1.0, 4.0, 20.0, 300.0, 1e6}) {
        for (const double b : {0.05, 0.5, 2.4259, 50.0, 1e4, 1e8}) grid.push_back({a, b});
    }
    return grid;
}

// The rule is exact up to rounding: a few hundred terms of one sign.
constexpr double tolerance = 4e-15;

TEST(BetaExpectation, OfAConstantIsTheConstant) {
    for (const auto [a, b] : shapes()) {
        const auto seven = [](double, double) { return 7.0; };
        EXPECT_NEAR(BetaExpectation(a, b)(seven, 0.0, 0.0), 7.0, 7.0 * tolerance);
    }
}

// 1/(a+b) Σ moments of u: E[1 + u] = 1 + a/(a+b), with a φ that is constant at both ends.
TEST(BetaExpectation, OfOnePlusUIsItsClosedForm) {
    for (const auto [a, b] : shapes()) {
        const double exact = 1.0 + a / (a + b);
        const auto phi = [](double u, double) { return 1.0 + u; };
        EXPECT_NEAR(BetaExpectation(a, b)(phi, 1.0, 1.0), exact, exact * tolerance)
            << "a = " << a << ", b = " << b;
    }
}

// E[1/(1 + c u)] for b = 1, a = 1 is ln(1 + c)/c: a pole as near to the interval as −1/c.
TEST(BetaExpectation, SeesAPoleNextToTheInterval) {
    for (const double c : {0.1, 1.0, 1e2, 1e6, 1e12}) {
        const auto phi = [c](double u, double) { return 1.0 / (1.0 + c * u); };
        const double exact = std::log1p(c) / c;
        EXPECT_NEAR(BetaExpectation(1.0, 1.0)(phi, c, 1.0), exact, exact * 2 * tolerance)
            << "c = " << c;
    }
}

TEST(BetaExpectation, StepFallsAsTheDensityNarrows) {
    EXPECT_LT(BetaExpectation(1e6, 1e6).step(), BetaExpectation(10.0, 10.0).step());
    EXPECT_LT(BetaExpectation(10.0, 10.0).step(), BetaExpectation(0.1, 0.1).step());
}

}  // namespace
