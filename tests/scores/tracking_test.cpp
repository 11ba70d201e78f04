#include "tenure/scores/tracking.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "support/logs.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::cdnow_purchases;
using test::Order;

const Date cdnow_until = 1997y / 9 / 30;

TrackingTable cdnow_tracking(const TrackingOptions& options = {}) {
    return track(test::cdnow_sample(), test::cdnow_base(), cdnow_purchases, options).value();
}

/// The same count, customer by customer with sets of days.
struct BruteForce {
    std::map<std::string, std::set<Date>> days;

    explicit BruteForce(const Transactions& log) {
        for (std::size_t row = 0; row < log.size(); ++row)
            days[log.customer(row).to_string()].insert(log.date(row));
    }
    [[nodiscard]] std::int64_t observed(Date until, Date by) const {
        std::int64_t repeats = 0;
        for (const auto& [customer, dates] : days) {
            if (*dates.begin() > until || *dates.begin() > by) continue;
            repeats += std::ranges::count_if(dates, [&](Date day) { return day <= by; }) - 1;
        }
        return repeats;
    }
    [[nodiscard]] double predicted(Date until, Date by) const {
        double sum = 0;
        for (const auto& [customer, dates] : days) {
            const Date first = *dates.begin();
            if (first > until || first > by) continue;
            sum += cdnow_purchases.expected_purchases_of_new(
                {static_cast<double>(by - first) / 7.0, Unit::week});
        }
        return sum;
    }
};

void expect_as_by_brute_force(const TrackingTable& table, const Transactions& log) {
    const BruteForce brute(log);
    std::int64_t before = 0;
    double predicted_before = 0;
    for (const TrackingRow& row : table.rows) {
        EXPECT_EQ(row.cumulative_observed, brute.observed(table.until, row.end));
        EXPECT_EQ(row.observed, row.cumulative_observed - before);
        const double predicted = brute.predicted(table.until, row.end);
        // Sums of at most 2,357 positive terms in two orders.
        EXPECT_NEAR(row.cumulative_predicted, predicted, 1e-12 * predicted);
        EXPECT_EQ(row.predicted, row.cumulative_predicted - predicted_before);
        before = row.cumulative_observed;
        predicted_before = row.cumulative_predicted;
    }
}

/// Each period begins on the day after the one before.
void expect_without_gaps(const TrackingTable& table) {
    for (std::size_t i = 1; i < table.rows.size(); ++i)
        EXPECT_EQ(table.rows[i].begin, table.rows[i - 1].end + 1);
}

TEST(Tracking, OfCdnowByWeek) {
    const auto table = cdnow_tracking();
    EXPECT_EQ(table.customers, 2357);
    EXPECT_EQ(table.until, cdnow_until);
    ASSERT_EQ(table.rows.size(), 78u);
    EXPECT_EQ(table.rows[0].begin, Date(1997y / 1 / 1));
    EXPECT_EQ(table.rows[38].end, cdnow_until);
    EXPECT_EQ(table.rows[77].end, Date(1998y / 6 / 30));
    EXPECT_EQ(table.rows[38].cumulative_observed, 2457);
    EXPECT_EQ(table.rows[77].cumulative_observed, 2457 + 1882);
    expect_without_gaps(table);
    expect_as_by_brute_force(table, test::cdnow_sample());
}

// Computed apart, with 40 digits: the sum of FHL's equation 9 over the first days of the sample.
// FHL say of their figure 2 that the model ends 4 % below what came.
TEST(Tracking, OfCdnowIsAsComputedAtFortyDigits) {
    const auto table = cdnow_tracking();
    const std::vector<std::pair<std::size_t, double>> golden{
        {1, 3.20878787696062},  {10, 427.121418859266}, {26, 1726.89802197054},
        {39, 2493.95688997721}, {52, 3127.67852694485}, {78, 4160.6092119099}};
    for (const auto& [week, predicted] : golden)
        EXPECT_NEAR(table.rows[week - 1].cumulative_predicted, predicted, 1e-11 * predicted);
    EXPECT_NEAR(table.rows[77].cumulative_predicted / 4339, 0.96, 0.005);
}

TEST(Tracking, OfCdnowByMonth) {
    const auto table = cdnow_tracking({.period = TrackingPeriod::month});
    ASSERT_EQ(table.rows.size(), 18u);
    EXPECT_EQ(table.rows[1].begin, Date(1997y / 2 / 1));
    EXPECT_EQ(table.rows[1].end, Date(1997y / 2 / 28));
    EXPECT_EQ(table.rows[8].cumulative_observed, 2457);
    expect_without_gaps(table);
    expect_as_by_brute_force(table, test::cdnow_sample());
}

