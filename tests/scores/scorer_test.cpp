#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/allocations.hpp"
#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/io/csv.hpp"
#include "tenure/scores/score.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using models::BgNbd;
using models::GammaGamma;
using models::PurchaseHistory;
using test::BaseRow;
using test::cdnow_purchases;
using test::cdnow_spend;

// The scorer's tables and the model's own functions are two ways to numbers that are each accurate
// to 1e-12 (docs/design): they differ by twice that, and a few roundings.
constexpr double two_ways = 3e-12;

void expect_close(double actual, double expected) {
    EXPECT_NEAR(actual, expected, two_ways * std::abs(expected));
}

ScoreOptions usual() {
    return {.purchases = cdnow_purchases, .spend = cdnow_spend, .horizon = 39_weeks};
}

Scorer scorer_for(const ScoreOptions& options) { return Scorer::make(options).value(); }

const std::vector<PurchaseHistory> histories{{0, 0.0, 0.0},
                                             {0, 0.0, 272.0 / 7},
                                             {1, 12.0 / 7, 272.0 / 7},
                                             {2, 213.0 / 7, 272.0 / 7},
                                             {10, 20.0, 39.0},
                                             {26, 216.0 / 7, 31.0},
                                             {29, 264.0 / 7, 38.0},
                                             {221, 103.42857, 103.57143},
                                             {1000, 90.0, 100},
                                             {100'000, 1000.0, 1000.125},
                                             {3, 5.0, 5.0},
                                             {1, 0.0, 520.0}};

TEST(Scorer, SaysWhatTheModelsSay) {
    ScoreOptions options = usual();
    options.margin = 0.3;
    options.discount = {0.15, Unit::year};
    const Scorer scorer = scorer_for(options);
    for (const PurchaseHistory& history : histories) {
        SCOPED_TRACE(testing::Message()
                     << history.frequency << ", " << history.recency << ", " << history.T);
        const double mean = history.frequency > 0 ? 35.5 : 0.0;
        const auto score = scorer.score({history, mean});
        const BgNbd& m = cdnow_purchases;
        expect_close(score.probability_alive, m.probability_alive(history));
        expect_close(score.risk, m.probability_no_purchase(history, 39_weeks));
        expect_close(score.expected_purchases, m.expected_purchases(history, 39_weeks));
        EXPECT_EQ(score.risk_band, options.cuts.band(score.risk));
        const double spend = cdnow_spend.expected_spend({history.frequency, mean}).value();
        EXPECT_EQ(score.expected_spend, spend);
        const double given_alive =
            0.3 * spend *
            m.discounted_expected_purchases_given_alive(history, 39_weeks, options.discount);
        expect_close(score.clv_given_alive.value(), given_alive);
        expect_close(
            score.clv.value(),
            0.3 * spend * m.discounted_expected_purchases(history, 39_weeks, options.discount));
        expect_close(score.value_at_risk.value(), given_alive * score.risk);
        EXPECT_EQ(score.revenue_per_year, 0.0);
    }
}

TEST(Scorer, GivesThePublishedNumbers) {
    const Scorer scorer = scorer_for(usual());
    // Twelve digits each: half a unit in the last, and the accuracy of the scorer.
    const auto score = scorer.score({{2, 213.0 / 7, 272.0 / 7}, 22.345});
    EXPECT_NEAR(score.probability_alive, 0.726620311662, 1.5e-12);
    EXPECT_NEAR(score.expected_purchases, 1.22599445529, 7e-12);
    EXPECT_NEAR(score.expected_spend.value(), 24.6539186982, 1e-10);
    const auto loyal = scorer.score({{26, 216.0 / 7, 31.0}, 22.345});
    EXPECT_NEAR(loyal.probability_alive, 0.968854441398, 1.5e-12);
    EXPECT_NEAR(loyal.expected_purchases, 20.7489029026, 8e-11);
    const auto once = scorer.score({{0, 0.0, 272.0 / 7}});
    EXPECT_EQ(once.probability_alive, 1.0);
    EXPECT_NEAR(once.expected_purchases, 0.194793631234, 7e-13);
    EXPECT_NEAR(once.expected_spend.value(), 35.1703712657, 1.5e-10);
}

TEST(Scorer, PutsOneTimeBuyersAtRisk) {
    // Alive for certain, and yet most do not come again: w = ((α+T)/(α+T+h))^r.
    const auto score = scorer_for(usual()).score({{0, 0.0, 39.0}});
    const double at_T = cdnow_purchases.alpha + 39.0;
    EXPECT_EQ(score.probability_alive, 1.0);
    expect_close(score.risk, std::pow(at_T / (at_T + 39.0), cdnow_purchases.r));
    EXPECT_EQ(score.risk_band, RiskBand::critical);
}

TEST(Scorer, DiscountsPurchasesAsTheyCome) {
    // ∫ e^(−δu) dE[Y(u)] as a sum over 4,096 steps: each purchase is discounted by that of the
    // step's middle, wrong by a factor of (δ·step)²/24 at most, which is 2e-9 here.
    ScoreOptions options = usual();
    options.discount = {0.5, Unit::year};
    const PurchaseHistory history{4, 30.0, 38.0};
    const double delta = std::log(1.5) * 168.0 / 8766.0;
    constexpr int steps = 4096;
    double sum = 0;
    double before = 0;
    for (int i = 1; i <= steps; ++i) {
        const Duration end{39.0 * i / steps, Unit::week};
        const double expected = cdnow_purchases.expected_purchases(history, end);
        sum += std::exp(-delta * 39.0 * (i - 0.5) / steps) * (expected - before);
        before = expected;
    }
    const auto score = scorer_for(options).score({history, 20.0});
    EXPECT_NEAR(score.clv.value() / score.expected_spend.value(), sum, 1e-8 * sum);
}

TEST(Scorer, WithoutDiscountMultipliesPurchasesBySpend) {
    ScoreOptions options = usual();
    options.discount = {0.0, Unit::year};
    const auto score = scorer_for(options).score({{4, 30.0, 38.0}, 20.0});
    expect_close(score.clv.value(), score.expected_spend.value() * score.expected_purchases);
}

TEST(Scorer, KeepsTheValueOfThoseWhoAreSurelyGone) {
    // P(alive) is far below the smallest double.
    const auto score = scorer_for(usual()).score({{5000, 20.0, 500.0}, 50.0});
    EXPECT_EQ(score.probability_alive, 0.0);
    EXPECT_EQ(score.risk, 1.0);
    EXPECT_EQ(score.expected_purchases, 0.0);
    EXPECT_EQ(score.clv.value(), 0.0);
    EXPECT_GT(score.clv_given_alive.value(), 1000.0);
    EXPECT_EQ(score.value_at_risk, score.clv_given_alive);
}

TEST(Scorer, StaysFiniteWhereAmountsAreHuge) {
    const double largest = std::numeric_limits<double>::max();
    const auto score = scorer_for(usual()).score({{5000, 20.0, 500.0}, largest});
    EXPECT_EQ(score.clv_given_alive, largest);
    EXPECT_EQ(score.clv, 0.0);
    EXPECT_EQ(score.value_at_risk, largest);
}

TEST(Scorer, HasNoSpendWhereItsMeanDoesNotExist) {
    ScoreOptions options = usual();
    options.spend = GammaGamma{0.2, 0.7, 10.0};
    const Scorer scorer = scorer_for(options);
    // p x + q is 0.7, 0.9 and 1.1.
    for (const std::int64_t x : {0, 1}) {
        const auto score = scorer.score({{x, 0.0, 30.0}, x > 0 ? 12.0 : 0.0});
        EXPECT_FALSE(score.expected_spend.has_value());
        EXPECT_FALSE(score.clv.has_value());
        EXPECT_FALSE(score.clv_given_alive.has_value());
        EXPECT_FALSE(score.value_at_risk.has_value());
        EXPECT_GT(score.expected_purchases, 0.0);
    }
    const auto score = scorer.score({{2, 10.0, 30.0}, 12.0});
    EXPECT_EQ(score.expected_spend, options.spend->get_if<GammaGamma>()->expected_spend({2, 12.0}));
}

TEST(Scorer, WithoutSpendTakesRevenuePerYear) {
    ScoreOptions options = usual();
    options.spend.reset();
    const Scorer scorer = scorer_for(options);
    const double year = 8766.0 / 168.0;  // in weeks
    const auto old = scorer.score({{2, 50.0, 2.0 * year}, 0.0, 300.0});
    EXPECT_FALSE(old.expected_spend.has_value());
    EXPECT_FALSE(old.clv.has_value());
    EXPECT_DOUBLE_EQ(old.revenue_per_year, 150.0);
    EXPECT_EQ(old.value_at_risk, old.revenue_per_year * old.risk);
    const auto young = scorer.score({{2, 5.0, 6.0}, 0.0, 300.0});
    EXPECT_EQ(young.revenue_per_year, 300.0);
}

TEST(Scorer, RefusesImpossibleCustomers) {
    const Scorer with_spend = scorer_for(usual());
    ScoreOptions options = usual();
    options.spend.reset();
    const Scorer without = scorer_for(options);
    const auto message = [](const Scorer& scorer, const CustomerFacts& facts) -> std::string {
        try {
            static_cast<void>(scorer.score(facts));
        } catch (const ContractError& error) {
            return error.what();
        }
        return "";
    };
    using testing::AllOf, testing::HasSubstr;
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_THAT(message(with_spend, {{-1, 0, 1}}), AllOf(HasSubstr("frequency"), HasSubstr("-1")));
    EXPECT_THAT(message(with_spend, {{1, 2, 1}}), AllOf(HasSubstr("recency"), HasSubstr("2")));
    EXPECT_THAT(message(with_spend, {{1, -1, 1}}), HasSubstr("recency"));
    EXPECT_THAT(message(with_spend, {{0, 1, 1}}), HasSubstr("recency"));
    EXPECT_THAT(message(with_spend, {{1, 1, infinity}}), AllOf(HasSubstr("T"), HasSubstr("inf")));
    EXPECT_THAT(message(with_spend, {{1, 1, std::nan("")}}), HasSubstr("nan"));
    EXPECT_THAT(message(with_spend, {{1, 1, 1}, -2.0}), HasSubstr("monetary_value"));
    EXPECT_THAT(message(with_spend, {{1, 1, 1}, infinity}), HasSubstr("monetary_value"));
    EXPECT_THAT(message(without, {{1, 1, 1}, 0, -2.0}),
                AllOf(HasSubstr("revenue"), HasSubstr("-2")));
    EXPECT_THAT(message(without, {{1, 1, 1}, 0, std::nan("")}), HasSubstr("revenue"));
    // What is not read may be anything.
    EXPECT_EQ(message(without, {{1, 1, 1}, -2.0, 1.0}), "");
    EXPECT_EQ(message(with_spend, {{1, 1, 1}, 1.0, -2.0}), "");
}

TEST(Scorer, AllocatesNothingForACustomer) {
    const Scorer scorer = scorer_for(usual());
    double sum = 0;
    const test::Allocations allocations;
    for (const PurchaseHistory& history : histories)
        sum += scorer.score({history, history.frequency > 0 ? 20.0 : 0.0}).expected_purchases;
    EXPECT_EQ(allocations.total(), 0u);
    EXPECT_GT(sum, 0.0);
}

/// Rows of many kinds: x from 0 to far above what tables hold.
std::vector<BaseRow> many_rows(std::size_t size) {
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < size; ++i) {
        const auto x = static_cast<std::int64_t>(i % 13 == 12 ? 5 * i : i % 7);
        const double T = static_cast<double>(20 + i % 251);
        const double recency = x == 0 ? 0.0 : std::fmod(static_cast<double>(i) * 7.3, T);
        rows.push_back({x, recency, T, x == 0 ? 0.0 : 5.0 + static_cast<double>(i % 89) / 3.0,
                        static_cast<std::int64_t>(100 * i), static_cast<std::int64_t>(1 + i % 3)});
    }
    return rows;
}

