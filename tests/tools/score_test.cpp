#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "csv_rows.hpp"
#include "program.hpp"

namespace tenure::test {
namespace {

const std::string score_columns =
    "customer,frequency,recency,T,monetary_value,probability_alive,risk,expected_purchases,"
    "expected_spend,clv,clv_given_alive,value_at_risk,risk_band,r,f,m,segment,cell";

Arguments cdnow_39_weeks(const Arguments& more) {
    Arguments arguments = cdnow("score", {"--horizon", "39w"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

/// What the sample's customers of each repeat count, 0 to 7 and more, bought from 1997-10-01 on,
/// counted from the file by other means than the program's.
std::pair<std::vector<int>, std::vector<int>> count_holdout() {
    std::map<std::string, std::set<std::string>> days;
    std::istringstream file(read_file(TENURE_EXAMPLE_DATA "/cdnow_sample.txt"));
    for (std::string master, id, day, units, dollars;
         file >> master >> id >> day >> units >> dollars;)
        days[id].insert(day);
    std::vector<int> customers(8, 0);
    std::vector<int> bought(8, 0);
    for (const auto& [id, dates] : days) {
        const auto later = dates.upper_bound("19970930");
        const auto before = std::distance(dates.begin(), later);
        const auto repeats = static_cast<std::size_t>(std::min<std::ptrdiff_t>(before - 1, 7));
        ++customers[repeats];
        bought[repeats] += static_cast<int>(std::distance(later, dates.end()));
    }
    return {customers, bought};
}

TEST(Score, CdnowBandsAreTheDocumentedOnes) {
    const Scratch scratch;
    const Outcome outcome = run(cdnow_39_weeks({"--out", scratch.path("scores.csv"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json bands = Json::parse(outcome.out).at("risk_bands");
    EXPECT_EQ(bands.at("customers"),
              Json({{"low", 110}, {"medium", 195}, {"high", 355}, {"critical", 1697}}));
    EXPECT_EQ(bands.at("cuts"), Json({{"medium", 0.25}, {"high", 0.5}, {"critical", 0.75}}));

    std::map<std::string, int> counted;
    const auto rows = rows_of(scratch.read("scores.csv"));
    ASSERT_EQ(rows.size(), 2357U);
    for (const auto& row : rows) ++counted[row.at("risk_band")];
    EXPECT_EQ(counted, (std::map<std::string, int>{
                           {"low", 110}, {"medium", 195}, {"high", 355}, {"critical", 1697}}));
}

TEST(Score, WritesTheDocumentedColumnsAndLeavesNothingElseEmpty) {
    const Scratch scratch;
    ASSERT_EQ(run(cdnow_39_weeks({"--out", scratch.path("scores.csv")})).exit_code, 0);
    const std::string csv = scratch.read("scores.csv");
    EXPECT_EQ(lines(csv).at(0), score_columns);
    for (const auto& row : rows_of(csv)) {
        for (const auto& [name, value] : row) {
            const bool may_be_empty = name == "monetary_value" && row.at("frequency") == "0";
            EXPECT_EQ(value.empty(), may_be_empty) << name << " of " << row.at("customer");
        }
        const double risk = std::stod(row.at("risk"));
        EXPECT_GE(risk, 0.0);
        EXPECT_LE(risk, 1.0);
        // The documented product, in doubles: one rounding.
        EXPECT_NEAR(std::stod(row.at("value_at_risk")), std::stod(row.at("clv_given_alive")) * risk,
                    1e-14 * std::stod(row.at("clv_given_alive")));
    }
}

TEST(Score, HoldoutIsCountedAsInTheFile) {
    const auto [customers, bought] = count_holdout();
    const Outcome outcome = run(cdnow_39_weeks({"--out", "/dev/null", "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json holdout = Json::parse(outcome.out).at("holdout");
    EXPECT_EQ(holdout.at("length"), "39w");
    ASSERT_EQ(holdout.at("rows").size(), 8U);
    int observed = 0;
    double predicted = 0;
    for (std::size_t x = 0; x < 8; ++x) {
        const Json& row = holdout.at("rows")[x];
        EXPECT_EQ(row.at("frequency"), x);
        EXPECT_EQ(row.at("and_above"), x == 7);
        EXPECT_EQ(row.at("customers"), customers[x]);
        EXPECT_EQ(row.at("observed"), bought[x]);
        observed += bought[x];
        predicted += row.at("predicted").get<double>();
    }
    EXPECT_EQ(holdout.at("observed"), observed);
    EXPECT_NEAR(holdout.at("predicted").get<double>(), predicted, 1e-9 * predicted);
}

TEST(Score, HoldoutEndsWhereTheUserSays) {
    const Outcome outcome =
        run(cdnow("score", {"--holdout-until", "1997-12-30", "--out", "/dev/null", "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json summary = Json::parse(outcome.out);
    EXPECT_EQ(summary.at("options").at("holdout_until"), "1997-12-30");
    EXPECT_EQ(summary.at("holdout").at("length"), "13w");
    EXPECT_GT(summary.at("rows").at("after_holdout").get<int>(), 0);
}

TEST(Score, ListsTheTenWithMostValueAtRisk) {
    const Scratch scratch;
    const Outcome outcome = run(cdnow_39_weeks({"--out", scratch.path("scores.csv"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    auto rows = rows_of(scratch.read("scores.csv"));
    std::ranges::stable_sort(rows, std::greater<>{},
                             [](const auto& row) { return std::stod(row.at("value_at_risk")); });
    const Json most = Json::parse(outcome.out).at("value_at_risk").at("most");
    ASSERT_EQ(most.size(), 10U);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(most[i].at("customer"), rows[i].at("customer"));
        EXPECT_EQ(most[i].at("value_at_risk").get<double>(),
                  std::stod(rows[i].at("value_at_risk")));
    }
}

TEST(Score, SummaryFileIsWhatJsonPrints) {
    const Scratch scratch;
    const Outcome outcome = run(cdnow_39_weeks({"--out", scratch.path("scores.csv"), "--summary",
                                                scratch.path("summary.json"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(scratch.read("summary.json"), outcome.out);
    const Json summary = Json::parse(outcome.out);
    std::string keys;
    for (const auto& [key, value] : summary.items()) keys += key + ' ';
    EXPECT_EQ(keys, "options rows customers fits risk_bands value_at_risk holdout notes ");
    for (const auto& [verb_model, fit] :
         {std::pair{"bg-nbd", "purchases"}, std::pair{"gamma-gamma", "spend"}}) {
        const Outcome alone = run(cdnow("fit", {"--model", verb_model, "--json"}));
        Json document = Json::parse(alone.out);
        EXPECT_EQ(document.at("rows"), summary.at("rows"));
        document.erase("rows");
        EXPECT_EQ(summary.at("fits").at(fit), document);
    }
    const Json& options = summary.at("options");
    EXPECT_EQ(options.at("horizon"), "39w");
    EXPECT_EQ(options.at("discount"), "0.1/year");
    EXPECT_EQ(options.at("margin"), 1.0);
    EXPECT_EQ(options.at("columns"), Json({{"amount", "5"}, {"customer", "2"}, {"date", "3"}}));
}

TEST(Score, HumanReportHasItsParts) {
    const Outcome outcome = run(cdnow_39_weeks({"--out", "/dev/null"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    for (const char* part :
         {"BG/NBD, 2357 customers, times in weeks\n",
          "Gamma-Gamma, 946 customers (1411 excluded)\n", "Risk of no purchase within 39w\n",
          "  critical       0.75       1697\n",
          "Most value at risk (clv_given_alive x risk), recency and T in weeks\n",
          "Holdout: purchases in the 39 weeks after the end of observation\n",
          "  repeat purchases  ", "  7+ ", "  total "})
        EXPECT_NE(outcome.out.find(part), std::string::npos) << part << "\nin\n" << outcome.out;
}

TEST(Score, WithoutSpendRevenueStandsInItsPlace) {
    const Scratch scratch;
    const Outcome outcome =
        run(cdnow_39_weeks({"--spend", "none", "--out", scratch.path("scores.csv"), "--json"}));
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(lines(scratch.read("scores.csv")).at(0),
              "customer,frequency,recency,T,monetary_value,probability_alive,risk,"
              "expected_purchases,revenue_per_year,value_at_risk,risk_band,r,f,m,segment,cell");
    const Json summary = Json::parse(outcome.out);
    EXPECT_TRUE(summary.at("fits").at("spend").is_null());
    EXPECT_EQ(summary.at("value_at_risk").at("basis"), "revenue_per_year");
}

// Scores need no sum of revenues: where it does not fit, only the groups that do are left out.
TEST(Score, WhereRevenuesDoNotAddUpThereAreNoSegments) {
    const Scratch scratch;
    const Outcome outcome =
        run({"score", "--base", scratch.write("base.csv", base_of_huge_revenues()), "--spend",
             "none", "--json", "--out", scratch.path("scores.csv")});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string header = lines(scratch.read("scores.csv")).at(0);
    EXPECT_EQ(header.find(",segment"), std::string::npos) << header;
    EXPECT_NE(header.find(",cell"), std::string::npos) << header;
    const Json notes = Json::parse(outcome.out).at("notes");
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_NE(notes[0].get<std::string>().find("does not fit into 64 bits"), std::string::npos);
}

TEST(Score, WithoutAmountsPurchasesAreScoredAndTheColumnIsNamed) {
    const Scratch scratch;
    Arguments arguments = cdnow_39_weeks({"--out", scratch.path("scores.csv"), "--json"});
    std::ranges::replace(arguments, std::string("customer=2,date=3,amount=5"),
                         std::string("customer=2,date=3"));
    const Outcome outcome = run(arguments);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(
        lines(scratch.read("scores.csv")).at(0),
        "customer,frequency,recency,T,probability_alive,risk,expected_purchases,risk_band,r,f,"
        "segment");
    const Json summary = Json::parse(outcome.out);
    EXPECT_TRUE(summary.at("value_at_risk").is_null());
    ASSERT_EQ(summary.at("notes").size(), 1U);
    EXPECT_NE(summary.at("notes")[0].get<std::string>().find("column of amounts"),
              std::string::npos);
}

// With q below 1 the population has no mean spend: who has not bought again has no expected spend.
TEST(Score, UndefinedSpendIsEmptyAndCounted) {
    const Scratch scratch;
    const std::string orders = scratch.path("orders.csv");
    ASSERT_EQ(run({"simulate", "--model", "bg-nbd", "--parameters", "r=0.25,alpha=4.4,a=0.8,b=2.4",
                   "--spend", "p=6,q=0.5,gamma=15", "--customers", "2000", "--from", "2024-01-01",
                   "--until", "2024-12-31", "--seed", "3", "--out", orders})
                  .exit_code,
              0);
    const std::string scores = scratch.path("scores.csv");
    const Outcome outcome = run({"score", orders, "--out", scores, "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const Json summary = Json::parse(outcome.out);
    const Json& spend = summary.at("fits").at("spend").at("parameters");
    ASSERT_LT(spend.at("q").get<double>(), 1.0);
    int empty = 0;
    for (const auto& row : rows_of(scratch.read("scores.csv"))) {
        const double frequency = std::stod(row.at("frequency"));
        const bool exists =
            spend.at("p").get<double>() * frequency + spend.at("q").get<double>() > 1.0;
        for (const char* name : {"expected_spend", "clv", "clv_given_alive", "value_at_risk"})
            EXPECT_NE(row.at(name).empty(), exists) << name;
        empty += exists ? 0 : 1;
    }
    EXPECT_GT(empty, 0);
    EXPECT_EQ(summary.at("value_at_risk").at("spend_undefined"), empty);
    EXPECT_EQ(summary.at("notes")[0].get<std::string>().rfind(std::to_string(empty), 0), 0U);
}

TEST(Score, BaseGivesTheSameScoresAsTheLog) {
    const Scratch scratch;
    const std::string base = scratch.path("base.csv");
    ASSERT_EQ(run(cdnow("summarize", {"--out", base})).exit_code, 0);
    const Outcome from_log = run(cdnow_39_weeks({"--out", "-"}));
    const Outcome from_base = run({"score", "--base", base, "--horizon", "39w", "--out", "-"});
    ASSERT_EQ(from_base.exit_code, 0) << from_base.err;
    EXPECT_EQ(from_base.out, from_log.out);
    EXPECT_NE(from_base.err.find("Holdout"), std::string::npos);
}

TEST(Score, UnusableFitPrintsJsonAndWritesNoFile) {
    const Scratch scratch;
    const std::string base = scratch.write("base.csv", "frequency,recency,T\n0,0,30\n0,0,20\n");
    const Outcome outcome = run({"score", "--base", base, "--out", scratch.path("scores.csv"),
                                 "--summary", scratch.path("summary.json"), "--json"});
    EXPECT_EQ(outcome.exit_code, 4);
    const Json summary = Json::parse(outcome.out);
    EXPECT_EQ(summary.at("fits").at("purchases").at("status"), "not_identified");
    EXPECT_TRUE(summary.at("risk_bands").is_null());
    EXPECT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(scratch.names(), Arguments{"base.csv"});
}

/// Orders that purchases can be fitted to, all of one amount.
std::string one_price_orders() {
    const Outcome simulated =
        run({"simulate", "--model", "bg-nbd", "--parameters", "r=0.8,alpha=8,a=0.9,b=2.5",
             "--customers", "1000", "--from", "2024-01-01", "--until", "2024-12-31", "--out", "-"});
    EXPECT_EQ(simulated.exit_code, 0) << simulated.err;
    const auto rows = lines(simulated.out);
    const std::set<std::string> occasions(rows.begin() + 1, rows.end());  // one a day
    std::string log = "customer,date,amount\n";
    for (const std::string& row : occasions) log += row + ",19.99\n";
    return log;
}

TEST(Score, ConstantSpendSaysHowToScorePurchasesAlone) {
    const Scratch scratch;
    const std::string log = scratch.write("orders.csv", one_price_orders());
    const Outcome outcome = run({"score", log, "--out", scratch.path("scores.csv")});
    EXPECT_EQ(outcome.exit_code, 4);
    ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
    EXPECT_EQ(outcome.err.rfind("the gamma-gamma fit is not usable: ", 0), 0U) << outcome.err;
    EXPECT_NE(outcome.err.find("(purchases alone: --spend none)\n"), std::string::npos);
    EXPECT_EQ(scratch.names(), Arguments{"orders.csv"});

    EXPECT_EQ(run({"score", log, "--out", scratch.path("scores.csv"), "--spend", "none"}).exit_code,
              0);
    const Outcome spend_itself = run({"fit", log, "--model", "gamma-gamma"});
    EXPECT_EQ(spend_itself.exit_code, 4);
    EXPECT_EQ(spend_itself.err.find("--spend"), std::string::npos) << "fit has no such option";
}

TEST(Score, OptionsSayWhatTimesAreCountedIn) {
    const auto times_of = [](const Arguments& input) {
        Arguments call{"score", "--out", "/dev/null", "--json"};
        call.insert(call.end(), input.begin(), input.end());
        const Outcome outcome = run(call);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return Json::parse(outcome.out).at("options").at("times");
    };
    const Arguments base{"--base", TENURE_TEST_DATA "/heavy20k_base.csv", "--columns",
                         "frequency=x,recency=tx_days,T=T_days"};
    Arguments in_days = base;
    in_days.insert(in_days.end(), {"--times", "day"});
    EXPECT_EQ(times_of(in_days), "day");
    EXPECT_TRUE(times_of(base).is_null()) << "they were not given";
}

TEST(Score, OneUnwritableOutputMeansNoOutput) {
    const Scratch scratch;
    const std::string nowhere = scratch.path("missing/file");
    const std::string fine = scratch.write("fine", "old");
    for (const Arguments& outputs : {Arguments{"--out", fine, "--summary", nowhere},
                                     Arguments{"--out", nowhere, "--summary", fine}}) {
        const Outcome outcome = run(cdnow_39_weeks(outputs));
        EXPECT_EQ(outcome.exit_code, 1);
        EXPECT_EQ(outcome.out, "");
        ASSERT_EQ(lines(outcome.err).size(), 1U) << outcome.err;
        EXPECT_NE(outcome.err.find(nowhere), std::string::npos);
        EXPECT_EQ(scratch.read("fine"), "old");
        EXPECT_EQ(scratch.names(), Arguments{"fine"});
    }
}

TEST(Score, LaterPurchasesAreWorthLess) {
    const auto clv_at = [](const char* discount, const char* margin) {
        const Outcome outcome =
            run(cdnow_39_weeks({"--discount", discount, "--margin", margin, "--out", "-"}));
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return std::stod(rows_of(outcome.out).at(0).at("clv"));
    };
    const double full = clv_at("0/year", "1");
    EXPECT_LT(clv_at("0.10/year", "1"), full);
    EXPECT_LT(clv_at("0.10/week", "1"), clv_at("0.10/year", "1"));
    EXPECT_DOUBLE_EQ(clv_at("0", "0.5"), full / 2);
}

TEST(ScoreThreads, SameOutputOnAnyNumber) {
    const Outcome one = run(cdnow_39_weeks({"--out", "-", "--threads", "1"}));
    const Outcome two = run(cdnow_39_weeks({"--out", "-", "--threads", "2"}));
    ASSERT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, two.out);
    EXPECT_EQ(one.err, two.err);
}

}  // namespace
}  // namespace tenure::test
