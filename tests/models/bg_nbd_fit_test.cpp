#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "models/bg_nbd_evaluator.hpp"
#include "models/bg_nbd_likelihood.hpp"
#include "models/purchase_patterns.hpp"
#include "support/bases.hpp"
#include "support/derivatives.hpp"
#include "support/oracle_table.hpp"
#include "tenure/models/bg_nbd.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;
using models::BgNbd;
using models::FitStatus;
using models::Fitted;
using models::Limit;
using test::base_of;
using test::BaseRow;
using test::cdnow_base;
namespace impl = detail::models;

CustomerBase heavy20k() {
    const test::OracleTable table("heavy20k_base.csv");
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < table.size(); ++i) {
        rows.push_back({static_cast<std::int64_t>(table.number(i, "x")), table.number(i, "tx_days"),
                        table.number(i, "T_days")});
    }
    return base_of(rows, {}, Unit::week);
}

void expect_optimum(const Fitted<BgNbd>& fit, const std::array<double, 4>& parameters,
                    double log_likelihood, const std::array<double, 4>& errors) {
    EXPECT_EQ(fit.report.status, FitStatus::converged) << fit.report.explanation;
    EXPECT_NEAR(fit.report.log_likelihood, log_likelihood, 1e-8 * std::fabs(log_likelihood));
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(fit.model.parameters()[i], parameters[i], 1e-6 * parameters[i]) << i;
        ASSERT_TRUE(fit.standard_error(i).has_value());
        EXPECT_NEAR(*fit.standard_error(i), errors[i], 1e-5 * errors[i]) << i;
    }
}

// Optima and standard errors computed in 30 digits from the published likelihood (tests/oracle).
TEST(BgNbdFit, ReachesTheOptimumOfTheCdnowSample) {
    const auto fit = BgNbd::fit(cdnow_base()).value();
    expect_optimum(fit, {0.2425945224302, 4.413602019014, 0.7929220172256, 2.425906776826},
                   -9582.42920667393, {.012557378, .37822406, .18573382, .70541427});
    EXPECT_EQ(fit.report.customers, 2357);
    EXPECT_EQ(fit.report.patterns, 1016);
    EXPECT_NEAR(fit.report.aic, 2 * 4 + 2 * 9582.42920667393, 1e-4);
    EXPECT_NEAR(fit.report.bic, 4 * std::log(2357.0) + 2 * 9582.42920667393, 1e-4);
    EXPECT_LE(fit.report.iterations, 12);
    EXPECT_LT(fit.report.gradient_norm, 1e-9);
}

TEST(BgNbdFit, ReachesTheOptimumOfHeavyBuyers) {
    const auto fit = BgNbd::fit(heavy20k()).value();
    expect_optimum(fit, {1.61433979483915, 5.17851425956543, 1.17199777917333, 32.6098360725124},
                   -702400.2350721002, {.01798737, .06720419, .06648425, 2.3063891});
}

// x ln 7 more for each repeat purchase, since the density is per day instead of per week.
TEST(BgNbdFit, OnlyRescalesWithTheUnit) {
    const auto weekly = BgNbd::fit(cdnow_base()).value();
    const auto daily = BgNbd::fit(cdnow_base(Unit::day)).value();
    EXPECT_NEAR(daily.model.r, weekly.model.r, 1e-9);
    EXPECT_NEAR(daily.model.alpha, weekly.model.alpha * 7, 1e-8);
    EXPECT_NEAR(daily.model.a, weekly.model.a, 1e-8);
    EXPECT_NEAR(daily.model.b, weekly.model.b, 1e-8);
    EXPECT_NEAR(daily.report.log_likelihood, weekly.report.log_likelihood - 2457 * std::log(7.0),
                1e-7);
}

TEST(BgNbdFit, LogLikelihoodIsTheSumOverCustomers) {
    const auto base = cdnow_base();
    const auto fit = BgNbd::fit(base).value();
    double sum = 0.0;
    for (std::size_t i = 0; i < base.size(); ++i) {
        sum += fit.model.log_likelihood({base.frequency()[i],
                                         base.time_in(base.recency()[i], Unit::week),
                                         base.time_in(base.age()[i], Unit::week)});
    }
    EXPECT_NEAR(fit.report.log_likelihood, sum, 1e-9);
}

