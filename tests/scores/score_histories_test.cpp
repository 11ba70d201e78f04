// Scorer::score from columns to columns.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "support/allocations.hpp"
#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "support/simd_level.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/scores/score.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using models::PurchaseHistories;
using models::PurchaseHistory;
using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double canary = -7.25;
constexpr std::size_t rows_per_chunk = 4096;  // scorer.cpp

Scorer scorer() {
    return Scorer::make({.purchases = test::cdnow_purchases, .horizon = 39_weeks}).value();
}

/// Histories by column.
struct Columns {
    [[nodiscard]] std::size_t size() const { return frequency.size(); }
    [[nodiscard]] PurchaseHistories histories() const { return {frequency, recency, age}; }
    [[nodiscard]] PurchaseHistory row(std::size_t i) const {
        return {frequency[i], recency[i], age[i]};
    }
    void add(const PurchaseHistory& row) {
        frequency.push_back(row.frequency);
        recency.push_back(row.recency);
        age.push_back(row.T);
    }
    void set(std::size_t i, const PurchaseHistory& row) {
        frequency[i] = row.frequency;
        recency[i] = row.recency;
        age[i] = row.T;
    }

    std::vector<std::int64_t> frequency;
    std::vector<double> recency, age;
};

Columns random_columns(std::size_t n) {
    std::mt19937_64 random(n);
    std::uniform_real_distribution<double> part(0.0, 1.0);
    Columns columns;
    for (std::size_t i = 0; i < n; ++i) {
        const auto x = static_cast<std::int64_t>(std::pow(10.0, 2.0 * part(random))) - 1;
        const double age = 200.0 * part(random);
        columns.add({x, x == 0 ? 0.0 : age * part(random), age});
    }
    return columns;
}

/// Three columns of scores, and where they end.
struct Scores {
    explicit Scores(std::size_t n)
        : alive(n + 1, canary), risk(n + 1, canary), expected(n + 1, canary), size(n) {}
    [[nodiscard]] PurchaseScores spans() {
        return {std::span(alive).first(size), std::span(risk).first(size),
                std::span(expected).first(size)};
    }
    [[nodiscard]] bool ends_intact() const {
        return alive[size] == canary && risk[size] == canary && expected[size] == canary;
    }

    std::vector<double> alive, risk, expected;
    std::size_t size;
};

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

class IsaScoreHistories : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaScoreHistories, testing::ValuesIn(simd_levels), test::level_name);

TEST_P(IsaScoreHistories, AreThoseOfOneCustomerAtATime) {
    const Scorer of = scorer();
    for (const std::size_t n : {0, 1, 7, 8, 9, 511, 512, 513, 1100}) {
        const Columns columns = random_columns(n);
        Scores scores(n);
        ASSERT_TRUE(of.score(columns.histories(), scores.spans()));
        for (std::size_t i = 0; i < n; ++i) {
            const CustomerScore one = of.score({columns.row(i)});
            ASSERT_EQ(bits(scores.alive[i]), bits(one.probability_alive)) << i;
            ASSERT_EQ(bits(scores.risk[i]), bits(one.risk)) << i;
            ASSERT_EQ(bits(scores.expected[i]), bits(one.expected_purchases)) << i;
        }
        EXPECT_TRUE(scores.ends_intact()) << n;
    }
}

// The base's times are days, the scorer's weeks: what the columns are given in is the scorer's.
TEST_P(IsaScoreHistories, AreThoseOfABase) {
    std::vector<test::BaseRow> rows;
    Columns columns;
    for (std::int64_t i = 0; i < 5000; ++i) {
        const auto age = static_cast<double>(i % 400);
        const std::int64_t x = age > 0 ? i % 5 : 0;
        rows.push_back({x, x == 0 ? 0.0 : std::floor(age * 0.7), age, 10.0, 100});
    }
    const CustomerBase base = test::base_of(rows);
    for (std::size_t i = 0; i < base.size(); ++i) {
        columns.add({base.frequency()[i], base.time_in(base.recency()[i], Unit::week),
                     base.time_in(base.age()[i], Unit::week)});
    }
    Scores scores(columns.size());
    ASSERT_TRUE(scorer().score(columns.histories(), scores.spans()));
    const ScoreTable table = scorer().score(base).value();
    for (std::size_t i = 0; i < base.size(); ++i) {
        ASSERT_EQ(bits(scores.alive[i]), bits(table.probability_alive()[i])) << i;
        ASSERT_EQ(bits(scores.risk[i]), bits(table.risk()[i])) << i;
        ASSERT_EQ(bits(scores.expected[i]), bits(table.expected_purchases()[i])) << i;
    }
}

