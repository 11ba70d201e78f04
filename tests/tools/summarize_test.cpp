#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>

#include "program.hpp"

namespace tenure::test {
namespace {

const std::string orders =
    "customer,date,amount\n"
    "7,2024-01-01,10.00\n"
    "8,2024-01-03,1.50\n"
    "7,2024-01-01,2.00\n"
    "7,2024-01-15,5.25\n"
    "9,2024-02-20,3\n"
    "8,2024-02-10,0\n";

TEST(Summarize, WritesTheDocumentedColumns) {
    const Scratch scratch;
    const Outcome outcome = run({"summarize", scratch.write("orders.csv", orders), "--until",
                                 "2024-01-31", "--unit", "day", "--out", scratch.path("base.csv")});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto base = lines(scratch.read("base.csv"));
    ASSERT_EQ(base.size(), 3U);
    EXPECT_EQ(base[0],
              "customer,frequency,recency,T,monetary_value,first_date,last_date,repeat_revenue,"
              "sum_log_gaps,weight,until,unit,merge,revenue,holdout_frequency,holdout_revenue,"
              "holdout_until");
    const auto seven = fields(base[1]);
    ASSERT_EQ(seven.size(), 17U);
    EXPECT_EQ(Arguments(seven.begin(), seven.begin() + 8),
              (Arguments{"7", "1", "14", "30", "5.25", "2024-01-01", "2024-01-15", "5.25"}));
    EXPECT_EQ(Arguments(seven.begin() + 9, seven.end()),
              (Arguments{"1", "2024-01-31", "day", "day", "17.25", "0", "0.00", "2024-02-20"}));
    EXPECT_EQ(fields(base[2])[14], "1");  // customer 8 came once more in the holdout
}

TEST(Summarize, CdnowHasThePapersTotals) {
    const Scratch scratch;
    const Outcome outcome = run(cdnow("summarize", {"--out", scratch.path("base.csv"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json report = Json::parse(outcome.out);
    EXPECT_EQ(report.at("customers").at("all"), 2357);
    EXPECT_EQ(report.at("customers").at("repeat"), 946);
    EXPECT_EQ(report.at("customers").at("repeat_occasions"), 2457);
    EXPECT_EQ(report.at("options").at("until"), "1997-09-30");
    EXPECT_EQ(report.at("options").at("unit"), "week");
    const Json& rows = report.at("rows");
    EXPECT_EQ(rows.at("rows"), 6919);
    EXPECT_EQ(rows.at("occasions").get<int>() + rows.at("merged").get<int>() +
                  rows.at("holdout_occasions").get<int>() + rows.at("holdout_merged").get<int>() +
                  rows.at("after_holdout").get<int>(),
              6919);
    EXPECT_EQ(rows.at("kept"), 6919);
    EXPECT_EQ(rows.at("occasions").get<int>() + rows.at("holdout_occasions").get<int>(), 6696);

    const auto base = lines(scratch.read("base.csv"));
    ASSERT_EQ(base.size(), 2358U);
    const auto add_frequency = [](int sum, const std::string& line) {
        return sum + std::stoi(fields(line)[1]);
    };
    EXPECT_EQ(std::accumulate(base.begin() + 1, base.end(), 0, add_frequency), 2457);
}

TEST(Summarize, StandardOutputHoldsTheBaseAlone) {
    const Scratch scratch;
    ASSERT_EQ(run(cdnow("summarize", {"--out", scratch.path("base.csv")})).exit_code, 0);
    const Outcome piped = run(cdnow("summarize", {"--out", "-"}));
    EXPECT_EQ(piped.exit_code, 0);
    EXPECT_EQ(piped.out, scratch.read("base.csv"));
    EXPECT_NE(piped.err.find("2357"), std::string::npos);  // the report stands aside
}

TEST(Summarize, ReadsStandardInput) {
    const Outcome outcome = run({"summarize", "-", "--out", "-"}, orders);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(lines(outcome.out).size(), 4U);
}

TEST(Summarize, ReadsForeignNotations) {
    const Scratch scratch;
    const std::string path = scratch.write("log.txt",
                                           "Kunde;Datum;Menge;Preis\n"
                                           "A;03/02/2024;2;1.000,25\n"
                                           "A;04/02/2024;1;7,50\n");
    const Outcome outcome = run(
        {"summarize",   path,    "--columns",     "customer=Kunde,date=Datum,amount=Menge*Preis",
         "--delimiter", ";",     "--decimal",     ",",
         "--group",     ".",     "--date-format", "%d/%m/%Y",
         "--unit",      "day",   "--merge",       "day",
         "--encoding",  "utf-8", "--out",         "-"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const auto row = fields(lines(outcome.out).at(1));
    EXPECT_EQ(row[0], "A");
    EXPECT_EQ(row[2], "1");
    EXPECT_EQ(row[4], "7.5");
    EXPECT_EQ(row[5], "2024-02-03");
    EXPECT_EQ(row[13], "2008.0");  // 2 x 1000.25 + 7.50, at the smallest scale that holds all
}

TEST(Summarize, TabsSeparateFields) {
    const Outcome outcome = run({"summarize", "-", "--delimiter", "tab", "--out", "-"},
                                "customer\tdate\tamount\nAnn Lee\t2024-01-01\t3\n");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(fields(lines(outcome.out).at(1))[0], "Ann Lee");
}

TEST(Summarize, MergesByPeriod) {
    const Outcome days = run({"summarize", "-", "--out", "-"}, orders);
    const Outcome months = run({"summarize", "-", "--merge", "month", "--out", "-"}, orders);
    ASSERT_EQ(months.exit_code, 0) << months.err;
    EXPECT_EQ(fields(lines(days.out).at(1))[1], "1");    // customer 7 bought on two days
    EXPECT_EQ(fields(lines(months.out).at(1))[1], "0");  // of one month
}

TEST(Summarize, UnwritableOutputEndsWith1AndLeavesNothing) {
    const Scratch scratch;
    const std::string path = scratch.write("orders.csv", orders);
    for (const std::string& out : {scratch.path("missing/base.csv"), scratch.path("")}) {
        const Outcome outcome = run({"summarize", path, "--out", out, "--json"});
        EXPECT_EQ(outcome.exit_code, 1) << out;
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_NE(outcome.err.find(out), std::string::npos) << outcome.err;
        EXPECT_EQ(scratch.names(), Arguments{"orders.csv"});
    }
}

TEST(Summarize, FullStandardOutputEndsWith1) {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
    const Outcome outcome = run({"summarize", "-", "--out", "/dev/full"}, orders);
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
}

TEST(Summarize, DevicesAreNotReplaced) {
    const Outcome outcome = run({"summarize", "-", "--out", "/dev/null"}, orders);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(Summarize, ReplacesTheFileAndFollowsLinks) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", "old");
    std::filesystem::create_symlink(base, scratch.path("link.csv"));
    const Outcome outcome = run({"summarize", "-", "--out", scratch.path("link.csv")}, orders);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_TRUE(std::filesystem::is_symlink(scratch.path("link.csv")));
    EXPECT_EQ(lines(scratch.read("base.csv")).size(), 4U);
    EXPECT_EQ(scratch.names(), (Arguments{"base.csv", "link.csv"}));
}

TEST(SummarizeThreads, SameOutputOnAnyNumber) {
    const Outcome one = run(cdnow("summarize", {"--out", "-", "--threads", "1"}));
    const Outcome two = run(cdnow("summarize", {"--out", "-", "--threads", "2"}));
    ASSERT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, two.out);
    EXPECT_EQ(one.err, two.err);
}

}  // namespace
}  // namespace tenure::test
