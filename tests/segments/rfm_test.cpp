#include "tenure/segments/rfm.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "segments/public_logs.hpp"
#include "segments/support.hpp"
#include "support/base_equality.hpp"
#include "support/executors.hpp"
#include "support/stopping.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::segments {
namespace {

using namespace tenure::literals;
using test::BaseRow;
using test::text_of;
using Four = std::array<double, 4>;
using Five = std::array<std::int64_t, 5>;

RfmTable rfm_of(const CustomerBase& base, const RfmOptions& options = {}) {
    return rfm(base, options).value();
}

/// Rows whose values differ in all three measures but where they are made alike.
std::vector<BaseRow> rows_of(std::size_t n, bool weighted = false) {
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < n; ++i) {
        const auto x = static_cast<std::int64_t>(i * i % 7);
        const auto age = static_cast<double>(400 + i * 37 % 101);
        const double recency = x == 0 ? 0 : static_cast<double>(50 + i * 53 % 211);
        const auto revenue = static_cast<std::int64_t>(100 * x + 101 + i * 7919 % 10007);
        const double mean =
            x == 0 ? 0 : static_cast<double>(revenue - 100) / 100 / static_cast<double>(x);
        rows.push_back(
            {x, recency, age, mean, revenue, weighted ? 1 + static_cast<std::int64_t>(i % 4) : 1});
    }
    return rows;
}

constexpr test::BaseColumns no_amounts{.monetary_value = false, .revenue = false};
constexpr test::BaseColumns only_revenue{.monetary_value = false, .revenue = true};

std::int64_t checksum(std::span<const std::int64_t> scores) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        sum += static_cast<std::int64_t>(i + 1) * scores[i];
    return sum;
}

void expect_near(const Four& found, const Four& expected) {
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-13 * (1 + std::abs(expected[i]))) << i;
}

/// Figures by pandas 2 and NumPy: quintiles by numpy.quantile, scores by pandas.qcut(values, 5,
/// labels=[1, 2, 3, 4, 5]) (recency: [5, 4, 3, 2, 1]), of which the sum of row number (by id, from
/// 1) times score stands here; 0 where qcut refuses the values, for they have ties at cut points.
struct Golden {
    const char* name;
    Date until;
    RfmCuts cuts;
    Five r, f, m;
    std::int64_t r_checksum, m_checksum;
};

void expect_golden(const RfmTable& table, const Golden& golden) {
    const RfmReport& report = table.report();
    expect_near(report.cuts.recency, golden.cuts.recency);
    expect_near(report.cuts.frequency, golden.cuts.frequency);
    expect_near(report.cuts.monetary.value(), *golden.cuts.monetary);
    EXPECT_EQ(report.r, golden.r);
    EXPECT_EQ(report.f, golden.f);
    EXPECT_EQ(report.m, golden.m);
    if (golden.r_checksum != 0) {
        EXPECT_EQ(checksum(table.r()), golden.r_checksum);
    }
    EXPECT_EQ(checksum(table.m()), golden.m_checksum);
}

const Golden cdnow{"cdnow_sample",
                   1997y / 9 / 30,
                   {{99, 198, 219, 242}, {1, 1, 2, 3}, Four{14.96, 27.99, 45.976, 93.722}},
                   {466, 475, 453, 490, 473},
                   {1411, 0, 439, 214, 293},
                   {480, 464, 470, 471, 472},
                   9440005,
                   8221889};
const Golden online_retail{
    "online_retail",
    2011y / 6 / 30,
    {{16, 39, 74, 125.2}, {1, 1, 2, 3}, Four{208.248, 364.24, 680.144, 1417.596}},
    {592, 586, 585, 604, 593},
    {1404, 0, 641, 329, 586},
    {592, 592, 592, 592, 592},
    13206635,
    12792581};
const Golden apparel{
    "apparel",
    2006y / 12 / 31,
    {{99.8, 393.6, 667.8, 728}, {1, 2, 3, 5}, Four{29.674, 58.022, 97.028, 186.776}},
    {0, 240, 120, 120, 120},
    {213, 116, 82, 100, 89},
    {120, 120, 120, 120, 120},
    0,
    541247};

TEST(Rfm, OfTheCdnowSampleIsThatOfPandas) {
    expect_golden(rfm_of(test::cdnow_until(cdnow.until)), cdnow);
}

