#include "tenure/data/customer_base.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/base_equality.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::contract_message;

struct Columns {
    std::vector<std::int64_t> customer = {3, 7}, frequency = {0, 2}, weight = {1, 5};
    std::vector<double> recency = {0, 10.5}, T = {30, 40};
    std::optional<std::vector<double>> mean = {};
    std::vector<bool> has_mean = {false, true};

    [[nodiscard]] Table table() const {
        Table out;
        out.add("customer", Column::integers(customer));
        out.add("frequency", Column::integers(frequency));
        out.add("recency", Column::reals(recency));
        out.add("T", Column::reals(T));
        out.add("weight", Column::integers(weight));
        if (mean) out.add("monetary_value", Column::reals(*mean).with_validity(has_mean));
        return out;
    }
};

Result<CustomerBase> make(Table table) {
    return CustomerBase::from_table(std::move(table), Period::day, Unit::week, 1997y / 9 / 30);
}

TEST(CustomerBase, ViewsItsTable) {
    Columns columns;
    columns.mean = {{0, 12.5}};
    Table table = columns.table();
    table.add("revenue", Column::integers({100, 9000}, 2));
    table.add("holdout_frequency", Column::integers({1, 0}));
    const auto base = CustomerBase::from_table(std::move(table), Period::week, Unit::month,
                                               1997y / 9 / 30, {.rows = 9})
                          .value();
    EXPECT_EQ(base.size(), 2u);
    EXPECT_EQ(base.customers(), 6);
    EXPECT_EQ(base.customer(1), CustomerId(7));
    EXPECT_EQ(base.frequency()[1], 2);
    EXPECT_EQ(base.recency()[1], 10.5);
    EXPECT_EQ(base.age()[0], 30);
    EXPECT_EQ(base.weight()[1], 5);
    ASSERT_TRUE(base.has_amounts());
    EXPECT_EQ(base.monetary_value()[0], 0);
    EXPECT_EQ(base.monetary_value()[1], 12.5);
    EXPECT_EQ(base.revenue()[1], 9000);
    EXPECT_EQ(base.revenue_scale(), 2);
    EXPECT_EQ(base.holdout_frequency()[0], 1);
    EXPECT_EQ(base.merge(), Period::week);
    EXPECT_EQ(base.unit(), Unit::month);
    EXPECT_EQ(base.until(), Date(1997y / 9 / 30));
    EXPECT_EQ(base.report().rows, 9);
    EXPECT_FALSE(base.holdout_until());
}

TEST(CustomerBase, WhatIsNotThereIsEmpty) {
    const auto base = make(Columns().table()).value();
    EXPECT_FALSE(base.has_amounts());
    EXPECT_TRUE(base.monetary_value().empty());
    EXPECT_TRUE(base.revenue().empty());
    EXPECT_EQ(base.revenue_scale(), 0);
    EXPECT_TRUE(base.holdout_frequency().empty());
}

TEST(CustomerBase, ReadsTimesInAnyUnit) {
    const auto base = make(Columns().table()).value();
    EXPECT_EQ(base.time_in(base.age()[0], Unit::day), 30.0);
    EXPECT_EQ(base.time_in(base.age()[0], Unit::week), 30.0 / 7.0);
    EXPECT_EQ(base.time_in(base.age()[0], Unit::year), 30.0 * 24.0 / 8766.0);
    const CustomerBase months = base.in_unit(Unit::month);
    EXPECT_EQ(months.unit(), Unit::month);
    EXPECT_EQ(base.unit(), Unit::week);
    test::expect_same_table(months.table(), base.table());
}

TEST(CustomerBase, CopiesHaveViewsOfTheirOwn) {
    auto first = std::make_unique<CustomerBase>(make(Columns().table()).value().in_unit(Unit::day));
    *first = std::move(*first).with_holdout_until(1998y / 6 / 30);
    const CustomerBase copy = *first;
    Columns other;
    other.frequency = {0, 9};
    CustomerBase assigned = make(other.table()).value();
    assigned = *first;
    assigned = static_cast<const CustomerBase&>(assigned);
    CustomerBase moved = std::move(*first);
    first.reset();
    for (const CustomerBase* base : {&copy, &std::as_const(assigned), &std::as_const(moved)}) {
        EXPECT_EQ(base->frequency().data(), base->table()["frequency"].integers().data());
        EXPECT_EQ(base->recency().data(), base->table()["recency"].reals().data());
        EXPECT_EQ(base->frequency()[1], 2);
        EXPECT_EQ(base->customers(), 6);
        EXPECT_EQ(base->unit(), Unit::day);
        EXPECT_EQ(base->holdout_until(), Date(1998y / 6 / 30));
    }
}