/// Bits, so that −0 is not 0 and a NaN would equal itself.
std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

TEST(ScoredBase, HasTheBitsOfSingleCustomers) {
    const auto rows = many_rows(5000);
    const auto base = test::base_of(rows);
    for (const bool with_spend : {true, false}) {
        ScoreOptions options = usual();
        if (!with_spend) options.spend.reset();
        const Scorer scorer = scorer_for(options);
        const ScoreTable scores = scorer.score(base).value();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& row = rows[i];
            const auto single =
                scorer.score({{row.frequency, row.recency * 24.0 / 168.0, row.T * 24.0 / 168.0},
                              row.monetary_value,
                              static_cast<double>(row.revenue) / 100.0});
            ASSERT_EQ(bits(scores.probability_alive()[i]), bits(single.probability_alive)) << i;
            ASSERT_EQ(bits(scores.risk()[i]), bits(single.risk)) << i;
            ASSERT_EQ(bits(scores.expected_purchases()[i]), bits(single.expected_purchases)) << i;
            ASSERT_EQ(bits(scores.value_at_risk()[i]), bits(single.value_at_risk.value())) << i;
            ASSERT_EQ(scores.risk_band(i), single.risk_band) << i;
            if (!with_spend) continue;
            ASSERT_EQ(bits(scores.expected_spend()[i]), bits(single.expected_spend.value())) << i;
            ASSERT_EQ(bits(scores.clv()[i]), bits(single.clv.value())) << i;
            ASSERT_EQ(bits(scores.clv_given_alive()[i]), bits(single.clv_given_alive.value())) << i;
        }
    }
}

