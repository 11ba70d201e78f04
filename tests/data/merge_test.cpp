#include "tenure/data/merge.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/logs.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::net_log_of;
using test::Order;

CustomerBase base_of(const std::vector<Order>& orders, Date until, Period merge = Period::day,
                     std::uint8_t scale = 2) {
    return summarize(net_log_of(orders, scale), {.until = until, .merge = merge}).value();
}

/// Orders of 40 customers within 120 days, one in five a return, ids of all kinds.
std::vector<Order> orders_with_returns(std::uint64_t seed, bool texts) {
    auto orders = test::random_orders(seed, 400, 40, 120, false);
    std::mt19937_64 random(seed + 1);
    for (Order& order : orders) {
        order.amount %= 50;
        if (random() % 5 == 0) order.amount = -order.amount;
        if (texts && order.customer.size() == 1) order.customer += 'x';
    }
    return orders;
}

std::pair<std::vector<Order>, std::vector<Order>> split(
    const std::vector<Order>& orders, const std::function<bool(const Order&)>& is_first) {
    std::vector<Order> first, second;
    for (const Order& order : orders) (is_first(order) ? first : second).push_back(order);
    return {first, second};
}

void expect_same_integers(const CustomerBase& a, const CustomerBase& b, const char* column) {
    const auto one = a.table()[column].integers(), other = b.table()[column].integers();
    EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin(), other.end())) << column;
}

void expect_same_reals(const CustomerBase& a, const CustomerBase& b, const char* column) {
    const auto one = a.table()[column].reals(), other = b.table()[column].reals();
    EXPECT_TRUE(std::equal(one.begin(), one.end(), other.begin(), other.end())) << column;
}

void expect_same_report(const BaseReport& a, const BaseReport& b) {
    EXPECT_EQ(a.log.rows, b.log.rows);
    EXPECT_EQ(a.rows, b.rows);
    EXPECT_EQ(a.occasions, b.occasions);
    EXPECT_EQ(a.merged, b.merged);
    EXPECT_EQ(a.zero_amounts, b.zero_amounts);
    EXPECT_EQ(a.duplicates, b.duplicates);
    EXPECT_EQ(a.duplicates_dropped, b.duplicates_dropped);
    EXPECT_EQ(a.returns, b.returns);
    EXPECT_EQ(a.unmatched_returns, b.unmatched_returns);
    EXPECT_EQ(a.returned_units, b.returned_units);
    EXPECT_EQ(a.unmatched_units, b.unmatched_units);
}

/// All but what is known of those who only sent back: who of them comes later nobody knows.
void expect_base(const CustomerBase& merged, const CustomerBase& expected) {
    ASSERT_EQ(merged.size(), expected.size());
    EXPECT_EQ(merged.table()["customer"].type(), expected.table()["customer"].type());
    for (std::size_t row = 0; row < merged.size(); ++row) {
        ASSERT_EQ(merged.customer(row), expected.customer(row));
        // Sums of at most 120 logarithms of at most ln 120 in another order.
        EXPECT_NEAR(merged.table()["sum_log_gaps"].reals()[row],
                    expected.table()["sum_log_gaps"].reals()[row], 1e-11);
        EXPECT_EQ(merged.table()["first_date"].dates()[row],
                  expected.table()["first_date"].dates()[row]);
        EXPECT_EQ(merged.table()["last_date"].dates()[row],
                  expected.table()["last_date"].dates()[row]);
    }
    for (const char* column : {"frequency", "weight", "revenue", "repeat_revenue"}) {
        expect_same_integers(merged, expected, column);
    }
    for (const char* column : {"recency", "T", "monetary_value"}) {
        expect_same_reals(merged, expected, column);
    }
    EXPECT_EQ(merged.revenue_scale(), expected.revenue_scale());
    EXPECT_EQ(merged.until(), expected.until());
    EXPECT_EQ(merged.merge(), expected.merge());
    EXPECT_FALSE(merged.holdout_until());
    expect_same_report(merged.report(), expected.report());
}

void expect_refused(const Result<CustomerBase>& merged, const std::string& field,
                    const std::string& message) {
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().code, Code::invalid_data);
    EXPECT_EQ(merged.error().where.field, field);
    EXPECT_EQ(merged.error().message, message);
}

