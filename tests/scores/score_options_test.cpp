#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "tenure/scores/score.hpp"

namespace tenure {
namespace {

using models::BgNbd;
using models::FitStatus;
using models::Fitted;
using models::GammaGamma;

ScoreOptions usual() { return {.purchases = test::cdnow_purchases, .spend = test::cdnow_spend}; }

/// What every way to score says of an option.
template <class Change>
void expect_refused(Change change, Code code, const std::string& field,
                    const std::string& message) {
    ScoreOptions options = usual();
    ASSERT_TRUE(options.check().has_value());
    change(options);
    const auto base = test::base_of({{0, 0.0, 100.0}});
    for (const Error& error :
         {options.check().error(), Scorer::make(options).error(), score(base, options).error()}) {
        EXPECT_EQ(error.code, code) << field;
        EXPECT_EQ(error.where.field, field);
        EXPECT_EQ(error.message, message);
    }
}

template <class Change>
void expect_invalid(Change change, const std::string& field, const std::string& message) {
    expect_refused(change, Code::invalid_option, field, message);
}

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(ScoreOptions, RefuseHorizonsThatAreNotFiniteAndAboveZero) {
    expect_invalid(
        [](auto& o) {
            o.horizon = {0, Unit::week};
        },
        "horizon", "expected a finite time above 0, got 0w");
    expect_invalid(
        [](auto& o) {
            o.horizon = {-1, Unit::year};
        },
        "horizon", "expected a finite time above 0, got -1y");
    expect_invalid(
        [](auto& o) {
            o.horizon = {infinity, Unit::week};
        },
        "horizon", "expected a finite time above 0, got infw");
    // Finite in years and infinite in weeks.
    expect_invalid(
        [](auto& o) {
            o.horizon = {1e308, Unit::year};
        },
        "horizon", "expected a finite time above 0, got 1e+308y");
}

TEST(ScoreOptions, RefuseDiscountsAndMarginsBelowZero) {
    expect_invalid(
        [](auto& o) {
            o.discount = {-0.01, Unit::year};
        },
        "discount", "expected a finite rate of at least 0, got -0.01/year");
    expect_invalid(
        [](auto& o) {
            o.discount = {infinity, Unit::month};
        },
        "discount", "expected a finite rate of at least 0, got inf/month");
    expect_invalid([](auto& o) { o.margin = -0.5; }, "margin",
                   "expected a finite number of at least 0, got -0.5");
    expect_invalid([](auto& o) { o.margin = infinity; }, "margin",
                   "expected a finite number of at least 0, got inf");
    ScoreOptions options = usual();
    options.discount = {0.0, Unit::year};
    options.margin = 0.0;
    EXPECT_TRUE(options.check().has_value());
}

TEST(ScoreOptions, RefuseCutsThatDoNotRise) {
    expect_invalid([](auto& o) { o.cuts.medium = 0.0; }, "cuts.medium",
                   "expected a number above 0, got 0");
    expect_invalid([](auto& o) { o.cuts.high = 0.25; }, "cuts.high",
                   "expected a number above cuts.medium, got 0.25");
    expect_invalid([](auto& o) { o.cuts.critical = 0.5; }, "cuts.critical",
                   "expected a number above cuts.high and below 1, got 0.5");
    expect_invalid([](auto& o) { o.cuts.critical = 1.0; }, "cuts.critical",
                   "expected a number above cuts.high and below 1, got 1");
    expect_invalid([](auto& o) { o.cuts.medium = std::numeric_limits<double>::quiet_NaN(); },
                   "cuts.medium", "expected a number above 0, got nan");
}

TEST(ScoreOptions, RefuseParametersThatAreNoModel) {
    expect_invalid(
        [](auto& o) {
            o.purchases = BgNbd{0.0, 4.0, 1.0, 2.0};
        },
        "purchases.r", "expected a finite number above 0, got 0");
    expect_invalid(
        [](auto& o) {
            o.spend = GammaGamma{6.0, 4.0, infinity};
        },
        "spend.gamma", "expected a finite number above 0, got inf");
}

template <class Model>
Fitted<Model> fitted(const Model& model, FitStatus status) {
    Fitted<Model> fit{model, {}, {}};
    fit.report.status = status;
    return fit;
}

TEST(ScoreOptions, RefuseFitsThatAreNotUsable) {
    expect_refused(
        [](auto& o) { o.purchases = fitted(test::cdnow_purchases, FitStatus::not_identified); },
        Code::unusable_fit, "purchases",
        "expected a fit that is usable, got bg-nbd not_identified");
    expect_refused(
        [](auto& o) { o.purchases = fitted(test::cdnow_purchases, FitStatus::max_iterations); },
        Code::unusable_fit, "purchases",
        "expected a fit that is usable, got bg-nbd max_iterations");
    expect_refused([](auto& o) { o.spend = fitted(test::cdnow_spend, FitStatus::not_identified); },
                   Code::unusable_fit, "spend",
                   "expected a fit that is usable, got gamma-gamma not_identified");
}

TEST(ScoreOptions, TakeFitsThatAreUsableOrAccepted) {
    ScoreOptions options = usual();
    options.purchases = fitted(test::cdnow_purchases, FitStatus::boundary);
    options.spend = fitted(test::cdnow_spend, FitStatus::converged);
    EXPECT_TRUE(options.check().has_value());
    options.purchases = fitted(test::cdnow_purchases, FitStatus::not_identified);
    options.spend = fitted(test::cdnow_spend, FitStatus::max_iterations);
    options.accept_unusable = Accept::yes;
    EXPECT_TRUE(options.check().has_value());
    EXPECT_TRUE(Scorer::make(options).has_value());
}

TEST(ScoreOptions, AreCheckedWhereUnusableFitsAreAcceptedToo) {
    expect_invalid(
        [](auto& o) {
            o.purchases = fitted(BgNbd{1.0, -1.0, 1.0, 1.0}, FitStatus::not_identified);
            o.accept_unusable = Accept::yes;
        },
        "purchases.alpha", "expected a finite number above 0, got -1");
}

}  // namespace
}  // namespace tenure
