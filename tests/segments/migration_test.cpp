#include "tenure/segments/migration.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "segments/support.hpp"
#include "support/base_equality.hpp"
#include "support/executors.hpp"
#include "support/stopping.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::segments {
namespace {

using namespace tenure::literals;
using test::text_of;

MigrationTable migration_of(const CustomerBase& earlier, const CustomerBase& later,
                            const RfmOptions& options = {}) {
    return migration(earlier, later, options).value();
}

std::int64_t revenue_of(const CustomerBase& base) {
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < base.size(); ++row)
        sum += base.revenue()[row] * base.weight()[row];
    return sum;
}

void expect_sums(const MigrationReport& report) {
    const std::size_t n = report.segments.size();
    ASSERT_EQ(report.cells.size(), n + 1);
    MigrationCell total;
    std::vector<MigrationCell> to(n);
    for (std::size_t i = 0; i <= n; ++i) {
        MigrationCell from;
        for (std::size_t j = 0; j < n; ++j) {
            for (MigrationCell* sum : {&from, &to[j], &total}) {
                sum->customers += report.cells[i][j].customers;
                sum->revenue += report.cells[i][j].revenue;
            }
        }
        EXPECT_EQ(report.from[i].customers, from.customers);
        EXPECT_EQ(report.from[i].revenue, from.revenue);
    }
    for (std::size_t j = 0; j < n; ++j) {
        EXPECT_EQ(report.to[j].customers, to[j].customers);
        EXPECT_EQ(report.to[j].revenue, to[j].revenue);
    }
    EXPECT_EQ(report.total.customers, total.customers);
    EXPECT_EQ(report.total.revenue, total.revenue);
    EXPECT_EQ(report.stayed + report.improved + report.worsened + report.joined, total.customers);
    EXPECT_EQ(report.joined, report.from[n].customers);
}

/// From, to, customers, revenue.
struct Cell {
    std::size_t from, to;
    std::int64_t customers, revenue;
};

// By pandas 2: quintiles as of 1997-09-30 by numpy.quantile, scores and rules applied at both
// dates, then a cross table.
TEST(Migration, OfTheCdnowSampleIsThatOfPandas) {
    const std::vector<Cell> expected{
        {0, 0, 139, 2987338}, {0, 1, 82, 811270}, {0, 7, 41, 0},      {0, 8, 76, 155350},
        {1, 0, 35, 432214},   {1, 1, 38, 214018}, {1, 7, 45, 0},      {1, 8, 40, 32030},
        {2, 0, 64, 604241},   {2, 1, 50, 278567}, {2, 7, 197, 51831}, {2, 8, 3, 24931},
        {4, 0, 5, 76666},     {4, 1, 5, 36213},   {4, 2, 13, 52476},  {4, 5, 3, 5644},
        {4, 7, 6, 17238},     {4, 9, 135, 0},     {5, 0, 6, 63372},   {5, 1, 9, 67404},
        {5, 7, 38, 0},        {6, 0, 11, 116910}, {6, 1, 6, 33265},   {6, 2, 28, 90604},
        {6, 5, 6, 24282},     {6, 7, 9, 31374},   {6, 8, 1, 9792},    {6, 9, 325, 0},
        {7, 0, 5, 29158},     {7, 1, 10, 91237},  {7, 7, 61, 1249},   {7, 8, 1, 23384},
        {8, 0, 2, 59589},     {8, 8, 4, 0},       {9, 0, 29, 359939}, {9, 1, 12, 76978},
        {9, 2, 34, 124900},   {9, 5, 4, 19688},   {9, 7, 21, 94487},  {9, 9, 758, 0}};
    const MigrationReport report =
        migration_of(test::cdnow_until(1997y / 9 / 30), test::cdnow_until(1998y / 6 / 30)).report();
    expect_sums(report);
    std::int64_t customers = 0;
    for (const Cell& cell : expected) {
        EXPECT_EQ(report.cells[cell.from][cell.to].customers, cell.customers)
            << cell.from << ' ' << cell.to;
        EXPECT_EQ(report.cells[cell.from][cell.to].revenue, cell.revenue);
        customers += cell.customers;
    }
    EXPECT_EQ(customers, 2357);
    EXPECT_EQ(report.total.customers, 2357);
    EXPECT_EQ(report.total.revenue, 7097639);
    EXPECT_EQ(report.joined, 0);
    EXPECT_EQ(report.gone, 0);
}

