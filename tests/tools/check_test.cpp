// tenure check: what is in a log, what is wrong with it, and what may be done about it.

#include <gtest/gtest.h>

#include <algorithm>

#include "program.hpp"

namespace tenure::test {
namespace {

const std::string header = "customer,date,amount\n";
const std::string good = "1,2024-01-01,5.55\n";

void expect_parts(const std::string& text, const Arguments& parts) {
    for (const std::string& part : parts)
        EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text;
}

/// Whether some piece of advice has `part` in it.
bool advises(const Json& report, const std::string& part) {
    return std::ranges::any_of(report.at("advice"), [&](const Json& advice) {
        return advice.get<std::string>().find(part) != std::string::npos;
    });
}

TEST(Check, GoodLogsEndWith0) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv",
                                          "Client ID,InvoiceDate,Total,x\n1,2024-01-01,5.55,a\n"
                                          "1,2024-01-01,2,b\n2,2024-03-05,1,c\n");
    const Outcome outcome = run({"check", log});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out, log +
                               "\n"
                               "  customer  \"Client ID\", found by its name\n"
                               "  date      \"InvoiceDate\", found by its name\n"
                               "  amount    \"Total\", found by its name\n"
                               "\n"
                               "  rows of the log          3\n"
                               "  purchase occasions       2\n"
                               "  merged into one of them  1\n"
                               "  first date  2024-01-01\n"
                               "  last date   2024-03-05\n"
                               "  revenue           8.55\n"
                               "  customers         2\n"
                               "  who bought once   2\n"
                               "  who bought again  0\n"
                               "  repeat occasions  0\n"
                               "\n"
                               "Nothing is refused.\n");
    EXPECT_EQ(scratch.names(), Arguments{"orders.csv"});
}

TEST(Check, JsonHasItsKeys) {
    const Json report = run_json({"check", "-"}, header + good);
    std::string keys;
    for (const auto& [key, value] : report.items()) keys += key + ' ';
    EXPECT_EQ(keys,
              "options files rows first_date last_date revenue customers date_notations ended_by "
              "advice ");
    EXPECT_EQ(report.at("files"), Json::parse(R"([{"file": "-", "columns": [
                  {"role": "customer", "column": "customer", "given": false},
                  {"role": "date", "column": "date", "given": false},
                  {"role": "amount", "column": "amount", "given": false}]}])"));
    EXPECT_EQ(report.at("first_date"), "2024-01-01");
    EXPECT_EQ(report.at("last_date"), "2024-01-01");
    EXPECT_EQ(report.at("revenue"), "5.55");
    EXPECT_EQ(report.at("customers").at("all"), 1);
    EXPECT_TRUE(report.at("ended_by").is_null());
    EXPECT_TRUE(report.at("advice").empty());
}

TEST(Check, SaysWhichColumnsWereGiven) {
    const Outcome outcome = run({"check", "-", "--no-header", "--delimiter", ";", "--columns",
                                 "customer=2,date=1,amount=3*4"},
                                "2024-01-01;7;2;1.25\n");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    expect_parts(outcome.out, {"  customer  \"2\", as --columns says\n",
                               "  amount    \"3*4\", as --columns says\n", "  revenue"});
}

TEST(Check, LogsWithoutAmountsSayWhatTheyAreGoodFor) {
    const Outcome outcome = run({"check", "-"}, "customer,date\n1,2024-01-01\n");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    expect_parts(outcome.out, {"no amounts: purchases can be modeled, spend can not\n"});
    EXPECT_TRUE(run_json({"check", "-"}, "customer,date\n1,2024-01-01\n").at("revenue").is_null());
}

TEST(Check, ReadsOnBehindBadRowsWithoutACap) {
    std::string log = header + good;
    for (int i = 0; i < 3000; ++i) log += "1,2024-01-02,-1\n,2024-01-03,1\n";
    const Json report = run_json({"check", "-"}, log + "2,2024-02-01,1\n", 3);
    EXPECT_EQ(report.at("rows").at("rows"), 6002);
    EXPECT_EQ(report.at("rows").at("kept"), 2);
    EXPECT_EQ(report.at("customers").at("all"), 2);
    const Json& refused = report.at("rows").at("refused");
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_EQ(refused[0].at("code"), "missing_id");
    EXPECT_EQ(refused[0].at("rows"), 3000);
    EXPECT_EQ(refused[1].at("code"), "negative_amount");
    EXPECT_EQ(refused[1].at("first")[0].at("line"), 3);
    EXPECT_EQ(refused[1].at("first")[0].at("column"), 14);
    EXPECT_TRUE(advises(report, "--missing-id drop"));
    EXPECT_TRUE(advises(report, "--returns net"));
    EXPECT_TRUE(advises(report, "--on-bad-row skip --max-bad-rows 6000"));
}