class RfmOfPublicLogs : public test::PublicLogs {};
TEST_P(RfmOfPublicLogs, IsThatOfPandas) {
    for (const Golden* golden : {&cdnow, &online_retail, &apparel}) {
        if (std::string(golden->name) != GetParam().name) continue;
        expect_golden(rfm_of(summarize(log(), {.until = golden->until}).value()), *golden);
    }
}
INSTANTIATE_TEST_SUITE_P(All, RfmOfPublicLogs, test::PublicLogs::all(), test::PublicLogs::name);

// Counted with pandas, by the rules and the quintiles above.
TEST(Rfm, NamesTheSegmentsOfTheCdnowSample) {
    const RfmTable table = rfm_of(test::cdnow_until(cdnow.until));
    const std::vector<std::pair<std::int64_t, std::int64_t>> expected{
        {338, 7083563}, {158, 2804168}, {314, 1997941}, {0, 0},      {167, 479924},
        {53, 327958},   {386, 1144547}, {77, 555121},   {6, 185781}, {858, 2732552}};
    ASSERT_EQ(table.report().segments.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(table.report().segments[i].customers, expected[i].first) << i;
        EXPECT_EQ(table.report().segments[i].revenue, expected[i].second) << i;
    }
}

TEST(Rfm, SaysWhatTiesDoToTheCdnowSample) {
    const auto ties = rfm_of(test::cdnow_until(cdnow.until)).report().ties;
    ASSERT_EQ(ties.size(), 1U);
    EXPECT_EQ(ties[0].measure, "frequency");
    EXPECT_EQ(ties[0].value, 1);
    EXPECT_EQ(ties[0].customers, 1411);
    EXPECT_EQ(ties[0].score, 1);
    EXPECT_EQ(ties[0].empty, std::vector<int>{2});
}

TEST(Rfm, SaysThatNobodyIsAboveTheLargestValue) {
    // Days 0, 10, 100, 100: the last cut point, at place 2.4, is the largest value.
    const auto base = test::base_of(
        {{1, 100, 100, 1, 200}, {1, 90, 100, 1, 201}, {0, 0, 100, 0, 300}, {0, 0, 100, 0, 400}},
        only_revenue);
    const auto ties = rfm_of(base).report().ties;
    ASSERT_FALSE(ties.empty());
    EXPECT_EQ(ties[0].measure, "recency");
    EXPECT_EQ(ties[0].value, 100);
    EXPECT_EQ(ties[0].customers, 2);
    EXPECT_EQ(ties[0].score, 2);
    EXPECT_EQ(ties[0].empty, std::vector<int>{1});
}

// Twelve customers, seven of them with 1: quintiles at places 2.2, 4.4, 6.6 and 8.8 are 1, 1, 3.4
// and 6.8, so that nobody is above 1 and not above 3.4 either.
TEST(Rfm, SaysThatATieLeavesScoresEmptyBelowAnInterpolatedCutPoint) {
    std::vector<test::BaseRow> rows;
    for (const std::int64_t revenue : {1, 1, 1, 1, 1, 1, 1, 5, 6, 7, 8, 9})
        rows.push_back({0, 0, 10.0 + static_cast<double>(rows.size()), 0, 100 * revenue});
    const auto base = test::base_of(rows, only_revenue);
    const auto report = rfm_of(base).report();
    const std::array<double, 4> cuts{1, 1, 3.4, 6.8};
    for (std::size_t i = 0; i < cuts.size(); ++i)
        EXPECT_DOUBLE_EQ(report.cuts.monetary.value()[i], cuts[i]);
    EXPECT_EQ(report.m, (std::array<std::int64_t, 5>{7, 0, 0, 2, 3}));
    const auto of_money = [](const RfmReport& of) {
        std::vector<RfmTie> ties;
        for (const RfmTie& tie : of.ties)
            if (tie.measure == "monetary") ties.push_back(tie);
        return ties;
    };
    const auto ties = of_money(report);
    ASSERT_EQ(ties.size(), 1U);
    EXPECT_EQ(ties[0].value, 1);
    EXPECT_EQ(ties[0].customers, 7);
    EXPECT_EQ(ties[0].score, 1);
    EXPECT_EQ(ties[0].empty, (std::vector<int>{2, 3}));
    // Given cut points are not the base's quintiles: nobody between two of them is no tie.
    const auto given = of_money(rfm(base, {.cuts = report.cuts}).value().report());
    ASSERT_EQ(given.size(), 1U);
    EXPECT_EQ(given[0].empty, std::vector<int>{2});
}

