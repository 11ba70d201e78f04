// Rows that are not plain purchases, rows in the order of time, and rows that do not fit into
// memory.

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/base_equality.hpp"
#include "support/file_size_limit.hpp"
#include "support/logs.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::expect_same_base;
using test::log_of;
using test::net_log_of;
using test::Order;
using test::random_orders;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// Both ways of reading rows.
constexpr RowOrder row_orders[] = {RowOrder::any, RowOrder::by_date};

TEST(SummarizeReturns, OneCustomerByHand) {
    // Occasions of 10.00, 5.00 and 8.00. The return of 9.00 comes between the last two: it takes
    // the 5.00 and 4.00 of the first. Of the 20.00, all 8.00 are found and then the other 6.00.
    const auto log = net_log_of({{"7", 1997y / 1 / 1, 1000},
                                 {"7", 1997y / 2 / 1, 500},
                                 {"7", 1997y / 2 / 3, -900},
                                 {"7", 1997y / 3 / 1, 800},
                                 {"7", 1997y / 3 / 2, -2000},
                                 {"8", 1997y / 3 / 2, -1},
                                 {"8", 1997y / 9 / 1, 100},
                                 {"8", 1997y / 9 / 2, -40}});
    for (const RowOrder order : row_orders) {
        const auto base = summarize(log, {.until = 1997y / 6 / 30, .order = order}).value();
        ASSERT_EQ(base.size(), 1u);
        EXPECT_EQ(base.frequency()[0], 2) << "an occasion with nothing left stays one";
        EXPECT_EQ(base.revenue()[0], 0);
        EXPECT_EQ(base.table()["repeat_revenue"].integers()[0], 0);
        EXPECT_EQ(base.monetary_value()[0], 0.0);
        EXPECT_EQ(base.table()["last_date"].dates()[0], Date(1997y / 3 / 1).days());
        const BaseReport& report = base.report();
        EXPECT_EQ(report.returns, 3);
        EXPECT_EQ(report.returned_units, 2901);
        EXPECT_EQ(report.unmatched_returns, 2);
        EXPECT_EQ(report.unmatched_units, 601);
        EXPECT_EQ(report.only_returns, 1);
        EXPECT_EQ(report.new_in_holdout, 1);
        EXPECT_EQ(report.holdout_returns, 1);
        EXPECT_EQ(report.holdout_occasions, 1);
    }
}

TEST(SummarizeReturns, ThoseOfADayComeBehindItsPurchases) {
    const auto log = net_log_of({{"7", 1997y / 1 / 1, -3},
                                 {"7", 1997y / 1 / 1, -4},
                                 {"7", 1997y / 1 / 1, 5},
                                 {"7", 1997y / 1 / 2, 1}});
    for (const RowOrder order : row_orders) {
        const auto base = summarize(log, {.order = order}).value();
        EXPECT_EQ(base.revenue()[0], 1);
        EXPECT_EQ(base.report().unmatched_returns, 1) << "the larger one finds its 4";
        EXPECT_EQ(base.report().unmatched_units, 2);
    }
}

TEST(SummarizeReturns, LargestThereAre) {
    constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
    for (const RowOrder order : row_orders) {
        const auto most =
            net_log_of({{"7", 1997y / 1 / 1, largest}, {"7", 1997y / 1 / 1, -largest}});
        EXPECT_EQ(summarize(most, {.order = order}).value().report().returned_units, largest);
        for (const std::int64_t amount : {lowest, -largest}) {
            const auto log = net_log_of(
                {{"7", 1997y / 1 / 1, 5}, {"7", 1997y / 1 / 1, -1}, {"8", 1997y / 1 / 1, amount}});
            const auto base = summarize(log, {.order = order});
            ASSERT_FALSE(base);
            EXPECT_EQ(base.error().code, Code::overflow);
            EXPECT_EQ(base.error().message, "expected returns with a sum within 64 bits, got more");
        }
        const auto held = net_log_of({{"7", 1997y / 1 / 1, 5}, {"7", 1997y / 2 / 1, lowest}});
        EXPECT_EQ(summarize(held, {.until = 1997y / 1 / 1, .order = order})
                      .value()
                      .report()
                      .holdout_returns,
                  1)
            << "those of the holdout are not added up";
    }
}

TEST(SummarizeDuplicates, AreCountedAndDropped) {
    const auto log = net_log_of({{"7", 1997y / 1 / 1, 5},
                                 {"7", 1997y / 1 / 1, 5},
                                 {"7", 1997y / 1 / 1, 5},
                                 {"8", 1997y / 1 / 1, 5},
                                 {"7", 1997y / 1 / 2, -1},
                                 {"7", 1997y / 1 / 2, -1},
                                 {"7", 1997y / 5 / 2, 5},
                                 {"7", 1997y / 5 / 2, 5}});
    for (const RowOrder order : row_orders) {
        const SummarizeOptions keep = {
            .until = 1997y / 1 / 31, .holdout_until = 1997y / 2 / 28, .order = order};
        const auto kept = summarize(log, keep).value();
        EXPECT_EQ(kept.revenue()[0], 13);
        EXPECT_EQ(kept.report().duplicates, 4);
        EXPECT_EQ(kept.report().duplicates_dropped, 0);
        SummarizeOptions drop = keep;
        drop.duplicates = Duplicates::drop;
        const auto dropped = summarize(log, drop).value();
        EXPECT_EQ(dropped.revenue()[0], 4);
        EXPECT_EQ(dropped.report().duplicates, 4);
        EXPECT_EQ(dropped.report().duplicates_dropped, 3);
        EXPECT_EQ(dropped.report().returns, 1);
        EXPECT_EQ(dropped.report().after_holdout, 2) << "whatever they are";
    }
}

