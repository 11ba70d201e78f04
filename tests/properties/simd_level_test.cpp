// From a log to scores at each level of vector instructions: on one level the same bits, whatever
// the order of rows and chunks; between levels the same numbers.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/executors.hpp"
#include "support/fit_bits.hpp"
#include "support/simd_level.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using models::BgNbd;
using models::GammaGamma;
using test::bits;
using test::bits_of;

// Enough for three chunks of the scorer's and several of a fit's, few enough for an emulated CPU.
constexpr std::int64_t customers = 9'000;

const Transactions& simulated_log() {
    static const Transactions log =
        models::simulate_transactions({.purchases = {0.8, 5.0, 0.8, 2.5},
                                       .spend = GammaGamma{6.25, 3.74, 15.44},
                                       .from = 1997y / 1 / 1,
                                       .until = 1998y / 6 / 30,
                                       .entry = 26_weeks,
                                       .customers = customers})
            .value();
    return log;
}

const CustomerBase& simulated_base() {
    static const CustomerBase base = summarize(simulated_log(), {.until = 1998y / 3 / 31}).value();
    return base;
}

/// Two fits and their scores, at the level that is set.
struct Outcome {
    models::Fitted<BgNbd> purchases;
    models::Fitted<GammaGamma> spend;
    ScoreTable scores;
};

Outcome outcome_of(const CustomerBase& base, Executor executor) {
    const auto purchases = BgNbd::fit(base, {.run = {.executor = executor}}).value();
    const auto spend = GammaGamma::fit(base, {.run = {.executor = executor}}).value();
    EXPECT_EQ(purchases.report.status, models::FitStatus::converged);
    EXPECT_EQ(spend.report.status, models::FitStatus::converged);
    return {purchases, spend,
            score(base, {.purchases = purchases, .spend = spend, .run = {.executor = executor}})
                .value()};
}

void expect_same(const Outcome& one, const Outcome& other) {
    EXPECT_EQ(bits_of(one.purchases), bits_of(other.purchases));
    EXPECT_EQ(bits_of(one.spend), bits_of(other.spend));
    EXPECT_TRUE(to_csv(one.scores.table()) == to_csv(other.scores.table()));
}

class IsaOutcome : public test::AtEachSimdLevel {};
class OutcomeThreads : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaOutcome, testing::ValuesIn(simd_levels), test::level_name);
INSTANTIATE_TEST_SUITE_P(At, OutcomeThreads, testing::ValuesIn(simd_levels), test::level_name);

TEST_P(IsaOutcome, HasTheSameBitsForChunksInAnyOrder) {
    const Outcome serial = outcome_of(simulated_base(), {});
    test::ShuffledExecutor shuffled(1);
    test::CountingExecutor counting(shuffled.executor());
    expect_same(outcome_of(simulated_base(), counting.executor()), serial);
    EXPECT_GE(counting.widest(), 3U);
}

TEST_P(OutcomeThreads, HasTheSameBitsOnAnyNumberOfThem) {
    const Outcome serial = outcome_of(simulated_base(), {});
    for (const std::size_t width : {1, 2, 4}) {
        ThreadPool pool(width);
        expect_same(outcome_of(simulated_base(), pool.executor()), serial);
    }
}

Transactions shuffled_log() {
    const Transactions& log = simulated_log();
    std::vector<std::size_t> order(log.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), std::mt19937_64(1));
    std::vector<std::int64_t> customer, amount;
    std::vector<Date> date;
    for (const std::size_t row : order) {
        customer.push_back(log.table()["customer"].integers()[row]);
        date.push_back(log.date(row));
        amount.push_back(log.table()["amount"].integers()[row]);
    }
    return Transactions::from_columns(
               {.customer_numbers = customer, .dates = date, .amounts = amount})
        .value();
}

TEST_P(IsaOutcome, HasTheSameBitsForAShuffledLog) {
    const auto base = summarize(shuffled_log(), {.until = 1998y / 3 / 31}).value();
    expect_same(outcome_of(base, {}), outcome_of(simulated_base(), {}));
}

/// The customers of a base by column, as the scorer reads them.
struct Columns {
    explicit Columns(const CustomerBase& base) {
        for (std::size_t row = 0; row < base.size(); ++row) {
            frequency.push_back(base.frequency()[row]);
            recency.push_back(base.time_in(base.recency()[row], Unit::week));
            age.push_back(base.time_in(base.age()[row], Unit::week));
        }
    }
    std::vector<std::int64_t> frequency;
    std::vector<double> recency, age;
};