std::string misuse(Table table) {
    return contract_message([&] { (void)make(std::move(table)); });
}

TEST(CustomerBase, ATableThatIsNoBaseIsMisuse) {
    EXPECT_EQ(misuse({}), "Table: expected a column that is there, got \"customer\"");
    Table without;
    without.add("customer", Column::integers({1}));
    EXPECT_EQ(misuse(without), "table: expected a column \"frequency\", got none of that name");
    without.add("frequency", Column::reals({1}));
    EXPECT_EQ(misuse(without), "frequency: expected the column type of CustomerBase, got another");
    Table odd = Columns().table();
    odd.add("revenue", Column::reals({1, 2}));
    EXPECT_EQ(misuse(std::move(odd)),
              "revenue: expected the column type of CustomerBase, got another");
    Table dated;
    dated.add("customer", Column::dates({1}));
    EXPECT_EQ(misuse(std::move(dated)),
              "customer: expected a column of integers or texts, got another type");
}

void expect_refused(Table table, const std::string& message, std::uint64_t row,
                    const std::string& field, Code code = Code::invalid_value) {
    const auto base = make(std::move(table));
    ASSERT_FALSE(base) << message;
    EXPECT_EQ(base.error().code, code);
    EXPECT_EQ(base.error().message, message);
    EXPECT_EQ(base.error().where.line, row) << message;
    EXPECT_EQ(base.error().where.field, field);
}

TEST(CustomerBase, ValuesMustMeanSomething) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto with = [](auto change) {
        Columns columns;
        change(columns);
        return columns.table();
    };
    expect_refused(with([](Columns& c) { c.frequency[1] = -1; }),
                   "expected a frequency of 0 or more, got -1", 2, "frequency");
    expect_refused(with([](Columns& c) { c.T[0] = -1; }),
                   "expected a finite T of 0 or more, got -1", 1, "T");
    expect_refused(with([](Columns& c) { c.T[1] = infinity; }),
                   "expected a finite T of 0 or more, got inf", 2, "T");
    expect_refused(with([](Columns& c) { c.recency[1] = 40.5; }),
                   "expected a recency from 0 to T = 40, got 40.5", 2, "recency");
    expect_refused(with([](Columns& c) { c.recency[1] = -1; }),
                   "expected a recency from 0 to T = 40, got -1", 2, "recency");
    expect_refused(with([](Columns& c) { c.recency[1] = nan; }),
                   "expected a recency from 0 to T = 40, got nan", 2, "recency");
    expect_refused(with([](Columns& c) { c.recency[0] = 1; }),
                   "expected a recency of 0 where the frequency is 0, got 1", 1, "recency");
    expect_refused(with([](Columns& c) { c.weight[0] = 0; }),
                   "expected a weight of 1 or more, got 0", 1, "weight");
    expect_refused(with([](Columns& c) {
                       c.mean = {{0, nan}};
                   }),
                   "expected a finite monetary value of 0 or more, got nan", 2, "monetary_value");
    expect_refused(with([](Columns& c) {
                       c.mean = {{0, -1}};
                   }),
                   "expected a finite monetary value of 0 or more, got -1", 2, "monetary_value");
    expect_refused(with([](Columns& c) {
                       c.mean = {{0, 1}};
                       c.has_mean = {false, false};
                   }),
                   "expected a monetary value where the frequency is above 0, got none", 2,
                   "monetary_value");
    expect_refused(with([](Columns& c) {
                       c.mean = {{5, 1}};
                       c.has_mean = {true, true};
                   }),
                   "expected no monetary value where the frequency is 0, got 5", 1,
                   "monetary_value");
    expect_refused(with([](Columns& c) {
                       c.weight = {2, std::numeric_limits<std::int64_t>::max() - 1};
                   }),
                   "expected weights whose sum fits into 64 bits, got more", 2, "weight");
}