std::vector<CustomerFacts> many_facts(std::size_t size) {
    std::vector<CustomerFacts> facts;
    for (const BaseRow& row : many_rows(size)) {
        facts.push_back({{row.frequency, row.recency / 7.0, row.T / 7.0},
                         row.monetary_value,
                         static_cast<double>(row.revenue) / 100.0});
    }
    return facts;
}

std::uint64_t bits(const std::optional<double>& value) { return bits(value.value_or(-1.0)); }

// Any number of them: whole blocks of kernels and parts of one.
TEST(ScoredStructs, HaveTheBitsOfSingleCustomers) {
    for (const bool with_spend : {true, false}) {
        ScoreOptions options = usual();
        if (!with_spend) options.spend.reset();
        const Scorer scorer = scorer_for(options);
        for (const std::size_t size : {0, 1, 7, 8, 9, 64, 65, 300}) {
            const auto facts = many_facts(size);
            std::vector<CustomerScore> scores(size);
            scorer.score(facts, scores);
            for (std::size_t i = 0; i < size; ++i) {
                const auto single = scorer.score(facts[i]);
                ASSERT_EQ(bits(scores[i].probability_alive), bits(single.probability_alive)) << i;
                ASSERT_EQ(bits(scores[i].risk), bits(single.risk)) << i;
                ASSERT_EQ(bits(scores[i].expected_purchases), bits(single.expected_purchases));
                ASSERT_EQ(bits(scores[i].expected_spend), bits(single.expected_spend)) << i;
                ASSERT_EQ(bits(scores[i].clv), bits(single.clv)) << i;
                ASSERT_EQ(bits(scores[i].clv_given_alive), bits(single.clv_given_alive)) << i;
                ASSERT_EQ(bits(scores[i].revenue_per_year), bits(single.revenue_per_year)) << i;
                ASSERT_EQ(bits(scores[i].value_at_risk), bits(single.value_at_risk)) << i;
                ASSERT_EQ(scores[i].risk_band, single.risk_band) << i;
            }
        }
    }
}