TEST_P(IsaScoreHistories, DoNotNeedEveryColumn) {
    const Columns columns = random_columns(1000);
    Scores all(columns.size());
    ASSERT_TRUE(scorer().score(columns.histories(), all.spans()));
    for (unsigned wanted = 0; wanted < 8; ++wanted) {
        Scores some(columns.size());
        PurchaseScores spans = some.spans();
        if (!(wanted & 1)) spans.probability_alive = {};
        if (!(wanted & 2)) spans.risk = {};
        if (!(wanted & 4)) spans.expected_purchases = {};
        ASSERT_TRUE(scorer().score(columns.histories(), spans));
        const std::vector<double> untouched(columns.size() + 1, canary);
        EXPECT_EQ(some.alive, wanted & 1 ? all.alive : untouched) << wanted;
        EXPECT_EQ(some.risk, wanted & 2 ? all.risk : untouched) << wanted;
        EXPECT_EQ(some.expected, wanted & 4 ? all.expected : untouched) << wanted;
    }
}

TEST(ScoreHistories, AllocateNothing) {
    const Columns columns = random_columns(2 * rows_per_chunk + 3);
    const Scorer of = scorer();
    Scores scores(columns.size());
    const PurchaseScores spans = scores.spans();
    const test::Allocations allocations;
    const bool scored = static_cast<bool>(of.score(columns.histories(), spans));
    const std::size_t allocated = allocations.total();
    EXPECT_TRUE(scored);
    EXPECT_EQ(allocated, 0U);
}

void expect_misuse(const std::function<void()>& call, const std::string& message) {
    try {
        call();
        ADD_FAILURE() << "no ContractError: " << message;
    } catch (const ContractError& error) {
        EXPECT_THAT(error.what(), HasSubstr(message));
    }
}

TEST(ScoreHistories, MustHaveColumnsOfOneLength) {
    const Scorer of = scorer();
    const Columns columns = random_columns(5);
    Scores scores(5);
    const auto expect_refused =
        [&](const std::function<void(PurchaseHistories&, PurchaseScores&)>& shorten,
            const std::string& name) {
            PurchaseHistories histories = columns.histories();
            PurchaseScores spans = scores.spans();
            shorten(histories, spans);
            expect_misuse([&] { static_cast<void>(of.score(histories, spans)); }, name);
        };
    expect_refused([](auto& in, auto&) { in.recency = in.recency.first(4); }, "recency");
    expect_refused([](auto& in, auto&) { in.T = in.T.first(4); }, "T");
    expect_refused([](auto& in, auto&) { in.T = {}; }, "T");
    expect_refused([](auto& in, auto&) { in.frequency = in.frequency.first(4); }, "recency");
    expect_refused([](auto&, auto& out) { out.probability_alive = out.probability_alive.first(4); },
                   "probability_alive");
    expect_refused([](auto&, auto& out) { out.risk = out.risk.first(4); }, "risk");
    expect_refused(
        [](auto&, auto& out) { out.expected_purchases = out.expected_purchases.first(4); },
        "expected_purchases");
    EXPECT_EQ(scores.alive, std::vector<double>(6, canary));
}

/// What is said of columns in which some rows are replaced by these.
Error refused(Columns columns, const std::vector<std::pair<std::size_t, PurchaseHistory>>& rows,
              Executor executor = {}) {
    for (const auto& [row, history] : rows) columns.set(row, history);
    Scores scores(columns.size());
    const auto scored = scorer().score(columns.histories(), scores.spans(), {.executor = executor});
    EXPECT_FALSE(scored);
    EXPECT_TRUE(scores.ends_intact());
    return scored ? Error{} : scored.error();
}

