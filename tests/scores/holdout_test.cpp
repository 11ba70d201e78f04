#include "tenure/scores/holdout.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "support/oracle_table.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::BaseRow;
using test::cdnow_purchases;

/// A base until 1997-09-30 with a holdout of 39 weeks.
CustomerBase with_holdout(const std::vector<BaseRow>& rows, Unit unit = Unit::week) {
    return test::base_of(rows, {false, false, true}, unit, 1997y / 9 / 30)
        .with_holdout_until(1998y / 6 / 30);
}

double expected(std::int64_t x, double recency_days, double T_days) {
    return cdnow_purchases.expected_purchases({x, recency_days / 7.0, T_days / 7.0}, 39_weeks);
}

TEST(Holdout, AddsUpByRepeatCount) {
    const auto base = with_holdout({{0, 0.0, 200.0, 0, 0, 1, 3},
                                    {2, 90.0, 200.0, 0, 0, 1, 0},
                                    {7, 150.0, 200.0, 0, 0, 2, 5},
                                    {0, 0.0, 100.0, 0, 0, 10, 1},
                                    {40, 190.0, 200.0, 0, 0, 1, 9}});
    const auto table = check_holdout(base, cdnow_purchases).value();
    EXPECT_EQ(table.length, 39_weeks);
    ASSERT_EQ(table.rows.size(), 8u);
    const std::array<std::int64_t, 8> customers{11, 0, 1, 0, 0, 0, 0, 3};
    const std::array<std::int64_t, 8> observed{13, 0, 0, 0, 0, 0, 0, 19};
    const std::array<double, 8> predicted{
        expected(0, 0, 200) + 10.0 * expected(0, 0, 100),    0, expected(2, 90, 200), 0, 0, 0, 0,
        2.0 * expected(7, 150, 200) + expected(40, 190, 200)};
    for (std::size_t x = 0; x < 8; ++x) {
        EXPECT_EQ(table.rows[x].frequency, static_cast<std::int64_t>(x));
        EXPECT_EQ(table.rows[x].customers, customers[x]) << x;
        EXPECT_EQ(table.rows[x].observed, observed[x]) << x;
        // Two ways to a number, each accurate to 1e-12, and sums of a few of them.
        EXPECT_NEAR(table.rows[x].predicted, predicted[x], 4e-12 * predicted[x]) << x;
    }
    EXPECT_EQ(table.observed, 32);
    EXPECT_NEAR(table.predicted, predicted[0] + predicted[2] + predicted[7], 1e-10);
}

TEST(Holdout, IsAsLongAsItsDates) {
    const std::vector<BaseRow> rows{{2, 90.0, 200.0, 0, 0, 1, 1}};
    const auto days = check_holdout(with_holdout(rows, Unit::day), cdnow_purchases).value();
    EXPECT_EQ(days.length, (Duration{273, Unit::day}));
    const auto weeks = check_holdout(with_holdout(rows), cdnow_purchases).value();
    EXPECT_NEAR(days.predicted, weeks.predicted, 1e-12 * weeks.predicted);
}

TEST(Holdout, OfCdnowIsAsComputedAtThirtyDigits) {
    const test::OracleTable oracle("cdnow_holdout.csv");
    const auto table = check_holdout(test::cdnow_base(), cdnow_purchases).value();
    EXPECT_EQ(table.length, 39_weeks);
    ASSERT_EQ(oracle.size(), table.rows.size());
    for (std::size_t x = 0; x < oracle.size(); ++x) {
        const auto& row = table.rows[x];
        EXPECT_EQ(static_cast<double>(row.customers), oracle.number(x, "customers")) << x;
        EXPECT_EQ(static_cast<double>(row.observed), oracle.number(x, "observed")) << x;
        // A customer's expectation is accurate to 1e-12, and a sum of n positive terms to n/2^53
        // more.
        const double mean = oracle.number(x, "mean_predicted");
        const auto size = static_cast<double>(row.customers);
        EXPECT_NEAR(row.predicted / size, mean, (1e-12 + size * 0x1p-53) * mean) << x;
    }
    EXPECT_EQ(table.observed, 1882);
    EXPECT_NEAR(table.predicted, 1653.409, 0.0005);
}

TEST(Holdout, OfCdnowIsAsPublished) {
    const auto table = check_holdout(test::cdnow_base(), cdnow_purchases).value();
    // The prediction for x = 5 is 2.653846, which was printed as 2.6539: one unit in the last
    // digit.
    constexpr std::array predicted{.2251, .5231, 1.0441, 1.5203, 2.1639, 2.6539, 3.5040, 6.1572};
    constexpr std::array actual{.2367, .6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594};
    for (std::size_t x = 0; x < 8; ++x) {
        const auto& row = table.rows[x];
        const auto size = static_cast<double>(row.customers);
        EXPECT_NEAR(row.predicted / size, predicted[x], x == 5 ? 0.0001 : 0.00005) << x;
        EXPECT_NEAR(static_cast<double>(row.observed) / size, actual[x], 0.00005) << x;
    }
}