TEST(ScoredStructs, AreRefusedBeforeAnyIsScored) {
    const Scorer scorer = scorer_for(usual());
    auto facts = many_facts(10);
    std::vector<CustomerScore> scores(10);
    EXPECT_THROW(scorer.score(std::span(facts).first(9), scores), ContractError);
    facts[9].purchases.frequency = -1;
    EXPECT_THROW(scorer.score(facts, scores), ContractError);
    EXPECT_EQ(scores[0].probability_alive, 0.0);
}

TEST(ScoredStructs, AllocateNothing) {
    const Scorer scorer = scorer_for(usual());
    const auto facts = many_facts(100);
    std::vector<CustomerScore> scores(100);
    const test::Allocations allocations;
    scorer.score(facts, scores);
    EXPECT_EQ(allocations.total(), 0u);
}

std::vector<std::string> column_names(const Table& table) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < table.columns(); ++i) names.push_back(table.name(i));
    return names;
}

TEST(ScoredBase, HasTheColumnsOfTheFile) {
    using testing::ElementsAre;
    const std::vector<BaseRow> rows{{0, 0.0, 100.0}, {2, 50.0, 100.0, 20.0, 7000}};
    const auto scores = score(test::base_of(rows), usual()).value();
    EXPECT_THAT(column_names(scores.table()),
                ElementsAre("customer", "frequency", "recency", "T", "monetary_value",
                            "probability_alive", "risk", "expected_purchases", "expected_spend",
                            "clv", "clv_given_alive", "value_at_risk", "risk_band"));
    EXPECT_EQ(scores.report().value_basis, ValueBasis::clv);
    EXPECT_TRUE(scores.table()["monetary_value"].is_null(0));
    EXPECT_FALSE(scores.table()["monetary_value"].is_null(1));
    for (const char* name : {"expected_spend", "clv", "clv_given_alive", "value_at_risk", "risk"})
        EXPECT_EQ(scores.table()[name].null_count(), 0u) << name;
}

