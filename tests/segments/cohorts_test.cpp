#include "tenure/segments/cohorts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "public_logs.hpp"
#include "support/executors.hpp"
#include "support/logs.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/summarize.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::segments {
namespace {

using namespace tenure::literals;
using test::log_of;
using test::net_log_of;
using test::Order;

constexpr CohortPeriod all_periods[] = {CohortPeriod::week, CohortPeriod::month,
                                        CohortPeriod::quarter, CohortPeriod::year};

/// The first day of the period that a date lies in, by the calendar of the standard library.
Date begin_of(Date date, CohortPeriod period) {
    const auto ymd = date.ymd();
    if (period == CohortPeriod::week) {
        const auto weekday = std::chrono::weekday(std::chrono::sys_days(ymd));
        return Date::from_days(date.days() - static_cast<int>(weekday.iso_encoding()) + 1);
    }
    const unsigned month = static_cast<unsigned>(ymd.month());
    const unsigned first = period == CohortPeriod::month     ? month
                           : period == CohortPeriod::quarter ? (month - 1) / 3 * 3 + 1
                                                             : 1;
    return ymd.year() / std::chrono::month(first) / 1;
}

/// The triangle by its definitions, from sets of periods, one customer after the other.
struct Oracle {
    using Cells = std::map<std::pair<Date, Date>, std::int64_t>;  // by cohort and period

    std::vector<Date> begins;  // of all periods
    Cells active, revenue;
    std::int64_t only_returns = 0, unmatched = 0;

    Oracle(std::vector<Order> orders, Date until, CohortPeriod period, Duplicates duplicates) {
        // Of one day purchases come before returns.
        std::sort(orders.begin(), orders.end(), [](const Order& a, const Order& b) {
            return std::tuple(a.date, a.amount < 0, a.amount, a.customer) <
                   std::tuple(b.date, b.amount < 0, b.amount, b.customer);
        });
        std::map<std::string, std::vector<Order>> customers;
        std::set<std::tuple<std::string, Date, std::int64_t>> seen;
        for (const Order& order : orders) {
            const bool is_new = seen.insert({order.customer, order.date, order.amount}).second;
            if (order.date > until || (!is_new && duplicates == Duplicates::drop)) continue;
            customers[order.customer].push_back(order);
        }
        std::set<Date> firsts;
        for (const auto& [customer, rows] : customers) add(rows, period, firsts);
        for (Date day = *firsts.begin();; day = day + 1) {
            if (begins.empty() || begin_of(day, period) != begins.back())
                begins.push_back(begin_of(day, period));
            if (day == until) break;
        }
    }

    void add(const std::vector<Order>& rows, CohortPeriod period, std::set<Date>& firsts) {
        const auto first = std::find_if(rows.begin(), rows.end(),
                                        [](const Order& order) { return order.amount >= 0; });
        for (auto row = rows.begin(); row != first; ++row) unmatched += row->amount;
        if (first == rows.end()) {
            ++only_returns;
            return;
        }
        const Date cohort = begin_of(first->date, period);
        firsts.insert(cohort);
        std::set<Date> periods;
        for (auto row = first; row != rows.end(); ++row) {
            if (row->amount >= 0) periods.insert(begin_of(row->date, period));
            revenue[{cohort, begin_of(row->date, period)}] += row->amount;
        }
        for (const Date at : periods) ++active[{cohort, at}];
    }

