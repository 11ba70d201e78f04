#include "tenure/data/log_report.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tenure {
namespace {

Error error_at(Code code, std::uint64_t line) { return {code, "expected", {"a.csv", line, 1, {}}}; }

TEST(LogReport, KeepsTheFirstErrorsOfEachKindInTheOrderOfCodes) {
    LogReport report;
    for (std::uint64_t line = 2; line < 12; ++line) {
        report.refuse(error_at(Code::invalid_date, line));
    }
    report.refuse(error_at(Code::malformed_csv, 12));
    EXPECT_EQ(report.bad_rows, 11);
    ASSERT_EQ(report.refused.size(), 2u);
    EXPECT_EQ(report.refused[0].code, Code::malformed_csv);
    EXPECT_EQ(report.refused[0].rows, 1);
    EXPECT_EQ(report.refused[1].code, Code::invalid_date);
    EXPECT_EQ(report.refused[1].rows, 10);
    ASSERT_EQ(report.refused[1].first.size(), RefusedRows::kept_errors);
    EXPECT_EQ(report.refused[1].first.front().where.line, 2u);
    EXPECT_EQ(report.refused[1].first.back().where.line, 1 + RefusedRows::kept_errors);
}

TEST(LogReport, AddsWhatCameLater) {
    LogReport first;
    first.rows = 10;
    first.kept = 3;
    first.missing_ids = 2;
    first.returns_dropped = 1;
    first.refuse(error_at(Code::invalid_date, 4));
    LogReport later = first;
    later.zero_amounts_dropped = 5;
    later.outliers_dropped = 6;
    later.outliers_kept = 7;
    later.refuse(error_at(Code::invalid_number, 9));
    first += later;
    EXPECT_EQ(first.rows, 20);
    EXPECT_EQ(first.kept, 6);
    EXPECT_EQ(first.missing_ids, 4);
    EXPECT_EQ(first.returns_dropped, 2);
    EXPECT_EQ(first.zero_amounts_dropped, 5);
    EXPECT_EQ(first.outliers_dropped, 6);
    EXPECT_EQ(first.outliers_kept, 7);
    EXPECT_EQ(first.bad_rows, 3);
    ASSERT_EQ(first.refused.size(), 2u);
    EXPECT_EQ(first.refused[0].code, Code::invalid_number);
    EXPECT_EQ(first.refused[1].rows, 2);
    EXPECT_EQ(first.refused[1].first.size(), 2u);
}

}  // namespace
}  // namespace tenure
