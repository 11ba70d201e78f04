// The page that `score --report` writes, beside the scores and the summary of the same run.

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

#include "csv_rows.hpp"
#include "program.hpp"
#include "support/between.hpp"
#include "tenure/core/date.hpp"

namespace tenure::test {
namespace {

/// The page, the scores and the summary of one run.
struct Reported {
    explicit Reported(Arguments arguments) {
        arguments.insert(arguments.end(), {"--out", scratch.path("scores.csv"), "--report",
                                           scratch.path("report.html")});
        summary = run_json(arguments);
        page = scratch.read("report.html");
        scores = rows_of(scratch.read("scores.csv"));
    }

    /// The number in full that stands under a name.
    [[nodiscard]] std::string figure(const std::string& name) const {
        const std::size_t end = page.find("\" data-figure=\"" + name + "\">");
        if (end == std::string::npos) throw std::runtime_error("no figure " + name);
        const std::size_t begin = page.rfind('"', end - 1) + 1;
        return page.substr(begin, end - begin);
    }
    [[nodiscard]] bool has_section(const std::string& id) const {
        return page.find("<section id=\"" + id + "\"") != std::string::npos;
    }
    /// A section of the page.
    [[nodiscard]] std::string section(const std::string& id) const {
        const std::size_t begin = page.find("id=\"" + id + "\"");
        EXPECT_NE(begin, std::string::npos) << id;
        return page.substr(begin, page.find("</section>", begin) - begin);
    }

