#include "tenure/data/summarize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/base_equality.hpp"
#include "support/executors.hpp"
#include "support/logs.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::expect_same_base;
using test::log_of;
using test::Order;
using test::random_orders;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

template <class Values>
auto total(const Values& values) {
    return std::accumulate(values.begin(), values.end(), typename Values::value_type{});
}

std::int64_t total_of(const CustomerBase& base, std::string_view column) {
    return total(base.table()[column].integers());
}

// Fader and Hardie's 1/10 sample: figures by an independent program (pandas) over the same file.
TEST(Summarize, TheCdnowSample) {
    const auto base = summarize(test::cdnow_sample(), {.until = 1997y / 9 / 30}).value();
    EXPECT_EQ(base.size(), 2357u);
    EXPECT_EQ(base.customers(), 2357);
    EXPECT_EQ(base.unit(), Unit::week);
    EXPECT_EQ(base.merge(), Period::day);
    EXPECT_EQ(base.until(), Date(1997y / 9 / 30));
    EXPECT_EQ(base.holdout_until(), Date(1998y / 6 / 30));
    const auto x = base.frequency();
    EXPECT_EQ(total(x), 2457);
    EXPECT_EQ(std::count(x.begin(), x.end(), 0), 1411);
    EXPECT_EQ(*std::max_element(x.begin(), x.end()), 29);
    EXPECT_EQ(total(base.recency()), 112949.0);
    EXPECT_EQ(total(base.age()), 539779.0);
    EXPECT_EQ(base.revenue_scale(), 2);
    EXPECT_EQ(total(base.revenue()), 17311555);
    EXPECT_EQ(total_of(base, "repeat_revenue"), 9535560);
    EXPECT_EQ(total_of(base, "holdout_revenue"), 7097639);
    EXPECT_EQ(total(base.holdout_frequency()), 1882);
    // ln of weeks: that of days less x ln 7 each. The figure has 8 decimals.
    const double log_gaps =
        total(base.table()["sum_log_gaps"].reals()) - static_cast<double>(total(x)) * std::log(7.0);
    EXPECT_NEAR(log_gaps, 2909.50466859, 5e-9);

    const BaseReport& report = base.report();
    EXPECT_EQ(report.rows, 6919);
    EXPECT_EQ(report.occasions, 4814);
    EXPECT_EQ(report.merged, 146);
    EXPECT_EQ(report.holdout_occasions, 1882);
    EXPECT_EQ(report.holdout_merged, 77);
    EXPECT_EQ(report.after_holdout, 0);
    EXPECT_EQ(report.new_in_holdout, 0);
    EXPECT_EQ(report.zero_amounts, 8);
}

TEST(Summarize, TheWholeCdnowSample) {
    const auto base = summarize(test::cdnow_sample()).value();
    EXPECT_EQ(base.until(), Date(1998y / 6 / 30)) << "the last date of the log";
    EXPECT_FALSE(base.holdout_until());
    EXPECT_EQ(base.report().occasions, 6696);
    EXPECT_EQ(base.report().merged, 223);
    EXPECT_EQ(total(base.revenue()), 24409194);
    EXPECT_EQ(base.table().find("holdout_frequency"), nullptr);
}