TEST(ScoredBase, WithoutSpendHasRevenuePerYear) {
    using testing::ElementsAre;
    ScoreOptions options = usual();
    options.spend.reset();
    const std::vector<BaseRow> rows{{0, 0.0, 100.0, 0.0, 1000}, {2, 50.0, 731.0, 20.0, 7000}};
    const auto scores = score(test::base_of(rows), options).value();
    EXPECT_THAT(column_names(scores.table()),
                ElementsAre("customer", "frequency", "recency", "T", "monetary_value",
                            "probability_alive", "risk", "expected_purchases", "revenue_per_year",
                            "value_at_risk", "risk_band"));
    EXPECT_EQ(scores.report().value_basis, ValueBasis::revenue_per_year);
    const auto per_year = scores.table()["revenue_per_year"].reals();
    EXPECT_EQ(per_year[0], 10.0);
    EXPECT_DOUBLE_EQ(per_year[1], 70.0 / (731.0 / 365.25));
    EXPECT_THROW(static_cast<void>(scores.clv()), ContractError);
    EXPECT_THROW(static_cast<void>(scores.clv_given_alive()), ContractError);
    EXPECT_THROW(static_cast<void>(scores.expected_spend()), ContractError);
    EXPECT_EQ(scores.report().spend_undefined, 0);
}

TEST(ScoredBase, WithoutAmountsHasNoValue) {
    using testing::ElementsAre;
    ScoreOptions options = usual();
    options.spend.reset();
    const std::vector<BaseRow> rows{{0, 0.0, 100.0}, {2, 50.0, 100.0}};
    const auto scores = score(test::base_of(rows, {false, false, false}), options).value();
    EXPECT_THAT(column_names(scores.table()),
                ElementsAre("customer", "frequency", "recency", "T", "probability_alive", "risk",
                            "expected_purchases", "risk_band"));
    EXPECT_EQ(scores.report().value_basis, ValueBasis::none);
    EXPECT_THROW(static_cast<void>(scores.value_at_risk()), ContractError);
    EXPECT_THROW(static_cast<void>(scores.most_value_at_risk(1)), ContractError);

    // Means without revenues: what is known of amounts is shown, a value is not made of it.
    const auto means = score(test::base_of(rows, {true, false, false}), options).value();
    EXPECT_THAT(column_names(means.table()),
                ElementsAre("customer", "frequency", "recency", "T", "monetary_value",
                            "probability_alive", "risk", "expected_purchases", "risk_band"));
    EXPECT_EQ(means.report().value_basis, ValueBasis::none);
}