TEST(BgNbdFit, AWeightIsThatManyCustomers) {
    std::vector<BaseRow> weighted;
    std::vector<BaseRow> spelled_out;
    for (int i = 0; i < 60; ++i) {
        const BaseRow row{i % 7,    i % 7 == 0 ? 0.0 : 10.0 + 4 * (i % 30), 200.0 + i, 0.0, 0,
                          1 + i % 3};
        weighted.push_back(row);
        for (int copy = 0; copy < 1 + i % 3; ++copy) {
            spelled_out.push_back({row.frequency, row.recency, row.T});
        }
    }
    const auto one = BgNbd::fit(base_of(weighted, {}, Unit::week)).value();
    const auto other = BgNbd::fit(base_of(spelled_out, {}, Unit::week)).value();
    EXPECT_EQ(one.model, other.model);
    EXPECT_EQ(one.report.log_likelihood, other.report.log_likelihood);
    EXPECT_EQ(one.report.customers, other.report.customers);
}

// Times that are no whole days take the path that sorts instead of packing; the sums are the same.
TEST(BgNbdFit, FractionalTimesGiveTheSamePatterns) {
    std::vector<BaseRow> whole;
    std::vector<BaseRow> halves;
    for (int i = 0; i < 500; ++i) {
        const int x = (i * 7) % 5;
        const double recency = x == 0 ? 0.0 : 1.0 + (i * 13) % 150;
        whole.push_back({x, recency, 151.0 + (i * 31) % 60});
        halves.push_back({x, recency / 2, (151.0 + (i * 31) % 60) / 2});
    }
    const impl::PurchasePatterns packed(base_of(whole, {}, Unit::day));
    const impl::PurchasePatterns sorted(base_of(halves, {}, Unit::day));
    ASSERT_EQ(packed.size(), sorted.size());
    EXPECT_EQ(packed.counts, sorted.counts);
    EXPECT_EQ(packed.count_index, sorted.count_index);
    EXPECT_EQ(packed.weight, sorted.weight);
    for (std::size_t i = 0; i < packed.size(); ++i) {
        EXPECT_EQ(packed.recency[i], 2 * sorted.recency[i]);
        EXPECT_EQ(packed.age[i], 2 * sorted.age[i]);
    }
}

// Derivatives against central differences, of every combination of sides.
template <class Rates, class Dropout>
void expect_derivatives(std::array<double, Rates::dimension + Dropout::dimension> at) {
    const auto base = cdnow_base();
    const impl::PurchasePatterns patterns(base);
    impl::FitRun run({});
    const impl::Likelihood<Rates, Dropout> likelihood(patterns, run);
    test::expect_derivatives(likelihood, at);
}

TEST(BgNbdLikelihood, DerivativesAgreeWithDifferences) {
    using namespace impl;
    expect_derivatives<GammaRates, BetaDropout>({-1.4, 1.5, -0.2, 0.9});
    expect_derivatives<GammaRates, BetaDropout>({2.0, 4.5, 3.0, 4.0});
    expect_derivatives<GammaRates, GeometricDropout>({-1.4, 1.5, -1.0});
    expect_derivatives<GammaRates, PolarizedDropout>({-1.4, 1.5, -1.0});
    expect_derivatives<GammaRates, NoDropout>({-1.4, 1.5});
    expect_derivatives<EqualRates, BetaDropout>({-3.0, -0.2, 0.9});
    expect_derivatives<EqualRates, GeometricDropout>({-3.0, -1.0});
    expect_derivatives<EqualRates, PolarizedDropout>({-3.0, -1.0});
    expect_derivatives<EqualRates, NoDropout>({-3.0});
}

// A side embedded in the full model tends to its limit: at the rate 1/scale, but for customers so
// long silent that having left explains them better by many orders of magnitude, whose part falls
// only from there on.
template <class Rates, class Dropout>
void expect_embedding(typename Rates::Point rates, typename Dropout::Point dropout) {
    const auto base = cdnow_base();
    const impl::PurchasePatterns patterns(base);
    impl::FitRun run({});
    std::array<double, Rates::dimension + Dropout::dimension> at;
    std::copy(rates.begin(), rates.end(), at.begin());
    std::copy(dropout.begin(), dropout.end(), at.begin() + rates.size());
    const double limit = impl::Likelihood<Rates, Dropout>(patterns, run)(at).value().value;
    const auto [r, alpha] = Rates::embed(rates, 1e60);
    const auto [a, b] = Dropout::embed(dropout, 1e60);
    const double near = impl::Likelihood<impl::GammaRates, impl::BetaDropout>(
                            patterns, run)({std::log(r), std::log(alpha), std::log(a), std::log(b)})
                            .value()
                            .value;
    EXPECT_NEAR(near, limit, 1e-9 * std::fabs(limit));
}