TEST(Tracking, EndsWithTheHoldoutOrWhereItIsTold) {
    const auto base = summarize(test::cdnow_sample(), {.until = 1998y / 6 / 30}).value();
    const auto table = track(test::cdnow_sample(), base, cdnow_purchases).value();
    EXPECT_EQ(table.rows.back().end, Date(1998y / 6 / 30));

    const auto middle = cdnow_tracking({.end = 1997y / 10 / 9});
    ASSERT_EQ(middle.rows.size(), 41u);  // the last one of two days
    EXPECT_EQ(middle.rows.back().begin, Date(1997y / 10 / 8));
    EXPECT_EQ(middle.rows.back().end, Date(1997y / 10 / 9));
    expect_as_by_brute_force(middle, test::cdnow_sample());
}

TEST(Tracking, CountsWeeksFromTheEndOfObservation) {
    const auto log = test::log_of({{"a", 2025y / 1 / 10}, {"a", 2025y / 1 / 12}});
    const auto base = summarize(log, {.until = 2025y / 1 / 15}).value();
    const auto table = track(log, base, cdnow_purchases, {.end = 2025y / 1 / 24}).value();
    ASSERT_EQ(table.rows.size(), 3u);
    EXPECT_EQ(table.rows[0].begin, Date(2025y / 1 / 10));
    EXPECT_EQ(table.rows[0].end, Date(2025y / 1 / 15));
    EXPECT_EQ(table.rows[1].end, Date(2025y / 1 / 22));
    EXPECT_EQ(table.rows[2].end, Date(2025y / 1 / 24));
    const auto longer = summarize(log, {.until = 2025y / 1 / 20}).value();
    EXPECT_EQ(track(log, longer, cdnow_purchases).value().rows[0].end, Date(2025y / 1 / 13));
}

TEST(Tracking, LooksAtTheCustomersOfTheBaseOnly) {
    const auto log = test::net_log_of({{"a", 2025y / 1 / 1, 100},
                                       {"a", 2025y / 1 / 1, 100},   // the same occasion
                                       {"a", 2025y / 1 / 9, 100},   // a repeat purchase
                                       {"a", 2025y / 1 / 10, -50},  // a return is none
                                       {"b", 2025y / 1 / 20, 100},  // comes after `until`
                                       {"b", 2025y / 1 / 22, 100},
                                       {"a", 2025y / 1 / 21, 100},
                                       {"a", 2025y / 3 / 1, 100}});  // after the end
    const auto base =
        summarize(log, {.until = 2025y / 1 / 14, .holdout_until = 2025y / 1 / 28}).value();
    const auto table = track(log, base, cdnow_purchases).value();
    EXPECT_EQ(table.customers, 1);
    ASSERT_EQ(table.rows.size(), 4u);
    EXPECT_EQ(table.rows[1].observed, 1);
    EXPECT_EQ(table.rows[3].cumulative_observed, 2);
}

TEST(Tracking, CountsOccasionsAsTheBaseMergesThem) {
    const auto log = test::log_of(
        {{"a", 2025y / 1 / 30}, {"a", 2025y / 2 / 3}, {"a", 2025y / 2 / 20}, {"a", 2025y / 4 / 1}});
    const auto base =
        summarize(log, {.until = 2025y / 4 / 30, .unit = Unit::month, .merge = Period::month})
            .value();
    models::BgNbd monthly = cdnow_purchases;
    monthly.unit = Unit::month;
    const auto table = track(log, base, monthly, {.period = TrackingPeriod::month}).value();
    ASSERT_EQ(table.rows.size(), 4u);
    EXPECT_EQ(table.rows[1].observed, 1);
    EXPECT_EQ(table.rows[3].cumulative_observed, base.frequency()[0]);
    EXPECT_EQ(table.rows[3].cumulative_predicted, monthly.expected_purchases_of_new(3_months));
    EXPECT_EQ(table.rows[0].cumulative_predicted, 0);
}

TEST(Tracking, AgreesWithTheBase) {
    for (const bool texts : {false, true}) {
        const auto log = test::log_of(test::random_orders(7, 5000, 300, 500, texts));
        const auto base = summarize(log, {.until = 1997y / 12 / 31}).value();
        const auto table = track(log, base, cdnow_purchases).value();
        std::int64_t repeats = 0, later = 0;
        for (std::size_t row = 0; row < base.size(); ++row) {
            repeats += base.frequency()[row];
            later += base.holdout_frequency()[row];
        }
        const auto at = std::ranges::find(table.rows, *base.until(), &TrackingRow::end);
        ASSERT_NE(at, table.rows.end());
        EXPECT_EQ(at->cumulative_observed, repeats);
        EXPECT_EQ(table.rows.back().cumulative_observed, repeats + later);
        expect_as_by_brute_force(table, log);
    }
}

