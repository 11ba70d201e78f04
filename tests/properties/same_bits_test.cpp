// One log, however it is shuffled, cut or spread over threads, gives the same bits: base, fits and
// scores.

#include <algorithm>
#include <bit>
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
#include "support/temporary_folder.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/tenure.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using models::BgNbd;
using models::GammaGamma;
using test::bits;
using test::bits_of;

// Chunks are cut by size alone: this many customers make ten of the scorer's, and have more than
// 7,168 histories, eight chunks of a fit, apart.
constexpr std::int64_t customers = 40'000;
constexpr std::size_t many_chunks = 8;

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

/// What comes of a log.
struct Outcome {
    std::string base, scores;
    std::vector<std::uint64_t> purchases, spend;
};

void expect_same(const Outcome& one, const Outcome& other) {
    EXPECT_TRUE(one.base == other.base);
    EXPECT_EQ(one.purchases, other.purchases);
    EXPECT_EQ(one.spend, other.spend);
    EXPECT_TRUE(one.scores == other.scores);
}

SummarizeOptions until_march(Executor executor) {
    return {.until = 1998y / 3 / 31, .run = {.executor = executor}};
}

/// Runs `step` on an executor that is watched: it must be given chunks enough for an order to
/// matter.
template <class Step>
auto in_chunks(Executor executor, Step step) {
    test::CountingExecutor counting(executor);
    auto result = step(counting.executor());
    EXPECT_GE(counting.widest(), many_chunks);
    return result;
}

/// From a base to its scores.
Outcome outcome_of(const CustomerBase& base, Executor executor) {
    const auto purchases = in_chunks(executor, [&base](Executor watched) {
        return BgNbd::fit(base, {.run = {.executor = watched}}).value();
    });
    const auto spend = in_chunks(executor, [&base](Executor watched) {
        return GammaGamma::fit(base, {.run = {.executor = watched}}).value();
    });
    const auto scores = in_chunks(executor, [&](Executor watched) {
        return score(base, {.purchases = purchases, .spend = spend, .run = {.executor = watched}})
            .value();
    });
    EXPECT_EQ(purchases.report.status, models::FitStatus::converged);
    EXPECT_EQ(spend.report.status, models::FitStatus::converged);
    return {to_csv(to_table(base)), to_csv(scores.table()), bits_of(purchases), bits_of(spend)};
}

Outcome outcome_of(const Transactions& log, Executor executor) {
    const auto base = in_chunks(executor, [&log](Executor watched) {
        return summarize(log, until_march(watched)).value();
    });
    return outcome_of(base, executor);
}

const Outcome& serial() {
    static const Outcome outcome = outcome_of(simulated_log(), {});
    return outcome;
}

/// Rows [begin, end) of `order`, as a log of their own.
Transactions rows_of(const Transactions& log, std::span<const std::size_t> order) {
    const auto all_customers = log.table()["customer"].integers();
    const auto all_amounts = log.table()["amount"].integers();
    std::vector<std::int64_t> customer, amount;
    std::vector<Date> date;
    for (const std::size_t row : order) {
        customer.push_back(all_customers[row]);
        date.push_back(log.date(row));
        amount.push_back(all_amounts[row]);
    }
    return Transactions::from_columns(
               {.customer_numbers = customer, .dates = date, .amounts = amount})
        .value();
}

std::vector<std::size_t> shuffled_order(std::uint64_t seed) {
    std::vector<std::size_t> order(simulated_log().size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), std::mt19937_64(seed));
    return order;
}

TEST(SameBits, OfAShuffledLog) {
    for (const std::uint64_t seed : {1, 2}) {
        SCOPED_TRACE(seed);
        const auto order = shuffled_order(seed);
        ASSERT_FALSE(std::is_sorted(order.begin(), order.end()));
        expect_same(outcome_of(rows_of(simulated_log(), order), {}), serial());
    }
}