// Customer 4 of the published summary: x = 0 with one day of two purchases is not a repeat
// purchase.
TEST(Summarize, OneCustomerByHand) {
    const auto log = log_of({{"7", 1997y / 3 / 10, 500},
                             {"7", 1997y / 1 / 1, 1000},
                             {"7", 1997y / 1 / 1, 250},
                             {"7", 1997y / 3 / 1, 0},
                             {"7", 1997y / 12 / 1, 300},
                             {"7", 1997y / 12 / 1, 100},
                             {"7", 1998y / 1 / 1, 999}});
    const auto base =
        summarize(log, {.until = 1997y / 9 / 30, .holdout_until = 1997y / 12 / 31}).value();
    ASSERT_EQ(base.size(), 1u);
    EXPECT_EQ(base.frequency()[0], 2);
    EXPECT_EQ(base.recency()[0], 31 + 28 + 9);
    EXPECT_EQ(base.age()[0], 272);
    EXPECT_EQ(base.monetary_value()[0], 2.5) << "an occasion without money is one";
    EXPECT_EQ(base.revenue()[0], 1750);
    EXPECT_EQ(total_of(base, "repeat_revenue"), 500);
    EXPECT_EQ(base.table()["sum_log_gaps"].reals()[0], std::log(59.0) + std::log(9.0));
    EXPECT_EQ(base.table()["first_date"].dates()[0], Date(1997y / 1 / 1).days());
    EXPECT_EQ(base.table()["last_date"].dates()[0], Date(1997y / 3 / 10).days());
    EXPECT_EQ(base.holdout_frequency()[0], 1);
    EXPECT_EQ(total_of(base, "holdout_revenue"), 400);
    const BaseReport& report = base.report();
    EXPECT_EQ(report.rows, 7);
    EXPECT_EQ(report.occasions, 3);
    EXPECT_EQ(report.merged, 1);
    EXPECT_EQ(report.zero_amounts, 1);
    EXPECT_EQ(report.holdout_occasions, 1);
    EXPECT_EQ(report.holdout_merged, 1);
    EXPECT_EQ(report.after_holdout, 1);
}

// What the documentation says, word by word, with maps: it shares nothing with the library.
class ByTheBook {
public:
    struct Customer {
        std::map<int, std::int64_t> calibration, holdout;  // units by period
        Date first = Date::max(), last = Date::min();
    };

    ByTheBook(const std::vector<Order>& orders, Date until, Date holdout_until, Period merge) {
        for (const Order& order : orders) {
            if (order.date > holdout_until) continue;
            Customer& customer = customers_[CustomerId(std::stoll(order.customer))];
            const bool calibration = order.date <= until;
            (calibration ? customer.calibration : customer.holdout)[period(order.date, merge)] +=
                order.amount;
            if (!calibration) continue;
            customer.first = std::min(customer.first, order.date);
            customer.last = std::max(customer.last, order.date);
        }
        std::erase_if(customers_,
                      [](const auto& entry) { return entry.second.calibration.empty(); });
    }

    static int period(Date date, Period merge) {
        if (merge == Period::day) return date.days();
        if (merge == Period::week) return (date.days() + 3 + 7000000) / 7 - 1000000;  // Mondays
        return int(date.ymd().year()) * 12 + int(unsigned(date.ymd().month()));
    }

    [[nodiscard]] const std::map<CustomerId, Customer>& customers() const { return customers_; }

private:
    std::map<CustomerId, Customer> customers_;
};

double sum_log_gaps(const std::map<int, std::int64_t>& occasions) {
    double sum = 0;
    for (auto it = occasions.begin(), next = std::next(it); next != occasions.end(); it = next++) {
        sum += std::log(next->first - it->first);
    }
    return sum;
}

void expect_customer(const CustomerBase& base, std::size_t row, const ByTheBook::Customer& customer,
                     Date until) {
    const auto& occasions = customer.calibration;
    const int first = occasions.begin()->first, last = occasions.rbegin()->first;
    std::int64_t revenue = 0, holdout = 0;
    for (const auto& [period, units] : occasions) revenue += units;
    for (const auto& [period, units] : customer.holdout) holdout += units;
    const auto x = static_cast<std::int64_t>(occasions.size()) - 1;
    const std::int64_t repeat = revenue - occasions.begin()->second;
    const Table& table = base.table();
    ASSERT_EQ(base.frequency()[row], x);
    ASSERT_EQ(base.recency()[row], last - first);
    ASSERT_EQ(base.age()[row], ByTheBook::period(until, base.merge()) - first);
    ASSERT_EQ(base.revenue()[row], revenue);
    ASSERT_EQ(table["repeat_revenue"].integers()[row], repeat);
    ASSERT_EQ(table["sum_log_gaps"].reals()[row], sum_log_gaps(occasions));
    ASSERT_EQ(table["first_date"].dates()[row], customer.first.days());
    ASSERT_EQ(table["last_date"].dates()[row], customer.last.days());
    ASSERT_EQ(base.holdout_frequency()[row], static_cast<std::int64_t>(customer.holdout.size()));
    ASSERT_EQ(table["holdout_revenue"].integers()[row], holdout);
    ASSERT_EQ(table["monetary_value"].is_null(row), x == 0);
    // Quotients of integers below 2^53 by 100 x: correctly rounded, so equal.
    const double mean = x == 0 ? 0 : static_cast<double>(repeat) / (static_cast<double>(x) * 100);
    ASSERT_EQ(base.monetary_value()[row], mean);
}