TEST(ScoredBase, IsRefusedWithoutTheAmountsThatSpendNeeds) {
    const auto base = test::base_of({{0, 0.0, 100.0}}, {false, false, false});
    const auto error = score(base, usual()).error();
    EXPECT_EQ(error.code, Code::no_amounts);
    EXPECT_EQ(error.message, "expected a base with the column monetary_value, got one without");
}

TEST(ScoredBase, OfNobodyIsEmpty) {
    const auto scores = score(test::base_of({}), usual()).value();
    EXPECT_EQ(scores.size(), 0u);
    EXPECT_EQ(scores.table().columns(), 13u);
    EXPECT_TRUE(scores.most_value_at_risk(10).empty());
}

TEST(ScoredBase, HasNoSpendWhereItsMeanDoesNotExist) {
    ScoreOptions options = usual();
    options.spend = GammaGamma{0.2, 0.7, 10.0};
    const auto base = test::base_of(
        {{0, 0.0, 90.0, 0.0, 0, 4}, {1, 20.0, 90.0, 12.0, 0, 3}, {2, 20.0, 90.0, 12.0}});
    const auto scores = score(base, options).value();
    EXPECT_EQ(scores.report().spend_undefined, 7);
    for (const char* name : {"expected_spend", "clv", "clv_given_alive", "value_at_risk"}) {
        const Column& column = scores.table()[name];
        EXPECT_TRUE(column.is_null(0)) << name;
        EXPECT_TRUE(column.is_null(1)) << name;
        EXPECT_FALSE(column.is_null(2)) << name;
        EXPECT_EQ(column.reals()[0], 0.0) << name;
        EXPECT_GT(column.reals()[2], 0.0) << name;
    }
    for (const char* name : {"probability_alive", "risk", "expected_purchases", "risk_band"})
        EXPECT_EQ(scores.table()[name].null_count(), 0u) << name;
}

TEST(ScoredBase, IsReadInTheUnitOfTheModel) {
    const auto rows = many_rows(100);
    const auto weeks = score(test::base_of(rows, {}, Unit::week), usual()).value();
    const auto days = score(test::base_of(rows, {}, Unit::day), usual()).value();
    EXPECT_EQ(to_csv(weeks.table()), to_csv(days.table()));
    EXPECT_EQ(days.report().unit, Unit::week);
    EXPECT_EQ(days.table()["T"].reals()[0], 20.0 / 7.0);

    // The same model, counted in days.
    ScoreOptions options = usual();
    BgNbd daily = cdnow_purchases;
    daily.alpha *= 7.0;
    daily.unit = Unit::day;
    options.purchases = daily;
    const auto in_days = score(test::base_of(rows), options).value();
    EXPECT_EQ(in_days.report().unit, Unit::day);
    EXPECT_EQ(in_days.table()["T"].reals()[0], 20.0);
    // Times are rounded in one of the units, by 2^-53 and 2^-52 of alpha: a power of r + x
    // multiplies that.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double error = (10.0 + static_cast<double>(rows[i].frequency)) * 4e-16 + two_ways;
        EXPECT_NEAR(in_days.risk()[i], weeks.risk()[i], error) << i;
        EXPECT_NEAR(in_days.clv()[i], weeks.clv()[i], error * (1.0 + weeks.clv()[i])) << i;
    }
}