/// Makes those after `end` that took something back purchases, some of which are taken back in
/// part, so that each return finds its amount.
std::vector<Order> with_matched_returns(const std::vector<Order>& orders, Date end) {
    std::vector<Order> out;
    for (Order order : orders) {
        const bool is_return = order.amount < 0;
        if (order.date > end) order.amount = std::abs(order.amount);
        out.push_back(order);
        if (order.date <= end || !is_return) continue;
        out.push_back({order.customer, order.date + static_cast<int>(order.amount % 20),
                       -std::max<std::int64_t>(1, order.amount / 2)});
        if (order.amount == 0) out.pop_back();
    }
    return out;
}

TEST(Merge, OfTimesApartIsTheBaseOfTheWholeLog) {
    std::int64_t returns = 0, unmatched = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        SCOPED_TRACE(seed);
        const Date end = Date(1997y / 1 / 20) + static_cast<int>(seed % 80);
        const Date until = 1997y / 5 / 31;
        const auto period = static_cast<Period>(seed % 3);
        const auto orders = with_matched_returns(orders_with_returns(seed, seed % 2 == 0), end);
        const auto [first, second] =
            split(orders, [end](const Order& order) { return order.date <= end; });
        const auto later = base_of(second, until, period);
        const auto merged = merge(base_of(first, end, period), later);
        ASSERT_TRUE(merged) << merged.error().to_string();
        expect_base(*merged, base_of(orders, until, period));
        returns += later.report().returns;
        unmatched += merged->report().unmatched_returns;
    }
    EXPECT_GT(returns, 0);
    EXPECT_GT(unmatched, 0);
}

/// Leaves out the customers who bought nothing.
std::vector<Order> of_buyers(std::vector<Order> orders) {
    std::set<std::string> buyers;
    for (const Order& order : orders) {
        if (order.amount >= 0) buyers.insert(order.customer);
    }
    std::erase_if(orders, [&](const Order& order) { return !buyers.contains(order.customer); });
    return orders;
}

TEST(Merge, OfCustomersApartIsTheBaseOfTheWholeLog) {
    std::int64_t unmatched = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE(seed);
        const auto orders = of_buyers(orders_with_returns(seed, seed % 2 == 0));
        const Date until = 1997y / 5 / 31;
        const auto period = static_cast<Period>(seed % 3);
        // Texts end in x: one of the two bases may have integers only, the other not.
        const auto [first, second] = split(orders, [seed](const Order& order) {
            return seed % 4 < 2 ? order.customer.back() == 'x' || order.customer.back() < '5'
                                : order.customer.size() > 1 && order.customer.back() != 'x';
        });
        const auto merged = merge(base_of(first, until, period), base_of(second, until, period));
        ASSERT_TRUE(merged) << merged.error().to_string();
        expect_base(*merged, base_of(orders, until, period));
        EXPECT_EQ(merged->report().only_returns, 0);
        unmatched += merged->report().unmatched_returns;
    }
    EXPECT_GT(unmatched, 0);
}

TEST(Merge, OneOccasionWhereAMergePeriodWasCut) {
    const auto earlier = base_of({{"1", 1997y / 1 / 1, 100}}, 1997y / 1 / 2, Period::week);
    const auto later =
        base_of({{"1", 1997y / 1 / 3, 30}, {"1", 1997y / 1 / 9, 7}}, 1997y / 1 / 31, Period::week);
    const auto merged = merge(earlier, later).value();
    EXPECT_EQ(merged.frequency()[0], 1);
    EXPECT_EQ(merged.revenue()[0], 137);
    EXPECT_EQ(merged.table()["repeat_revenue"].integers()[0], 7)
        << "the first occasion has money from both bases";
    EXPECT_EQ(merged.recency()[0], 1);
    EXPECT_EQ(merged.table()["sum_log_gaps"].reals()[0], 0);
    EXPECT_EQ(merged.report().occasions, 2);
    EXPECT_EQ(merged.report().merged, 1);
}

