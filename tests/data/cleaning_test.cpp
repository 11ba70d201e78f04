#include "tenure/data/cleaning.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/byte_sources.hpp"
#include "support/logs.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure {
namespace {

using test::MemorySource;

// Two purchases, a return by sign, one by order id, one of nothing, a missing id, a zero amount and
// a large one.
const std::string orders =
    "order,customer,date,amount\n"
    "1,7,2024-01-01,10.00\n"
    "2,8,2024-01-02,20.50\n"
    "3,7,2024-01-03,-4\n"
    "C4,8,2024-01-04,0.50\n"
    "C5,8,2024-01-05,0\n"
    "6,,someday,what\n"
    "7,9,2024-01-07,0.00\n"
    "8,9,2024-01-08,5000\n";

ReadOptions with(const CleaningPolicy& cleaning) {
    ReadOptions options;
    options.cleaning = cleaning;
    return options;
}

Result<Transactions> read(const std::string& text, const ReadOptions& options) {
    MemorySource memory(text);
    return read_transactions_from(memory.source(), options);
}

void expect_accounts(const LogReport& report) {
    EXPECT_EQ(report.rows, report.kept + report.bad_rows + report.missing_ids +
                               report.returns_dropped + report.zero_amounts_dropped +
                               report.outliers_dropped);
}

void expect_error(const CleaningPolicy& cleaning, Code code, const std::string& message,
                  std::uint64_t line, std::uint64_t column) {
    const auto log = read(orders, with(cleaning));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, code);
    EXPECT_EQ(log.error().message, message);
    EXPECT_EQ(log.error().where.line, line);
    EXPECT_EQ(log.error().where.column, column);
}

TEST(Cleaning, WhatIsNotPlainIsAnErrorUntilAPolicySaysOtherwise) {
    expect_error({}, Code::negative_amount, "expected an amount of 0 or more, got \"-4\"", 4, 16);
    expect_error({.returns = Returns::net}, Code::missing_id, "expected a customer id, got \"\"", 7,
                 3);
    CleaningPolicy cleaning{.return_prefix = "C", .missing_ids = MissingIds::drop};
    expect_error(cleaning, Code::negative_amount, "expected an amount of 0 or more, got \"-4\"", 4,
                 16);
}

TEST(Cleaning, ReturnsAreKnownByTheirOrders) {
    const std::string text = "invoice,id,date,amount\nC1,7,2024-01-01,5\n";
    const auto log = read(text, with({.return_prefix = "C"}));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::negative_amount);
    EXPECT_EQ(log.error().message, "expected an order that is no return, got \"C1\"");
    EXPECT_EQ(log.error().where.column, 1u);
    EXPECT_EQ(log.error().where.field, "invoice");
    const auto netted = read(text, with({.returns = Returns::net, .return_prefix = "C"})).value();
    EXPECT_EQ(test::amounts_of(netted), "-5 ");
    EXPECT_EQ(netted.table().find("order"), nullptr) << "it was not asked for";
}

TEST(Cleaning, ReturnsWithoutAnOrderColumn) {
    const auto log = read("id,date,amount\n7,2024-01-01,5\n", with({.return_prefix = "C"}));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::missing_column);
    EXPECT_EQ(log.error().message,
              "expected a column for the order, got \"id\", \"date\", \"amount\"");
}

TEST(Cleaning, NettedReturnsAreNegativeRows) {
    const auto log =
        read(orders,
             with({.returns = Returns::net, .return_prefix = "C", .missing_ids = MissingIds::drop}))
            .value();
    EXPECT_EQ(test::amounts_of(log), "10.0 20.5 -4.0 -0.5 0.0 5000.0 ")
        << "a return of nothing is dropped";
    const LogReport& report = log.report();
    EXPECT_EQ(report.rows, 8);
    EXPECT_EQ(report.kept, 6);
    EXPECT_EQ(report.returns_dropped, 1);
    EXPECT_EQ(report.missing_ids, 1);
    expect_accounts(report);
}

TEST(Cleaning, DroppedRowsAreCountedUnderTheFirstRuleThatTakesThem) {
    const auto log = read(orders, with({.returns = Returns::drop,
                                        .return_prefix = "C",
                                        .missing_ids = MissingIds::drop,
                                        .zero_amounts = ZeroAmounts::drop,
                                        .outliers_above = Money{100, 0},
                                        .outliers = Outliers::drop}))
                         .value();
    EXPECT_EQ(test::amounts_of(log), "10.0 20.5 ");
    const LogReport& report = log.report();
    EXPECT_EQ(report.returns_dropped, 3);
    EXPECT_EQ(report.missing_ids, 1);
    EXPECT_EQ(report.zero_amounts_dropped, 1);
    EXPECT_EQ(report.outliers_dropped, 1);
    EXPECT_EQ(report.outliers_kept, 0);
    expect_accounts(report);
}