TEST(BgNbdLikelihood, TheFullModelTendsToItsLimits) {
    using namespace impl;
    expect_embedding<GammaRates, GeometricDropout>({-1.4, 1.5}, {-1.0});
    expect_embedding<GammaRates, NoDropout>({-1.4, 1.5}, {});
    expect_embedding<GammaRates, PolarizedDropout>({-1.4, 1.5}, {-1.0});
    expect_embedding<EqualRates, BetaDropout>({-3.0}, {-0.2, 0.9});
    expect_embedding<EqualRates, NoDropout>({-3.0}, {});
}

struct Degenerate {
    std::string name;
    std::vector<BaseRow> rows;
    std::vector<Limit> limits;
};

std::vector<BaseRow> rows(int n, BaseRow (*row)(int)) {
    std::vector<BaseRow> all;
    for (int i = 0; i < n; ++i) all.push_back(row(i));
    return all;
}

std::vector<Degenerate> degenerate_bases() {
    return {
        {"nbd",
         rows(200,
              [](int i) {
                  constexpr int x[] = {0, 1, 2, 3, 5, 8, 13, 21};
                  const double T = 40 + i % 41;
                  return BaseRow{x[i % 8], x[i % 8] > 0 ? T : 0.0, T};
              }),
         {Limit::no_dropout}},
        {"geometric",
         rows(100,
              [](int i) {
                  return BaseRow{4, 4.0 * (1 + i % 20), 400.0};
              }),
         {Limit::geometric_dropout}},
        {"equal_rates",
         rows(200,
              [](int i) {
                  constexpr int counts[] = {1, 1, 1, 1, 2, 2, 3, 4, 6, 12};
                  const int T = 60 + i % 41;
                  const int x = std::min(T / 10, counts[i % 10]);
                  return BaseRow{x, 10.0 * x, static_cast<double>(T)};
              }),
         {Limit::equal_rates}},
        {"poisson",
         rows(200,
              [](int i) {
                  const double T = 40 + i % 41;
                  return BaseRow{2 + i % 2, T, T};
              }),
         {Limit::no_dropout, Limit::equal_rates}},
    };
}

TEST(BgNbdFit, NamesTheLimitThatTheLikelihoodRisesTo) {
    const test::OracleTable table("degenerate_bases.csv");
    for (const auto& [name, rows, limits] : degenerate_bases()) {
        const auto fit = BgNbd::fit(base_of(rows, {}, Unit::day)).value();
        EXPECT_EQ(fit.report.status, FitStatus::boundary) << name;
        EXPECT_EQ(fit.report.limits, limits) << name;
        EXPECT_TRUE(fit.report.usable());
        double limit = NAN;
        for (std::size_t i = 0; i < table.size(); ++i) {
            if (table.text(i, "base") == name) {
                limit = table.number(i, "log_likelihood_per_customer");
            }
        }
        // Within 1e-9 per customer of the limit, which the table gives to 15 digits.
        EXPECT_NEAR(fit.report.log_likelihood / static_cast<double>(rows.size()), limit, 1.1e-9)
            << name;
        const auto expected = fit.model.expected_purchases({1, 10.0, 50.0}, 30_days);
        EXPECT_TRUE(std::isfinite(expected)) << name;
    }
}

// What batches use, against the integral: limits have parameters far out, which must neither take
// long nor lose digits.
TEST(BgNbdFit, LimitsScoreThroughTablesAsByTheIntegral) {
    for (const auto& [name, rows, limits] : degenerate_bases()) {
        const BgNbd model = BgNbd::fit(base_of(rows, {}, Unit::day)).value().model;
        const DiscountRate rate{0.1, Unit::year};
        const impl::BgNbdEvaluator evaluator(model, 30_days, rate);
        for (const BaseRow& row : rows) {
            const models::PurchaseHistory history{row.frequency, row.recency, row.T};
            const auto found = evaluator(history);
            const double expected = model.expected_purchases(history, 30_days);
            EXPECT_NEAR(found.expected_purchases, expected, 1e-12 * expected) << name;
            const double discounted =
                model.discounted_expected_purchases_given_alive(history, 30_days, rate);
            EXPECT_NEAR(found.discounted_given_alive, discounted, 1e-12 * discounted) << name;
        }
    }
}