TEST(Check, PoliciesSettleWhatTheySettle) {
    const std::string log = header + good + "1,2024-01-02,-1\n,2024-01-03,1\n";
    const Json report = run_json({"check", "-", "--missing-id", "drop"}, log, 3);
    EXPECT_EQ(report.at("rows").at("missing_ids"), 1);
    EXPECT_FALSE(advises(report, "--missing-id"));
    EXPECT_TRUE(advises(report, "--returns"));
    EXPECT_EQ(run({"check", "-", "--missing-id", "drop", "--returns", "net"}, log).exit_code, 0);
}

TEST(Check, FaultsAreShownWithPlaceAndAdvice) {
    const Scratch scratch;
    const std::string log =
        scratch.write("orders.csv", header + good + "1,05/01/2024,1\n1,31/01/2024,1\n");
    const Outcome outcome = run({"check", log});
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err, log + ": expected rows that can be read, got 2 of 3 that can not\n");
    expect_parts(
        outcome.out,
        {"\nRefused rows\n  2 with invalid_date\n    " + log + ":3:3: expected ",
         "\nRefused dates\n  2 of them can be read by %d/%m/%Y, first \"05/01/2024\"\n",
         "  1 of them can be read by %m/%d/%Y, first \"05/01/2024\"\n", "\nWhat may help\n"});
}

TEST(Check, DatesOfOneNotationNeedOneOption) {
    const std::string log = header + "1,05/01/2024,1\n1,31/01/2024,1\n";
    const Json report = run_json({"check", "-"}, log, 3);
    EXPECT_TRUE(report.at("customers").is_null());
    EXPECT_TRUE(report.at("first_date").is_null());
    EXPECT_EQ(report.at("date_notations")[0].at("format"), "%d/%m/%Y");
    EXPECT_EQ(report.at("date_notations")[0].at("values"), 2);
    EXPECT_EQ(report.at("date_notations")[0].at("first"), "05/01/2024");
    EXPECT_TRUE(advises(report, "--date-format %d/%m/%Y reads all dates"));
    EXPECT_EQ(run({"check", "-", "--date-format", "%d/%m/%Y"}, log).exit_code, 0);

    const Json two_readings = run_json({"check", "-"}, header + "1,05/01/2024,1\n", 3);
    EXPECT_TRUE(advises(two_readings, "%d/%m/%Y"));
    EXPECT_TRUE(advises(two_readings, "%m/%d/%Y"));
    EXPECT_TRUE(advises(two_readings, "you know which is meant"));
}

TEST(Check, DatesOfTwoNotationsNeedOneFirst) {
    const Json mixed = run_json({"check", "-"}, header + "1,25/01/2024,1\n1,25.01.2024,1\n", 3);
    EXPECT_TRUE(advises(mixed, "bring them to one notation first"));
    EXPECT_FALSE(advises(mixed, "%"));
    const std::string of_returns = header + "1,05/01/2025,0\n2,2025-01-06,0\n";
    const Json dropped = run_json({"check", "-", "--zero", "drop"}, of_returns, 3);
    EXPECT_FALSE(advises(dropped, "reads all dates"));
    EXPECT_TRUE(advises(dropped, "reads the dates that were refused, but then not the others"));
    const Json half = run_json({"check", "-"}, header + good + "1,25/01/2024,1\n", 3);
    EXPECT_TRUE(advises(half, "bring them to one notation first"));
}

TEST(Check, DatesOfRowsWithOtherFaultsAreNotKnown) {
    const std::string log = header + "1,25/01/2025,1\n2,2025-01-06,x\n";
    const Json report = run_json({"check", "-"}, log, 3);
    EXPECT_TRUE(advises(report, "--date-format %d/%m/%Y reads the dates that were refused"));
    EXPECT_FALSE(advises(report, "all dates"));
    const Json no_id = run_json({"check", "-"}, header + ",x,1\n1,25/01/2025,1\n1\n", 3);
    EXPECT_TRUE(advises(no_id, "--date-format %d/%m/%Y reads all dates"));
}

TEST(Check, DatesThatNoFormatReadsGetNoAdvice) {
    for (const char* date : {"", "2024-01-05T10:00:00+02:00", "soon"}) {
        const Json report = run_json({"check", "-"}, header + "1," + date + ",1\n", 3);
        EXPECT_FALSE(advises(report, "date")) << date << report.at("advice");
    }
}

TEST(Check, DatesThatAreMissingAreNoOtherNotation) {
    const Json report =
        run_json({"check", "-"}, header + "1,25/01/2025,1\n1,26/01/2025,1\n1,,1\n", 3);
    EXPECT_TRUE(advises(report, "--date-format %d/%m/%Y reads 2 of the 3 dates that were refused"));
    EXPECT_FALSE(advises(report, "bring them to one notation first"));
}