TEST(ScoredBase, ReportsWhatItWasMadeOf) {
    ScoreOptions options = usual();
    options.margin = 0.4;
    options.cuts = {0.1, 0.2, 0.3};
    options.horizon = 26_weeks;
    options.discount = 15_percent_per_year;
    const auto rows = many_rows(500);
    const auto scores = score(test::base_of(rows), options).value();
    const ScoreReport& report = scores.report();
    EXPECT_EQ(report.margin, 0.4);
    EXPECT_EQ(report.cuts.critical, 0.3);
    EXPECT_EQ(report.horizon, 26_weeks);
    EXPECT_EQ(report.discount, 15_percent_per_year);
    EXPECT_EQ(report.unit, Unit::week);
    std::array<std::int64_t, 4> counts{};
    for (std::size_t i = 0; i < rows.size(); ++i)
        counts[static_cast<std::size_t>(options.cuts.band(scores.risk()[i]))] += rows[i].weight;
    EXPECT_EQ(report.band_counts, counts);
}

TEST(ScoredBase, IsCancelledByTheHost) {
    ScoreOptions options = usual();
    options.run.progress.step = [](void*, std::size_t, std::size_t) { return false; };
    EXPECT_EQ(score(test::base_of(many_rows(10)), options).error().code, Code::cancelled);
}

TEST(ScoredBase, DoesNotDependOnTheOrderOfChunks) {
    const auto base = test::base_of(many_rows(30'000));
    const std::string serial = to_csv(score(base, usual()).value().table());
    test::ShuffledExecutor shuffled(7);
    ScoreOptions options = usual();
    options.run.executor = shuffled.executor();
    const auto scores = score(base, options).value();
    EXPECT_EQ(to_csv(scores.table()), serial);
    EXPECT_EQ(scores.report().band_counts, score(base, usual()).value().report().band_counts);
}

// One scorer, eight threads of the host's, and every way to ask it, all at once.
TEST(ScorerThreads, ServesEightAtOnce) {
    const Scorer scorer = scorer_for(usual());
    const auto base = test::base_of(many_rows(2000));
    const auto facts = many_facts(2000);
    const ScoreTable expected = scorer.score(base).value();
    std::vector<CustomerScore> expected_of_facts(facts.size());
    scorer.score(facts, expected_of_facts);
    std::array<int, 8> differences{};
    const auto ask = [&](int& differing) {
        const ScoreTable table = scorer.score(base).value();
        std::vector<CustomerScore> scores(facts.size());
        scorer.score(facts, scores);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const std::uint64_t risk = bits(expected_of_facts[i].risk);
            differing += bits(table.risk()[i]) != bits(expected.risk()[i]);
            differing += bits(scores[i].risk) != risk;
            differing += bits(scorer.score(facts[i]).risk) != risk;
        }
    };
    std::vector<std::thread> threads;
    for (int& differing : differences) threads.emplace_back([&] { ask(differing); });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(differences, (std::array<int, 8>{}));
}

TEST(ScoredBaseThreads, GiveTheSameBits) {
    const auto base = test::base_of(many_rows(30'000));
    const std::string serial = to_csv(score(base, usual()).value().table());
    for (const std::size_t width : {2, 4}) {
        ThreadPool pool(width);
        test::CountingExecutor counting(pool.executor());
        ScoreOptions options = usual();
        options.run.executor = counting.executor();
        EXPECT_EQ(to_csv(score(base, options).value().table()), serial) << width;
        EXPECT_GE(counting.widest(), 7u);
    }
}

TEST(ScoredBase, HasThePublishedBandsOfCdnow) {
    ScoreOptions options = usual();
    const auto scores = score(test::cdnow_base(), options).value();
    EXPECT_THAT(scores.report().band_counts, testing::ElementsAre(110, 195, 355, 1697));
    double alive = 0;
    double expected = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        alive += scores.probability_alive()[i];
        expected += scores.expected_purchases()[i];
    }
    EXPECT_NEAR(alive, 1917.28, 0.005);
    EXPECT_NEAR(expected, 1653.409, 0.0005);
}

}  // namespace
}  // namespace tenure