TEST(Rfm, TableHasWhatWasScored) {
    const RfmTable table = rfm_of(test::base_of({{2, 30, 100, 5, 1500}}));
    EXPECT_EQ(table.size(), 1U);
    EXPECT_EQ(table.table()["customer"].integers()[0], 1);
    EXPECT_EQ(table.table()["recency_days"].reals()[0], 70);
    EXPECT_EQ(table.table()["frequency"].integers()[0], 3);
    EXPECT_EQ(table.table()["monetary"].integers()[0], 1500);
    EXPECT_EQ(table.table()["monetary"].scale(), 2);
    EXPECT_EQ(text_of(table.table(), "segment", 0),
              default_rfm_rules()[static_cast<std::size_t>(table.segment()[0])].name);
}

// Times that were rounded to a tenth of a week outside: T − t_x of those who were silent for k
// weeks differs in its last bits.
TEST(Rfm, TimesThatWereRoundedOutsideScoreAlike) {
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 200; ++i) {
        const int silent = std::array{1, 2, 3, 5, 8}[static_cast<std::size_t>(i % 5)];
        const double T = (100 + 7 * i) / 10.0;
        rows.push_back({1 + i % 3, (100 + 7 * i - 10 * silent) / 10.0, T, 1.0, 100});
    }
    const auto base =
        CustomerBase::from_table(test::table_of(rows, only_revenue), Period::week, Unit::week);
    const RfmTable table = rfm_of(base.value());
    std::map<int, std::set<std::int64_t>> scores;
    for (std::size_t i = 0; i < rows.size(); ++i)
        scores[static_cast<int>(i % 5)].insert(table.r()[i]);
    for (const auto& [group, found] : scores) EXPECT_EQ(found.size(), 1U) << group;
    std::set<double> days;
    for (const double value : table.table()["recency_days"].reals()) days.insert(value);
    EXPECT_EQ(days, (std::set<double>{7, 14, 21, 35, 56}));
}

TEST(Rfm, OfOneCustomerPutsAllScoresOnTheValue) {
    const RfmTable table = rfm_of(test::base_of({{2, 30, 100, 5, 1500}}));
    EXPECT_EQ(table.report().cuts.recency, (Four{70, 70, 70, 70}));
    EXPECT_EQ(table.r()[0], 5);
    EXPECT_EQ(table.f()[0], 1);
    EXPECT_EQ(table.m()[0], 1);
    ASSERT_EQ(table.report().ties.size(), 3U);
    for (const RfmTie& tie : table.report().ties) EXPECT_EQ(tie.empty.size(), 4U);
}

/// By the definition: no cut point below makes a 1, and so on.
int score_by_counting(const Four& cuts, double value) {
    return 1 + static_cast<int>(std::count_if(cuts.begin(), cuts.end(),
                                              [value](double cut) { return cut < value; }));
}

TEST(Rfm, ScoresAndSumsAreThoseOfABruteForce) {
    const auto rows = rows_of(700, true);
    const CustomerBase base = test::base_of(rows, only_revenue);
    const RfmTable table = rfm_of(base);
    const RfmReport& report = table.report();
    std::vector<std::int64_t> customers(10), revenue(10);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int r = 6 - score_by_counting(report.cuts.recency, rows[i].T - rows[i].recency);
        const int f =
            score_by_counting(report.cuts.frequency, static_cast<double>(rows[i].frequency + 1));
        const int m =
            score_by_counting(*report.cuts.monetary, static_cast<double>(rows[i].revenue) / 100);
        ASSERT_EQ(table.r()[i], r);
        ASSERT_EQ(table.f()[i], f);
        ASSERT_EQ(table.m()[i], m);
        const auto rule = static_cast<std::size_t>(table.segment()[i]);
        EXPECT_TRUE(report.segments[rule].rule.r.has(r) && report.segments[rule].rule.f.has(f));
        customers[rule] += rows[i].weight;
        revenue[rule] += rows[i].revenue * rows[i].weight;
    }
    std::int64_t all = 0, spent = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(report.segments[i].customers, customers[i]);
        EXPECT_EQ(report.segments[i].revenue, revenue[i]);
        all += customers[i];
        spent += revenue[i];
    }
    EXPECT_EQ(report.customers, all);
    EXPECT_EQ(report.customers, base.customers());
    EXPECT_EQ(report.revenue, spent);
}