// One customer, a base and columns, these also in another order, where each stands in another lane.
TEST_P(IsaOutcome, HasTheSameBitsHoweverScoresAreAskedFor) {
    const CustomerBase& base = simulated_base();
    const auto spend = GammaGamma::fit(base).value();
    const auto scorer =
        Scorer::make({.purchases = BgNbd::fit(base).value(), .spend = spend}).value();
    const ScoreTable batch = scorer.score(base).value();
    Columns columns(base);
    std::vector<double> alive(base.size()), risk(base.size()), expected(base.size());
    const auto score_columns = [&] {
        scorer
            .score({columns.frequency, columns.recency, columns.age},
                   {.probability_alive = alive, .risk = risk, .expected_purchases = expected})
            .value();
    };
    score_columns();
    EXPECT_EQ(bits(alive), bits(batch.probability_alive()));
    EXPECT_EQ(bits(risk), bits(batch.risk()));
    EXPECT_EQ(bits(expected), bits(batch.expected_purchases()));
    for (std::size_t row = 0; row < base.size(); ++row) {
        const CustomerScore one =
            scorer.score({{columns.frequency[row], columns.recency[row], columns.age[row]},
                          base.monetary_value()[row]});
        const double single[] = {one.probability_alive,    one.risk,
                                 one.expected_purchases,   one.expected_spend.value(),
                                 one.clv.value(),          one.clv_given_alive.value(),
                                 one.value_at_risk.value()};
        const double of_batch[] = {
            batch.probability_alive()[row], batch.risk()[row], batch.expected_purchases()[row],
            batch.expected_spend()[row],    batch.clv()[row],  batch.clv_given_alive()[row],
            batch.value_at_risk()[row]};
        ASSERT_EQ(bits(single), bits(of_batch)) << row;
    }
    std::reverse(columns.frequency.begin(), columns.frequency.end());
    std::reverse(columns.recency.begin(), columns.recency.end());
    std::reverse(columns.age.begin(), columns.age.end());
    score_columns();
    std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(bits(expected), bits(batch.expected_purchases()));
}

void expect_close(std::span<const double> found, std::span<const double> baseline,
                  const std::string& column) {
    for (std::size_t row = 0; row < found.size(); ++row) {
        ASSERT_NEAR(found[row], baseline[row], 1e-12 * std::fabs(baseline[row]))
            << column << ", row " << row;
    }
}

// What include/tenure/core/simd_level.hpp promises of scores: the models are the same here.
TEST_P(IsaOutcome, HasTheScoresOfTheBaseline) {
    const CustomerBase& base = simulated_base();
    const ScoreOptions options{.purchases = BgNbd::fit(base).value(),
                               .spend = GammaGamma::fit(base).value()};
    const ScoreTable found = score(base, options).value();
    const test::AtSimdLevel level(SimdLevel::baseline);
    const ScoreTable baseline = score(base, options).value();
    expect_close(found.probability_alive(), baseline.probability_alive(), "alive");
    expect_close(found.risk(), baseline.risk(), "risk");
    expect_close(found.expected_purchases(), baseline.expected_purchases(), "expected");
    expect_close(found.expected_spend(), baseline.expected_spend(), "spend");
    expect_close(found.clv(), baseline.clv(), "clv");
    expect_close(found.clv_given_alive(), baseline.clv_given_alive(), "clv given alive");
    expect_close(found.value_at_risk(), baseline.value_at_risk(), "value at risk");
}

/// The largest difference of two fits' parameters in standard errors.
template <class Model>
double distance(const models::Fitted<Model>& one, const models::Fitted<Model>& other) {
    double largest = 0.0;
    for (std::size_t i = 0; i < one.model.parameters().size(); ++i) {
        const double gap = one.model.parameters()[i] - other.model.parameters()[i];
        largest = std::max(largest, std::fabs(gap) / one.standard_error(i).value());
    }
    return largest;
}

// A customer's part of the gradient, of order 1 in log parameters, has 12 digits: of N, the sum is
// wrong by N·1e-12 at most, and the maximum moves by that times the covariance, which is the square
// of a standard error of 1/√N times what the data leave open. In standard errors that is √N·1e-12
// times at most 30 (for a and b, which pull against each other), 3e-9 here. The search ends within
// 1e-10 of one (numeric/newton.hpp).
template <class Model>
void expect_same_optimum(const models::Fitted<Model>& found,
                         const models::Fitted<Model>& baseline) {
    EXPECT_NEAR(found.report.log_likelihood, baseline.report.log_likelihood,
                1e-12 * std::fabs(baseline.report.log_likelihood));
    EXPECT_LE(distance(found, baseline), 4e-9);
    for (std::size_t i = 0; i < found.model.parameters().size(); ++i) {
        const double error = baseline.standard_error(i).value();
        EXPECT_NEAR(found.standard_error(i).value(), error, 1e-7 * error) << i;
    }
}

TEST_P(IsaOutcome, HasTheFitsOfTheBaseline) {
    const auto purchases = BgNbd::fit(simulated_base()).value();
    const auto spend = GammaGamma::fit(simulated_base()).value();
    const test::AtSimdLevel level(SimdLevel::baseline);
    expect_same_optimum(purchases, BgNbd::fit(simulated_base()).value());
    expect_same_optimum(spend, GammaGamma::fit(simulated_base()).value());
}

}  // namespace
}  // namespace tenure