TEST(Migration, CountsCustomersWhoCameInBetween) {
    const CustomerBase earlier = test::cdnow_until(1997y / 1 / 31);
    const CustomerBase later = test::cdnow_until(1997y / 9 / 30);
    const MigrationTable moves = migration_of(earlier, later);
    const MigrationReport& report = moves.report();
    expect_sums(report);
    EXPECT_EQ(earlier.customers(), 781);
    EXPECT_EQ(report.joined, 2357 - 781);
    EXPECT_EQ(report.total.revenue, revenue_of(later) - revenue_of(earlier));
    EXPECT_EQ(moves.table()["from"].null_count(), 2357U - 781U);
}

TEST(Migration, SaysUnderWhichCutPoints) {
    const CustomerBase earlier = test::cdnow_until(1997y / 1 / 31);
    const CustomerBase later = test::cdnow_until(1997y / 9 / 30);
    const MigrationReport own = migration_of(earlier, later).report();
    EXPECT_TRUE(own.cuts_from_earlier);
    EXPECT_EQ(own.cuts, rfm_cuts(earlier).value());
    const RfmCuts given = rfm_cuts(later).value();
    const auto under_given = migration(earlier, later, {.cuts = given}).value().report();
    EXPECT_FALSE(under_given.cuts_from_earlier);
    EXPECT_EQ(under_given.cuts, given);
}

TEST(Migration, CanBeCancelled) {
    const CustomerBase earlier = test::cdnow_until(1997y / 1 / 31);
    const CustomerBase later = test::cdnow_until(1997y / 9 / 30);
    EXPECT_EQ(test::stops_of([&](const Progress& progress) {
                  return migration(earlier, later, {.run = {{}, progress}});
              }),
              3U * 4U + 2U + 1U)
        << "passes for cut points, scores of both dates, one for the moves";
}

/// The moves by a map of ids, from the two tables of `rfm`.
void expect_brute_force(const CustomerBase& earlier, const CustomerBase& later) {
    const RfmTable before = rfm(earlier).value();
    const RfmTable after = rfm(later, {.cuts = before.report().cuts}).value();
    const MigrationTable moves = migration_of(earlier, later);
    expect_sums(moves.report());
    std::map<std::string, std::size_t> rows;
    for (std::size_t row = 0; row < earlier.size(); ++row)
        rows[earlier.customer(row).to_string()] = row;
    for (std::size_t row = 0; row < later.size(); ++row) {
        const auto found = rows.find(later.customer(row).to_string());
        const bool is_new = found == rows.end();
        ASSERT_EQ(text_of(moves.table(), "from", row),
                  is_new ? "" : text_of(before.table(), "segment", found->second));
        ASSERT_EQ(text_of(moves.table(), "to", row), text_of(after.table(), "segment", row));
        ASSERT_EQ(moves.table()["revenue_between"].integers()[row],
                  later.revenue()[row] - (is_new ? 0 : earlier.revenue()[found->second]));
    }
    const MigrationReport& report = moves.report();
    EXPECT_EQ(report.total.customers, later.customers());
    EXPECT_EQ(report.total.customers - report.joined + report.gone, earlier.customers());
    EXPECT_EQ(report.total.revenue - report.gone_revenue, revenue_of(later) - revenue_of(earlier));
}

CustomerBase until(const std::vector<test::Order>& orders, int day) {
    return summarize(test::log_of(orders), {.until = Date(1997y / 1 / 1) + day}).value();
}

TEST(Migration, IsThatOfABruteForceForAllKindsOfIds) {
    for (const bool texts : {false, true}) {
        auto orders = test::random_orders(3, 4000, 700, 300, texts);
        expect_brute_force(until(orders, 100), until(orders, 299));
        // Ids that are integers before are texts from the first on that is none.
        orders.push_back({"A12", Date(1997y / 1 / 1) + 200, 500});
        orders.push_back({"007", Date(1997y / 1 / 1) + 200, 500});
        const CustomerBase later = until(orders, 299);
        EXPECT_EQ(later.table()["customer"].type(), ColumnType::text);
        const CustomerBase earlier =
            summarize(test::log_of(test::random_orders(3, 2000, 700, 100, texts)),
                      {.until = Date(1997y / 1 / 1) + 100})
                .value();
        EXPECT_EQ(earlier.table()["customer"].type(), texts ? ColumnType::text : ColumnType::int64);
        expect_brute_force(earlier, later);
    }
}