    [[nodiscard]] static std::int64_t at(const Cells& cells, Date cohort, Date period) {
        const auto found = cells.find({cohort, period});
        return found == cells.end() ? 0 : found->second;
    }
};

void expect_oracle(const CohortTable& table, const Oracle& oracle) {
    ASSERT_EQ(table.cohorts.size(), oracle.begins.size());
    std::int64_t customers = 0, revenue = 0;
    for (std::size_t i = 0; i < table.cohorts.size(); ++i) {
        const Cohort& cohort = table.cohorts[i];
        const Date begin = oracle.begins[i];
        ASSERT_EQ(cohort.begin, begin);
        ASSERT_EQ(cohort.customers, Oracle::at(oracle.active, begin, begin));
        ASSERT_EQ(cohort.active.size(), oracle.begins.size() - i);
        ASSERT_EQ(cohort.revenue.size(), oracle.begins.size() - i);
        for (std::size_t k = 0; k < cohort.active.size(); ++k) {
            ASSERT_EQ(cohort.active[k], Oracle::at(oracle.active, begin, oracle.begins[i + k]));
            ASSERT_EQ(cohort.revenue[k], Oracle::at(oracle.revenue, begin, oracle.begins[i + k]));
            revenue += cohort.revenue[k];
        }
        customers += cohort.customers;
    }
    EXPECT_EQ(table.customers, customers);
    EXPECT_EQ(table.revenue, revenue);
    EXPECT_EQ(table.only_returns, oracle.only_returns);
    EXPECT_EQ(table.unmatched_revenue, oracle.unmatched);
}

/// Where a return is one, about one row in six.
std::vector<Order> with_returns(std::vector<Order> orders, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (Order& order : orders) {
        if (random() % 6 == 0) order.amount = -order.amount;
    }
    return orders;
}

TEST(Cohorts, OfRandomLogsAreThoseOfTheirDefinitions) {
    for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
        const auto orders =
            with_returns(test::random_orders(seed, 700 * seed, 90, 900, seed % 2 == 0), seed);
        const auto log = net_log_of(orders);
        for (const CohortPeriod period : all_periods) {
            for (const Duplicates duplicates : {Duplicates::keep, Duplicates::drop}) {
                for (const Date until : {Date(1998y / 3 / 31), Date(1999y / 1 / 1)}) {
                    SCOPED_TRACE(std::string(to_string(period)) + until.to_string());
                    const auto table = cohorts(log, {period, until, duplicates}).value();
                    EXPECT_EQ(table.until, until);
                    expect_oracle(table, Oracle(orders, until, period, duplicates));
                }
            }
        }
    }
}

TEST(Cohorts, OfManyShardsAreThoseOfTheirDefinitions) {
    for (const bool texts : {false, true}) {
        const auto orders = with_returns(test::random_orders(9, 150'000, 40'000, 1100, texts), 9);
        const auto table = cohorts(net_log_of(orders)).value();
        Date until = Date::min();
        for (const Order& order : orders) until = std::max(until, order.date);
        expect_oracle(table, Oracle(orders, until, CohortPeriod::month, Duplicates::keep));
    }
}

void expect_same(const CohortTable& a, const CohortTable& b) {
    EXPECT_EQ(to_csv(a.table()), to_csv(b.table()));
    EXPECT_EQ(a.customers, b.customers);
    EXPECT_EQ(a.revenue, b.revenue);
    EXPECT_EQ(a.only_returns, b.only_returns);
    EXPECT_EQ(a.unmatched_revenue, b.unmatched_revenue);
    EXPECT_EQ(a.rows.duplicates, b.rows.duplicates);
    EXPECT_EQ(a.rows.unmatched_returns, b.rows.unmatched_returns);
}

TEST(Cohorts, NeitherOrderNorThreadsChangeAnything) {
    auto orders = with_returns(test::random_orders(5, 120'000, 20'000, 500, true), 5);
    const auto table = cohorts(net_log_of(orders), {.period = CohortPeriod::week}).value();
    std::shuffle(orders.begin(), orders.end(), std::mt19937_64(8));
    test::ShuffledExecutor executor(4);
    const auto other = cohorts(net_log_of(orders),
                               {.period = CohortPeriod::week, .run = {executor.executor(), {}}});
    expect_same(other.value(), table);
}

