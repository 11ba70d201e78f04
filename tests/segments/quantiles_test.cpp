#include "segments/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace tenure::detail::segments {
namespace {

using Doubles = std::vector<double>;
using Weights = std::vector<std::int64_t>;

/// Type 7 by its definition, over values that are written out.
double by_sorting(Doubles values, double probability) {
    std::sort(values.begin(), values.end());
    const double at = static_cast<double>(values.size() - 1) * probability;
    const auto below = static_cast<std::size_t>(at);
    const double low = values[below], high = values[std::min(below + 1, values.size() - 1)];
    const double part = at - static_cast<double>(below);
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

Doubles written_out(const Doubles& values, const Weights& weights) {
    Doubles all;
    for (std::size_t i = 0; i < values.size(); ++i)
        all.insert(all.end(), static_cast<std::size_t>(weights[i]), values[i]);
    return all;
}

// numpy.quantile([3, -1, 7.5, 0.1, 2], [0, .1, .25, .5, .9, 1])
TEST(Quantiles, AreThoseOfNumpy) {
    const Doubles found =
        quantiles(Doubles{3, -1, 7.5, 0.1, 2}, Weights(5, 1), Doubles{0, 0.1, 0.25, 0.5, 0.9, 1})
            .value();
    const Doubles expected{-1, -0.5599999999999999, 0.1, 2, 5.7, 7.5};
    EXPECT_EQ(found, expected);
}

TEST(Quantiles, AreThoseOfSortedValues) {
    std::mt19937_64 random(1);
    for (std::size_t n = 1; n < 400; n = n * 3 / 2 + 1) {
        Doubles values(n), probabilities{0, 1};
        Weights weights(n);
        for (std::size_t i = 0; i < n; ++i) {
            const double size = std::exp2(static_cast<double>(random() % 80) - 40);
            values[i] = (random() % 2 == 0 ? -size : size) * static_cast<double>(random() % 5);
            weights[i] = 1 + static_cast<std::int64_t>(random() % 4);
        }
        for (int i = 0; i < 30; ++i)
            probabilities.push_back(static_cast<double>(random() % 1000) / 1000);
        const Doubles found = quantiles(values, weights, probabilities).value();
        const Doubles all = written_out(values, weights);
        for (std::size_t i = 0; i < probabilities.size(); ++i)
            EXPECT_EQ(found[i], by_sorting(all, probabilities[i])) << n << ' ' << probabilities[i];
    }
}

TEST(Quantiles, TakeLargeWeightsWithoutWritingThemOut) {
    constexpr std::int64_t many = std::int64_t{1} << 51;
    const Doubles found =
        quantiles(Doubles{2, 1, 5}, Weights{many, many, many}, Doubles{0.2, 0.5, 0.8}).value();
    EXPECT_EQ(found, (Doubles{1, 2, 5}));
}

TEST(Quantiles, OfZerosOfBothSignsIsZero) {
    const Doubles found = quantiles(Doubles{-0.0, 0.0, -0.0}, Weights(3, 1), Doubles{0, 1}).value();
    EXPECT_FALSE(std::signbit(found[0]));
    EXPECT_FALSE(std::signbit(found[1]));
}

TEST(Quantiles, OfNoProbabilitiesAreNone) {
    EXPECT_TRUE(quantiles(Doubles{1}, Weights{1}, {})->empty());
}

}  // namespace
}  // namespace tenure::detail::segments
