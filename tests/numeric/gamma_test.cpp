#include "numeric/gamma.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

namespace {

namespace numeric = tenure::detail::numeric;
// The oracle: the same functions at 50 digits, where their differences lose none that we look at.
using Exact = boost::multiprecision::cpp_bin_float_50;
using boost::math::digamma;
using boost::math::lgamma;
using boost::math::trigamma;

constexpr double ulp = 0x1p-52;

double difference(double value, const Exact& exact) { return static_cast<double>(value - exact); }

struct Arguments {
    double x, v;
};

std::vector<Arguments> grid() {
    std::vector<Arguments> points;
    for (const double x :
         {1e-3, 0.02, 0.2425, 0.999, 1.0, 3.7, 9.99, 10.0, 11.5, 60.0, 1e3, 1e5, 1e8, 1e12}) {
        for (const double v : {1e-3, 0.3, 1.0, 2.0, 7.5, 29.0, 150.0, 1e4, 1e5}) {
            points.push_back({x, v});
        }
    }
    return points;
}

TEST(Gamma, RisingExcessAgreesWithFiftyDigits) {
    for (const auto [x, v] : grid()) {
        const Exact exact = lgamma(Exact(x) + v) - lgamma(Exact(x)) - v * log(Exact(x));
        // Up to twelve logarithms, each rounded, of which the largest is about v ln(12/x), and the
        // remainders of Stirling's series, below 1/100 each.
        const double scale =
            v * (1.0 + std::fabs(std::log(12.0 / x))) + std::fabs(double(exact)) + 0.01;
        EXPECT_NEAR(difference(numeric::log_rising_excess(x, v), exact), 0.0, 8 * ulp * scale)
            << "x = " << x << ", v = " << v;
    }
}

TEST(Gamma, RisingAgreesWithFiftyDigits) {
    for (const auto [x, v] : grid()) {
        const Exact exact = lgamma(Exact(x) + v) - lgamma(Exact(x));
        const double scale = v * (1.0 + std::fabs(std::log(x)) + std::fabs(std::log(12.0 / x)));
        EXPECT_NEAR(difference(numeric::log_rising(x, v), exact), 0.0,
                    8 * ulp * (scale + std::fabs(double(exact))))
            << "x = " << x << ", v = " << v;
    }
}

TEST(Gamma, IncrementsOfTheDerivativesHaveAllDigits) {
    for (const auto [x, v] : grid()) {
        const Exact first = digamma(Exact(x) + v) - digamma(Exact(x));
        EXPECT_NEAR(difference(numeric::digamma_increment(x, v), first), 0.0,
                    16 * ulp * double(first))
            << "x = " << x << ", v = " << v;
        const Exact second = trigamma(Exact(x) + v) - trigamma(Exact(x));
        EXPECT_NEAR(difference(numeric::trigamma_increment(x, v), second), 0.0,
                    -16 * ulp * double(second))
            << "x = " << x << ", v = " << v;
    }
}

TEST(Gamma, NothingIsAddedByNothing) {
    for (const double x : {1e-3, 1.0, 12.0, 1e9}) {
        EXPECT_EQ(numeric::log_rising_excess(x, 0.0), 0.0);
        EXPECT_EQ(numeric::log_rising(x, 0.0), 0.0);
        EXPECT_EQ(numeric::digamma_increment(x, 0.0), 0.0);
        EXPECT_EQ(numeric::trigamma_increment(x, 0.0), 0.0);
    }
}

TEST(Gamma, BetaRatioAgreesWithFiftyDigits) {
    for (const double a : {1e-8, 0.05, 0.7929, 1.0, 20.0, 1e4, 1e9}) {
        for (const double b : {0.05, 2.4259, 50.0, 1e4, 1e10}) {
            for (const double x : {1.0, 2.0, 29.0, 1e3, 1e5}) {
                const Exact A = a, B = b;
                const Exact exact = lgamma(B + x) - lgamma(B) - lgamma(A + B + x) + lgamma(A + B);
                // The two sides are about min(a, x) times a logarithm, with remainders below 1/100.
                const double scale =
                    std::min(a, x) * (2.0 + std::fabs(std::log(b)) + std::log(a + b + x)) + 0.01;
                EXPECT_NEAR(difference(numeric::log_beta_ratio(a, b, x), exact), 0.0,
                            16 * ulp * (scale + std::fabs(double(exact))))
                    << "a = " << a << ", b = " << b << ", x = " << x;
            }
        }
    }
}

TEST(Gamma, NegativeBinomialTailIsTheSumOfItsTerms) {
    // P(N ≥ n) = 1 − Σ_{j<n} Γ(s+j)/(Γ(s) j!) (1−z)^s z^j, summed at 50 digits.
    for (const double shape : {0.02, 0.2426, 1.0, 20.0}) {
        for (const double z : {0.001, 0.5, 0.9, 0.9999}) {
            Exact term = pow(1 - Exact(z), Exact(shape));
            Exact head = 0;
            for (int n = 1; n <= 400; ++n) {
                head += term;
                term *= (Exact(shape) + n - 1) / n * Exact(z);
                if (n % 57 != 1 || head > 1 - Exact(1e-30)) continue;  // the oracle subtracts
                const Exact exact = 1 - head;
                EXPECT_NEAR(difference(numeric::negative_binomial_upper(n, shape, z), exact), 0.0,
                            1e-12 * double(exact))
                    << "shape = " << shape << ", z = " << z << ", n = " << n;
            }
        }
    }
}

// A gamma distributed rate of so large a shape is one rate, and the counts are Poisson's.
TEST(Gamma, NegativeBinomialTailTendsToThatOfPoisson) {
    for (const double shape : {1e25, 1e100, 1e300}) {
        EXPECT_NEAR(numeric::negative_binomial_upper(1.0, shape, 1.0 / shape), -std::expm1(-1.0),
                    1e-15);
        EXPECT_NEAR(numeric::negative_binomial_upper(2.0, shape, 1.0 / shape),
                    1.0 - 2.0 * std::exp(-1.0), 1e-15);
    }
}

TEST(Gamma, BetaRatioStaysFiniteForShapesOfAnySize) {
    for (const double a : {1e-300, 1.0, 1e300}) {
        for (const double b : {1e-300, 1.0, 1e300}) {
            for (const double x : {1.0, 2.0, 1e5}) {
                const double ratio = numeric::log_beta_ratio(a, b, x);
                EXPECT_TRUE(std::isfinite(ratio) && ratio <= 0.0) << a << ' ' << b << ' ' << x;
            }
        }
    }
    // b/(a + b) for x = 1.
    EXPECT_NEAR(numeric::log_beta_ratio(1e300, 1e-300, 1.0), -600 * std::log(10.0), 1e-11);
}

}  // namespace
