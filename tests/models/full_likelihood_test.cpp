// The likelihoods of all parameters by kernels, beside those that go row by row.

#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include "models/bg_nbd_full_likelihood.hpp"
#include "models/gamma_gamma_likelihood.hpp"
#include "support/bases.hpp"
#include "support/derivatives.hpp"
#include "support/simd_level.hpp"
#include "tenure/core/simd_level.hpp"
#include "tenure/tenure.hpp"

namespace tenure {
namespace {

namespace impl = detail::models;
using namespace tenure::literals;

// Two sums of the same terms, in another order and to another ulp each: 64 ulp of a term, where
// terms are of the order of what is known of a customer, x ln(r/α) at most.
template <std::size_t N>
void expect_same(const detail::numeric::Derivatives<N>& found,
                 const detail::numeric::Derivatives<N>& expected, double terms,
                 const std::string& what) {
    const auto near = [&](double one, double other) {
        EXPECT_NEAR(one, other, 64 * 0x1p-52 * (terms + std::fabs(other))) << what;
    };
    near(found.value, expected.value);
    for (std::size_t i = 0; i < N; ++i) near(found.gradient[i], expected.gradient[i]);
    for (std::size_t i = 0; i < N * N; ++i) near(found.hessian[i], expected.hessian[i]);
}

/// Calls `body` at each level that the CPU has.
template <class Body>
void at_each_level(Body&& body) {
    for (const SimdLevel level : simd_levels) {
        if (level > highest_simd_level()) continue;
        const test::AtSimdLevel at(level);
        body(std::string(to_string(level)));
    }
}

CustomerBase simulated_base(Period merge) {
    const auto log = models::simulate_transactions({.purchases = {0.9, 4.0, 0.8, 6.0},
                                                    .spend = models::GammaGamma{6.25, 3.74, 15.44},
                                                    .from = 2023y / 1 / 1,
                                                    .until = 2024y / 12 / 31,
                                                    .entry = 52_weeks,
                                                    .customers = 5'000})
                         .value();
    return summarize(log, {.merge = merge}).value();
}

void expect_same_purchases(const CustomerBase& base, const impl::FullPoint& at) {
    const impl::PurchasePatterns patterns(base);
    impl::FitRun run({});
    const auto expected =
        impl::Likelihood<impl::GammaRates, impl::BetaDropout>(patterns, run)(at).value();
    double terms = 0.0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const auto x = static_cast<double>(patterns.frequency(i));
        terms += patterns.weight[i] * (x + 1.0) * (1.0 + std::fabs(at[0]) + std::fabs(at[1]));
    }
    at_each_level([&](const std::string& level) {
        const impl::FullLikelihood likelihood(patterns, run);
        expect_same(likelihood(at).value(), expected, terms, level);
    });
}

TEST(FullLikelihood, AddsUpWhatHistoriesSay) {
    const impl::FullPoint points[] = {{-1.4, 1.5, -0.2, 0.9},
                                      {2.0, 4.5, 3.0, 4.0},
                                      {-6.0, -3.0, -8.0, 1.0},
                                      {0.1, 3.0, 2.0, -5.0}};
    for (const Period merge : {Period::day, Period::week}) {
        const CustomerBase base = simulated_base(merge);
        for (const auto& at : points) expect_same_purchases(base, at);
    }
}

// Times that are no whole periods: no two customers share an age.
TEST(FullLikelihood, AddsUpWhatFractionalTimesSay) {
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 3'000; ++i) {
        const int x = (i * 7) % 5;
        const double age = 151.25 + i * 0.37;
        rows.push_back({x, x == 0 ? 0.0 : 1.5 + (i * 13) % 150, age});
    }
    expect_same_purchases(test::base_of(rows, {}, Unit::week), {-1.4, 1.5, -0.2, 0.9});
}

// A base of repeat customers only, and one of a single customer, who is far from a whole block.
TEST(FullLikelihood, TakesAnyNumberOfCustomers) {
    expect_same_purchases(test::base_of({{3, 20.0, 30.0}}, {}, Unit::week), {-1.4, 1.5, -0.2, 0.9});
    expect_same_purchases(test::base_of({{1, 0.0, 30.0}, {2, 30.0, 30.0}}, {}, Unit::week),
                          {-1.4, 1.5, -0.2, 0.9});
    expect_same_purchases(test::base_of({{0, 0.0, 30.0}, {0, 0.0, 0.0}}, {}, Unit::week),
                          {-1.4, 1.5, -0.2, 0.9});
}

// On the way to the limits, as far as a search goes (2^200), and beyond where kernels go.
TEST(FullLikelihood, GoesTowardsTheLimits) {
    const CustomerBase base = simulated_base(Period::day);
    const double far = std::log(0x1p200);
    expect_same_purchases(base, {far, far + 1.0, -0.2, 0.9});
    expect_same_purchases(base, {-1.4, 1.5, far, far + 1.0});
    expect_same_purchases(base, {-1.4, 1.5, -far, -far + 1.0});
    expect_same_purchases(base, {300.0, 301.0, -0.2, 0.9});
}

TEST(FullLikelihood, DerivativesAgreeWithDifferences) {
    const impl::PurchasePatterns patterns(simulated_base(Period::week));
    impl::FitRun run({});
    at_each_level([&](const std::string&) {
        test::expect_derivatives(impl::FullLikelihood(patterns, run),
                                 impl::FullPoint{-0.2, 1.5, -0.2, 1.6});
    });
}

void expect_same_spend(const CustomerBase& base, const impl::GammaSpend::Point& at) {
    const impl::SpendPatterns patterns(base);
    impl::FitRun run({});
    const auto expected = impl::SpendLikelihood<impl::GammaSpend>(patterns, run)(at).value();
    double terms = 0.0;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        const auto x = static_cast<double>(patterns.counts[patterns.count_index[i]]);
        terms += patterns.weight[i] * (x * std::exp(at[0]) + std::exp(at[1]));
    }
    terms *= 1.0 + std::fabs(at[2]);
    at_each_level([&](const std::string& level) {
        expect_same(impl::FullSpendLikelihood(patterns, run)(at).value(), expected, terms, level);
    });
}

TEST(FullSpendLikelihood, AddsUpWhatCustomersSay) {
    const CustomerBase base = simulated_base(Period::day);
    const double far = std::log(0x1p100);
    expect_same_spend(base, {1.8, 1.3, 2.7});
    expect_same_spend(base, {0.5, 4.0, 6.0});
    expect_same_spend(base, {1.8, far, far + 2.0});
    expect_same_spend(base, {far, 1.3, 2.0 - far});
    expect_same_spend(base, {1.8, 300.0, 301.0});
}

TEST(FullSpendLikelihood, DerivativesAgreeWithDifferences) {
    const impl::SpendPatterns patterns(simulated_base(Period::week));
    impl::FitRun run({});
    at_each_level([&](const std::string&) {
        test::expect_derivatives(impl::FullSpendLikelihood(patterns, run),
                                 impl::GammaSpend::Point{1.8, 1.3, 2.7});
    });
}

}  // namespace
}  // namespace tenure