// A base of two rows with one more column.
Table with_column(const std::string& name, Column column, Columns columns = {}) {
    Table table = columns.table();
    table.add(name, std::move(column));
    return table;
}

TEST(CustomerBase, CountsAndTimesMustBePossible) {
    Columns columns;
    columns.frequency[1] = 9'000'000'000'000'000'000;
    expect_refused(
        columns.table(),
        "expected a frequency of at most 993600000, one a millisecond, got 9000000000000000000", 2,
        "frequency");
    // (10.5 + 1) days.
    columns.frequency[1] = 993'600'000;
    EXPECT_TRUE(make(columns.table()));
    columns.T[0] = 9007199254740994.0;
    expect_refused(columns.table(),
                   "expected a T of at most 9007199254740992 merge periods, got 9007199254740994",
                   1, "T");
    expect_refused(with_column("holdout_frequency", Column::integers({0, -3})),
                   "expected a frequency of 0 or more, got -3", 2, "holdout_frequency");
    expect_refused(with_column("sum_log_gaps", Column::reals({0.25, 1})),
                   "expected a sum of 0 where the frequency is 0, got 0.25", 1, "sum_log_gaps");
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    expect_refused(with_column("sum_log_gaps", Column::reals({0, nan})),
                   "expected a finite sum, got nan", 2, "sum_log_gaps");
}

TEST(CustomerBase, AmountsMustBePossible) {
    for (const char* name : {"revenue", "repeat_revenue", "holdout_revenue"}) {
        expect_refused(with_column(name, Column::integers({0, -5}, 2)),
                       "expected an amount of 0 or more, got -0.05", 2, name);
    }
    Table more = with_column("revenue", Column::integers({0, 99}));
    more.add("repeat_revenue", Column::integers({0, 100}));
    expect_refused(std::move(more), "expected an amount up to revenue = 99, got 100", 2,
                   "repeat_revenue");
    expect_refused(with_column("repeat_revenue", Column::integers({1, 1})),
                   "expected an amount of 0 where the frequency is 0, got 1", 1, "repeat_revenue");
    Table holdout = with_column("holdout_frequency", Column::integers({1, 0}));
    holdout.add("holdout_revenue", Column::integers({1, 1}));
    expect_refused(std::move(holdout),
                   "expected an amount of 0 where the holdout_frequency is 0, got 1", 2,
                   "holdout_revenue");
}

// Half a unit of the currency, for means that were printed without decimals.
TEST(CustomerBase, RepeatRevenueIsTheMeanTimesTheFrequency) {
    Columns columns;
    columns.mean = {{0, 5}};
    for (const std::int64_t hundredths : {901, 1000, 1100}) {
        EXPECT_TRUE(
            make(with_column("repeat_revenue", Column::integers({0, hundredths}, 2), columns)));
    }
    for (const std::int64_t hundredths : {899, 1101}) {
        EXPECT_FALSE(
            make(with_column("repeat_revenue", Column::integers({0, hundredths}, 2), columns)));
    }
    expect_refused(with_column("repeat_revenue", Column::integers({0, 2000}, 2), columns),
                   "expected frequency times monetary_value = 10, up to rounding, got 20.00", 2,
                   "repeat_revenue");
}

TEST(CustomerBase, DatesMustBePossible) {
    const std::int32_t until = Date(1997y / 9 / 30).days();
    expect_refused(with_column("last_date", Column::dates({until, until + 1})),
                   "expected a date up to until = 1997-09-30, got 1997-10-01", 2, "last_date");
    // A base that holds such a day could not be written.
    for (const std::int32_t day : {Date::min().days() - 1, Date::max().days() + 1}) {
        expect_refused(with_column("first_date", Column::dates({until, day})),
                       "expected a date from 0001-01-01 to 9999-12-31, got day " +
                           std::to_string(day) + " from 1970-01-01 on",
                       2, "first_date");
    }
    const auto dated = [&](std::int32_t first, std::int32_t last) {
        Table table = with_column("first_date", Column::dates({until, first}));
        table.add("last_date", Column::dates({until, last}));
        return table;
    };
    EXPECT_TRUE(make(dated(until - 2, until)));
    expect_refused(dated(until, until - 1),
                   "expected a date from first_date = 1997-09-30 on, got 1997-09-29", 2,
                   "last_date");
    expect_refused(dated(until - 1, until),
                   "expected a frequency of at most 1, the merge periods from first_date to "
                   "last_date, got 2",
                   2, "frequency");
}