TEST(Check, AdviceCanBePasted) {
    const std::string log = header + "1,05.01.2025 10:30,1\n1,25.01.2025 10:30,1\n";
    const Json report = run_json({"check", "-"}, log, 3);
    EXPECT_TRUE(advises(report, "--date-format '%d.%m.%Y %H:%M' reads all dates"))
        << report.dump(2);
    const Json two_readings = run_json({"check", "-"}, header + "1,05/01/2024,1\n", 3);
    EXPECT_TRUE(advises(two_readings, "--date-format %d/%m/%Y, or --date-format %m/%d/%Y reads"));
}

TEST(Check, AdviceOnNumbersAndEncodingsIsGivenWhereItMayHelp) {
    for (const char* number : {"\"1,50\"", "1 234.50"}) {
        const Json report = run_json({"check", "-"}, header + "1,2024-01-05," + number + "\n", 3);
        EXPECT_TRUE(advises(report, "--decimal and --group")) << number;
    }
    const Json words = run_json({"check", "-"}, header + "1,2024-01-05,a lot\n", 3);
    EXPECT_FALSE(advises(words, "--decimal"));
    const Json bytes = run_json({"check", "-"}, header + "caf\xe9,2024-01-05,1\n", 3);
    EXPECT_TRUE(advises(bytes, "--encoding utf-16, windows-1252 or windows-1250"));
}

TEST(Check, SkippingIsNotAdvisedWhereItDoesNotHelp) {
    const std::string bad = header + good + "1,2024-01-02,x\n";
    EXPECT_TRUE(advises(run_json({"check", "-"}, bad, 3),
                        "--on-bad-row skip --max-bad-rows 1 (with the other verbs)"));
    EXPECT_FALSE(advises(run_json({"check", "-"}, bad + "2,\"2024-01-02,5\n", 3), "skip"));
    EXPECT_FALSE(
        advises(run_json({"check", "-", "--order", "date"}, bad + "1,2023-01-02,1\n", 3), "skip"));
}

TEST(Check, MissingColumnsAreAFindingWithAdvice) {
    struct Case {
        const char* log;
        const char* advice;
    };
    const Case cases[] = {
        {"customer;date;amount\n1;2024-01-01;5\n", "--delimiter ';'"},
        {"customer\tdate\tamount\n1\t2024-01-01\t5\n", "--delimiter tab"},
        {"customer|date|amount\n1|2024-01-01|5\n", "--delimiter '|'"},
        {"1,2024-01-01,5\n", "--no-header --columns customer=1,date=2,amount=3"},
        {"who,when,amount\n1,2024-01-01,5\n", "--columns customer=COLUMN,date=COLUMN"},
        {"id,date,price,total\n1,2024-01-01,5,5\n", "--columns amount=COLUMN"}};
    for (const auto& [log, advice] : cases) {
        const Json report = run_json({"check", "-"}, log, 3);
        EXPECT_EQ(report.at("ended_by").at("code"), "missing_column");
        EXPECT_EQ(report.at("advice").size(), 1U);
        EXPECT_TRUE(advises(report, advice)) << report.at("advice");
    }
    const Outcome outcome = run({"check", "-"}, cases[0].log);
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.err.rfind("-:1:1: expected a column for the customer, got ", 0), 0U);
    expect_parts(outcome.out,
                 {"This ended the reading\n  -:1:1: ", "What may help\n  --delimiter"});
}

TEST(Check, HasNoOptionsForBadRows) {
    const Json options = run_json({"check", "-"}, header + good).at("options");
    EXPECT_TRUE(options.at("on_bad_row").is_null());
    EXPECT_TRUE(options.at("max_bad_rows").is_null());
}

TEST(Check, WithoutABaseWhatIsOfBasesIsNull) {
    const std::string log = header + "1,soon,1\n";
    const Json rows = run_json({"check", "-"}, log, 3).at("rows");
    const Json whole = run_json({"check", "-"}, header + good).at("rows");
    EXPECT_EQ(rows.size(), whole.size());
    for (const char* key : {"duplicates_dropped", "occasions", "merged", "returns", "after_holdout",
                            "zero_amounts", "returned_amount", "only_returns"}) {
        EXPECT_TRUE(rows.at(key).is_null()) << key;
    }
    for (const auto& [key, value] : whole.items()) EXPECT_TRUE(rows.contains(key)) << key;
}