TEST(SummarizeByDate, RefusesADateBeforeThatOfTheRowBefore) {
    const SummarizeOptions by_date = {.order = RowOrder::by_date};
    CustomerBaseBuilder builder(by_date);
    builder.add(log_of({{"1", 2015y / 7 / 20}, {"2", 2015y / 7 / 21}})).value();
    const auto added = builder.add(log_of({{"1", 2015y / 7 / 21}, {"2", 2015y / 7 / 20}}));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::not_in_order);
    EXPECT_EQ(added.error().message,
              "expected a date on or after 2015-07-21, got 2015-07-20 in row 4 of those kept");
    EXPECT_EQ(added.error().where.line, 2u);
    EXPECT_EQ(added.error().where.field, "date");
    EXPECT_EQ(std::move(builder).finish().error().code, Code::not_in_order);

    CustomerBaseBuilder pieces(by_date);
    pieces.add(log_of({{"1", 2015y / 7 / 21}})).value();
    EXPECT_EQ(pieces.add(log_of({{"1", 2015y / 7 / 20}})).error().where.line, 1u);
}

/// 200 purchases of a customer, one a day, and then as many returns of all of it, in two pieces at
/// one scale; then somebody else's purchase at a larger one.
Result<CustomerBase> build_at_two_scales(std::int64_t amount, RowOrder order) {
    std::vector<Order> purchases, returns;
    for (int day = 0; day < 200; ++day) {
        purchases.push_back({"7", Date(1997y / 1 / 1) + day, amount});
        returns.push_back({"7", Date(1998y / 1 / 1) + day, -amount});
    }
    CustomerBaseBuilder builder({.order = order});
    builder.add(net_log_of(purchases, 0)).value();
    builder.add(net_log_of(returns, 0)).value();
    const auto added = builder.add(net_log_of({{"8", 1999y / 1 / 4, 25}}, 1));
    auto base = std::move(builder).finish();
    EXPECT_TRUE(added || added.error().code == base.error().code);
    return base;
}

// Sums that fit at one scale need not at another, when the rows are long gone.
TEST(SummarizeByDate, RaisesTheScaleOfWhatItKeeps) {
    for (const RowOrder order : row_orders) {
        constexpr std::int64_t most = largest / 2000;
        const auto base = build_at_two_scales(most, order).value();
        EXPECT_EQ(base.revenue_scale(), 1);
        EXPECT_EQ(base.revenue()[0], 0);
        EXPECT_EQ(base.revenue()[1], 25);
        EXPECT_EQ(base.report().returned_units, most * 2000);
        EXPECT_EQ(base.report().unmatched_units, 0);
        const auto more = build_at_two_scales(most + 1, order);
        ASSERT_FALSE(more);
        EXPECT_EQ(more.error().code, Code::overflow);
        EXPECT_EQ(more.error().message,
                  "expected a customer's amounts with a sum within 64 bits, got more");
    }
}

TEST(SummarizeSpilled, WithoutAFolderCannotWrite) {
    const auto log = log_of(random_orders(4, 2000, 300, 500, true));
    const auto base = summarize(log, {.memory_limit = 1000, .spill_folder = "/no/such/folder"});
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::cannot_write);
}

TEST(SummarizeSpilled, MakesTheSame) {
    const test::TemporaryFolder folder;
    const auto log = log_of(random_orders(4, 20000, 3000, 500, true));
    const auto base = summarize(log).value();
    for (const std::uint64_t limit : {1, 100'000, 100'000'000}) {
        const SummarizeOptions options = {.memory_limit = limit, .spill_folder = folder.path()};
        expect_same_base(summarize(log, options).value(), base);
        EXPECT_EQ(folder.entries(), 0) << "a file without a name";
    }
}

TEST(SummarizeSpilled, ADiskThatIsFullEndsItAndKeepsNothing) {
    const test::TemporaryFolder folder;
    const auto log = log_of(random_orders(4, 20000, 3000, 500, true));
    const test::FileSizeLimit limit(100'000);  // of 400,000 bytes of rows
    const auto base = summarize(log, {.memory_limit = 1000, .spill_folder = folder.path()});
    ASSERT_FALSE(base);
    EXPECT_EQ(base.error().code, Code::cannot_write);
    EXPECT_EQ(base.error().message,
              "expected a folder for temporary files, got a file that would be too large");
    EXPECT_EQ(base.error().where.file, folder.path());
    EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace tenure
