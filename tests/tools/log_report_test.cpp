// What the reports say of the rows of a log: every one is accounted for.

#include <gtest/gtest.h>

#include "program.hpp"

namespace tenure::test {
namespace {

/// A log with something of everything. Observed until January, with a holdout until February.
const std::string orders =
    "customer,date,amount,order\n"
    "7,2024-01-01,10.00,1\n"
    "7,2024-01-01,2.50,1\n"    // merged into the row above
    "7,2024-01-01,2.50,1\n"    // and a duplicate
    "7,2024-01-10,0,2\n"       // an amount of 0
    "7,2024-01-11,-4.00,C3\n"  // a return that finds its amount
    "8,2024-01-05,3.00,4\n"
    "8,2024-01-06,-9.25,C5\n"  // one that finds 3.00 only
    "9,2024-01-07,-1.00,C6\n"  // a customer of returns only
    ",2024-01-08,7.00,7\n"     // no customer
    "8,soon,1.00,8\n"          // no date
    "8,2024-01-09,1.0.0,9\n"   // no amount
    "7,2024-01-12,500,10\n"    // a large one
    "7,2024-02-01,6.00,11\n"   // the holdout: two rows of one occasion, a return, a newcomer
    "7,2024-02-01,1.00,12\n"
    "7,2024-02-02,-1.00,C13\n"
    "6,2024-02-02,5.00,14\n"
    "7,2024-03-01,5.00,15\n";  // after the holdout

const Arguments policies{"--until",      "2024-01-31", "--holdout-until",  "2024-02-29",
                         "--returns",    "net",        "--missing-id",     "drop",
                         "--on-bad-row", "skip",       "--outliers-above", "100"};

Arguments call(const std::string& verb, const Arguments& more) {
    Arguments arguments{verb, "-"};
    arguments.insert(arguments.end(), policies.begin(), policies.end());
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

std::int64_t sum_of(const Json& object, const Arguments& names) {
    std::int64_t sum = 0;
    for (const std::string& name : names) sum += object.at(name).get<std::int64_t>();
    return sum;
}

void expect_all_accounted_for(const Json& rows) {
    EXPECT_EQ(rows.at("rows"), sum_of(rows, {"kept", "bad_rows", "missing_ids", "returns_dropped",
                                             "zero_amounts_dropped", "outliers_dropped"}));
    EXPECT_EQ(rows.at("kept"), sum_of(rows, {"duplicates_dropped", "occasions", "merged", "returns",
                                             "holdout_occasions", "holdout_merged",
                                             "holdout_returns", "after_holdout"}));
    std::int64_t refused = 0;
    for (const Json& kind : rows.at("refused")) refused += kind.at("rows").get<std::int64_t>();
    EXPECT_EQ(rows.at("bad_rows"), refused);
}

TEST(LogReport, CountsEveryRowOnce) {
    const Json rows = run_json(call("summarize", {"--out", "/dev/null"}), orders).at("rows");
    expect_all_accounted_for(rows);
    const Json expected{{"rows", 17},
                        {"bad_rows", 2},
                        {"missing_ids", 1},
                        {"returns_dropped", 0},
                        {"zero_amounts_dropped", 0},
                        {"outliers_dropped", 0},
                        {"kept", 14},
                        {"duplicates_dropped", 0},
                        {"occasions", 4},
                        {"merged", 2},
                        {"returns", 3},
                        {"holdout_occasions", 2},
                        {"holdout_merged", 1},
                        {"holdout_returns", 1},
                        {"after_holdout", 1},
                        {"outliers_kept", 1},
                        {"zero_amounts", 1},
                        {"duplicates", 1},
                        {"returned_amount", "14.25"},
                        {"unmatched_returns", 2},
                        {"unmatched_amount", "7.25"},
                        {"only_returns", 1},
                        {"new_in_holdout", 1}};
    for (const auto& [name, value] : expected.items()) EXPECT_EQ(rows.at(name), value) << name;
}

TEST(LogReport, CountsEveryRowOnceUnderAnyPolicy) {
    for (const char* returns : {"net", "drop", "error"})
        for (const char* duplicates : {"keep", "drop"})
            for (const char* zero : {"keep", "drop"})
                for (const char* outliers : {"keep", "drop", "error"}) {
                    Arguments arguments =
                        call("summarize", {"--out", "/dev/null", "--duplicates", duplicates,
                                           "--zero", zero, "--outliers", outliers});
                    arguments[7] = returns;
                    const Json rows = run_json(arguments, orders).at("rows");
                    EXPECT_EQ(rows.at("rows"), 17);
                    expect_all_accounted_for(rows);
                    const bool dropped = duplicates == std::string("drop");
                    EXPECT_EQ(rows.at("duplicates_dropped"), dropped ? 1 : 0);
                }
}

TEST(LogReport, NamesTheFirstRefusedRows) {
    const Json refused =
        run_json(call("summarize", {"--out", "/dev/null"}), orders).at("rows").at("refused");
    ASSERT_EQ(refused.size(), 2U);
    EXPECT_EQ(refused[0].at("code"), "invalid_number");
    EXPECT_EQ(refused[0].at("number"), 301);
    EXPECT_EQ(refused[0].at("rows"), 1);
    ASSERT_EQ(refused[0].at("first").size(), 1U);
    const Json& number = refused[0].at("first")[0];
    EXPECT_EQ(number.at("file"), "-");
    EXPECT_EQ(number.at("line"), 12);
    EXPECT_EQ(number.at("column"), 14);
    EXPECT_EQ(number.at("message").get<std::string>().rfind("expected ", 0), 0U);
    EXPECT_EQ(refused[1].at("code"), "invalid_date");
    EXPECT_EQ(refused[1].at("first")[0].at("line"), 11);
    EXPECT_EQ(refused[1].at("first")[0].at("column"), 3);
}

TEST(LogReport, KeepsTheFirstFiveOfAKind) {
    std::string log = "customer,date,amount\n7,2024-01-01,1\n";
    for (int i = 0; i < 8; ++i) log += "7,soon,1\n";
    const Outcome outcome = run(call("summarize", {"--out", "/dev/null"}), log);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("  8 with invalid_date\n    -:3:3: expected "), std::string::npos)
        << outcome.out;
    EXPECT_NE(outcome.out.find("    -:7:3: expected "), std::string::npos) << outcome.out;
    EXPECT_EQ(outcome.out.find("    -:8:3: "), std::string::npos) << outcome.out;
    EXPECT_NE(outcome.out.find("    and 3 more\n"), std::string::npos) << outcome.out;
}

TEST(LogReport, IsReadByPeople) {
    const Outcome outcome = run(call("summarize", {"--out", "/dev/null"}), orders);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string expected =
        "-, observed until 2024-01-31, holdout until 2024-02-29, times in weeks, purchases of one "
        "day are one occasion\n"
        "  rows of the log                 17\n"
        "  refused                          2\n"
        "  dropped, without a customer id   1\n"
        "  kept                            14\n"
        "  purchase occasions               4\n"
        "  merged into one of them          2\n"
        "  returns of them                  3\n"
        "  occasions of the holdout         2\n"
        "  merged into one of those         1\n"
        "  returns of those                 1\n"
        "  after the end of observation     1\n"
        "  1 row up to the end has an amount of 0; it is kept\n"
        "  1 row has an amount above the limit; it is kept\n"
        "  1 row repeats another one exactly; it is kept\n"
        "  the returns up to the end are worth 14.25; 2 of them found less than that in the "
        "purchases before, 7.25 in all\n"
        "  1 customer has returns only, up to the end, and is not in the base\n"
        "  1 customer came in the holdout and is not in the base\n"
        "  customers         2\n"
        "  who bought once   1\n"
        "  who bought again  1\n"
        "  repeat occasions  2\n"
        "\n"
        "Refused rows\n"
        "  1 with invalid_number\n"
        "    -:12:14: expected ";
    EXPECT_EQ(outcome.out.substr(0, expected.size()), expected);
}

TEST(LogReport, IsOneInEveryVerb) {
    const std::string log = TENURE_EXAMPLE_DATA "/cdnow_sample.txt";
    const Json summarized = run_json(cdnow("summarize", {"--out", "/dev/null"})).at("rows");
    expect_all_accounted_for(summarized);
    EXPECT_EQ(run_json(cdnow("fit", {"--model", "bg-nbd"})).at("rows"), summarized);
    EXPECT_EQ(run_json(cdnow("score", {"--out", "/dev/null"})).at("rows"), summarized);
    EXPECT_EQ(run_json(cdnow("check")).at("rows"), summarized);

    const Outcome text = run(cdnow("fit", {"--model", "bg-nbd"}));
    EXPECT_EQ(text.out.rfind(log + ", observed until 1997-09-30, ", 0), 0U) << text.out;
    EXPECT_NE(text.out.find("  rows of the log           6919\n"), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("\nBG/NBD, 2357 customers, times in weeks\n"), std::string::npos);
}

TEST(LogReport, OfABaseIsNone) {
    const Scratch scratch;
    const std::string base = scratch.path("base.csv");
    ASSERT_EQ(run(cdnow("summarize", {"--out", base})).exit_code, 0);
    EXPECT_TRUE(run_json({"fit", "--base", base, "--model", "bg-nbd"}).at("rows").is_null());
    const Outcome text = run({"fit", "--base", base, "--model", "bg-nbd"});
    EXPECT_EQ(text.out.rfind("BG/NBD, ", 0), 0U) << text.out;
}

TEST(LogReport, WithoutAmountsThereIsNoMoney) {
    const Json rows =
        run_json({"summarize", "-", "--out", "/dev/null"}, "customer,date\n7,2024-01-01\n")
            .at("rows");
    EXPECT_TRUE(rows.at("returned_amount").is_null());
    EXPECT_TRUE(rows.at("unmatched_amount").is_null());
    expect_all_accounted_for(rows);
}

// Rows behind the last that is kept count as well.
TEST(LogReport, CountsWhatComesLast) {
    const Json rows = run_json(call("summarize", {"--out", "/dev/null"}),
                               "customer,date,amount\n7,2024-01-01,1\n,2024-01-01,2\n7,soon,1\n")
                          .at("rows");
    EXPECT_EQ(rows.at("rows"), 3);
    EXPECT_EQ(rows.at("missing_ids"), 1);
    EXPECT_EQ(rows.at("bad_rows"), 1);
}

}  // namespace
}  // namespace tenure::test