TEST(Check, StructureThatBreaksEndsItWithWhatStoodBefore) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", header + good + "2,\"2024-01-02,5\n");
    const Outcome outcome = run({"check", log});
    EXPECT_EQ(outcome.exit_code, 3);
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind(log + ":3:3: expected ", 0), 0U) << outcome.err;
    expect_parts(outcome.out, {"  rows of the log     1\n", "  customers         1\n",
                               "\nThis ended the reading\n  " + log + ":3:3: expected "});
    const Json report = run_json({"check", log}, {}, 3);
    EXPECT_EQ(report.at("ended_by").at("code"), "malformed_csv");
    EXPECT_EQ(report.at("ended_by").at("line"), 3);
    EXPECT_EQ(report.at("customers").at("all"), 1);
    EXPECT_TRUE(report.at("first_date").is_null());
    EXPECT_TRUE(report.at("last_date").is_null());
}

TEST(Check, ALaterFileThatCannotBeReadEndsItWithWhatStoodBefore) {
    const Scratch scratch;
    const std::string first = scratch.write("a.csv", header + good);
    const std::string second = scratch.write("b.csv", "who,date,amount\n" + good);
    const Json report = run_json({"check", first, second}, {}, 3);
    EXPECT_EQ(report.at("rows").at("kept"), 1);
    EXPECT_EQ(report.at("ended_by").at("code"), "missing_column");
    EXPECT_EQ(report.at("ended_by").at("file"), second);
}

TEST(Check, EveryFilesColumnsAreNamed) {
    const Scratch scratch;
    const std::string first = scratch.write("a.csv", header + good);
    const std::string second = scratch.write("b.csv", "id,order_date,price\n" + good);
    const Json files = run_json({"check", first, second}).at("files");
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[0].at("file"), first);
    EXPECT_EQ(files[1].at("file"), second);
    EXPECT_EQ(files[1].at("columns")[0].at("column"), "id");
}

TEST(Check, NothingToReadIsOneLine) {
    const Scratch scratch;
    const std::string empty = scratch.write("b.csv", "");
    for (const std::string& log : {empty, scratch.path("nowhere.csv")}) {
        const Outcome outcome = run({"check", log});
        EXPECT_EQ(outcome.exit_code, 3) << log;
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_EQ(outcome.err.rfind(log, 0), 0U) << outcome.err;
        EXPECT_NE(outcome.err.find(": expected "), std::string::npos) << outcome.err;
    }
}

TEST(Check, LogsOfWhichNothingIsKeptAreFaulty) {
    const Json report =
        run_json({"check", "-", "--missing-id", "drop"}, header + ",2024-01-01,5\n", 3);
    EXPECT_EQ(report.at("rows").at("missing_ids"), 1);
    EXPECT_EQ(report.at("rows").at("kept"), 0);
    EXPECT_EQ(report.at("ended_by").at("code"), "no_rows");
    const Json early = run_json({"check", "-", "--until", "2023-01-01"}, header + good, 3);
    EXPECT_EQ(early.at("ended_by").at("code"), "no_rows");
    EXPECT_EQ(early.at("first_date"), "2024-01-01");
}

TEST(Check, OutliersThatAreAnErrorAreRefused) {
    const Json report =
        run_json({"check", "-", "--outliers-above", "5", "--outliers", "error"}, header + good, 3);
    EXPECT_EQ(report.at("rows").at("refused")[0].at("code"), "invalid_value");
    EXPECT_TRUE(advises(report, "--outliers keep"));
}

TEST(Check, WhatIsWrongWithTheRunIsNotTheLogs) {
    const Scratch scratch;
    std::string log = header;
    for (int i = 0; i < 20000; ++i) log += good;
    const Outcome outcome =
        run({"check", "-", "--memory-limit", "4K", "--temp-dir", scratch.path("nowhere")}, log);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_NE(outcome.err.find(scratch.path("nowhere")), std::string::npos) << outcome.err;
}

TEST(Check, EscapesWhatItShows) {
    const Outcome outcome = run({"check", "-"}, header + "1,\"2024\n\x1b[31m-01-01\",5\n");
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_EQ(outcome.out.find('\x1b'), std::string::npos);
    const Outcome columns =
        run({"check", "-", "--columns", "customer=a\x1b"}, "a\x1b,date,amount\n" + good);
    EXPECT_EQ(columns.exit_code, 0) << columns.err;
    EXPECT_EQ(columns.out.find('\x1b'), std::string::npos);

    const Outcome turned =
        run({"check", "-"}, header + "1,\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xC3\xA9,5\n");
    expect_parts(turned.out, {"got \"\\xC2\\x9B\\xE2\\x80\\xAE\\xE2\\x81\\xA6\xC3\xA9\""});
}

TEST(CheckThreads, SameOutputOnAnyNumber) {
    const Outcome one = run(cdnow("check", {"--threads", "1"}));
    const Outcome two = run(cdnow("check", {"--threads", "2"}));
    ASSERT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, two.out);
}

}  // namespace
}  // namespace tenure::test