std::vector<double> bits_of(const TrackingTable& table) {
    std::vector<double> all;
    for (const TrackingRow& row : table.rows) {
        all.push_back(row.cumulative_predicted);
        all.push_back(static_cast<double>(row.observed));
    }
    return all;
}

TEST(Tracking, DoesNotDependOnTheOrderOfRowsOrChunks) {
    auto orders = test::random_orders(3, 3000, 200, 500, true);
    const auto log = test::log_of(orders);
    const auto base = summarize(log, {.until = 1997y / 12 / 31}).value();
    const auto table = track(log, base, cdnow_purchases).value();
    std::ranges::reverse(orders);
    test::ShuffledExecutor shuffled(5);
    EXPECT_EQ(bits_of(track(test::log_of(orders), base, cdnow_purchases,
                            {.run = {.executor = shuffled.executor()}})
                          .value()),
              bits_of(table));
}

TEST(TrackingThreads, GiveTheSameBits) {
    ThreadPool pool(4);
    EXPECT_EQ(bits_of(cdnow_tracking({.run = {.executor = pool.executor()}})),
              bits_of(cdnow_tracking()));
}

void expect_error(const Result<TrackingTable>& result, Code code, const std::string& message) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
}

TEST(Tracking, IsRefusedToABaseThatDoesNotKnowItsDates) {
    const auto log = test::cdnow_sample();
    const std::vector<test::BaseRow> rows{{0, 0.0, 200.0}};
    expect_error(track(log, test::base_of(rows), cdnow_purchases), Code::invalid_data,
                 "expected a base with an end of observation, got one without");
    expect_error(track(log, test::base_of(rows, {}, Unit::week, cdnow_until), cdnow_purchases),
                 Code::invalid_data, "expected a base with first dates, got one without");
    expect_error(track(log, test::base_of({}, {}, Unit::week, cdnow_until), cdnow_purchases),
                 Code::invalid_data, "expected a base with customers, got none");
}

TEST(Tracking, IsRefusedToAnotherLog) {
    const auto base = test::cdnow_base();
    const char* const message =
        "expected the log that the base was made of, got one with other first purchases";
    for (const Date day : {1996y / 12 / 31, 1997y / 1 / 1}) {
        const auto log = test::log_of({{"1", day}});
        expect_error(track(log, base, cdnow_purchases), Code::invalid_data, message);
    }
}

TEST(Tracking, RefusesOptionsOutsideTheirRange) {
    const auto log = test::cdnow_sample();
    const auto base = test::cdnow_base();
    const auto early = track(log, base, cdnow_purchases, {.end = 1997y / 9 / 29});
    expect_error(early, Code::invalid_option, "expected a day from 1997-09-30 on, got 1997-09-29");
    EXPECT_EQ(early.error().where.field, "end");
    const auto far = track(log, base, cdnow_purchases, {.end = 2097y / 9 / 30});
    expect_error(far, Code::invalid_option,
                 "expected at most 4000 periods up to 2097-09-30, got more, each a week");
    EXPECT_EQ(far.error().where.field, "period");
    const auto neither =
        track(log, base, cdnow_purchases, {.period = static_cast<TrackingPeriod>(7)});
    expect_error(neither, Code::invalid_option, "expected week or month, got neither");
    const auto bad = track(log, base, models::BgNbd{1.0, 1.0, -1.0, 1.0});
    expect_error(bad, Code::invalid_option, "expected a finite number above 0, got -1");
    EXPECT_EQ(bad.error().where.field, "model.a");
}

TEST(Tracking, NamesItsPeriods) {
    for (const auto period : {TrackingPeriod::week, TrackingPeriod::month})
        EXPECT_EQ(parse_tracking_period(to_string(period)).value(), period);
    const auto error = parse_tracking_period("day").error();
    EXPECT_EQ(error.code, Code::invalid_option);
    EXPECT_EQ(error.message, "expected week or month, got \"day\"");
}

TEST(Tracking, IsCancelledByTheHost) {
    TrackingOptions options;
    options.run.progress.step = [](void*, std::size_t, std::size_t) { return false; };
    EXPECT_EQ(
        track(test::cdnow_sample(), test::cdnow_base(), cdnow_purchases, options).error().code,
        Code::cancelled);
}

}  // namespace
}  // namespace tenure