TEST(CustomerBase, OnlyMoneyHasDecimals) {
    Table weighted;
    weighted.add("customer", Column::integers({1}));
    weighted.add("frequency", Column::integers({0}));
    weighted.add("recency", Column::reals({0}));
    weighted.add("T", Column::reals({0}));
    weighted.add("weight", Column::integers({100}, 2));
    EXPECT_EQ(misuse(std::move(weighted)), "weight: expected whole numbers, got a scale of 2");
    EXPECT_EQ(misuse(with_column("holdout_frequency", Column::integers({1, 2}, 1))),
              "holdout_frequency: expected whole numbers, got a scale of 1");
    Table mixed = with_column("revenue", Column::integers({1, 2}, 2));
    mixed.add("holdout_revenue", Column::integers({1, 2}, 3));
    EXPECT_EQ(misuse(std::move(mixed)),
              "holdout_revenue: expected one scale of all money, 2, got 3");
}

TEST(CustomerBase, AHoldoutComesAfterTheObservation) {
    EXPECT_EQ(contract_message(
                  [] { (void)make(Columns().table()).value().with_holdout_until(1997y / 9 / 30); }),
              "date: expected a date after until = 1997-09-30, got 1997-09-30");
}

TEST(CustomerBase, ARecencyOfZeroIsPossibleWithRepeats) {
    Columns columns;
    columns.recency = {0, 0};
    columns.T = {0, 0};
    EXPECT_TRUE(make(columns.table()));
}

TEST(CustomerBase, NullsWhereSomethingMustStand) {
    Table table;
    table.add("customer", Column::integers({1, 2}));
    table.add("frequency", Column::integers({0, 0}).with_validity({true, false}));
    table.add("recency", Column::reals({0, 0}));
    table.add("T", Column::reals({0, 0}));
    table.add("weight", Column::integers({1, 1}));
    expect_refused(table, "expected a value, got none", 2, "frequency");

    Table dates = Columns().table();
    dates.add("first_date", Column::dates({1, 2}).with_validity({true, false}));
    EXPECT_TRUE(make(std::move(dates)));
}

TEST(CustomerBase, IdsRiseStrictly) {
    Columns columns;
    columns.customer = {7, 3};
    expect_refused(columns.table(), "expected an id above \"7\", got \"3\"", 2, "customer");
    columns.customer = {7, 7};
    expect_refused(columns.table(),
                   "expected one row for each customer, got a second one for \"7\"", 2, "customer",
                   Code::duplicate_customer);
}

TEST(CustomerBase, TextIdsRiseByBytes) {
    const auto with_ids = [](const std::string& first, const std::string& second) {
        StringArena arena;
        EXPECT_TRUE(arena.add(second));
        EXPECT_TRUE(arena.add(first));
        Table table;
        table.add("customer", Column::texts({1, 0}, std::move(arena)));
        table.add("frequency", Column::integers({0, 0}));
        table.add("recency", Column::reals({0, 0}));
        table.add("T", Column::reals({0, 0}));
        table.add("weight", Column::integers({1, 1}));
        return table;
    };
    EXPECT_EQ(make(with_ids("10", "9")).value().customer(0), CustomerId("10"));
    EXPECT_TRUE(make(with_ids("Z", "a")));
    EXPECT_TRUE(make(with_ids("z", "é")));
    expect_refused(with_ids("a", "Z"), "expected an id above \"a\", got \"Z\"", 2, "customer");
    expect_refused(with_ids("a", "a"),
                   "expected one row for each customer, got a second one for \"a\"", 2, "customer",
                   Code::duplicate_customer);
}

}  // namespace
}  // namespace tenure