TEST(Cleaning, OutliersLieAboveTheLimit) {
    const std::string text =
        "id,date,amount\n1,2024-01-01,99.999\n2,2024-01-01,100\n"
        "3,2024-01-01,100.000001\n";
    const auto kept = read(text, with({.outliers_above = Money{100, 0}})).value();
    EXPECT_EQ(kept.size(), 3u);
    EXPECT_EQ(kept.report().outliers_kept, 1);
    expect_accounts(kept.report());
    const auto refused =
        read(text, with({.outliers_above = Money{1000, 1}, .outliers = Outliers::error}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid_value);
    EXPECT_EQ(refused.error().message, "expected an amount of at most 100.0, got 100.000001");
    EXPECT_EQ(refused.error().where.line, 4u);
    EXPECT_EQ(refused.error().where.column, 14u);
}

TEST(Cleaning, BadRowsAreSkippedAndKnown) {
    const std::string text =
        "id,date,amount\n1,2024-01-01,5\n,2024-01-01,5\n3,tomorrow,5\n4,2024-01-01\n"
        "\"5\"x,2024-01-01,5\n6,2024-01-01,-5\n7,2024-01-01,1.2.3\n8,2024-01-01,8\n";
    const auto log = read(text, with({.bad_rows = BadRows::skip})).value();
    EXPECT_EQ(test::amounts_of(log), "5 8 ");
    const LogReport& report = log.report();
    EXPECT_EQ(report.rows, 8);
    EXPECT_EQ(report.bad_rows, 6);
    expect_accounts(report);
    ASSERT_EQ(report.refused.size(), 6u);
    const std::vector<Code> codes = {Code::malformed_csv,  Code::wrong_column_count,
                                     Code::invalid_number, Code::invalid_date,
                                     Code::missing_id,     Code::negative_amount};
    const std::vector<std::uint64_t> lines = {6, 5, 8, 4, 3, 7};
    for (std::size_t i = 0; i < codes.size(); ++i) {
        EXPECT_EQ(report.refused[i].code, codes[i]);
        EXPECT_EQ(report.refused[i].rows, 1);
        EXPECT_EQ(report.refused[i].first.at(0).where.line, lines[i]);
    }
}

TEST(Cleaning, AfterTheMostBadRowsTheNextOneIsAnError) {
    std::string text = "id,date\n";
    for (int row = 0; row < 30; ++row) text += "1,2024-01-01\n2,never\n";
    ReadOptions options = with({.bad_rows = BadRows::skip, .max_bad_rows = 30});
    const auto log = read(text, options).value();
    EXPECT_EQ(log.size(), 30u);
    ASSERT_EQ(log.report().refused.size(), 1u);
    EXPECT_EQ(log.report().refused[0].rows, 30);
    EXPECT_EQ(log.report().refused[0].first.size(), RefusedRows::kept_errors);
    options.cleaning.max_bad_rows = 29;
    const auto refused = read(text, options);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::invalid_date);
    EXPECT_EQ(refused.error().where.line, 61u);
}

TEST(Cleaning, WhereTheNextRecordIsUnknownNothingIsSkipped) {
    const auto log =
        read("id,date\n1,2024-01-01\n\"2,2024-01-01\n", with({.bad_rows = BadRows::skip}));
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, Code::malformed_csv);
    EXPECT_EQ(log.error().where.line, 3u);
}

TEST(Cleaning, BadPolicies) {
    const auto expect_bad = [](const CleaningPolicy& cleaning, const std::string& field,
                               const std::string& message) {
        const auto checked = cleaning.check();
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().code, Code::invalid_option);
        EXPECT_EQ(checked.error().where.field, field);
        EXPECT_EQ(checked.error().message, message);
        EXPECT_FALSE(with(cleaning).check());
    };
    expect_bad({.outliers_above = Money{-1, 2}}, "cleaning.outliers_above",
               "expected an amount of 0 or more, got -0.01");
    expect_bad({.outliers = Outliers::drop}, "cleaning.outliers_above",
               "expected a limit, as there is a policy for outliers, got none");
    expect_bad({.max_bad_rows = -1}, "cleaning.max_bad_rows",
               "expected a number of 0 or more, got -1");
    expect_bad({.returns = Returns(9)}, "cleaning.returns", "expected a policy, got none");
    expect_bad({.bad_rows = BadRows(2)}, "cleaning.bad_rows", "expected a policy, got none");
}

TEST(Cleaning, PoliciesHaveNames) {
    EXPECT_EQ(parse_returns("net").value(), Returns::net);
    EXPECT_EQ(parse_missing_ids("drop").value(), MissingIds::drop);
    EXPECT_EQ(parse_zero_amounts("keep").value(), ZeroAmounts::keep);
    EXPECT_EQ(parse_outliers("error").value(), Outliers::error);
    EXPECT_EQ(parse_duplicates("drop").value(), Duplicates::drop);
    EXPECT_EQ(parse_bad_rows("skip").value(), BadRows::skip);
    for (const Returns policy : {Returns::error, Returns::net, Returns::drop}) {
        EXPECT_EQ(parse_returns(to_string(policy)).value(), policy);
    }
    for (const Outliers policy : {Outliers::keep, Outliers::error, Outliers::drop}) {
        EXPECT_EQ(parse_outliers(to_string(policy)).value(), policy);
    }
    EXPECT_EQ(to_string(MissingIds::error), "error");
    EXPECT_EQ(to_string(ZeroAmounts::drop), "drop");
    EXPECT_EQ(to_string(Duplicates::keep), "keep");
    EXPECT_EQ(to_string(BadRows::reject), "reject");
    const auto unknown = parse_returns("maybe");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, Code::invalid_option);
    EXPECT_EQ(unknown.error().message, "expected error, net or drop, got \"maybe\"");
}

}  // namespace
}  // namespace tenure