TEST(Rfm, RowOfWeightCountsAsSoManyRows) {
    const auto weighted = rows_of(200, true);
    std::vector<BaseRow> alone;
    for (BaseRow row : weighted) {
        const auto copies = static_cast<std::size_t>(row.weight);
        row.weight = 1;
        alone.insert(alone.end(), copies, row);
    }
    const RfmReport a = rfm_of(test::base_of(weighted, only_revenue)).report();
    const RfmReport b = rfm_of(test::base_of(alone, only_revenue)).report();
    EXPECT_EQ(a.cuts, b.cuts);
    EXPECT_EQ(a.r, b.r);
    EXPECT_EQ(a.f, b.f);
    EXPECT_EQ(a.m, b.m);
    EXPECT_EQ(a.revenue, b.revenue);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(a.segments[i].customers, b.segments[i].customers);
        EXPECT_EQ(a.segments[i].revenue, b.segments[i].revenue);
    }
}

TEST(Rfm, DoesNotDependOnOrderIdsOrThreads) {
    auto rows = rows_of(40000);
    const RfmTable table = rfm_of(test::base_of(rows, only_revenue));
    ThreadPool pool(3);
    test::ShuffledExecutor shuffled(5);
    for (const Executor& executor : {pool.executor(), shuffled.executor()}) {
        const RfmTable other =
            rfm_of(test::base_of(rows, only_revenue), {.run = {.executor = executor}});
        test::expect_same_table(other.table(), table.table());
    }
    std::reverse(rows.begin(), rows.end());  // other ids, too
    const RfmTable other = rfm_of(test::base_of(rows, only_revenue));
    EXPECT_EQ(other.report().cuts, table.report().cuts);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t j = rows.size() - 1 - i;
        ASSERT_EQ(other.r()[i], table.r()[j]);
        ASSERT_EQ(other.f()[i], table.f()[j]);
        ASSERT_EQ(other.m()[i], table.m()[j]);
        ASSERT_EQ(other.segment()[i], table.segment()[j]);
    }
}

TEST(Rfm, ScoresDoNotChangeWithTheCurrency) {
    auto rows = rows_of(997);
    const RfmTable table = rfm_of(test::base_of(rows, only_revenue));
    for (int factor = 10; factor <= 1000000; factor *= 10) {
        for (BaseRow& row : rows) row.revenue *= 10;
        const RfmTable scaled = rfm_of(test::base_of(rows, only_revenue));
        EXPECT_TRUE(std::ranges::equal(scaled.m(), table.m())) << factor;
        EXPECT_TRUE(std::ranges::equal(scaled.segment(), table.segment())) << factor;
    }
}

TEST(Rfm, ScoresRiseWithTheValue) {
    const auto rows = rows_of(500);
    const RfmTable table = rfm_of(test::base_of(rows, only_revenue));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows.size(); ++j) {
            const double days_i = rows[i].T - rows[i].recency, days_j = rows[j].T - rows[j].recency;
            ASSERT_TRUE(rows[i].revenue > rows[j].revenue || table.m()[i] <= table.m()[j]);
            ASSERT_TRUE(rows[i].frequency > rows[j].frequency || table.f()[i] <= table.f()[j]);
            ASSERT_TRUE(days_i > days_j || table.r()[i] >= table.r()[j]);
        }
    }
}

TEST(Rfm, SavedCutPointsGiveOldCustomersTheOldSegment) {
    auto rows = rows_of(300);
    const RfmTable old = rfm_of(test::base_of(rows, only_revenue));
    for (const BaseRow& row : rows_of(900)) {
        rows.push_back(row);
        rows.back().revenue *= 3;
    }
    const RfmTable now = rfm_of(test::base_of(rows, only_revenue), {.cuts = old.report().cuts});
    EXPECT_TRUE(old.report().cuts_from_base);
    EXPECT_FALSE(now.report().cuts_from_base);
    EXPECT_EQ(now.report().cuts, old.report().cuts);
    for (std::size_t i = 0; i < 300; ++i) {
        ASSERT_EQ(now.r()[i], old.r()[i]);
        ASSERT_EQ(now.f()[i], old.f()[i]);
        ASSERT_EQ(now.m()[i], old.m()[i]);
        ASSERT_EQ(now.segment()[i], old.segment()[i]);
    }
    EXPECT_NE(rfm_cuts(test::base_of(rows, only_revenue)).value(), old.report().cuts);
}