TEST(Summarize, AgreesWithItsDocumentation) {
    const Date until = 1997y / 9 / 17, holdout_until = 1998y / 3 / 3;
    for (const Period merge : {Period::day, Period::week, Period::month}) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const auto orders = random_orders(seed, 4000, 700, 600, false);
            const ByTheBook expected(orders, until, holdout_until, merge);
            const auto base =
                summarize(log_of(orders),
                          {.until = until, .holdout_until = holdout_until, .merge = merge})
                    .value();
            ASSERT_EQ(base.size(), expected.customers().size());
            std::size_t row = 0;
            for (const auto& [id, customer] : expected.customers()) {
                ASSERT_EQ(base.customer(row), id);
                expect_customer(base, row, customer, until);
                ++row;
            }
            const BaseReport& report = base.report();
            EXPECT_EQ(report.rows, 4000);
            EXPECT_EQ(report.rows, report.merged + report.occasions + report.after_holdout +
                                       report.holdout_merged + report.holdout_occasions);
            EXPECT_EQ(report.occasions,
                      total(base.frequency()) + static_cast<std::int64_t>(base.size()));
            EXPECT_GT(report.new_in_holdout, 0);
        }
    }
}

TEST(Summarize, OrdersIntegersByValueAndTextsByBytes) {
    const Date day = 1997y / 1 / 1;
    const auto numbers = summarize(log_of({{"10", day}, {"9", day}, {"-1", day}})).value();
    EXPECT_EQ(numbers.customer(0), CustomerId(-1));
    EXPECT_EQ(numbers.customer(2), CustomerId(10));
    const auto texts = summarize(log_of({{"b", day}, {"9", day}, {"10", day}, {"B", day}})).value();
    EXPECT_EQ(texts.customer(0), CustomerId("10"));
    EXPECT_EQ(texts.customer(1), CustomerId("9"));
    EXPECT_EQ(texts.customer(2), CustomerId("B"));
}

TEST(Summarize, CustomersThatComeLaterAreCounted) {
    const auto log = log_of({{"1", 1997y / 1 / 1}, {"x", 1997y / 2 / 1}, {"x", 1997y / 3 / 1}});
    const auto base = summarize(log, {.until = 1997y / 1 / 31}).value();
    EXPECT_EQ(base.size(), 1u);
    EXPECT_EQ(base.customer(0), CustomerId(1)) << "the ids of the base alone decide its type";
    EXPECT_EQ(base.report().new_in_holdout, 1);
    EXPECT_EQ(base.report().holdout_occasions, 2);
    EXPECT_EQ(base.holdout_until(), Date(1997y / 3 / 1));
}

TEST(Summarize, ObservationMayGoOnBehindTheLog) {
    const auto base = summarize(log_of({{"1", 1997y / 1 / 1}}), {.until = 1997y / 12 / 31}).value();
    EXPECT_EQ(base.age()[0], 364);
    EXPECT_FALSE(base.holdout_until()) << "nothing is known of the time after it";
    const auto held = summarize(log_of({{"1", 1997y / 1 / 1}}),
                                {.until = 1997y / 12 / 31, .holdout_until = 1998y / 12 / 31})
                          .value();
    EXPECT_EQ(held.holdout_until(), Date(1998y / 12 / 31));
    EXPECT_EQ(held.holdout_frequency()[0], 0);
}