TEST(BgNbdFit, ReportsWhatALimitDetermines) {
    const auto bases = degenerate_bases();
    const auto no_dropout = BgNbd::fit(base_of(bases[0].rows, {}, Unit::day)).value();
    EXPECT_NEAR(no_dropout.model.r, 0.945759296160615, 1e-4);
    EXPECT_NEAR(no_dropout.model.alpha, 8.26794071456298, 1e-3);
    EXPECT_LT(no_dropout.model.a / (no_dropout.model.a + no_dropout.model.b), 1e-6);
    EXPECT_TRUE(no_dropout.standard_error(0).has_value());
    EXPECT_TRUE(no_dropout.standard_error(1).has_value());
    EXPECT_FALSE(no_dropout.standard_error(2).has_value());
    EXPECT_FALSE(no_dropout.standard_error(3).has_value());

    const auto geometric = BgNbd::fit(base_of(bases[1].rows, {}, Unit::day)).value();
    EXPECT_NEAR(geometric.model.r, 9.27314902853987, 1e-3);
    EXPECT_NEAR(geometric.model.alpha, 87.5998484100982, 1e-2);
    EXPECT_NEAR(geometric.model.a / (geometric.model.a + geometric.model.b), 0.249999909353657,
                1e-6);

    const auto equal = BgNbd::fit(base_of(bases[2].rows, {}, Unit::day)).value();
    EXPECT_NEAR(equal.model.r / equal.model.alpha, 0.0938912641406049, 1e-6);
    EXPECT_NEAR(equal.model.a, 1.64219926921679, 1e-3);
    EXPECT_NEAR(equal.model.b, 2.48366455039343, 1e-3);
    EXPECT_FALSE(equal.standard_error(0).has_value());
    EXPECT_TRUE(equal.standard_error(2).has_value());
    EXPECT_TRUE(equal.standard_error(3).has_value());
}

void expect_not_identified(const std::vector<BaseRow>& rows, const std::string& reason) {
    const auto fit = BgNbd::fit(base_of(rows, {}, Unit::day)).value();
    EXPECT_EQ(fit.report.status, FitStatus::not_identified);
    EXPECT_FALSE(fit.report.usable());
    EXPECT_EQ(fit.report.explanation, reason);
    EXPECT_EQ(fit.report.customers, static_cast<std::int64_t>(rows.size()));
    EXPECT_EQ(fit.report.iterations, 0);
    EXPECT_FALSE(fit.standard_error(0).has_value());
    EXPECT_TRUE(std::isnan(fit.report.log_likelihood));
}

TEST(BgNbdFit, SaysFromTheDataWhatTheyCannotDetermine) {
    expect_not_identified({{0, 0, 100}, {0, 0, 50}}, "no customer has a repeat purchase");
    expect_not_identified({{3, 20, 39}}, "all customers have one and the same history");
    expect_not_identified(std::vector<BaseRow>(100, {3, 20, 39}),
                          "all customers have one and the same history");
    expect_not_identified({{0, 0, 100}, {1, 10, 50}, {1, 7, 80}},
                          "no customer has more than one repeat purchase: nothing tells a and b "
                          "apart");
    expect_not_identified({{2, 0, 0}, {3, 0, 0}},
                          "a customer has repeat purchases at T = 0: the likelihood has no bound");
    expect_not_identified({{2, 0, 0}, {3, 10, 20}, {1, 5, 30}, {0, 0, 40}, {7, 30, 35}},
                          "a customer has repeat purchases at T = 0: the likelihood has no bound");
}

TEST(BgNbdFit, RefusesAnEmptyBaseAndBadOptions) {
    const auto empty = BgNbd::fit(base_of({}, {}, Unit::day));
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, Code::invalid_data);
    EXPECT_EQ(empty.error().message, "expected at least one customer, got an empty base");

    const auto impatient = BgNbd::fit(cdnow_base(), {.max_iterations = 0});
    ASSERT_FALSE(impatient);
    EXPECT_EQ(impatient.error().code, Code::invalid_option);
    EXPECT_EQ(impatient.error().where.field, "max_iterations");
}

TEST(BgNbdFit, EndsUnfinishedWhereItMayNotGoOn) {
    const auto fit = BgNbd::fit(cdnow_base(), {.max_iterations = 1}).value();
    EXPECT_EQ(fit.report.status, FitStatus::max_iterations);
    EXPECT_EQ(fit.report.explanation, "no maximum within 1 iterations");
    EXPECT_FALSE(fit.report.usable());
    EXPECT_FALSE(fit.standard_error(0).has_value());
}

TEST(BgNbdFit, IsCancelledByTheHost) {
    int calls = 0;
    models::FitOptions options;
    options.run.progress = {
        [](void* self, std::size_t, std::size_t) { return ++*static_cast<int*>(self) < 3; },
        &calls};
    const auto fit = BgNbd::fit(cdnow_base(), options);
    ASSERT_FALSE(fit);
    EXPECT_EQ(fit.error().code, Code::cancelled);
    EXPECT_EQ(calls, 3);
}

}  // namespace