TEST(Rfm, WithoutAmountsHasNoMonetaryScore) {
    const RfmTable table = rfm_of(test::base_of(rows_of(50), no_amounts));
    EXPECT_FALSE(table.report().cuts.monetary.has_value());
    EXPECT_FALSE(table.report().has_revenue);
    EXPECT_EQ(table.table().find("m"), nullptr);
    EXPECT_EQ(table.table().find("monetary"), nullptr);
    EXPECT_EQ(table.report().m, Five{});
    EXPECT_EQ(table.report().revenue, 0);
    EXPECT_THROW(static_cast<void>(table.m()), ContractError);
}

TEST(Rfm, CustomersWithoutMonetaryScoreAreInEveryRange) {
    const RfmOptions options{.rules = {{"rich", {}, {}, {5, 5}}, {"others"}}};
    const RfmTable table = rfm_of(test::base_of(rows_of(50), no_amounts), options);
    EXPECT_EQ(table.report().segments[0].customers, 50);
}

TEST(Rfm, CutPointsWithoutAmountsLeaveThemOut) {
    const CustomerBase base = test::base_of(rows_of(50), only_revenue);
    const RfmTable table = rfm_of(base, {.cuts = RfmCuts{{1, 2, 3, 4}, {1, 2, 3, 4}, {}}});
    EXPECT_EQ(table.table().find("m"), nullptr);
    EXPECT_TRUE(table.report().has_revenue);
    EXPECT_GT(table.report().revenue, 0);
}

TEST(Rfm, CountsRecencyInDaysWhateverTheMergePeriodIs) {
    const double days[] = {1, 7, 30.4375};
    const Period periods[] = {Period::day, Period::week, Period::month};
    for (std::size_t i = 0; i < 3; ++i) {
        const auto base = CustomerBase::from_table(test::table_of({{1, 2, 12, 3, 600}}, {}),
                                                   periods[i], Unit::month)
                              .value();
        EXPECT_EQ(rfm_of(base).table()["recency_days"].reals()[0], 10 * days[i]) << i;
    }
}

TEST(RfmRules, CoverEachPairOnce) {
    std::set<std::string> names;
    for (const RfmRule& rule : default_rfm_rules()) names.insert(rule.name);
    EXPECT_EQ(names.size(), 10U);
    for (int r = 1; r <= 5; ++r) {
        for (int f = 1; f <= 5; ++f) {
            int rules = 0;
            for (const RfmRule& rule : default_rfm_rules()) {
                EXPECT_EQ(rule.m, ScoreRange{});
                if (rule.r.has(r) && rule.f.has(f)) ++rules;
            }
            EXPECT_EQ(rules, 1) << r << ' ' << f;
        }
    }
}

TEST(RfmRules, AreWrittenInWords) {
    EXPECT_EQ(to_string(RfmRule{"x", {4, 5}, {2, 3}}), "r 4-5, f 2-3");
    EXPECT_EQ(to_string(RfmRule{"x", {1, 5}, {2, 2}, {1, 4}}), "f 2, m 1-4");
    EXPECT_EQ(to_string(RfmRule{"x"}), "all");
}

void expect_invalid(const RfmOptions& options, const char* field, const char* message) {
    const auto checked = options.check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::invalid_option);
    EXPECT_EQ(checked.error().where.field, field);
    EXPECT_EQ(checked.error().message, message);
    EXPECT_EQ(rfm(test::base_of({{0, 0, 1}}), options).error().message, message);
}

TEST(RfmOptions, RefusesRulesThatLeaveATripleWithoutAName) {
    expect_invalid({.rules = {}}, "rules",
                   "expected a rule for every three scores, got none for r 1, f 1, m 1");
    expect_invalid({.rules = {{"a", {1, 3}}, {"b", {4, 5}, {1, 4}}, {"c", {4, 5}, {5, 5}, {2, 5}}}},
                   "rules", "expected a rule for every three scores, got none for r 4, f 5, m 1");
}