TEST(Summarize, WithoutAmounts) {
    const auto orders = random_orders(1, 1000, 100, 300, true);
    const auto with = summarize(log_of(orders), {.until = 1997y / 6 / 30}).value();
    const auto without = summarize(log_of(orders, 2, false), {.until = 1997y / 6 / 30}).value();
    EXPECT_FALSE(without.has_amounts());
    for (const char* column : {"monetary_value", "revenue", "repeat_revenue", "holdout_revenue"}) {
        EXPECT_EQ(without.table().find(column), nullptr);
    }
    EXPECT_EQ(without.report().zero_amounts, 0);
    for (const char* column : {"frequency", "weight", "holdout_frequency"}) {
        EXPECT_TRUE(std::equal(with.table()[column].integers().begin(),
                               with.table()[column].integers().end(),
                               without.table()[column].integers().begin()));
    }
}

TEST(Summarize, SumsThatDoNotFitAreAnOverflow) {
    const auto fits = log_of({{"a", 1997y / 1 / 1, largest - 5}, {"a", 1997y / 1 / 2, 5}}, 0);
    EXPECT_EQ(summarize(fits).value().revenue()[0], largest);
    const auto too_much = log_of(
        {{"b", 1997y / 1 / 1, 1}, {"a", 1997y / 1 / 1, largest - 5}, {"a", 1997y / 1 / 2, 6}}, 0);
    const auto base = summarize(too_much);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::overflow);
    EXPECT_EQ(base.error().message,
              "expected a customer's amounts with a sum within 64 bits, got more");
    const auto holdout = summarize(
        log_of(
            {{"a", 1997y / 1 / 1, 1}, {"a", 1997y / 2 / 1, largest}, {"a", 1997y / 3 / 1, largest}},
            0),
        {.until = 1997y / 1 / 31});
    ASSERT_FALSE(holdout);
    EXPECT_EQ(holdout.error().code, Code::overflow);
}

TEST(Summarize, NoRows) {
    const auto none = summarize(log_of({}));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::no_rows);
    EXPECT_EQ(none.error().message, "expected rows, got none");
    const auto late = summarize(log_of({{"1", 1997y / 2 / 1}}), {.until = 1997y / 1 / 31});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Code::no_rows);
    EXPECT_EQ(late.error().message, "expected a purchase on or before 1997-01-31, got none");
}

void expect_bad_option(const SummarizeOptions& options, const std::string& field,
                       const std::string& message) {
    const auto base = summarize(log_of({{"1", 1997y / 2 / 1}}), options);
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::invalid_option);
    EXPECT_EQ(base.error().where.field, field);
    EXPECT_EQ(base.error().message, message);
}

TEST(Summarize, BadOptions) {
    EXPECT_TRUE(SummarizeOptions().check());
    const SummarizeOptions same = {.until = 1997y / 2 / 1, .holdout_until = 1997y / 2 / 1};
    EXPECT_FALSE(same.check());
    expect_bad_option(same, "holdout_until",
                      "expected a date after until = 1997-02-01, got 1997-02-01");
    expect_bad_option({.holdout_until = 1997y / 1 / 1}, "holdout_until",
                      "expected a date after until = 1997-02-01, got 1997-01-01");
    expect_bad_option({.unit = static_cast<Unit>(9)}, "unit", "expected a unit of time, got none");
    expect_bad_option({.merge = static_cast<Period>(9)}, "merge", "expected a period, got none");
    expect_bad_option({.duplicates = static_cast<Duplicates>(9)}, "duplicates",
                      "expected keep or drop, got neither");
    expect_bad_option({.order = static_cast<RowOrder>(9)}, "order",
                      "expected any or by_date, got neither");
    expect_bad_option({.memory_limit = 1}, "spill_folder",
                      "expected a folder for what is beyond the memory limit, got none");
}