TEST(Holdout, IsRefusedToABaseWithoutOne) {
    const std::vector<BaseRow> rows{{0, 0.0, 200.0}};
    const auto nothing = test::base_of(rows, {false, false, false}, Unit::week, 1997y / 9 / 30);
    const auto no_until =
        test::base_of(rows, {false, false, true}).with_holdout_until(1998y / 6 / 30);
    const auto no_end = test::base_of(rows, {false, false, true}, Unit::week, 1997y / 9 / 30);
    for (const auto* base : {&nothing, &no_until, &no_end}) {
        const auto error = check_holdout(*base, cdnow_purchases).error();
        EXPECT_EQ(error.code, Code::invalid_data);
        EXPECT_EQ(error.message, "expected a base with a holdout, got one without");
    }
}

TEST(Holdout, IsRefusedToParametersThatAreNoModel) {
    const auto base = with_holdout({{0, 0.0, 200.0}});
    const auto error = check_holdout(base, models::BgNbd{1.0, 1.0, -1.0, 1.0}).error();
    EXPECT_EQ(error.code, Code::invalid_option);
    EXPECT_EQ(error.where.field, "model.a");
    EXPECT_EQ(error.message, "expected a finite number above 0, got -1");
}

TEST(Holdout, ComparesAFitThatIsNotUsable) {
    models::Fitted<models::BgNbd> fit{cdnow_purchases, {}, {}};
    fit.report.status = models::FitStatus::max_iterations;
    EXPECT_TRUE(check_holdout(with_holdout({{0, 0.0, 200.0}}), fit).has_value());
}

TEST(Holdout, DoesNotOverflow) {
    const std::int64_t half = std::numeric_limits<std::int64_t>::max() / 2;
    for (const auto& rows :
         {std::vector<BaseRow>{{0, 0.0, 9.0, 0, 0, half, 3}},
          std::vector<BaseRow>{{0, 0.0, 9.0, 0, 0, half, 1}, {1, 1.0, 9.0, 0, 0, 3, half}},
          std::vector<BaseRow>{{0, 0.0, 9.0, 0, 0, 1, half},
                               {1, 1.0, 9.0, 0, 0, 1, half},
                               {2, 1.0, 9.0, 0, 0, 1, half}}}) {
        const auto error = check_holdout(with_holdout(rows), cdnow_purchases).error();
        EXPECT_EQ(error.code, Code::overflow);
        EXPECT_EQ(error.message, "expected fewer than 2^63 purchases in the holdout, got more");
    }
}

CustomerBase large() {
    std::vector<BaseRow> rows;
    for (std::int64_t i = 0; i < 20'000; ++i) {
        const std::int64_t x = i % 9;
        const double T = static_cast<double>(100 + i % 84);
        rows.push_back({x, x == 0 ? 0.0 : T - static_cast<double>(i % 97), T, 0, 0, 1, i % 5});
    }
    return with_holdout(rows);
}

std::vector<double> predictions(const HoldoutTable& table) {
    std::vector<double> all{table.predicted};
    for (const HoldoutRow& row : table.rows) all.push_back(row.predicted);
    return all;
}

TEST(Holdout, DoesNotDependOnTheOrderOfChunks) {
    const auto base = large();
    const auto serial = check_holdout(base, cdnow_purchases).value();
    test::ShuffledExecutor shuffled(3);
    const auto other =
        check_holdout(base, cdnow_purchases, {.executor = shuffled.executor()}).value();
    EXPECT_EQ(predictions(other), predictions(serial));
    EXPECT_EQ(other.observed, serial.observed);
}

TEST(HoldoutThreads, GiveTheSameBits) {
    const auto base = large();
    const auto serial = check_holdout(base, cdnow_purchases).value();
    ThreadPool pool(4);
    test::CountingExecutor counting(pool.executor());
    const auto other =
        check_holdout(base, cdnow_purchases, {.executor = counting.executor()}).value();
    EXPECT_EQ(predictions(other), predictions(serial));
    EXPECT_GE(counting.widest(), 4u);
}

TEST(Holdout, IsCancelledByTheHost) {
    RunOptions run;
    run.progress.step = [](void*, std::size_t, std::size_t) { return false; };
    EXPECT_EQ(check_holdout(large(), cdnow_purchases, run).error().code, Code::cancelled);
}

}  // namespace
}  // namespace tenure