TEST(SameBits, OfALogInPieces) {
    const auto order = shuffled_order(3);
    const auto base = in_chunks({}, [&order](Executor watched) {
        CustomerBaseBuilder builder(until_march(watched));
        constexpr std::size_t piece = 9'973;
        for (std::size_t begin = 0; begin < order.size(); begin += piece) {
            const auto rows =
                std::span(order).subspan(begin, std::min(piece, order.size() - begin));
            builder.add(rows_of(simulated_log(), rows)).value();
        }
        return std::move(builder).finish().value();
    });
    expect_same(outcome_of(base, {}), serial());
}

/// The base of the rows in this order, in pieces.
CustomerBase base_in_pieces(std::span<const std::size_t> order, const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    constexpr std::size_t piece = 20'011;
    for (std::size_t begin = 0; begin < order.size(); begin += piece) {
        const auto rows = order.subspan(begin, std::min(piece, order.size() - begin));
        builder.add(rows_of(simulated_log(), rows)).value();
    }
    return std::move(builder).finish().value();
}

TEST(SameBits, OfALogThatDoesNotFitIntoMemory) {
    const test::TemporaryFolder folder;
    auto options = until_march({});
    options.memory_limit = 1'000'000;
    options.spill_folder = folder.path();
    const auto order = shuffled_order(5);
    ASSERT_GT(order.size() * 20, options.memory_limit);
    EXPECT_TRUE(to_csv(to_table(base_in_pieces(order, options))) == serial().base);
}

TEST(SameBitsThreads, OfALogByDate) {
    ThreadPool pool(3);
    auto options = until_march(pool.executor());
    options.order = RowOrder::by_date;
    auto order = shuffled_order(6);
    std::stable_sort(order.begin(), order.end(), [](std::size_t a, std::size_t b) {
        return simulated_log().date(a) < simulated_log().date(b);
    });
    EXPECT_TRUE(to_csv(to_table(base_in_pieces(order, options))) == serial().base);
}

TEST(SameBits, OfChunksInAnyOrder) {
    for (const std::uint64_t seed : {1, 2, 3}) {
        SCOPED_TRACE(seed);
        test::ShuffledExecutor shuffled(seed);
        expect_same(outcome_of(simulated_log(), shuffled.executor()), serial());
    }
}

TEST(SameBitsThreads, OfAnyNumberOfThem) {
    for (const std::size_t width : {1, 2, 4}) {
        SCOPED_TRACE(width);
        ThreadPool pool(width);
        expect_same(outcome_of(simulated_log(), pool.executor()), serial());
    }
}

TEST(SameBitsThreads, OfAShuffledLogOnThem) {
    ThreadPool pool(4);
    const auto log = rows_of(simulated_log(), shuffled_order(4));
    expect_same(outcome_of(log, pool.executor()), serial());
}

/// The score of one row of a base, asked for alone.
std::vector<double> single_score(const Scorer& scorer, const CustomerBase& base, std::size_t row) {
    const auto single =
        scorer.score({{base.frequency()[row], base.time_in(base.recency()[row], Unit::week),
                       base.time_in(base.age()[row], Unit::week)},
                      base.monetary_value()[row]});
    return {single.probability_alive,      single.risk,        single.expected_purchases,
            single.expected_spend.value(), single.clv.value(), single.clv_given_alive.value(),
            single.value_at_risk.value()};
}

TEST(SameBits, OfOneCustomerAtATime) {
    const auto base = summarize(simulated_log(), until_march({})).value();
    const auto purchases = BgNbd::fit(base).value();
    const auto spend = GammaGamma::fit(base).value();
    const auto scorer = Scorer::make({.purchases = purchases, .spend = spend}).value();
    const auto batch = scorer.score(base).value();
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::vector<double> expected{
            batch.probability_alive()[row], batch.risk()[row], batch.expected_purchases()[row],
            batch.expected_spend()[row],    batch.clv()[row],  batch.clv_given_alive()[row],
            batch.value_at_risk()[row]};
        ASSERT_EQ(bits(single_score(scorer, base, row)), bits(expected)) << row;
    }
}

}  // namespace
}  // namespace tenure
