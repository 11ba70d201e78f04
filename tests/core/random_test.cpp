#include "tenure/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include "core/contract.hpp"

namespace tenure {
namespace {

using Words = std::array<std::uint32_t, 4>;

// The known-answer vectors that Random123 (Salmon et al. 2011) publishes in its file kat_vectors.
TEST(Philox, GivesThePublishedKnownAnswers) {
    EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
              (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    constexpr std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(philox4x32({ones, ones, ones, ones}, {ones, ones}),
              (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(
        philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
        (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, IsPhiloxOfSeedStreamAndBlock) {
    constexpr std::uint64_t seed = 0x299f31d0a4093822, stream = 0x0370734413198a2e;
    RandomStream random(seed, stream);
    for (std::uint32_t block = 0; block < 5; ++block) {
        const Words words =
            philox4x32({block, 0, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0});
        EXPECT_EQ(random.bits(), words[0] | std::uint64_t{words[1]} << 32u);
        EXPECT_EQ(random.bits(), words[2] | std::uint64_t{words[3]} << 32u);
    }
}

TEST(RandomStream, IsAFunctionOfSeedAndStreamAlone) {
    RandomStream first(42, 7), other_seed(43, 7), other_stream(42, 8);
    RandomStream copy = first;
    (void)other_stream.bits();  // drawing from one leaves the others as they are
    RandomStream again(42, 7);
    for (int i = 0; i < 100; ++i) {
        const std::uint64_t bits = first.bits();
        EXPECT_EQ(bits, again.bits());
        EXPECT_EQ(bits, copy.bits());
        EXPECT_NE(bits, other_seed.bits());
        EXPECT_NE(bits, other_stream.bits());
    }
}

// Tolerances. The probability that n independent draws stray from their distribution function by
// more than ε anywhere is at most 2·exp(−2nε²) (Dvoretzky, Kiefer and Wolfowitz, with Massart's
// constant). A mean of n draws strays by more than five of its standard errors once in 1.7 million.
// Seeds are fixed: what passes once passes always, and only a changed generator is at risk.
constexpr std::size_t many = 200'000;
constexpr double chance = 1e-9;

[[nodiscard]] std::vector<double> draws(std::size_t n, const std::function<double()>& draw) {
    std::vector<double> values(n);
    std::generate(values.begin(), values.end(), draw);
    return values;
}

/// The largest distance between the draws' distribution function and the one they should have,
/// looked at for every 16th draw in order (that function may be dear, and hardly moves between
/// them).
[[nodiscard]] double distance(std::vector<double> values,
                              const std::function<double(double)>& distribution) {
    std::sort(values.begin(), values.end());
    const auto n = static_cast<double>(values.size());
    double largest = 0;
    for (std::size_t i = 0; i < values.size(); i += 16) {
        const double p = distribution(values[i]);
        const auto rank = static_cast<double>(i);
        largest = std::max({largest, p - rank / n, (rank + 1) / n - p});
    }
    return largest;
}

void expect_distribution(const std::vector<double>& values,
                         const std::function<double(double)>& distribution,
                         const std::string& what) {
    const double limit = std::sqrt(std::log(2 / chance) / (2 * static_cast<double>(values.size())));
    EXPECT_LT(distance(values, distribution), limit) << what;
}

/// The mean and variance of the draws are within five standard errors of what they should be; that
/// of the variance follows from the fourth central moment.
void expect_moments(const std::vector<double>& values, double mean, double variance, double fourth,
                    const std::string& what) {
    const auto n = static_cast<double>(values.size());
    const double sample_mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    EXPECT_NEAR(sample_mean, mean, 5 * std::sqrt(variance / n)) << what;
    EXPECT_NEAR(squares / n, variance, 5 * std::sqrt((fourth - variance * variance) / n)) << what;
}

TEST(Uniform, IsAnOddMultipleInsideTheOpenInterval) {
    RandomStream random(1, 1);
    for (int i = 0; i < 100'000; ++i) {
        const double scaled = random.uniform() * 0x1p53;
        ASSERT_GT(scaled, 0);
        ASSERT_LT(scaled, 0x1p53);
        ASSERT_EQ(std::fmod(scaled, 2), 1);
    }
}

TEST(Uniform, IsUniform) {
    RandomStream random(1, 2);
    const auto values = draws(many, [&] { return random.uniform(); });
    const auto itself = [](double u) { return u; };
    expect_distribution(values, itself, "draws of one stream");
    expect_moments(values, 0.5, 1.0 / 12, 1.0 / 80, "draws of one stream");

    std::uint64_t stream = 0;
    expect_distribution(draws(many, [&] { return RandomStream(1, stream++).uniform(); }), itself,
                        "first draws of streams");
    std::uint64_t seed = 0;
    expect_distribution(draws(many, [&] { return RandomStream(seed++, 1).uniform(); }), itself,
                        "first draws of seeds");
}

TEST(Uniform, IsNotCorrelatedWithTheDrawBefore) {
    RandomStream random(1, 3);
    const auto values = draws(many, [&] { return random.uniform() - 0.5; });
    for (const std::size_t lag : {1u, 2u, 3u, 4u}) {
        double sum = 0;
        for (std::size_t i = lag; i < many; ++i) sum += values[i] * values[i - lag];
        // Products of independent draws have mean 0 and variance 1/144.
        EXPECT_NEAR(sum, 0, 5 * std::sqrt(static_cast<double>(many - lag)) / 12) << lag;
    }
}

TEST(Bits, AreSetHalfTheTime) {
    RandomStream random(1, 4);
    std::array<int, 64> set{};
    for (std::size_t i = 0; i < many; ++i) {
        const std::uint64_t bits = random.bits();
        for (std::size_t bit = 0; bit < 64; ++bit) set[bit] += static_cast<int>(bits >> bit & 1u);
    }
    for (const int count : set) {
        EXPECT_NEAR(count, many / 2.0, 5 * std::sqrt(static_cast<double>(many)) / 2);
    }
}

TEST(Exponential, IsExponential) {
    RandomStream random(2, 1);
    const auto values = draws(many, [&] { return random.exponential(); });
    EXPECT_GT(*std::min_element(values.begin(), values.end()), 0);
    expect_distribution(
        values, [](double x) { return -std::expm1(-x); }, "exponential");
    expect_moments(values, 1, 1, 9, "exponential");
}

TEST(Normal, IsNormal) {
    RandomStream random(2, 2);
    const auto values = draws(many, [&] { return random.normal(); });
    expect_distribution(
        values, [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }, "normal");
    expect_moments(values, 0, 1, 3, "normal");
}

class LogGamma : public testing::TestWithParam<double> {};

/// P(ln G ≤ y) for G gamma with this shape; below the smallest double x it is x^shape ÷ Γ(shape +
/// 1) to within a factor 1 + x.
[[nodiscard]] double log_gamma_distribution(double shape, double y) {
    using namespace boost::math::policies;
    constexpr policy<promote_double<false>> in_double;
    if (y < -700) return std::exp(shape * y) / boost::math::tgamma(shape + 1, in_double);
    return boost::math::gamma_p(shape, std::exp(y), in_double);
}

TEST_P(LogGamma, HasTheDistributionOfItsShape) {
    const double shape = GetParam();
    RandomStream random(3, 1);
    expect_distribution(
        draws(many, [&] { return random.log_gamma(shape); }),
        [shape](double y) { return log_gamma_distribution(shape, y); },
        "shape " + std::to_string(shape));
}

TEST_P(LogGamma, HasTheMomentsOfItsShape) {
    const double shape = GetParam();
    RandomStream random(3, 2);
    auto values = draws(many, [&] { return random.log_gamma(shape); });
    // The cumulants of ln G are ψ, ψ′, ψ″, ψ‴; the fourth central moment is κ4 + 3·κ2².
    const double variance = boost::math::trigamma(shape);
    expect_moments(values, boost::math::digamma(shape), variance,
                   boost::math::polygamma(3, shape) + 3 * variance * variance,
                   "logarithm, shape " + std::to_string(shape));
    // Those of G are shape·(k − 1)!.
    for (double& value : values) value = std::exp(value);
    expect_moments(values, shape, shape, 6 * shape + 3 * shape * shape,
                   "shape " + std::to_string(shape));
}

INSTANTIATE_TEST_SUITE_P(Shapes, LogGamma,
                         testing::Values(0.01, 0.1, 0.243, 0.5, 0.999, 1, 1.5, 3, 10, 100, 1e6));

TEST(LogGamma, IsFiniteForEveryShape) {
    constexpr double lowest = std::numeric_limits<double>::lowest();
    RandomStream random(3, 3);
    for (const double shape :
         {std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::min(), 1e-300,
          1e-100, 1e-10, 1e-3, 1e10, 1e100, 1e300, std::numeric_limits<double>::max()}) {
        for (int i = 0; i < 1000; ++i) {
            const double value = random.log_gamma(shape);
            ASSERT_TRUE(std::isfinite(value)) << shape;
            // In units of 1/shape the logarithm of a tiny variate is an exponential, with a minus.
            ASSERT_TRUE(shape > 1e-9 || value <= std::max(lowest, -1e-8 / shape)) << shape;
        }
    }
}

TEST(LogGamma, OfATinyShapeIsAnExponentialInUnitsOfItsInverse) {
    RandomStream random(3, 4);
    // ln G·shape → −exponential as the shape goes to 0, with an error of its order.
    expect_distribution(
        draws(many, [&] { return -random.log_gamma(1e-200) * 1e-200; }),
        [](double x) { return -std::expm1(-x); }, "shape 1e-200");
}

TEST(LogGamma, OfALargeShapeIsNormal) {
    RandomStream random(3, 5);
    // Standardized, with a skewness of 2/√shape that does not show at 1e12; ln(1 + u) = u there.
    const double shape = 1e12;
    expect_distribution(
        draws(many, [&] { return std::expm1(random.log_gamma(shape) - std::log(shape)) * 1e6; }),
        [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }, "shape 1e12");
}

TEST(LogGamma, AsksForAShapeThatIsFiniteAndAbove0) {
    const auto message = [](double shape) {
        return test::contract_message([shape] { (void)RandomStream(1, 1).log_gamma(shape); });
    };
    const std::string expected = "RandomStream::log_gamma(): expected a finite shape above 0, got ";
    EXPECT_EQ(message(0), expected + "0");
    EXPECT_EQ(message(-1), expected + "-1");
    EXPECT_EQ(message(std::numeric_limits<double>::infinity()), expected + "inf");
    EXPECT_EQ(message(std::numeric_limits<double>::quiet_NaN()), expected + "nan");
}

}  // namespace
}  // namespace tenure