TEST(Summarize, TheOrderOfRowsDoesNotMatter) {
    for (const bool texts : {false, true}) {
        auto orders = random_orders(3, 20000, 3000, 500, texts);
        const SummarizeOptions options = {.until = 1997y / 12 / 31};
        const auto base = summarize(log_of(orders), options).value();
        std::mt19937_64 random(9);
        for (int i = 0; i < 3; ++i) {
            std::shuffle(orders.begin(), orders.end(), random);
            expect_same_base(summarize(log_of(orders), options).value(), base);
        }
    }
}

TEST(Summarize, AnyExecutorMakesTheSame) {
    const auto log = log_of(random_orders(4, 20000, 3000, 500, true));
    const auto base = summarize(log).value();
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        test::ShuffledExecutor shuffled(seed);
        expect_same_base(summarize(log, {.run = {shuffled.executor(), {}}}).value(), base);
    }
    test::CountingExecutor counting;
    ASSERT_TRUE(summarize(log, {.run = {counting.executor(), {}}}));
    EXPECT_GT(counting.widest(), 4u) << "there is work to share";
}

TEST(SummarizeThreads, AnyNumberMakesTheSame) {
    const auto log = log_of(random_orders(4, 20000, 3000, 500, false));
    const auto base = summarize(log).value();
    for (const std::size_t width : {2u, 3u}) {
        ThreadPool pool(width);
        expect_same_base(summarize(log, {.run = {pool.executor(), {}}}).value(), base);
    }
}

TEST(Summarize, CanBeCancelled) {
    const auto log = log_of(random_orders(4, 2000, 300, 500, false));
    const Progress stop = {[](void*, std::size_t, std::size_t) { return false; }, nullptr};
    const auto base = summarize(log, {.run = {{}, stop}});
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::cancelled);
}

CustomerBase build(const std::vector<Order>& orders, const std::vector<std::size_t>& cuts,
                   const SummarizeOptions& options) {
    CustomerBaseBuilder builder(options);
    std::size_t begin = 0;
    for (const std::size_t end : cuts) {
        builder
            .add(log_of({orders.begin() + static_cast<std::ptrdiff_t>(begin),
                         orders.begin() + static_cast<std::ptrdiff_t>(end)}))
            .value();
        begin = end;
    }
    return std::move(builder).finish().value();
}

TEST(CustomerBaseBuilder, AnySplitIntoPiecesMakesTheSame) {
    for (const bool texts : {false, true}) {
        auto orders = random_orders(6, 5000, 800, 500, texts);
        // Among numbers, one id late that is none: pieces before it hold numbers, and those behind
        // it may.
        if (!texts) orders[4000].customer = "007";
        const SummarizeOptions options = {.until = 1997y / 12 / 31, .merge = Period::week};
        const auto base = summarize(log_of(orders), options).value();
        expect_same_base(build(orders, {5000}, options), base);
        expect_same_base(build(orders, {0, 1, 2, 2, 4001, 5000}, options), base);
        std::vector<std::size_t> ones(5000);
        std::iota(ones.begin(), ones.end(), std::size_t{1});
        expect_same_base(build(orders, ones, options), base);
    }
}

TEST(CustomerBaseBuilder, PiecesMayDifferInScale) {
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(log_of({{"a", 1997y / 1 / 1, 5}}, 0)).value();
    builder.add(log_of({{"a", 1997y / 1 / 2, 125}}, 3)).value();
    builder.add(log_of({{"a", 1997y / 1 / 3, 5}}, 1)).value();
    const auto base = std::move(builder).finish().value();
    EXPECT_EQ(base.revenue_scale(), 3);
    EXPECT_EQ(base.revenue()[0], 5625);
    EXPECT_EQ(base.monetary_value()[0], 0.3125);
}