TEST(Merge, TakesTheLargerScaleAndTheFirstUnit) {
    const auto earlier = base_of({{"1", 1997y / 1 / 1, 5}}, 1997y / 1 / 2, Period::day, 0);
    const auto later =
        base_of({{"1", 1997y / 1 / 3, 125}}, 1997y / 1 / 31, Period::day, 2).in_unit(Unit::day);
    const auto merged = merge(earlier, later).value();
    EXPECT_EQ(merged.revenue_scale(), 2);
    EXPECT_EQ(merged.revenue()[0], 625);
    EXPECT_EQ(merged.unit(), Unit::week);
    EXPECT_EQ(merge(later, base_of({{"1", 1997y / 2 / 3, 5}}, 1997y / 2 / 3, Period::day, 0))
                  .value()
                  .unit(),
              Unit::day);
}

TEST(Merge, WithoutAmounts) {
    const auto base = [](Date date, Date until) {
        return summarize(test::log_of({{"1", date}}, 2, false), {.until = until}).value();
    };
    const auto merged =
        merge(base(1997y / 1 / 1, 1997y / 1 / 1), base(1997y / 1 / 3, 1997y / 1 / 4)).value();
    EXPECT_FALSE(merged.has_amounts());
    EXPECT_EQ(merged.frequency()[0], 1);
    EXPECT_EQ(merged.age()[0], 3);
}

TEST(Merge, SumsThatDoNotFitAreAnOverflow) {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    const auto earlier = base_of({{"1", 1997y / 1 / 1, largest}}, 1997y / 1 / 1);
    const auto merged = merge(earlier, base_of({{"1", 1997y / 1 / 2, 1}}, 1997y / 1 / 2));
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().code, Code::overflow);
    EXPECT_EQ(merged.error().message, "expected amounts with a sum within 64 bits, got more");
    EXPECT_EQ(merge(earlier, base_of({{"2", 1997y / 1 / 2, 1}}, 1997y / 1 / 2, Period::day, 3))
                  .error()
                  .code,
              Code::overflow)
        << "at the other's scale";
}

TEST(Merge, RefusesWhatDoesNotGoTogether) {
    const Date day = 1997y / 1 / 1, next = 1997y / 1 / 2;
    const auto base = base_of({{"1", day, 5}}, day);
    const auto later = base_of({{"1", next, 5}}, next);
    expect_refused(merge(base, base_of({{"1", next, 5}}, next, Period::week)), "merge",
                   "expected bases of one merge period, got day and week");
    expect_refused(merge(base, summarize(test::log_of({{"1", next}}, 2, false)).value()),
                   "monetary_value",
                   "expected amounts in both bases or in neither, got one with and one without");
    expect_refused(merge(base, base_of({{"1", day, 5}}, day)), "customer",
                   "expected no customer in both bases, which end on the same day, got \"1\"");
    expect_refused(merge(later, base), "first_date",
                   "expected purchases after 1997-01-02 in the later base, got one on 1997-01-01");
    expect_refused(merge(base, base_of({{"2", day, 5}}, next)), "first_date",
                   "expected purchases after 1997-01-01 in the later base, got one on 1997-01-01");
    const auto holdout = summarize(net_log_of({{"1", day, 5}, {"1", next, 5}}), {.until = day});
    expect_refused(merge(*holdout, later), "holdout_frequency",
                   "expected bases without a holdout, got one with");
    expect_refused(merge(base, base_of({{"1", next, 5}, {"1", next, -6}}, next)),
                   "unmatched_returns",
                   "expected returns in the later base that found what they took back, got 1 that "
                   "did not");
}

// Customer 2 bought for 100 in one base, and sent 30 back in the other: the whole log knows 70.
TEST(Merge, RefusesCustomersApartWhereSomebodyOnlySentBack) {
    const Date day = 1997y / 1 / 1, next = 1997y / 1 / 2;
    const auto one = base_of({{"1", day, 5}, {"2", next, -30}}, next);
    const auto other = base_of({{"2", day, 100}}, next);
    ASSERT_EQ(one.report().only_returns, 1);
    const std::string message =
        "expected no customers who only sent back, in bases that end on the same day, got 1";
    expect_refused(merge(one, other), "only_returns", message);
    expect_refused(merge(other, one), "only_returns", message);
    EXPECT_TRUE(merge(one, base_of({{"2", 1997y / 1 / 3, 100}}, 1997y / 1 / 3)))
        << "what comes later cannot have been sent back before";
}

