#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "csv_rows.hpp"
#include "program.hpp"

namespace tenure::test {
namespace {

Arguments segment(const std::string& by, const Arguments& more = {}) {
    Arguments arguments = cdnow("segment", {"--by", by});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

/// The same to the end of the log.
Arguments to_the_end(Arguments arguments) {
    std::ranges::replace(arguments, std::string("1997-09-30"), std::string("1998-06-30"));
    return arguments;
}

/// The rows and the report of a run.
struct Segments {
    explicit Segments(Arguments arguments) {
        arguments.insert(arguments.end(), {"--out", scratch.path("segments.csv")});
        report = run_json(arguments);
        csv = scratch.read("segments.csv");
        rows = rows_of(csv);
    }

    Scratch scratch;
    Json report;
    std::string csv;
    Rows rows;
};

TEST(Segment, RfmPutsEachCustomerIntoTheSegmentOfItsScores) {
    const Segments found(segment("rfm"));
    EXPECT_EQ(lines(found.csv).at(0), "customer,recency_days,frequency,monetary,r,f,m,segment");
    ASSERT_EQ(found.rows.size(), 2357U);
    std::map<std::string, int> customers;
    std::map<std::string, std::set<std::string>> pairs;
    for (const auto& row : found.rows) {
        ++customers[row.at("segment")];
        pairs[row.at("segment")].insert(row.at("r") + row.at("f"));
    }
    int all = 0;
    for (const Json& segment : found.report.at("rfm").at("segments")) {
        const auto name = segment.at("segment").get<std::string>();
        EXPECT_EQ(segment.at("customers"), customers[name]) << name;
        all += segment.at("customers").get<int>();
        for (const std::string& pair : pairs[name]) {
            EXPECT_GE(pair[0] - '0', segment.at("r")[0].get<int>()) << name << pair;
            EXPECT_LE(pair[0] - '0', segment.at("r")[1].get<int>()) << name << pair;
            EXPECT_GE(pair[1] - '0', segment.at("f")[0].get<int>()) << name << pair;
            EXPECT_LE(pair[1] - '0', segment.at("f")[1].get<int>()) << name << pair;
        }
    }
    EXPECT_EQ(all, 2357);
}

// 1,411 of the 2,357 bought once: two of the four cut points of frequency are 1.
TEST(Segment, RfmSaysWhatTiesDid) {
    const Segments found(segment("rfm"));
    const Json tie = found.report.at("rfm").at("ties").at(0);
    EXPECT_EQ(tie.at("measure"), "frequency");
    EXPECT_EQ(tie.at("value"), 1.0);
    EXPECT_EQ(tie.at("customers"), 1411);
    const Outcome text = run(segment("rfm", {"--out", "/dev/null"}));
    EXPECT_NE(text.out.find("1411 customers have a frequency of 1: they all score 1"),
              std::string::npos)
        << text.out;
}

// In a currency of small units, and of one customer.
TEST(Segment, RfmWritesLargeAmountsOutAndOneCustomerInTheSingular) {
    const Scratch scratch;
    const std::string log =
        scratch.write("orders.csv", "customer,date,amount\n7,2024-01-01,12345678901.25\n");
    const Outcome text = run({"segment", log, "--by", "rfm", "--out", "/dev/null"});
    ASSERT_EQ(text.exit_code, 0) << text.err;
    EXPECT_NE(text.out.find("to 12345678901 "), std::string::npos) << text.out;
    EXPECT_NE(text.out.find("  1 customer has a frequency of 1: the score is 1, and nobody"),
              std::string::npos)
        << text.out;
}

TEST(Segment, SavedCutPointsGiveEveryOldCustomerTheOldSegment) {
    for (const char* const by : {"rfm", "matrix", "clusters"}) {
        SCOPED_TRACE(by);
        const Scratch scratch;
        const std::string cuts = scratch.path("cuts.json");
        const Outcome first =
            run(segment(by, {"--out", scratch.path("first.csv"), "--save-cuts", cuts}));
        ASSERT_EQ(first.exit_code, 0) << first.err;
        const Outcome again =
            run(segment(by, {"--out", scratch.path("again.csv"), "--cuts", cuts}));
        ASSERT_EQ(again.exit_code, 0) << again.err;
        EXPECT_EQ(scratch.read("first.csv"), scratch.read("again.csv"));
    }
}

TEST(Segment, CutPointsAreSavedAsTheyAreUsed) {
    const Scratch scratch;
    const std::string cuts = scratch.path("cuts.json");
    const Json report = run_json(segment("rfm", {"--out", "/dev/null", "--save-cuts", cuts}));
    const Json saved = Json::parse(read_file(cuts));
    EXPECT_EQ(saved.at("tenure_cuts"), 1);
    EXPECT_EQ(saved.at("by"), "rfm");
    for (const char* const measure : {"recency_days", "frequency", "monetary"}) {
        EXPECT_EQ(saved.at(measure), report.at("rfm").at("cuts").at(measure));
    }
}

TEST(Segment, MatrixCellsAddUp) {
    const Segments found(segment("matrix", {"--horizon", "39w"}));
    EXPECT_EQ(lines(found.csv).at(0),
              "customer,value,risk,value_at_risk,value_band,risk_band,cell,protection");
    const Json& matrix = found.report.at("matrix");
    std::map<std::string, int> customers;
    for (const auto& row : found.rows) {
        EXPECT_EQ(row.at("cell"), row.at("value_band") + '/' + row.at("risk_band"));
        ++customers[row.at("cell") + ' ' + row.at("protection")];
    }
    int all = 0;
    double at_risk = 0;
    for (const Json& cell : matrix.at("cells")) {
        const std::string name = cell.at("value_band").get<std::string>() + '/' +
                                 cell.at("risk_band").get<std::string>() + ' ' +
                                 cell.at("protection").get<std::string>();
        EXPECT_EQ(cell.at("customers"), customers[name]) << name;
        all += cell.at("customers").get<int>();
        at_risk += cell.at("value_at_risk").get<double>();
    }
    EXPECT_EQ(all, 2357);
    EXPECT_EQ(matrix.at("total").at("customers"), 2357);
    const double total = matrix.at("total").at("value_at_risk").get<double>();
    EXPECT_NEAR(at_risk, total, 1e-12 * total);
}

// shared figures of CDNOW, by pandas: Gini .6309171170162411 over the whole log.
TEST(Segment, ConcentrationIsTheDocumentedOne) {
    const Segments found(to_the_end(segment("concentration")));
    EXPECT_EQ(lines(found.csv).at(0), "customer,revenue,share,cumulative_share,rank,class");
    const Json& figures = found.report.at("concentration");
    EXPECT_NEAR(figures.at("gini").get<double>(), 0.6309171170162411, 1e-12);
    EXPECT_NEAR(figures.at("revenue").get<double>(), 244091.94, 1e-6);
    EXPECT_EQ(figures.at("without_revenue"), 8);
    int fifths = 0;
    for (const Json& top : figures.at("top_shares")) {
        if (top.at("of_customers") != 0.2) continue;
        ++fifths;
        EXPECT_EQ(top.at("customers"), 472);
        EXPECT_NEAR(top.at("share").get<double>(), 0.6745501715460167, 1e-12);
    }
    EXPECT_EQ(fifths, 1);
    const Json& curve = figures.at("curve");
    ASSERT_EQ(curve.size(), 101U);
    EXPECT_EQ(curve.front(), Json({{"customers", 0.0}, {"revenue", 0.0}}));
    EXPECT_EQ(curve.back(), Json({{"customers", 1.0}, {"revenue", 1.0}}));
    // 20 % are 471.4 customers: less than the 472 above by six tenths of one.
    EXPECT_NEAR(curve[20].at("revenue").get<double>(), 0.6745501715460167, 0.6 / 472);
    EXPECT_LT(curve[20].at("revenue").get<double>(), 0.6745501715460167);
    EXPECT_NEAR(std::stod(found.rows.back().at("cumulative_share")), 1.0, 1e-12);
}

TEST(Segment, ClustersDoNotDependOnTheOrderOfRowsOrThreads) {
    const Scratch scratch;
    std::vector<std::string> rows = lines(read_file(TENURE_EXAMPLE_DATA "/cdnow_sample.txt"));
    std::mt19937 engine(5);
    std::ranges::shuffle(rows, engine);
    std::string shuffled;
    for (const std::string& row : rows) shuffled += row + '\n';
    const std::string file = scratch.write("shuffled.txt", shuffled);
    const auto clusters_of = [&](Arguments arguments, const std::string& out) {
        arguments.insert(arguments.end(), {"--by", "clusters", "--out", scratch.path(out)});
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
        return scratch.read(out);
    };
    Arguments other = cdnow("segment");
    other[1] = file;
    other.insert(other.end(), {"--threads", "3"});
    EXPECT_EQ(clusters_of(cdnow("segment"), "one.csv"), clusters_of(other, "other.csv"));
}

TEST(Segment, ClustersAreAsManyAsAsked) {
    const Segments found(segment("clusters", {"--clusters", "4", "--features", "recency,revenue"}));
    EXPECT_EQ(lines(found.csv).at(0), "customer,cluster,distance,recency,revenue");
    std::set<std::string> labels;
    for (const auto& row : found.rows) labels.insert(row.at("cluster"));
    EXPECT_EQ(labels, (std::set<std::string>{"1", "2", "3", "4"}));
    EXPECT_EQ(found.report.at("clusters").at("clusters").size(), 4U);
}

// By pandas: of the 781 customers of January 1997, 124 came back in February, 95 in March.
TEST(Segment, CohortsAreThoseOfTheFile) {
    const Segments found(to_the_end(segment("cohorts")));
    EXPECT_EQ(lines(found.csv).at(0), "cohort,period,customers,active,retention,revenue,complete");
    const Json& cohorts = found.report.at("cohorts").at("cohorts");
    EXPECT_EQ(cohorts[0].at("begin"), "1997-01-01");
    EXPECT_EQ(cohorts[0].at("active"),
              Json({781, 124, 95, 70, 65, 77, 65, 53, 52, 45, 62, 59, 45, 47, 63, 37, 37, 33}));
    EXPECT_EQ(cohorts[1].at("customers"), 857);
    EXPECT_EQ(found.rows.at(1).at("active"), "124");
    const Json by_week = Segments(segment("cohorts", {"--period", "week"})).report.at("cohorts");
    EXPECT_EQ(by_week.at("cohorts")[0].at("begin"), "1996-12-30");
}

TEST(Segment, MigrationCountsEveryCustomerOnce) {
    const Segments found(segment("migration", {"--from", "1997-02-28"}));
    EXPECT_EQ(lines(found.csv).at(0), "customer,from,to,revenue_between");
    const Json& migration = found.report.at("migration");
    int moved = 0;
    int joined = 0;
    for (const Json& move : migration.at("moves")) {
        moved += move.at("customers").get<int>();
        if (move.at("from").is_null()) joined += move.at("customers").get<int>();
    }
    EXPECT_EQ(moved, 2357);
    EXPECT_EQ(joined, 719);  // who came in March, by pandas
    EXPECT_EQ(migration.at("joined"), 719);
    std::map<std::pair<std::string, std::string>, std::pair<int, long>> moves;
    for (const auto& row : found.rows) {
        auto& [customers, cents] = moves[{row.at("from"), row.at("to")}];
        ++customers;
        cents += std::lround(100 * std::stod(row.at("revenue_between")));
    }
    for (const Json& move : migration.at("moves")) {
        const std::string from = move.at("from").is_null() ? "" : move.at("from");
        const auto& [customers, cents] = moves[{from, move.at("to")}];
        EXPECT_EQ(move.at("customers"), customers) << move;
        EXPECT_EQ(std::lround(100 * std::stod(move.at("revenue").get<std::string>())), cents)
            << move;
    }
}

TEST(Segment, MigrationSaysUnderWhichCutPoints) {
    const Scratch scratch;
    const std::string cuts = scratch.path("cuts.json");
    const auto moves_of = [](const Arguments& more) {
        return Segments(segment("migration", more)).report.at("migration");
    };
    const Json own = moves_of({"--from", "1997-05-31", "--save-cuts", cuts});
    const Json earlier = Segments(to_the_end(segment("rfm"))).report.at("rfm").at("cuts");
    EXPECT_TRUE(own.at("cuts_from_earlier").get<bool>());
    EXPECT_NE(own.at("cuts"), earlier);
    EXPECT_EQ(own.at("segments").size(), 10U);
    const Json given = moves_of({"--from", "1997-05-31", "--cuts", cuts});
    EXPECT_FALSE(given.at("cuts_from_earlier").get<bool>());
    EXPECT_EQ(given.at("cuts"), own.at("cuts"));
    EXPECT_EQ(given.at("moves"), own.at("moves"));
    const Outcome text =
        run(segment("migration", {"--from", "1997-05-31", "--cuts", cuts, "--out", "/dev/null"}));
    EXPECT_NE(text.out.find("under the cut points that were given"), std::string::npos);
}

// What a search says does not exist where clusters are only assigned, nor money without amounts.
TEST(Segment, ClustersHaveNoNumbersThatDoNotExist) {
    const Scratch scratch;
    const std::string cuts = scratch.path("cuts.json");
    Arguments arguments = segment("clusters", {"--clusters", "3", "--save-cuts", cuts});
    std::ranges::replace(arguments, std::string("customer=2,date=3,amount=5"),
                         std::string("customer=2,date=3"));
    const Json found = Segments(arguments).report;
    EXPECT_TRUE(found.at("clusters").at("clusters")[0].at("revenue").is_null());
    EXPECT_TRUE(found.at("clusters").at("silhouette").is_number());
    EXPECT_EQ(found.at("options").at("clusters"), 3);
    EXPECT_EQ(found.at("options").at("seed"), 1);
    const Json assigned = Segments(segment("clusters", {"--cuts", cuts})).report;
    for (const char* const name : {"silhouette", "iterations", "converged"})
        EXPECT_TRUE(assigned.at("clusters").at(name).is_null()) << name;
    EXPECT_TRUE(assigned.at("options").at("seed").is_null());
    EXPECT_EQ(assigned.at("clusters").at("clusters")[0].at("customers"),
              found.at("clusters").at("clusters")[0].at("customers"));
}

TEST(Segment, CutsOfAMatrixAreForValuesMadeAsTheyWere) {
    const Scratch scratch;
    const std::string cuts = scratch.path("cuts.json");
    ASSERT_EQ(run(segment("matrix", {"--out", "/dev/null", "--save-cuts", cuts})).exit_code, 0);
    const auto complaint = [&](Arguments more) {
        more.insert(more.end(), {"--cuts", cuts, "--out", "/dev/null"});
        const Outcome outcome = run(segment("matrix", more));
        EXPECT_EQ(outcome.exit_code, 3);
        return outcome.err;
    };
    EXPECT_EQ(complaint({"--margin", "0.5"}),
              cuts + ": margin: expected 0.5, as values are made here, got 1.0\n");
    EXPECT_EQ(complaint({"--horizon", "1w"}),
              cuts + ": horizon: expected \"1w\", as values are made here, got \"52w\"\n");
    EXPECT_EQ(complaint({"--spend", "none"}),
              cuts +
                  ": basis: expected \"revenue_per_year\", as values are made here, got "
                  "\"clv_given_alive\"\n");
}

TEST(Segment, MatrixNamesTheColumnThatItNeeds) {
    Arguments arguments = segment("matrix", {"--out", "/dev/null"});
    std::ranges::replace(arguments, std::string("customer=2,date=3,amount=5"),
                         std::string("customer=2,date=3"));
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.exit_code, 3);
    EXPECT_NE(outcome.err.find("expected a column of amounts in the log, got none"),
              std::string::npos)
        << outcome.err;
}

TEST(Segment, AFitThatIsNotUsableWritesNothing) {
    const Scratch scratch;
    const std::string log = scratch.write(
        "orders.csv", "customer,date,amount\n1,2024-01-01,5\n2,2024-01-02,5\n3,2024-01-09,7\n");
    const Outcome outcome =
        run({"segment", log, "--by", "matrix", "--json", "--out", scratch.path("matrix.csv")});
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_EQ(Json::parse(outcome.out).at("matrix").at("status"), "not_identified");
    EXPECT_EQ(scratch.names(), std::vector<std::string>{"orders.csv"});
}

TEST(Segment, RefusesOptionsOfOtherKinds) {
    const auto complaint = [](const std::string& by, const Arguments& more) {
        const Outcome outcome = run(segment(by, more));
        EXPECT_EQ(outcome.exit_code, 2) << by;
        return outcome.err;
    };
    const Arguments out{"--out", "/dev/null"};
    const auto with = [&out](Arguments more) {
        more.insert(more.end(), out.begin(), out.end());
        return more;
    };
    const std::string behind = " (see tenure segment --help)\n";
    EXPECT_EQ(complaint("rfm", with({"--horizon", "39w"})),
              "tenure segment: --horizon: --by rfm has no such option" + behind);
    EXPECT_EQ(complaint("concentration", with({"--cuts", "cuts.json"})),
              "tenure segment: --cuts: --by concentration has no such option" + behind);
    EXPECT_EQ(complaint("cohorts", with({"--save-cuts", "cuts.json"})),
              "tenure segment: --save-cuts: --by cohorts has no such option" + behind);
    EXPECT_EQ(complaint("rfm", with({"--from", "1997-03-31"})),
              "tenure segment: --from: --by rfm has no such option" + behind);
    EXPECT_EQ(complaint("clusters", with({"--cuts", "cuts.json", "--clusters", "3"})),
              "tenure segment: --clusters: expected none of it beside --cuts, which are the "
              "clusters that were found" +
                  behind);
    EXPECT_EQ(complaint("migration", out),
              "tenure segment: --by migration: expected --from DATE, got none" + behind);
    EXPECT_EQ(complaint("migration", with({"--from", "1997-09-30"})),
              "tenure segment: --from: expected a date before the end of observation, 1997-09-30, "
              "got 1997-09-30" +
                  behind);
    EXPECT_EQ(complaint("clusters", with({"--clusters", "1"})),
              "tenure segment: --clusters: expected a whole number from 2 to 64, got '1'" + behind);
    const Outcome twice =
        run({"segment", "-", "--by", "rfm", "--cuts", "-", "--out", "/dev/null"}, "{}");
    EXPECT_EQ(twice.exit_code, 2);
    EXPECT_NE(twice.err.find("--cuts: expected another file than standard input"),
              std::string::npos)
        << twice.err;
    const Outcome base = run({"segment", "--base", "base.csv", "--by", "cohorts", "--out", "-"});
    EXPECT_EQ(base.exit_code, 2);
    EXPECT_EQ(base.err, "tenure segment: --by cohorts: expected ORDERS, got a base" + behind);
}

struct BadCuts {
    std::string by;
    std::string text;
    std::string complaint;
};

std::string many_members(int count) {
    std::string members;
    for (int i = 0; i < count; ++i) members += "\"m" + std::to_string(i) + "\":1,";
    return members;
}

TEST(Segment, SaysWhatIsWrongWithCutPoints) {
    const std::string rfm = R"("recency_days":[1,2,3,4],"frequency":[1,2,3,4],"monetary":null)";
    const std::vector<BadCuts> cases{
        {"rfm", "{", "expected a JSON document as --save-cuts writes it, got other text"},
        {"rfm", "{\"tenure_cuts\":" + std::string(400'000, '[') + std::string(400'000, ']') + '}',
         "got one of more levels"},
        {"rfm", R"({"tenure_cuts":1,"by":"rfm","tenure_cuts":1})",
         R"(got one with two members "tenure_cuts")"},
        {"clusters",
         R"({"tenure_cuts":1,"by":"clusters","centers":[],"features":[{"scale":1,)"
         R"("center":1},{"center":1,"center":2}]})",
         R"(got one with two members "center")"},
        {"rfm", "{" + many_members(20'000) + "\"by\":\"rfm\"}",
         "got one with more than 16 members in a level"},
        {"rfm", "[]", "expected an object, got []"},
        {"rfm", "{}", "tenure_cuts: expected a member, got none"},
        {"rfm", R"({"tenure_cuts":2})", "tenure_cuts: expected 1, got 2"},
        {"rfm", R"({"tenure_cuts":1,"by":"matrix"})", R"(by: expected "rfm", got "matrix")"},
        {"rfm", R"({"tenure_cuts":1,"by":"rfm",)" + rfm + R"(,"more":1})",
         R"(expected one of tenure_cuts, by, recency_days, frequency, monetary, got "more")"},
        {"rfm", R"({"tenure_cuts":1,"by":"rfm","recency_days":[1,2,3],"frequency":1,"monetary":1})",
         "recency_days: expected an array of 4, got [1,2,3]"},
        {"rfm",
         R"({"tenure_cuts":1,"by":"rfm","recency_days":[1,2,3,2],"frequency":1,"monetary":1})",
         "recency_days[3]: expected no less than the one before, got 2"},
        {"rfm",
         R"({"tenure_cuts":1,"by":"rfm","recency_days":[1,2,3,"4"],"frequency":1,"monetary":1})",
         R"(recency_days[3]: expected a number, got "4")"},
        {"matrix", R"({"tenure_cuts":1,"by":"matrix","value":[1,2,1e999]})", "got other text"},
        {"clusters", R"({"tenure_cuts":1,"by":"clusters","features":[],"centers":[]})",
         "features: expected an array of 1 to 16, got []"},
        {"clusters",
         R"({"tenure_cuts":1,"by":"clusters","features":[{"feature":"age","logarithm":true,)"
         R"("center":0,"scale":0}],"centers":[]})",
         "features[0].scale: expected a number above 0, got 0"},
        {"clusters",
         R"({"tenure_cuts":1,"by":"clusters","features":[{"feature":"size","logarithm":true,)"
         R"("center":0,"scale":1}],"centers":[[1]]})",
         R"(features[0].feature: expected the name of a feature, got "size")"},
        {"clusters",
         R"({"tenure_cuts":1,"by":"clusters","features":[{"feature":"age","logarithm":true,)"
         R"("center":0,"scale":1}],"centers":[[1,2]]})",
         "centers[0]: expected an array of 1, got [1,2]"}};
    for (const BadCuts& bad : cases) {
        const Scratch scratch;
        const std::string file = scratch.write("cuts.json", bad.text);
        const Outcome outcome =
            run(segment(bad.by, {"--cuts", file, "--out", scratch.path("segments.csv")}));
        EXPECT_EQ(outcome.exit_code, 3) << bad.text;
        EXPECT_NE(outcome.err.find("cuts.json"), std::string::npos) << outcome.err;
        EXPECT_NE(outcome.err.find(bad.complaint), std::string::npos) << bad.text << "\n"
                                                                      << outcome.err;
        EXPECT_EQ(scratch.names(), std::vector<std::string>{"cuts.json"});
    }
}

TEST(Segment, DoesNotOverwriteTheCutPointsThatItReads) {
    const Scratch scratch;
    const std::string cuts = scratch.write("cuts.json", "{}");
    const Outcome outcome = run(segment("rfm", {"--cuts", cuts, "--out", cuts}));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.err;
    EXPECT_EQ(scratch.read("cuts.json"), "{}");
}

}  // namespace
}  // namespace tenure::test
