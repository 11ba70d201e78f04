// Models find again what simulated customers were made from, and know how well: 95 % intervals hold
// the truth 95 times in a hundred.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <optional>

#include <gtest/gtest.h>

#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/gamma_gamma.hpp"
#include "tenure/models/simulate.hpp"

namespace tenure::models {
namespace {

using namespace tenure::literals;

constexpr std::int64_t customers = 4000;
constexpr int seeds = 50;

// Each with 4,000 customers who enter over 12 weeks and are observed to the end of week 78
// determines all four parameters: rates of one to a dozen purchases a customer, and dropouts of
// which many fall into the window.
constexpr std::array<BgNbd, 5> purchases{{
    {0.2425945, 4.4136, 0.79292, 2.42591},  // the optimum on CDNOW
    {1.61434, 5.17851, 1.172,
     32.60984},            // the optimum on heavy20k: p is small, a customer buys often
    {0.5, 6.0, 1.0, 3.0},  // a = 1, where E[X(t)] has a removable singularity
    {0.8, 8.0, 0.3, 0.5},  // a + b < 1: p is near 0 or 1
    {1.5, 20.0, 1.6, 4.0},
}};

// What the customers of each spend at a time.
constexpr std::array<GammaGamma, 5> spends{{
    {6.25, 3.74, 15.44},  // the optimum on CDNOW
    {2.0, 5.0, 80.0},
    {1.0, 1.5, 20.0},
    {4.0, 0.8, 10.0},  // q < 1: the population has no mean
    {0.7, 8.0, 500.0},
}};

SimulateOptions options_for(const BgNbd& truth, std::uint64_t seed) {
    return {.purchases = truth,
            .from = 1997y / 1 / 1,
            .until = 1998y / 6 / 30,
            .entry = 12_weeks,
            .customers = customers,
            .seed = seed};
}

/// Whether the 95 % Wald interval on the logarithm of a parameter holds the truth; by the delta
/// method the logarithm's standard error is that of the parameter ÷ its estimate.
bool covers(double truth, double estimate, std::optional<double> standard_error) {
    constexpr double quantile = 1.959963984540054;
    if (!standard_error) return false;
    return std::abs(std::log(estimate / truth)) <= quantile * *standard_error / estimate;
}

/// For each parameter, in how many of the fits to bases that `simulated(seed)` makes its interval
/// holds the truth. A fit that is not usable, or does not know a standard error, counts as one that
/// does not.
template <class Model, class Simulated>
std::array<int, Model::parameter_count> covered(const Model& truth, Simulated simulated) {
    std::array<int, Model::parameter_count> count{};
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const auto fitted = Model::fit(simulated(seed));
        if (!fitted || !fitted->report.usable()) continue;
        for (std::size_t i = 0; i < count.size(); ++i) {
            count[i] += covers(truth.parameters()[i], fitted->model.parameters()[i],
                               fitted->standard_error(i));
        }
    }
    return count;
}

/// Of 250 intervals that each hold the truth with probability 0.95, 225 to 247 do with probability
/// 0.998.
template <class Model>
void expect_coverage(const std::array<int, Model::parameter_count>& count, double fits) {
    for (std::size_t i = 0; i < count.size(); ++i) {
        std::cout << Model::parameter_names[i] << ": " << count[i] << " of " << fits
                  << " intervals hold the truth\n";
        EXPECT_GE(count[i], 0.90 * fits) << Model::parameter_names[i];
        EXPECT_LE(count[i], 0.99 * fits) << Model::parameter_names[i];
    }
}

template <std::size_t size>
void add(std::array<int, size>& sum, const std::array<int, size>& more) {
    for (std::size_t i = 0; i < size; ++i) sum[i] += more[i];
}

TEST(Recovery, OfBgNbdIsAsSureAsItsStandardErrorsSay) {
    std::array<int, 4> count{};
    for (std::size_t i = 0; i < purchases.size(); ++i) {
        add(count, covered(purchases[i], [i](std::uint64_t seed) {
                return simulate_base(options_for(purchases[i], 1000 * i + seed)).value();
            }));
    }
    expect_coverage<BgNbd>(count, seeds * purchases.size());
}

TEST(Recovery, OfGammaGammaIsAsSureAsItsStandardErrorsSay) {
    std::array<int, 3> count{};
    for (std::size_t i = 0; i < spends.size(); ++i) {
        add(count, covered(spends[i], [i](std::uint64_t seed) {
                auto options = options_for(purchases[i], 1000 * i + seed);
                options.spend = spends[i];
                return simulate_base(options).value();
            }));
    }
    expect_coverage<GammaGamma>(count, seeds * spends.size());
}

}  // namespace
}  // namespace tenure::models