/// A base of hand-made rows with ids of their own.
CustomerBase base_with(Column ids, const std::vector<test::BaseRow>& rows, Date until,
                       std::uint8_t scale = 2) {
    const Table made = test::table_of(rows, {.monetary_value = false});
    Table table;
    table.add("customer", std::move(ids));
    for (const char* name : {"frequency", "recency", "T"}) table.add(name, made[name]);
    const auto revenue = made["revenue"].integers();
    table.add("revenue", Column::integers({revenue.begin(), revenue.end()}, scale));
    table.add("weight", made["weight"]);
    return CustomerBase::from_table(std::move(table), Period::day, Unit::week, until).value();
}

Column text_ids(std::initializer_list<std::string_view> ids) {
    StringArena arena;
    std::vector<std::int32_t> indices;
    for (const auto id : ids) indices.push_back(arena.add(id).value());
    return Column::texts(std::move(indices), std::move(arena));
}

constexpr Date first = Date(1997y / 6 / 30), second = Date(1997y / 12 / 31);

TEST(Migration, TextIdsBeforeMeetIntegersAfter) {
    const CustomerBase earlier = base_with(text_ids({"-2", "007", "10", "9", "x"}),
                                           {{0, 0, 1, 0, 1},
                                            {0, 0, 1, 0, 10},
                                            {0, 0, 1, 0, 100},
                                            {0, 0, 1, 0, 1000},
                                            {0, 0, 1, 0, 10000}},
                                           first);
    const CustomerBase later = base_with(
        Column::integers({-2, 7, 9, 10}),
        {{0, 0, 9, 0, 2}, {0, 0, 9, 0, 20}, {0, 0, 9, 0, 2000}, {0, 0, 9, 0, 200}}, second);
    const MigrationTable moves = migration_of(earlier, later);
    const auto between = moves.table()["revenue_between"].integers();
    EXPECT_EQ(std::vector(between.begin(), between.end()),
              (std::vector<std::int64_t>{1, 20, 1000, 100}));
    EXPECT_TRUE(moves.table()["from"].is_null(1));  // 007 is not 7
    EXPECT_EQ(moves.report().joined, 1);
    EXPECT_EQ(moves.report().gone, 2);
    EXPECT_EQ(moves.report().gone_revenue, 10010);
}

TEST(Migration, CountsRowsByTheirWeightAtTheFinerScale) {
    const CustomerBase earlier =
        base_with(Column::integers({1, 2}), {{0, 0, 1, 0, 5, 3}, {0, 0, 1, 0, 7, 2}}, first, 0);
    const CustomerBase later =
        base_with(Column::integers({1, 2}), {{1, 9, 9, 0, 612, 3}, {0, 0, 9, 0, 700, 2}}, second);
    const MigrationReport report = migration_of(earlier, later).report();
    EXPECT_EQ(report.revenue_scale, 2);
    EXPECT_EQ(report.total.customers, 5);
    EXPECT_EQ(report.total.revenue, 3 * 112);
}

TEST(Migration, TakesReturnsAsTheyAre) {
    const CustomerBase earlier = base_with(Column::integers({1}), {{0, 0, 1, 0, 900}}, first);
    const CustomerBase later = base_with(Column::integers({1}), {{0, 0, 9, 0, 400}}, second);
    EXPECT_EQ(migration_of(earlier, later).report().total.revenue, -500);
}