CustomerBase without_report(const CustomerBase& base) {
    return CustomerBase::from_table(base.table(), base.merge(), base.unit(), base.until()).value();
}

TEST(Merge, TakesABaseWithoutAReportOnTrust) {
    const Date day = 1997y / 1 / 1, next = 1997y / 1 / 2;
    const auto earlier = base_of({{"1", day, 100}}, day);
    const auto later = base_of({{"1", next, 5}, {"1", next, -6}}, next);
    EXPECT_FALSE(merge(earlier, later));
    EXPECT_EQ(merge(earlier, without_report(later)).value().revenue()[0], 100);
    EXPECT_TRUE(merge(without_report(base_of({{"1", day, 5}, {"2", next, -30}}, next)),
                      base_of({{"2", day, 100}}, next)));
}

// Of both bases together one customer sent back only, of the logs together none.
TEST(Merge, OnlyReturnsIsAtMostThatMany) {
    const Date day = 1997y / 1 / 1, next = 1997y / 1 / 2;
    const std::vector<Order> first = {{"1", day, 5}, {"2", day, -30}}, second = {{"2", next, 9}};
    std::vector<Order> all = first;
    all.insert(all.end(), second.begin(), second.end());
    EXPECT_EQ(merge(base_of(first, day), base_of(second, next)).value().report().only_returns, 1);
    EXPECT_EQ(base_of(all, next).report().only_returns, 0);
}

/// One customer who bought on two days, the 2nd and the 6th of January 1970, observed until the
/// 11th.
CustomerBase base_with_times(double recency, double age) {
    Table table = test::table_of({{1, recency, age, 1.0, 200}}, {});
    table.add("repeat_revenue", Column::integers({100}, 2));
    table.add("first_date", Column::dates({1}));
    table.add("last_date", Column::dates({5}));
    table.add("sum_log_gaps", Column::reals({std::log(4.0)}));
    return CustomerBase::from_table(std::move(table), Period::day, Unit::week, Date::from_days(10))
        .value();
}

TEST(Merge, RefusesTimesThatAreNotThoseBetweenTheDates) {
    const auto later = base_of({{"7", 1997y / 1 / 2, 5}}, 1997y / 1 / 2);
    EXPECT_EQ(merge(base_with_times(4, 9), later).value().recency()[0], 4);
    const auto recency = merge(base_with_times(4.5, 9), later);
    expect_refused(recency, "recency",
                   "expected a recency that is the merge periods between dates, 4, got 4.5");
    EXPECT_EQ(recency.error().where.line, 1u);
    const auto age = merge(base_with_times(4, 9.25), later);
    expect_refused(age, "T", "expected a T that is the merge periods between dates, 9, got 9.25");
    EXPECT_EQ(age.error().where.line, 1u);
    expect_refused(merge(later, base_with_times(3, 9)), "recency",
                   "expected a recency that is the merge periods between dates, 4, got 3");
}

TEST(Merge, RefusesBasesThatKnowTooLittle) {
    const auto later = base_of({{"1", 1997y / 1 / 2, 5}}, 1997y / 1 / 2);
    const std::vector<test::BaseRow> rows = {{0, 0, 1}};
    expect_refused(merge(test::base_of(rows), later), "until",
                   "expected bases whose last day of observation is known, got one without");
    expect_refused(merge(test::base_of(rows, {}, Unit::week, Date(1997y / 1 / 1)), later),
                   "first_date",
                   "expected bases that both know \"first_date\", got one that does not");
    expect_refused(
        merge(test::base_of({{0, 0, 1, 0, 0, 2}}, {}, Unit::week, Date(1997y / 1 / 1)), later),
        "weight", "expected weights of 1, got 2");
    Table table = test::table_of(rows, {.revenue = false});
    table.add("first_date", Column::dates({1}));
    table.add("last_date", Column::dates({1}));
    table.add("sum_log_gaps", Column::reals({0}));
    expect_refused(merge(CustomerBase::from_table(std::move(table), Period::day, Unit::week,
                                                  Date(1997y / 1 / 1))
                             .value(),
                         later),
                   "revenue", "expected bases that both know \"revenue\", got one that does not");
}

}  // namespace
}  // namespace tenure