TEST(CustomerBaseBuilder, WhatDoesNotFitAtTheOtherScaleIsAnOverflow) {
    for (const bool large_first : {true, false}) {
        CustomerBaseBuilder builder(SummarizeOptions{});
        const auto large = log_of({{"a", 1997y / 1 / 1, largest}}, 0);
        const auto fine = log_of({{"a", 1997y / 1 / 1, 1}}, 2);
        ASSERT_TRUE(builder.add(large_first ? large : fine));
        const auto added = builder.add(large_first ? fine : large);
        ASSERT_FALSE(added);
        EXPECT_EQ(added.error().code, Code::overflow);
        EXPECT_EQ(std::move(builder).finish().error().code, Code::overflow)
            << "there is no base after an error";
    }
}

TEST(CustomerBaseBuilder, PiecesAgreeOnAmounts) {
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(log_of({{"a", 1997y / 1 / 1, 5}})).value();
    builder.add(log_of({}, 2, false)).value();
    const auto added = builder.add(log_of({{"a", 1997y / 1 / 1}}, 2, false));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::no_amounts);
    EXPECT_EQ(added.error().message,
              "expected amounts in all pieces of the log, got one piece without");
}

TEST(CustomerBaseBuilder, BadOptionsComeWithTheFirstCall) {
    CustomerBaseBuilder builder({.until = 1997y / 1 / 1, .holdout_until = 1997y / 1 / 1});
    EXPECT_EQ(builder.add(log_of({{"a", 1997y / 1 / 1}})).error().code, Code::invalid_option);
    EXPECT_EQ(std::move(builder).finish().error().code, Code::invalid_option);
}

TEST(CustomerBaseBuilder, ASpentOneIsMisuse) {
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(log_of({{"a", 1997y / 1 / 1}})).value();
    CustomerBaseBuilder taken = std::move(builder);
    ASSERT_TRUE(std::move(taken).finish());
    const std::string message =
        "CustomerBaseBuilder: expected one that is not spent, got a spent one";
    EXPECT_EQ(test::contract_message([&] { (void)std::move(taken).finish(); }), message);
    EXPECT_EQ(test::contract_message([&] { (void)taken.add(log_of({})); }), message);
}

TEST(Summarize, AddsUpTheReportsOfPieces) {
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(log_of({{"a", 1997y / 1 / 1, 5}, {"b", 1997y / 1 / 1, 5}})).value();
    builder.add(log_of({{"a", 1997y / 1 / 2, 5}})).value();
    const auto base = std::move(builder).finish().value();
    EXPECT_EQ(base.report().log.rows, 3);
    EXPECT_EQ(base.report().log.kept, 3);
}

// Rows of one customer in pieces that know ids as integers, and others that know them as texts.
TEST(CustomerBaseBuilder, ANumberIsTheSameCustomerAsItsText) {
    CustomerBaseBuilder builder(SummarizeOptions{});
    builder.add(log_of({{"7", 1997y / 1 / 1}, {"12", 1997y / 1 / 1}})).value();
    builder.add(log_of({{"7", 1997y / 1 / 2}, {"1000000000000000000", 1997y / 1 / 2}})).value();
    Table table;
    table.add("customer", Column::integers({1'000'000'000'000'000'000, 7}));
    table.add("date", Column::dates({Date(1997y / 1 / 3).days(), Date(1997y / 1 / 3).days()}));
    table.add("amount", Column::integers({1, 1}, 2));
    builder.add(Transactions::from_table(std::move(table))).value();
    const auto base = std::move(builder).finish().value();
    ASSERT_EQ(base.size(), 3u);
    EXPECT_EQ(base.customer(0), CustomerId("1000000000000000000"));
    EXPECT_EQ(base.customer(1), CustomerId("12"));
    EXPECT_EQ(base.customer(2), CustomerId("7"));
    EXPECT_EQ(base.frequency()[0], 1);
    EXPECT_EQ(base.frequency()[2], 2);
}

}  // namespace
}  // namespace tenure