    Scratch scratch;
    Json summary;
    std::string page;
    Rows scores;
};

Arguments cdnow_39_weeks() { return cdnow("score", {"--horizon", "39w"}); }

double sum_of(const Rows& rows, const std::string& column) {
    double sum = 0;
    for (const auto& row : rows) sum += row.at(column).empty() ? 0 : std::stod(row.at(column));
    return sum;
}

/// The numbers in full, in the order of the page.
std::vector<std::string> numbers_of(const std::string& html) {
    return all_between(html, "<data value=\"", "\"");
}

TEST(ScorePage, HasTheNumbersOfTheScores) {
    const Reported run(cdnow_39_weeks());
    EXPECT_EQ(run.figure("customers"), "2357");
    EXPECT_EQ(run.figure("repeaters"), "946");
    EXPECT_EQ(run.figure("critical"),
              run.summary.at("risk_bands").at("customers").at("critical").dump());
    const double at_risk = sum_of(run.scores, "value_at_risk");
    EXPECT_NEAR(std::stod(run.figure("value_at_risk")), at_risk, 1e-12 * at_risk);
    double gone = 0;
    for (const auto& row : run.scores) gone += 1 - std::stod(row.at("probability_alive"));
    EXPECT_NEAR(std::stod(run.figure("gone")), gone, 1e-9 * gone);
}

// Of each of them the CSV's own digits: risk, value, value at risk.
TEST(ScorePage, ListsWhoHasMostAtRiskWithTheNumbersOfTheScores) {
    const Reported run(cdnow_39_weeks());
    const std::string list = run.section("call-first");
    const std::vector<std::string> numbers = numbers_of(list);
    Rows rows = run.scores;
    std::ranges::stable_sort(rows, std::greater<>{},
                             [](const auto& row) { return std::stod(row.at("value_at_risk")); });
    std::size_t place = 0;
    for (std::size_t i = 0; i < 20; ++i) {
        const auto& row = rows[i];
        place = list.find(">" + row.at("customer") + "</bdi>", place);
        ASSERT_NE(place, std::string::npos) << row.at("customer");
        for (const char* const column : {"risk", "clv_given_alive", "value_at_risk"}) {
            EXPECT_NE(std::ranges::find(numbers, row.at(column)), numbers.end())
                << column << " of " << row.at("customer") << ": " << row.at(column);
        }
    }
}

/// The rows of the table of that class, each with its header.
std::vector<std::string> table_rows(const std::string& page, const std::string& of_class) {
    const auto tables = all_between(page, "<table class=\"" + of_class + "\">", "</table>");
    if (tables.size() != 1) throw std::runtime_error("not one table " + of_class);
    return all_between(tables[0], "<tr><th scope=\"row\">", "</tr>");
}

TEST(ScorePage, CountsSegmentsAsTheScoresDo) {
    const Reported run(cdnow_39_weeks());
    std::map<std::string, int> customers;
    for (const auto& row : run.scores) ++customers[row.at("segment")];
    int all = 0;
    for (const std::string& row : table_rows(run.page, "segments")) {
        std::string name = all_between(row, "<bdi>", "</bdi>").at(0);
        name.front() = static_cast<char>(std::tolower(name.front()));
        const int count = std::stoi(numbers_of(row).at(0));
        EXPECT_EQ(count, customers[name]) << name;
        all += count;
    }
    EXPECT_EQ(all, 2357);
}

TEST(ScorePage, CountsCellsAsTheScoresDo) {
    const Reported run(cdnow_39_weeks());
    std::map<std::string, int> customers;
    std::map<std::string, double> at_risk;
    for (const auto& row : run.scores) {
        ++customers[row.at("cell")];
        at_risk[row.at("cell")] += std::stod(row.at("value_at_risk"));
    }
    int all = 0;
    for (const std::string& row : table_rows(run.page, "matrix")) {
        const std::vector<std::string> numbers = numbers_of(row);
        const std::string value = row.substr(0, row.find('<'));
        const std::vector<std::string> risks{"low", "medium", "high", "critical"};
        ASSERT_EQ(numbers.size(), 1 + 2 * risks.size()) << row;  // the border of the band first
        for (std::size_t i = 0; i < risks.size(); ++i) {
            const std::string cell = value + '/' + risks[i];
            EXPECT_EQ(std::stoi(numbers[2 * i + 1]), customers[cell]) << cell;
            EXPECT_NEAR(std::stod(numbers[2 * i + 2]), at_risk[cell], 1e-9 * at_risk[cell]) << cell;
            all += std::stoi(numbers[2 * i + 1]);
        }
    }
    EXPECT_EQ(all, 2357);
}

TEST(ScorePage, IsOfTheWholeLogAndOfABaseWithoutIt) {
    const Reported whole(cdnow_39_weeks());
    for (const char* const id : {"cohorts", "tracking", "holdout"})
        EXPECT_TRUE(whole.has_section(id)) << id;
    const Scratch scratch;
    const std::string base = scratch.path("base.csv");
    ASSERT_EQ(run(cdnow("summarize", {"--out", base})).exit_code, 0);
    const Reported alone({"score", "--base", base, "--horizon", "39w"});
    EXPECT_FALSE(alone.has_section("tracking"));
    EXPECT_EQ(alone.figure("value_at_risk"), whole.figure("value_at_risk"));
}

TEST(ScorePage, ShowsHostileIdsAsText) {
    std::string log = "customer,date,amount\n";
    const std::vector<std::string> ids{
        "<script>alert(1)</script>", "\"\"&amp;'", "a", "b", "c", "d", "e", "f"};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (std::size_t n = 0; n <= i % 4 + (i == 1 ? 3 : 0); ++n) {
            log += '"' + ids[i] + "\",2024-0" + std::to_string(1 + (i + 2 * n) % 9) + "-1" +
                   std::to_string(i) + ",2" + std::to_string(3 * i + n) + "\n";
        }
    }
    const Scratch scratch;
    const std::string file = scratch.write("orders.csv", log);
    const Outcome outcome =
        run({"score", file, "--spend", "none", "--title", "<b>&", "--currency", "<u>", "--out",
             scratch.path("scores.csv"), "--report", scratch.path("report.html")});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    const std::string page = scratch.read("report.html");
    EXPECT_EQ(page.find("<script"), std::string::npos);
    EXPECT_EQ(page.find("<b>"), std::string::npos);
    EXPECT_EQ(page.find("<u>"), std::string::npos);
    EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt;"), std::string::npos);
    EXPECT_NE(page.find("&lt;b&gt;&amp;"), std::string::npos);
}

TEST(ScorePage, OfALogWithADateFromAnotherAgeSaysSo) {
    const Scratch scratch;
    std::string log = read_file(TENURE_EXAMPLE_DATA "/cdnow_sample.txt");
    log += "00004 9999 16500101 1 5.00\n";
    Arguments arguments = cdnow_39_weeks();
    arguments[1] = scratch.write("old.txt", log);
    const Reported reported(arguments);
    EXPECT_FALSE(reported.has_section("cohorts"));
    EXPECT_FALSE(reported.has_section("tracking"));
    const std::string why = "spans more than 100 years, from 1650-01-01 to 1998-06-30, so that";
    EXPECT_NE(reported.page.find(why), std::string::npos);
    EXPECT_NE(reported.summary.at("notes").dump().find(why), std::string::npos);
    EXPECT_EQ(reported.scores.size(), 2358U);
}

TEST(ScorePage, IsNotWrittenWhereAFitIsNotUsable) {
    const Scratch scratch;
    const std::string log = scratch.write(
        "orders.csv", "customer,date,amount\n1,2024-01-01,5\n2,2024-01-02,5\n3,2024-01-09,7\n");
    const Outcome outcome = run({"score", log, "--out", scratch.path("scores.csv"), "--report",
                                 scratch.path("report.html")});
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_EQ(scratch.names(), std::vector<std::string>{"orders.csv"});
}

/// Orders of 60 customers whose spend differs so much that the model of spend knows no mean of
/// those who came once.
std::string log_of_unequal_spend(bool amounts) {
    std::string log = amounts ? "customer,date,amount\n" : "customer,date\n";
    for (int i = 0; i < 60; ++i) {
        for (int n = 0; n <= i % 4; ++n) {
            const Date day = Date(std::chrono::year(2024) / 1 / 1) + (7 * i + 31 * n) % 300;
            const double amount = std::pow(1.5, i % 30) * (1 + 0.3 * ((i + n) % 3));
            log += std::to_string(i) + ',' + day.to_string();
            if (amounts) log += ',' + std::to_string(std::lround(amount));
            log += '\n';
        }
    }
    return log;
}

// What to type belongs to the program's notes; the page says in its own words what is missing.
TEST(ScorePage, HasNoMessagesOfTheCommandLine) {
    const Scratch scratch;
    const Reported run({"score", scratch.write("orders.csv", log_of_unequal_spend(false))});
    ASSERT_NE(run.summary.at("notes").dump().find("--columns"), std::string::npos);
    EXPECT_EQ(run.page.find("--columns"), std::string::npos);
    EXPECT_NE(run.section("call-first").find("Without amounts"), std::string::npos);
}

TEST(ScorePage, SaysOnceOfHowManyNoValueIsKnown) {
    const Scratch scratch;
    const Reported run({"score", scratch.write("orders.csv", log_of_unequal_spend(true))});
    ASSERT_NE(run.summary.at("notes").dump().find("have no expected spend"), std::string::npos);
    EXPECT_EQ(run.page.find("have no expected spend"), std::string::npos);
    EXPECT_NE(run.section("matrix").find("the model of spend knows no value"), std::string::npos);
}

TEST(ScorePage, SaysWhyThereAreNoSegments) {
    const Scratch scratch;
    const Reported run(
        {"score", "--base", scratch.write("base.csv", base_of_huge_revenues()), "--spend", "none"});
    EXPECT_FALSE(run.has_section("segments"));
    EXPECT_NE(run.section("data").find("too much to be added up: there are no segments."),
              std::string::npos);
    EXPECT_EQ(run.page.find("64 bits"), std::string::npos);
}

TEST(ScorePage, SaysWhyThereAreNoCohorts) {
    std::string log = "customer,date,amount\n";
    for (int i = 1; i <= 40; ++i) {
        for (int order = 0; order <= i % 3; ++order) {
            log += std::to_string(i) + ",2024-0" + std::to_string(1 + (i + 2 * order) % 9) +
                   "-15,3000000000000000000\n";
        }
    }
    const Scratch scratch;
    const Reported run({"score", scratch.write("orders.csv", log), "--spend", "none"});
    EXPECT_EQ(run.scores.size(), 40U);
    EXPECT_FALSE(run.has_section("cohorts"));
    EXPECT_NE(run.section("data").find("too much to be added up: there are no cohorts."),
              std::string::npos);
    EXPECT_NE(run.summary.at("notes").dump().find("there are no cohorts"), std::string::npos);
}

TEST(ScorePage, RefusesATitleOfNothingAndALongCurrency) {
    for (const auto& [option, text] :
         {std::pair("title", ""), std::pair("currency", "thirteen long")}) {
        const Scratch scratch;
        const Outcome outcome =
            run({"score", scratch.path("nothing.csv"), "--" + std::string(option), text, "--out",
                 scratch.path("s.csv"), "--report", scratch.path("report.html")});
        EXPECT_EQ(outcome.exit_code, 2) << option;
        EXPECT_NE(outcome.err.find(option), std::string::npos) << outcome.err;
        EXPECT_TRUE(scratch.names().empty()) << option;
    }
}

TEST(ScorePage, ItsOptionsNeedIt) {
    const Outcome outcome = run(cdnow("score", {"--title", "Shop", "--out", "/dev/null"}));
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_NE(outcome.err.find("--title"), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find("--report"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace tenure::test