TEST(Migration, WithoutAmountsHasNoRevenue) {
    const test::BaseColumns none{.monetary_value = false, .revenue = false};
    const auto with =
        test::base_of({{0, 0, 9, 0, 400}}, {.monetary_value = false}, Unit::week, second);
    const auto earlier = test::base_of({{0, 0, 1}}, none, Unit::week, first);
    const MigrationTable moves = migration_of(earlier, with);
    EXPECT_FALSE(moves.report().has_revenue);
    EXPECT_EQ(moves.report().total.revenue, 0);
    EXPECT_EQ(moves.table().find("revenue_between"), nullptr);
    EXPECT_EQ(moves.report().total.customers, 1);
}

TEST(Migration, UsesTheCutPointsOfTheOptions) {
    const RfmCuts cuts{{1, 2, 3, 4}, {1, 2, 3, 4}, {}};
    const MigrationTable moves =
        migration_of(base_with(Column::integers({1}), {{0, 0, 1, 0, 900}}, first),
                     base_with(Column::integers({1}), {{0, 0, 9, 0, 900}}, second), {.cuts = cuts});
    EXPECT_EQ(text_of(moves.table(), "from", 0), "new customers");
    EXPECT_EQ(text_of(moves.table(), "to", 0), "hibernating");
    EXPECT_EQ(moves.report().worsened, 1);
}

TEST(Migration, DoesNotDependOnThreads) {
    const auto orders = test::random_orders(9, 60000, 40000, 300, false);
    const CustomerBase earlier = until(orders, 100), later = until(orders, 299);
    ThreadPool pool(3);
    test::expect_same_table(
        migration_of(earlier, later, {.run = {.executor = pool.executor()}}).table(),
        migration_of(earlier, later).table());
}

void expect_refused(const CustomerBase& earlier, const CustomerBase& later, Code code,
                    const char* message) {
    const auto moves = migration(earlier, later);
    ASSERT_FALSE(moves);
    EXPECT_EQ(moves.error().code, code);
    EXPECT_EQ(moves.error().message, message);
}

TEST(Migration, RefusesBasesThatAreNotOneAfterTheOther) {
    const auto june = base_with(Column::integers({1}), {{0, 0, 1, 0, 1}}, first);
    const auto undated = test::base_of({{0, 0, 1}});
    expect_refused(june, june, Code::not_in_order,
                   "expected an end of observation after 1997-06-30, got 1997-06-30");
    expect_refused(june, undated, Code::not_in_order, "expected an end of observation, got none");
    expect_refused(undated, june, Code::not_in_order, "expected an end of observation, got none");
}

TEST(Migration, RefusesAnotherWeight) {
    expect_refused(base_with(Column::integers({8}), {{0, 0, 1, 0, 1, 2}}, first),
                   base_with(Column::integers({8}), {{0, 0, 9, 0, 1, 3}}, second),
                   Code::invalid_data,
                   "expected the weight 2 that customer 8 had in the earlier base, got 3");
}

TEST(Migration, RefusesWhatRfmRefuses) {
    const auto june = base_with(Column::integers({1}), {{0, 0, 1, 0, 1}}, first);
    expect_refused(base_with(Column::integers({}), {}, first),
                   base_with(Column::integers({1}), {{0, 0, 9, 0, 1}}, second), Code::invalid_data,
                   "expected a base with customers, got an empty one");
    const auto without =
        test::base_of({{0, 0, 9}}, {.monetary_value = false, .revenue = false}, Unit::week, second);
    expect_refused(june, without, Code::no_amounts,
                   "expected a base with revenues, as the cut points have, got one without");
}

TEST(Migration, RefusesRevenuesThatDoNotFit) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const auto before = [](std::int64_t weight) {
        return base_with(Column::integers({1}), {{0, 0, 1, 0, 0, weight}}, first);
    };
    const auto after = [](std::int64_t revenue, std::int64_t weight, std::uint8_t scale) {
        return base_with(Column::integers({1}), {{0, 0, 9, 0, revenue, weight}}, second, scale);
    };
    expect_refused(before(1), after(most, 1, 0), Code::overflow,
                   "expected an amount within 64 bits at a larger scale, got "
                   "\"9223372036854775807\"");
    EXPECT_EQ(migration_of(before(1), after(most, 1, 2)).report().total.revenue, most);
    expect_refused(before(2), after(most, 2, 2), Code::overflow,
                   "expected a revenue of the base below 2^63 units, got more");
}

}  // namespace
}  // namespace tenure::segments