TEST(ScoreHistories, NameTheRowThatCannotBe) {
    const Columns columns = random_columns(600);
    const auto expect_error = [&](const PurchaseHistory& history, const std::string& field,
                                  const std::string& message) {
        for (const std::size_t row : {0, 5, 8, 599}) {
            const Error error = refused(columns, {{row, history}});
            EXPECT_EQ(error.code, Code::invalid_value);
            EXPECT_EQ(error.where.line, row + 1);
            EXPECT_EQ(error.where.field, field);
            EXPECT_EQ(error.message, message);
        }
    };
    expect_error({-3, 1.0, 2.0}, "frequency", "expected not negative, got -3");
    expect_error({1, 1.0, -2.0}, "T", "expected finite and not negative, got -2");
    expect_error({1, 1.0, nan}, "T", "expected finite and not negative, got nan");
    expect_error({1, 1.0, HUGE_VAL}, "T", "expected finite and not negative, got inf");
    expect_error({1, 3.0, 2.0}, "recency", "expected between 0 and T, got 3");
    expect_error({1, nan, 2.0}, "recency", "expected between 0 and T, got nan");
    expect_error({1, -1.0, 2.0}, "recency", "expected between 0 and T, got -1");
    expect_error({0, 1.0, 2.0}, "recency", "expected 0 without a repeat purchase, got 1");
}

// Of several, the first, in whatever order their chunks are scored.
TEST(ScoreHistories, NameTheFirstRowThatCannotBe) {
    const Columns columns = random_columns(5 * rows_per_chunk + 17);
    const std::vector<std::pair<std::size_t, PurchaseHistory>> rows{
        {5 * rows_per_chunk + 16, {-5, 0.0, 1.0}},
        {3 * rows_per_chunk, {-3, 0.0, 1.0}},
        {2 * rows_per_chunk + 77, {-1, 0.0, 1.0}},
        {2 * rows_per_chunk + 78, {-2, 0.0, 1.0}}};
    for (const std::uint64_t seed : {1, 2, 3, 4}) {
        test::ShuffledExecutor shuffled(seed);
        const Error error = refused(columns, rows, shuffled.executor());
        EXPECT_EQ(error.where.line, 2 * rows_per_chunk + 78);
        EXPECT_EQ(error.message, "expected not negative, got -1");
    }
}

TEST(ScoreHistories, CanBeCancelled) {
    const Columns columns = random_columns(100);
    Scores scores(columns.size());
    const Progress stop{[](void*, auto, auto) { return false; }};
    const auto scored = scorer().score(columns.histories(), scores.spans(), {.progress = stop});
    ASSERT_FALSE(scored);
    EXPECT_EQ(scored.error().code, Code::cancelled);
}

// Times are in the unit of the model, whatever that is.
TEST(ScoreHistories, AreInTheUnitOfTheModel) {
    models::BgNbd daily = test::cdnow_purchases;
    daily.alpha *= 7.0;
    daily.unit = Unit::day;
    const Scorer by_day = Scorer::make({.purchases = daily, .horizon = 39_weeks}).value();
    EXPECT_EQ(by_day.unit(), Unit::day);
    Columns weeks, days;
    weeks.add({2, 213.0 / 7, 272.0 / 7});
    days.add({2, 213.0, 272.0});
    Scores of_weeks(1), of_days(1);
    ASSERT_TRUE(scorer().score(weeks.histories(), of_weeks.spans()));
    ASSERT_TRUE(by_day.score(days.histories(), of_days.spans()));
    EXPECT_NEAR(of_days.alive[0], of_weeks.alive[0], 1e-14);
    EXPECT_NEAR(of_days.risk[0], of_weeks.risk[0], 1e-14);
    EXPECT_NEAR(of_days.expected[0], of_weeks.expected[0], 3e-12 * of_weeks.expected[0]);
}

TEST(ScoreHistoriesThreads, AreTheSameOnAnyNumberOfThem) {
    const Columns columns = random_columns(9 * rows_per_chunk + 5);
    Scores serial(columns.size());
    ASSERT_TRUE(scorer().score(columns.histories(), serial.spans()));
    for (const std::size_t width : {1, 2, 4}) {
        ThreadPool pool(width);
        test::CountingExecutor counting(pool.executor());
        Scores scores(columns.size());
        ASSERT_TRUE(
            scorer().score(columns.histories(), scores.spans(), {.executor = counting.executor()}));
        EXPECT_GE(counting.widest(), 8U);
        EXPECT_EQ(scores.alive, serial.alive);
        EXPECT_EQ(scores.risk, serial.risk);
        EXPECT_EQ(scores.expected, serial.expected);
    }
}

}  // namespace
}  // namespace tenure
