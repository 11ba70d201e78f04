#include "numeric/beta_expectation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cmath>
#include <vector>

namespace {

using tenure::detail::numeric::BetaExpectation;
using tenure::detail::numeric::BetaRule;
using tenure::detail::numeric::LogOddsDensity;

struct Shapes {
    double a, b;
};

std::vector<Shapes> shapes() {
    std::vector<Shapes> grid;
    for (const double a : {1e-3, 0.05, 0.3, 0.7929, 1.0, 4.0, 20.0, 300.0, 1e6}) {
        for (const double b : {0.05, 0.5, 2.4259, 50.0, 1e4, 1e8}) grid.push_back({a, b});
    }
    for (const double a : {1e-300, 1e-30, 1.0, 1e12, 1e30, 1e300}) {
        for (const double b : {1e-300, 1e-30, 1.0, 1e12, 1e30, 1e300}) grid.push_back({a, b});
    }
    grid.push_back({1.7e308, 1.7e308});  // the sum is no double
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
        const double exact = 1.0 + 1.0 / (1.0 + b / a);
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

// Against 700 digits, at offsets from the center where the density has not yet vanished: however
// narrow that makes them.
TEST(LogOddsDensity, IsSharpForAnyShapes) {
    using Exact = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<700>>;
    std::vector<Shapes> grid;
    for (const double a : {1e-300, 0.05, 20.0, 1e6, 1e30, 1e300}) {
        for (const double b : {1e-300, 0.05, 20.0, 1e6, 1e30, 1e300}) grid.push_back({a, b});
    }
    for (const auto [a, b] : grid) {
        const LogOddsDensity density(a, b);
        const double width = 1.0 / std::sqrt(std::min(a, b));
        for (const double part : {-14.0, -2.0, -0.3, -1e-3, 1e-6, 0.1, 1.0, 9.0}) {
            const double w = std::min(std::max(part * width, -600.0), 600.0);
            const Exact rise = exp(Exact(w)) - 1;
            const Exact exact =
                Exact(a) * Exact(w) -
                (Exact(a) + Exact(b)) * log(1 + Exact(a) / (Exact(a) + Exact(b)) * rise);
            if (exact < -200) continue;
            // Near the peak its terms are of the order of the result. Far from it they are of the
            // order of the smaller shape times |w|, and so is the rounding of an exponent of e. As
            // it is a logarithm, what is below rounding of 1 is nothing.
            const double size = std::fabs(w) > 0.25 ? std::fabs(w) : 0.0;
            EXPECT_NEAR(
                density.log(w), double(exact),
                3e-15 * (size * std::min(a, b) + (2 + size) * std::fabs(double(exact))) + 1e-16)
                << "a = " << a << ", b = " << b << ", w = " << w;
        }
    }
}

// Where all of the density lies beyond the right end of the rule, what is left of it there must not
// go on with the tail of the left one: E[φ(u)] is φ(1).
TEST(BetaExpectation, SeesADensityBeyondItsEnds) {
    const auto phi = [](double u, double) { return 1.0 / (1.0 + 2.0 * u); };
    EXPECT_NEAR(BetaExpectation(1.0, 1e-30)(phi, 2.0, 1.0), 1.0 / 3.0, tolerance);
    EXPECT_NEAR(BetaExpectation(1e-30, 1.0)(phi, 2.0, 1.0), 1.0, tolerance);
    EXPECT_NEAR(BetaExpectation(1e-30, 1e-30)(phi, 2.0, 1.0), 2.0 / 3.0, tolerance);
}

constexpr std::size_t counts = 64;

std::vector<Shapes> shapes_of_rules() {
    std::vector<Shapes> grid;
    for (const double a : {1e-100, 1e-10, 0.01, 1.0, 1e4, 1e9, 1e12, 1e20, 1e100}) {
        for (const double b : {1e-100, 1e-10, 0.01, 1.0, 1e4, 1e9, 1e12, 1e20, 1e100}) {
            grid.push_back({a, b});
        }
    }
    return grid;
}

// E[1 + u] under beta(a, b + x) is 1 + a/(a + b + x). The weights of x take a product of x factors
// from those of 0: half an ulp each.
TEST(BetaRule, HasTheMeansOfAllItsDensities) {
    for (const auto [a, b] : shapes_of_rules()) {
        const BetaRule rule(a, b, counts, 1.0, 1.0);
        std::array<double, counts> weights, total{}, sum{};
        for (std::size_t i = 0; i < rule.size(); ++i) {
            rule.weights(i, weights);
            for (std::size_t x = 0; x < counts; ++x) {
                total[x] += weights[x];
                sum[x] += weights[x] * (1.0 + rule.position(i));
            }
        }
        for (std::size_t x = 0; x < counts; ++x) {
            const double exact = 1.0 + a / (a + b + static_cast<double>(x));
            EXPECT_NEAR(sum[x] / total[x], exact, 3 * tolerance)
                << "a = " << a << ", b = " << b << ", x = " << x;
        }
    }
}

// A table costs a few microseconds for each node: this is what keeps it within milliseconds.
TEST(BetaRule, HasFewNodesForAnyShapes) {
    for (const auto [a, b] : shapes_of_rules()) {
        for (const double r : {1e-100, 1.0, 1e12}) {
            EXPECT_LE(BetaRule(a, b, counts, (r + 64.0) * 1e4, 1.0).size(), 700U)
                << "a = " << a << ", b = " << b << ", r = " << r;
        }
    }
}

TEST(BetaExpectation, StepFallsAsTheDensityNarrows) {
    EXPECT_LT(BetaExpectation(1e6, 1e6).step(), BetaExpectation(10.0, 10.0).step());
    EXPECT_LT(BetaExpectation(10.0, 10.0).step(), BetaExpectation(0.1, 0.1).step());
}

}  // namespace