TEST(CohortsThreads, AnyNumberMakesTheSame) {
    const auto log = net_log_of(with_returns(test::random_orders(15, 80'000, 9000, 700, true), 15));
    const auto table = cohorts(log).value();
    for (const std::size_t width : {2u, 5u}) {
        ThreadPool pool(width);
        expect_same(cohorts(log, {.run = {pool.executor(), {}}}).value(), table);
    }
}

TEST(Cohorts, EveryRowIsAccountedFor) {
    const auto orders = with_returns(test::random_orders(6, 5000, 300, 400, false), 6);
    const Date until = 1998y / 1 / 10;
    for (const Duplicates duplicates : {Duplicates::keep, Duplicates::drop}) {
        const auto log = net_log_of(orders);
        const auto rows = cohorts(log, {.until = until, .duplicates = duplicates}).value().rows;
        EXPECT_EQ(rows.rows, 5000);
        EXPECT_EQ(rows.purchases + rows.returns + rows.unmatched_returns + rows.duplicates_dropped +
                      rows.after_until,
                  rows.rows);
        EXPECT_GT(rows.duplicates, 0);
        EXPECT_EQ(rows.duplicates_dropped, duplicates == Duplicates::drop ? rows.duplicates : 0);
        EXPECT_GT(rows.unmatched_returns, 0);
        EXPECT_GT(rows.after_until, 0);
        const auto report = summarize(log, {.until = until, .duplicates = duplicates}).value();
        EXPECT_EQ(report.report().returns, rows.returns + rows.unmatched_returns);
        EXPECT_EQ(report.report().occasions + report.report().merged, rows.purchases);
    }
}

TEST(Cohorts, WithoutReturnsTheRevenueIsThatOfTheLog) {
    const auto log = test::cdnow_sample();
    for (const CohortPeriod period : all_periods) {
        const auto table = cohorts(log, {.period = period}).value();
        EXPECT_EQ(table.revenue, 24409194);
        EXPECT_EQ(table.revenue_scale, 2);
        EXPECT_EQ(table.customers, 2357);
        EXPECT_EQ(table.rows.purchases, 6919);
        EXPECT_EQ(table.rows.duplicates, 21);
    }
}

// pandas 2 on the whole log: the customers of each month with a purchase in the k-th month after.
TEST(Cohorts, OfTheCdnowSampleAreTheReferences) {
    const std::vector<std::vector<std::int64_t>> expected{
        {781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33},
        {857, 134, 110, 75, 77, 75, 61, 61, 74, 70, 59, 57, 59, 70, 56, 59, 60},
        {719, 87, 84, 78, 63, 64, 55, 57, 73, 65, 47, 51, 78, 32, 38, 45}};
    const auto table = cohorts(test::cdnow_sample()).value();
    ASSERT_EQ(table.cohorts.size(), 18u);
    EXPECT_TRUE(table.last_complete) << "the log ends on 1998-06-30";
    for (std::size_t i = 0; i < 18; ++i) {
        const Cohort& cohort = table.cohorts[i];
        EXPECT_EQ(cohort.begin, Date(1997y / 1 / 1 + std::chrono::months(i)));
        if (i < 3) {
            EXPECT_EQ(cohort.active, expected[i]);
        } else {
            EXPECT_EQ(cohort.customers, 0) << "all of the sample began in one quarter";
            EXPECT_FALSE(cohort.retention(0));
        }
    }
    // (124 + 134 + 87) / 2357 came back in the next month.
    EXPECT_EQ(table.retention(1), 345.0 / 2357);
    EXPECT_EQ(table.retention(17), 33.0 / 781);
    EXPECT_FALSE(table.retention(18));
}

class CohortsOfPublicLogs : public test::PublicLogs {};

TEST_P(CohortsOfPublicLogs, AreTheReferences) {
    const auto expected = figures();
    const auto table = cohorts(log()).value();
    std::size_t cohorts = 0;
    for (const auto& [month, active] : expected.at("cohorts_monthly").items()) {
        const auto found = std::find_if(table.cohorts.begin(), table.cohorts.end(),
                                        [of = month](const Cohort& cohort) {
                                            return cohort.begin.to_string().substr(0, 7) == of;
                                        });
        ASSERT_NE(found, table.cohorts.end()) << month;
        EXPECT_EQ(nlohmann::json(found->active), active) << month;
        EXPECT_EQ(found->customers, active.front());
        ++cohorts;
    }
    EXPECT_GT(cohorts, 0u) << "the reference has some of them";
    EXPECT_EQ(table.customers, expected.at("customers"));
    const double revenue = Money{table.revenue, table.revenue_scale}.to_double();
    const double sum = expected.at("occasion_value").at("sum").get<double>();
    EXPECT_NEAR(revenue, sum, 1e-12 * sum);
}

INSTANTIATE_TEST_SUITE_P(Logs, CohortsOfPublicLogs, test::PublicLogs::all(),
                         &test::PublicLogs::name);

class CohortsOfOnlineRetail : public test::PublicLogs {};

TEST_P(CohortsOfOnlineRetail, AreNetOfReturns) {
    const auto expected = figures("/online_retail_I/net_policy");
    const auto table = cohorts(log()).value();
    EXPECT_EQ(table.rows.returns + table.rows.unmatched_returns, expected.at("returns_rows"));
    EXPECT_EQ(table.only_returns, expected.at("customers_only_returns"));
    EXPECT_EQ(table.customers + table.only_returns, expected.at("customers"));
    // The reference has two decimals.
    const Money net{table.revenue + table.unmatched_revenue, table.revenue_scale};
    EXPECT_NEAR(net.to_double(), expected.at("net_revenue").get<double>(), 0.0051);
}

TEST_P(CohortsOfOnlineRetail, DropDuplicates) {
    const auto expected = figures("/online_retail_I/sales_policy_dedup");
    const auto sales = log(GetParam().file, test::online_retail_options(Returns::drop));
    const auto table = cohorts(sales, {.duplicates = Duplicates::drop}).value();
    EXPECT_EQ(table.rows.purchases, expected.at("rows"));
    EXPECT_EQ(table.customers, expected.at("customers"));
    EXPECT_NEAR(Money({table.revenue, table.revenue_scale}).to_double(),
                expected.at("revenue").get<double>(), 0.0051);
}

INSTANTIATE_TEST_SUITE_P(Net, CohortsOfOnlineRetail,
                         ::testing::Values(test::PublicLog{
                             "online_retail", "/online_retail_I", "online_retail.csv.gz",
                             test::online_retail_options(Returns::net)}),
                         &test::PublicLogs::name);

TEST(Cohorts, TheTableHasARowForEachCell) {
    const auto log = net_log_of({{"a", 2024y / 1 / 31, 1000},
                                 {"a", 2024y / 2 / 1, 500},
                                 {"a", 2024y / 2 / 29, -200},
                                 {"b", 2024y / 1 / 1, 0},
                                 {"c", 2024y / 3 / 1, 300},
                                 {"b", 2024y / 3 / 2, 100}});
    const auto table = cohorts(log).value();
    EXPECT_FALSE(table.last_complete);
    EXPECT_EQ(to_csv(table.table()),
              "cohort,period,customers,active,retention,revenue,complete\n"
              "2024-01-01,0,2,2,1,10.00,true\n"
              "2024-01-01,1,2,1,0.5,3.00,true\n"
              "2024-01-01,2,2,1,0.5,1.00,false\n"
              "2024-02-01,0,0,0,,0.00,true\n"
              "2024-02-01,1,0,0,,0.00,false\n"
              "2024-03-01,0,1,1,1,3.00,false\n");
    EXPECT_EQ(table.retention(1), 0.5);
    EXPECT_FALSE(table.retention(2)) << "March is not over";
    const auto to_the_end = cohorts(log, {.until = 2024y / 3 / 31}).value();
    EXPECT_TRUE(to_the_end.last_complete);
    EXPECT_EQ(to_the_end.retention(2), 0.5);
    EXPECT_EQ(to_the_end.retention(0), 1.0);
}

TEST(Cohorts, PooledRetentionIsThatOfCompletePeriods) {
    const auto log = log_of(test::random_orders(12, 4000, 700, 700, false));
    for (const Date until : {Date(1998y / 10 / 31), Date(1998y / 10 / 30)}) {
        const auto table = cohorts(log, {.until = until}).value();
        const std::size_t complete = until == 1998y / 10 / 31 ? 22 : 21;
        for (std::size_t k = 0; k < 25; ++k) {
            double came = 0, all = 0;
            for (std::size_t i = 0; i + k < complete; ++i) {
                came += static_cast<double>(table.cohorts[i].active[k]);
                all += static_cast<double>(table.cohorts[i].customers);
            }
            if (all == 0) {
                EXPECT_FALSE(table.retention(k)) << k;
            } else {
                EXPECT_EQ(table.retention(k), came / all) << k;
            }
        }
    }
}

TEST(Cohorts, WeeksBeginOnMondays) {
    const auto log = log_of({{"a", 2024y / 12 / 29, 1}, {"b", 2024y / 12 / 30, 1}});
    const auto table = cohorts(log, {.period = CohortPeriod::week}).value();
    ASSERT_EQ(table.cohorts.size(), 2u);
    EXPECT_EQ(table.cohorts[0].begin, Date(2024y / 12 / 23));
    EXPECT_EQ(table.cohorts[1].begin, Date(2024y / 12 / 30)) << "a Monday";
    EXPECT_FALSE(table.last_complete);
    const auto sunday = cohorts(log, {CohortPeriod::week, 2025y / 1 / 5}).value();
    EXPECT_TRUE(sunday.last_complete);
}

TEST(Cohorts, TheWholeCalendar) {
    const auto log = log_of({{"a", Date::min(), 1}, {"a", Date::max(), 1}});
    const auto first = cohorts(log, {CohortPeriod::week, Date(1y / 1 / 7)}).value();
    ASSERT_EQ(first.cohorts.size(), 1u);
    EXPECT_EQ(first.cohorts[0].begin, Date::min()) << "a Monday";
    EXPECT_TRUE(first.last_complete);
    const auto last = log_of({{"a", Date::max() + -400, 1}, {"a", Date::max(), 1}});
    for (const CohortPeriod period : all_periods) {
        const auto table = cohorts(last, {.period = period}).value();
        EXPECT_EQ(table.last_complete, period != CohortPeriod::week) << "it is a Friday";
        EXPECT_EQ(table.cohorts.front().active.back(), 1);
    }
    // Before 1970 as after it.
    const auto old = cohorts(log_of({{"a", 1969y / 12 / 31, 1}, {"b", 1970y / 1 / 1, 1}}),
                             {.period = CohortPeriod::quarter});
    EXPECT_EQ(old.value().cohorts[0].begin, Date(1969y / 10 / 1));
    EXPECT_EQ(old.value().cohorts[1].begin, Date(1970y / 1 / 1));
}

TEST(Cohorts, ReturnsBeforeTheFirstPurchaseAreInNoCell) {
    const auto table = cohorts(net_log_of({{"early", 2024y / 1 / 3, -700},
                                           {"early", 2024y / 1 / 4, 900},
                                           {"same day", 2024y / 1 / 5, -100},
                                           {"same day", 2024y / 1 / 5, 100},
                                           {"only", 2023y / 1 / 1, -50}}))
                           .value();
    ASSERT_EQ(table.cohorts.size(), 1u);
    EXPECT_EQ(table.cohorts[0].customers, 2);
    EXPECT_EQ(table.cohorts[0].revenue[0], 900);
    EXPECT_EQ(table.unmatched_revenue, -750);
    EXPECT_EQ(table.rows.unmatched_returns, 2);
    EXPECT_EQ(table.rows.returns, 1);
    EXPECT_EQ(table.only_returns, 1);
}

TEST(Cohorts, AReturnMakesNobodyActive) {
    const auto table =
        cohorts(net_log_of({{"a", 2024y / 1 / 3, 700}, {"a", 2024y / 2 / 4, -900}})).value();
    EXPECT_EQ(table.cohorts[0].active, (std::vector<std::int64_t>{1, 0}));
    EXPECT_EQ(table.cohorts[0].revenue, (std::vector<std::int64_t>{700, -900}));
}

TEST(Cohorts, WithoutAmountsThereIsNoRevenue) {
    const auto table =
        cohorts(log_of({{"a", 2024y / 1 / 3}, {"a", 2024y / 2 / 4}}, 2, false)).value();
    EXPECT_FALSE(table.has_revenue);
    EXPECT_EQ(table.cohorts[0].active, (std::vector<std::int64_t>{1, 1}));
    EXPECT_EQ(table.table().find("revenue"), nullptr);
}

TEST(Cohorts, RowsThatDifferInAnythingAreNoDuplicates) {
    StringArena numbers;
    for (const char* number : {"A", "B"}) static_cast<void>(numbers.add(number).value());
    Table rows;
    rows.add("customer", Column::integers({7, 7, 7}));
    rows.add("date", Column::dates({0, 0, 0}));
    rows.add("amount", Column::integers({5, 5, 5}));
    rows.add("order", Column::texts({0, 1, 0}, numbers));
    const auto log = Transactions::from_table(std::move(rows));
    const auto table = cohorts(log, {.duplicates = Duplicates::drop}).value();
    EXPECT_EQ(table.rows.duplicates_dropped, 1);
    EXPECT_EQ(table.revenue, 10);
}

TEST(Cohorts, OneTextIsOneCustomerHoweverOftenItIsInTheDictionary) {
    StringArena dictionary;
    for (const char* id : {"a", "b", "a"}) static_cast<void>(dictionary.add(id).value());
    Table rows;
    rows.add("customer", Column::texts({0, 1, 2}, dictionary));
    rows.add("date", Column::dates({0, 0, 40}));
    const auto table = cohorts(Transactions::from_table(std::move(rows))).value();
    EXPECT_EQ(table.customers, 2);
    EXPECT_EQ(table.cohorts[0].active, (std::vector<std::int64_t>{2, 1}));
}

TEST(Cohorts, SumsMayPassSixtyFourBitsOnTheWay) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::vector<Order> orders{{"a", 2024y / 1 / 1, most}, {"b", 2024y / 1 / 1, most}};
    const auto beyond = cohorts(net_log_of(orders));
    EXPECT_EQ(beyond.error().code, Code::overflow);
    EXPECT_EQ(beyond.error().message, "expected a revenue within 64 bits, got more");
    orders.push_back({"a", 2024y / 1 / 2, -most});
    EXPECT_EQ(cohorts(net_log_of(orders)).value().revenue, most);
    const auto unmatched = cohorts(net_log_of(
        {{"a", 2024y / 1 / 1, -most}, {"b", 2024y / 1 / 1, -most}, {"c", 2024y / 1 / 1, 1}}));
    EXPECT_EQ(unmatched.error().code, Code::overflow);
}

void expect_error(const Error& error, Code code, const std::string& message,
                  const std::string& field = "") {
    EXPECT_EQ(error.code, code);
    EXPECT_EQ(error.message, message);
    EXPECT_EQ(error.where.field, field);
}

TEST(Cohorts, WithoutPurchasesThereAreNone) {
    const auto log = net_log_of({{"a", 2024y / 1 / 1, -5}, {"a", 2024y / 1 / 3, 5}});
    expect_error(cohorts(log, {.until = 2024y / 1 / 2}).error(), Code::no_rows,
                 "expected purchases up to 2024-01-02, got none");
    EXPECT_EQ(cohorts(log_of({})).error().code, Code::no_rows);
}

TEST(Cohorts, PeriodsAreNotTooMany) {
    const auto log = log_of({{"a", 1900y / 1 / 1, 5}, {"a", 1924y / 11 / 30, 5}});
    const auto most = cohorts(log, {.period = CohortPeriod::week}).value();
    EXPECT_EQ(most.cohorts.size(), 1300u);
    EXPECT_EQ(most.cohorts.front().active.back(), 1);
    expect_error(cohorts(log, {CohortPeriod::week, 1924y / 12 / 1}).error(), Code::invalid_option,
                 "expected at most 1300 periods from the first purchase to 1924-12-01, got 1301, "
                 "each a week",
                 "period");
    EXPECT_TRUE(cohorts(log_of({{"a", Date::min(), 5}, {"a", Date::max(), 5}})).error().code ==
                Code::invalid_option);
}

TEST(Cohorts, OptionsAreChecked) {
    const auto log = log_of({{"a", 2024y / 1 / 1, 5}});
    CohortOptions options;
    EXPECT_TRUE(options.check());
    options.period = static_cast<CohortPeriod>(4);
    expect_error(options.check().error(), Code::invalid_option,
                 "expected a calendar period, got none", "period");
    EXPECT_EQ(cohorts(log, options).error().code, Code::invalid_option);
    options = {};
    options.duplicates = static_cast<Duplicates>(2);
    expect_error(cohorts(log, options).error(), Code::invalid_option,
                 "expected keep or drop, got neither", "duplicates");
}

TEST(Cohorts, CanBeCancelled) {
    const Progress stop{[](void*, std::size_t, std::size_t) { return false; }, nullptr};
    expect_error(cohorts(log_of({{"a", 2024y / 1 / 1, 5}}), {.run = {{}, stop}}).error(),
                 Code::cancelled, "expected to go on, got a stop from the host");
}

TEST(Cohorts, PeriodsHaveNames) {
    for (const CohortPeriod period : all_periods)
        EXPECT_EQ(parse_cohort_period(to_string(period)).value(), period);
    expect_error(parse_cohort_period("day").error(), Code::invalid_option,
                 "expected week, month, quarter or year, got \"day\"");
}

}  // namespace
}  // namespace tenure::segments