TEST(RfmOptions, RefusesRulesThatMakeNoSense) {
    expect_invalid({.rules = {{""}}}, "rules[0].name", "expected a name, got an empty text");
    expect_invalid({.rules = {{"a", {5, 5}}, {"a"}}}, "rules[1].name",
                   "expected a name that no other rule has, got a");
    expect_invalid({.rules = {{"a", {0, 5}}}}, "rules[0].r",
                   "expected scores from 1 to 5, low to high, got 0-5");
    expect_invalid({.rules = {{"a", {}, {3, 2}}}}, "rules[0].f",
                   "expected scores from 1 to 5, low to high, got 3-2");
    expect_invalid({.rules = {{"a", {}, {}, {1, 6}}}}, "rules[0].m",
                   "expected scores from 1 to 5, low to high, got 1-6");
}

TEST(RfmOptions, RefusesCutPointsThatFallOrAreNotFinite) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const Four good{1, 2, 2, 3};
    expect_invalid({.cuts = RfmCuts{{1, 2, 1.5, 3}, good, good}}, "cuts.recency[2]",
                   "expected a cut point not below that before it, got 1.5");
    expect_invalid({.cuts = RfmCuts{good, {1, 2, 3, infinity}, good}}, "cuts.frequency[3]",
                   "expected a finite number, got inf");
    expect_invalid({.cuts = RfmCuts{good, good, Four{std::nan(""), 2, 3, 4}}}, "cuts.monetary[0]",
                   "expected a finite number, got nan");
}

TEST(Rfm, OfAnEmptyBaseNeedsCutPoints) {
    const auto found = rfm(test::base_of({}));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::invalid_data);
    EXPECT_EQ(found.error().message, "expected a base with customers, got an empty one");
    EXPECT_EQ(rfm_cuts(test::base_of({})).error().code, Code::invalid_data);
    const RfmTable table =
        rfm_of(test::base_of({}), {.cuts = RfmCuts{{1, 2, 3, 4}, {1, 2, 3, 4}, {}}});
    EXPECT_EQ(table.size(), 0U);
    EXPECT_EQ(table.report().customers, 0);
    EXPECT_TRUE(table.report().ties.empty());
}

TEST(Rfm, RefusesMonetaryCutPointsWithoutAmounts) {
    const Four four{1, 2, 3, 4};
    const auto found =
        rfm(test::base_of(rows_of(5), no_amounts), {.cuts = RfmCuts{four, four, four}});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::no_amounts);
    EXPECT_EQ(found.error().message,
              "expected a base with revenues, as the cut points have, got one without");
}

TEST(Rfm, RefusesRevenuesThatDoNotFit) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const auto found = rfm(test::base_of({{0, 0, 1, 0, most}, {0, 0, 1, 0, 1}}, only_revenue));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::overflow);
    EXPECT_EQ(found.error().message, "expected a revenue of the base below 2^63 units, got more");
    EXPECT_EQ(rfm_of(test::base_of({{0, 0, 1, 0, most}}, only_revenue)).report().revenue, most);
}

TEST(Rfm, CanBeCancelled) {
    const auto base = test::base_of(rows_of(5), only_revenue);
    const auto stops_of_cuts = test::stops_of([&](const Progress& progress) {
        return rfm_cuts(base, {{}, progress});
    });
    EXPECT_EQ(stops_of_cuts, 3U * 4U) << "measures, passes of each";
    EXPECT_EQ(test::stops_of([&](const Progress& progress) {
                  return rfm(base, {.run = {{}, progress}});
              }),
              stops_of_cuts + 1);
    // With given cut points there is one pass, whose length is known.
    std::size_t total = 0;
    const Progress stop{[](void* self, std::size_t, std::size_t all) {
                            *static_cast<std::size_t*>(self) = all;
                            return false;
                        },
                        &total};
    const RfmOptions given{.cuts = rfm_cuts(base).value(), .run = {{}, stop}};
    EXPECT_EQ(rfm(base, given).error().code, Code::cancelled);
    EXPECT_EQ(total, 1U);
}

}  // namespace
}  // namespace tenure::segments
