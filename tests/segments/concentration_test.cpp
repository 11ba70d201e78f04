#include "tenure/segments/concentration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>

#include "public_logs.hpp"
#include "segments/concentration_sums.hpp"
#include "support/base_equality.hpp"
#include "support/bases.hpp"
#include "support/executors.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::segments {
namespace {

using test::BaseRow;
using Wide = detail::segments::Wide;

constexpr double infinity = std::numeric_limits<double>::infinity();

CustomerBase base_of(const std::vector<std::int64_t>& revenues,
                     const std::vector<std::int64_t>& weights = {}) {
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < revenues.size(); ++i) {
        rows.push_back({.frequency = 0,
                        .recency = 0,
                        .T = 10,
                        .revenue = revenues[i],
                        .weight = weights.empty() ? 1 : weights[i]});
    }
    return test::base_of(rows);
}

/// Revenues with a long tail, many of them equal or 0.
std::vector<std::int64_t> random_revenues(std::uint64_t seed, std::size_t customers) {
    std::mt19937_64 random(seed);
    std::vector<std::int64_t> revenues(customers);
    for (std::int64_t& revenue : revenues) {
        const auto size = random() % 12;
        revenue = static_cast<std::int64_t>(random() % (std::uint64_t{1} << size)) - 1;
        revenue = std::max<std::int64_t>(0, revenue) * 5;
    }
    return revenues;
}

ConcentrationReport report_of(const std::vector<std::int64_t>& revenues,
                              const ConcentrationOptions& options = {}) {
    return concentration(base_of(revenues), options).value().report();
}

// Bit by bit.
void expect_equal(double a, double b, const char* what) {
    EXPECT_EQ(std::memcmp(&a, &b, sizeof a), 0) << what << ": " << a << ", " << b;
}

void expect_same_shares(const ConcentrationReport& a, const ConcentrationReport& b) {
    EXPECT_EQ(a.customers, b.customers);
    EXPECT_EQ(a.without_revenue, b.without_revenue);
    expect_equal(a.gini, b.gini, "gini");
    expect_equal(a.hhi, b.hhi, "hhi");
    expect_equal(a.effective_customers, b.effective_customers, "effective customers");
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(a.abc[i].customers, b.abc[i].customers);
        expect_equal(a.abc[i].share, b.abc[i].share, "class");
    }
    ASSERT_EQ(a.top_shares.size(), b.top_shares.size());
    for (std::size_t i = 0; i < a.top_shares.size(); ++i) {
        EXPECT_EQ(a.top_shares[i].customers, b.top_shares[i].customers);
        expect_equal(a.top_shares[i].share, b.top_shares[i].share, "top share");
    }
    ASSERT_EQ(a.top_counts.size(), b.top_counts.size());
    for (std::size_t i = 0; i < a.top_counts.size(); ++i)
        expect_equal(a.top_counts[i].share, b.top_counts[i].share, "top count");
    ASSERT_EQ(a.curve.size(), b.curve.size());
    for (std::size_t i = 0; i < a.curve.size(); ++i) {
        expect_equal(a.curve[i].customers, b.curve[i].customers, "curve");
        expect_equal(a.curve[i].revenue, b.curve[i].revenue, "curve");
    }
}

void expect_same_figures(const ConcentrationReport& a, const ConcentrationReport& b) {
    expect_same_shares(a, b);
    expect_equal(a.revenue, b.revenue, "revenue");
    for (std::size_t i = 0; i < 3; ++i)
        expect_equal(a.abc[i].revenue, b.abc[i].revenue, "revenue of a class");
    for (std::size_t i = 0; i < a.top_counts.size(); ++i)
        expect_equal(a.top_counts[i].revenue, b.top_counts[i].revenue, "revenue of a top");
}

/// All figures by their definitions, one customer after the other, in numbers of 50 digits.
class Oracle {
public:
    using Real = boost::multiprecision::cpp_bin_float_50;

    template <class Value>
    explicit Oracle(const std::vector<Value>& values) : values_(values.begin(), values.end()) {
        std::sort(values_.begin(), values_.end(), std::greater<>());
        for (const Real& value : values_) total_ += value;
    }

    [[nodiscard]] double share_of_top(std::size_t count) const {
        return static_cast<double>(top(count) / total_);
    }
    /// Σ Σ |a − b| ÷ (2 n Σ a), which is another formula than the one that is documented.
    [[nodiscard]] double gini() const {
        Real sum = 0;
        for (const Real& a : values_)
            for (const Real& b : values_) sum += a > b ? Real(a - b) : Real(b - a);
        return static_cast<double>(sum / (2 * total_ * values_.size()));
    }
    [[nodiscard]] double hhi() const {
        Real sum = 0;
        for (const Real& value : values_) sum += value * value;
        return static_cast<double>(sum / (total_ * total_));
    }
    [[nodiscard]] AbcTotal abc(AbcClass of, double a, double b) const {
        AbcTotal total;
        Real sum = 0;
        for (const Real& value : values_) {
            if (class_of(value, a, b) != of) continue;
            ++total.customers;
            sum += value;
        }
        total.share = static_cast<double>(sum / total_);
        return total;
    }
    [[nodiscard]] CurvePoint point(std::size_t i, std::size_t steps) const {
        const Real at = Real(i) * values_.size() / steps;
        const auto whole = static_cast<std::size_t>(at);
        Real revenue = top(whole);
        if (whole < values_.size()) revenue += (at - whole) * values_[whole];
        return {static_cast<double>(Real(i) / steps), static_cast<double>(revenue / total_)};
    }

private:
    [[nodiscard]] Real top(std::size_t count) const {
        Real sum = 0;
        for (std::size_t i = 0; i < std::min(count, values_.size()); ++i) sum += values_[i];
        return sum;
    }
    // Of what all larger ones bring together.
    [[nodiscard]] AbcClass class_of(const Real& value, double a, double b) const {
        Real before = 0;
        for (const Real& other : values_)
            if (other > value) before += other;
        if (value == 0) return AbcClass::c;
        const auto reached = static_cast<double>(before / total_);
        return reached < a ? AbcClass::a : reached < b ? AbcClass::b : AbcClass::c;
    }

    std::vector<Real> values_;
    Real total_ = 0;
};

// Quotients are rounded once, so that they are the oracle's; HHI by 3 ulp, and its inverse by 1
// more.
constexpr double ulp = std::numeric_limits<double>::epsilon();

void expect_figures_of(const Oracle& oracle, const ConcentrationReport& report) {
    expect_equal(report.gini, oracle.gini(), "gini");
    EXPECT_NEAR(report.hhi, oracle.hhi(), 3 * ulp * oracle.hhi());
    EXPECT_NEAR(report.effective_customers * oracle.hhi(), 1, 4 * ulp);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto total = oracle.abc(static_cast<AbcClass>(i), report.options.a, report.options.b);
        EXPECT_EQ(report.abc[i].customers, total.customers) << i;
        expect_equal(report.abc[i].share, total.share, "class");
    }
    for (const auto* tops : {&report.top_shares, &report.top_counts}) {
        for (const TopShare& top : *tops) {
            expect_equal(top.share, oracle.share_of_top(static_cast<std::size_t>(top.customers)),
                         "top");
        }
    }
    for (std::size_t i = 0; i < report.curve.size(); ++i) {
        const CurvePoint point = oracle.point(i, report.curve.size() - 1);
        expect_equal(report.curve[i].customers, point.customers, "curve");
        expect_equal(report.curve[i].revenue, point.revenue, "curve");
    }
}

TEST(Concentration, FiguresAreThoseOfTheirDefinitions) {
    for (const std::size_t customers : {1u, 2u, 3u, 10u, 99u, 401u}) {
        SCOPED_TRACE(customers);
        auto revenues = random_revenues(customers, customers);
        revenues[0] = 4035;  // so that there is some
        expect_figures_of(Oracle(revenues), report_of(revenues, {.curve_points = 18}));
    }
}

TEST(Concentration, OfValuesTheFiguresAreThoseOfTheirDefinitions) {
    std::mt19937_64 random(4);
    for (const std::size_t customers : {1u, 2u, 257u}) {
        SCOPED_TRACE(customers);
        std::vector<double> values(customers);
        std::lognormal_distribution<double> distribution(3, 2);
        for (double& value : values) value = distribution(random);
        values.back() = values.front();
        const auto report = concentration(values, {.curve_points = 18}).value();
        expect_figures_of(Oracle(values), report);
        EXPECT_EQ(report.customers, static_cast<std::int64_t>(customers));
    }
}

TEST(Concentration, OfTheCdnowSampleItIsTheReferences) {
    // pandas 2 on the whole log: ceil(0.2 n) largest over all, the Gini of the ranks, and customers
    // without revenue.
    const auto base = summarize(test::cdnow_sample()).value();
    const auto report = concentration(base, {.top_shares = {0.20, 0.10}}).value().report();
    EXPECT_EQ(report.customers, 2357);
    EXPECT_EQ(report.revenue, 244091.94);
    EXPECT_EQ(report.top_shares[0].customers, 472);
    EXPECT_NEAR(report.top_shares[0].share, 0.6745501715460167, 1e-12);
    EXPECT_NEAR(report.top_shares[1].share, 0.5080702377964631, 1e-12);
    EXPECT_NEAR(report.gini, 0.6309171170162411, 1e-12);
    EXPECT_EQ(report.without_revenue, 8);
}

class ConcentrationOfPublicLogs : public test::PublicLogs {};

TEST_P(ConcentrationOfPublicLogs, IsTheReferences) {
    const auto expected = figures().at("concentration");
    const auto base = summarize(log()).value();
    const auto report = concentration(base, {.top_shares = {0.20, 0.10}}).value().report();
    EXPECT_EQ(report.customers, expected.at("customers"));
    const double total = figures().at("occasion_value").at("sum").get<double>();
    EXPECT_NEAR(report.revenue, total, 1e-12 * total);
    EXPECT_EQ(report.top_shares[0].customers, expected.at("top20_k"));
    for (const auto& [found, key] :
         {std::pair(report.top_shares[0].share, "top20_share"),
          std::pair(report.top_shares[1].share, "top10_share"), std::pair(report.gini, "gini")}) {
        const double value = expected.at(key).get<double>();
        EXPECT_NEAR(found, value, 1e-12 * value) << key;
    }
    EXPECT_EQ(report.without_revenue, expected.at("nonpositive"));
}

INSTANTIATE_TEST_SUITE_P(Logs, ConcentrationOfPublicLogs, test::PublicLogs::all(),
                         &test::PublicLogs::name);

TEST(Concentration, DoesNotDependOnWhoIsWho) {
    auto revenues = random_revenues(3, 5000);
    const auto report = report_of(revenues);
    std::shuffle(revenues.begin(), revenues.end(), std::mt19937_64(7));
    expect_same_figures(report_of(revenues), report);
}

TEST(Concentration, DoesNotDependOnTheUnitOfMoney) {
    auto revenues = random_revenues(5, 3000);
    const auto report = report_of(revenues);
    for (std::int64_t& revenue : revenues) revenue *= 7'000'003'000'007;  // sums above 2^53
    expect_same_shares(report_of(revenues), report);
}

TEST(Concentration, ARowOfAWeightIsSoManyRows) {
    const auto revenues = random_revenues(11, 300);
    std::vector<std::int64_t> weights, expanded;
    std::mt19937_64 random(2);
    for (const std::int64_t revenue : revenues) {
        weights.push_back(static_cast<std::int64_t>(random() % 5) + 1);
        expanded.insert(expanded.end(), static_cast<std::size_t>(weights.back()), revenue);
    }
    const auto table = concentration(base_of(revenues, weights)).value();
    expect_same_figures(table.report(), report_of(expanded));
    // The rows share what there is.
    const auto shares = table.table()["share"].reals();
    EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 300 * ulp);
    EXPECT_EQ(table.table()["cumulative_share"].reals().back(), 1);
}

TEST(Concentration, OfValuesItDoesNotDependOnOrderAndIsThatOfTheMoney) {
    const auto revenues = random_revenues(13, 4000);
    const auto report = report_of(revenues);
    std::vector<double> values(revenues.begin(), revenues.end());
    auto of_values = concentration(values).value();
    expect_same_shares(of_values, report);
    EXPECT_EQ(of_values.revenue / 100, report.revenue);

    // Not whole ones, so that sums are rounded.
    for (double& value : values) value *= 0.1;
    of_values = concentration(values).value();
    std::shuffle(values.begin(), values.end(), std::mt19937_64(9));
    expect_same_figures(concentration(values).value(), of_values);
    for (double& value : values) value = std::ldexp(value, -1000);
    expect_same_shares(concentration(values).value(), of_values);
}

TEST(ConcentrationThreads, ChangeNothing) {
    const auto base = base_of(random_revenues(17, 70'000));
    const auto one = concentration(base).value();
    ThreadPool pool(4);
    const auto other = concentration(base, {.run = {pool.executor(), {}}}).value();
    expect_same_figures(one.report(), other.report());
    test::expect_same_table(one.table(), other.table());
}

TEST(Concentration, TheTableHasTheLargestFirst) {
    const auto result = concentration(base_of({0, 300, 100, 300, 250, 50})).value();
    const Table& table = result.table();
    EXPECT_EQ(to_csv(table),
              "customer,revenue,share,cumulative_share,rank,class\n"
              "2,3.00,0.3,0.3,1,A\n"
              "4,3.00,0.3,0.6,2,A\n"
              "5,2.50,0.25,0.85,3,A\n"
              "3,1.00,0.1,0.95,4,B\n"
              "6,0.50,0.05,1,5,C\n"
              "1,0.00,0,1,6,C\n");
    EXPECT_EQ(result.report().single_points, (std::vector<std::size_t>{1, 3, 4, 2}));
    EXPECT_EQ(result.report().without_revenue, 1);
    EXPECT_EQ(result.report().abc[0].revenue, 8.5);
    EXPECT_EQ(result.report().top_counts[0].revenue, 3) << "lost if the first leaves";
}

TEST(Concentration, TextIdsComeAlong) {
    const auto log = test::log_of({{"small", Date(std::chrono::year(2024) / 1 / 1), 100},
                                   {"large", Date(std::chrono::year(2024) / 1 / 2), 900}});
    const auto result = concentration(summarize(log).value()).value();
    EXPECT_EQ(to_csv(result.table()),
              "customer,revenue,share,cumulative_share,rank,class\n"
              "large,9.00,0.9,0.9,1,A\n"
              "small,1.00,0.1,1,2,B\n");
}

TEST(Concentration, EqualRevenuesHaveOneClass) {
    // The first of the four begins at 0.5, the last at 0.875.
    const auto report = report_of({400, 100, 100, 100, 100}, {.a = 0.6, .b = 0.7});
    EXPECT_EQ(report.abc[0].customers, 5);
    // Who reaches 0.5 is in the class, and the next begins there.
    const auto at = report_of({400, 100, 100, 100, 100}, {.a = 0.5, .b = 0.9});
    EXPECT_EQ(at.abc[0].customers, 1);
    EXPECT_EQ(at.abc[1].customers, 4);
    EXPECT_EQ(at.abc[2].customers, 0);
    EXPECT_EQ(at.abc[1].share, 0.5);
}

TEST(Concentration, AllEqual) {
    const auto report = report_of(std::vector<std::int64_t>(49, 1250));
    EXPECT_EQ(report.gini, 0);
    EXPECT_EQ(report.hhi, 1.0 / 49);
    EXPECT_NEAR(report.effective_customers, 49, 49 * ulp);
    EXPECT_EQ(report.abc[0].customers, 49);
    for (const CurvePoint& point : report.curve) EXPECT_EQ(point.revenue, point.customers);
    EXPECT_TRUE(report.single_points.empty());
}

TEST(Concentration, OneCustomer) {
    const auto report = report_of({1250});
    EXPECT_EQ(report.customers, 1);
    EXPECT_EQ(report.revenue, 12.5);
    EXPECT_EQ(report.gini, 0);
    EXPECT_EQ(report.hhi, 1);
    EXPECT_EQ(report.effective_customers, 1);
    EXPECT_EQ(report.abc[0].customers, 1);
    EXPECT_EQ(report.single_points, std::vector<std::size_t>{0});
    for (const auto* tops : {&report.top_shares, &report.top_counts}) {
        for (const TopShare& top : *tops) {
            EXPECT_EQ(top.customers, 1) << "more were asked for than there are";
            EXPECT_EQ(top.revenue, 12.5);
            EXPECT_EQ(top.share, 1);
        }
    }
    ASSERT_EQ(report.curve.size(), 101u);
    EXPECT_EQ(report.curve[25].revenue, 0.25);
}

TEST(Concentration, OneWithEverything) {
    const auto report = report_of({0, 0, 500, 0});
    EXPECT_EQ(report.gini, 0.75) << "1 - 1/n";
    EXPECT_EQ(report.hhi, 1);
    EXPECT_EQ(report.without_revenue, 3);
    EXPECT_EQ(report.abc[0].customers, 1);
    EXPECT_EQ(report.abc[2].customers, 3);
    EXPECT_EQ(report.single_points, std::vector<std::size_t>{2});
    EXPECT_EQ(report.curve[25].revenue, 1);
}

TEST(Concentration, NobodyWithAnything) {
    const auto report = report_of({0, 0, 0});
    const auto of_values = concentration(std::vector<double>{0.0, -0.0, 0.0}).value();
    expect_same_figures(report, of_values);
    EXPECT_EQ(report.revenue, 0);
    EXPECT_EQ(report.without_revenue, 3);
    EXPECT_EQ(report.gini, 0);
    EXPECT_EQ(report.hhi, 0);
    EXPECT_EQ(report.effective_customers, 0);
    EXPECT_EQ(report.abc[2].customers, 3);
    EXPECT_TRUE(report.single_points.empty());
    for (const TopShare& top : report.top_shares) EXPECT_EQ(top.share, 0);
    for (const CurvePoint& point : report.curve) EXPECT_EQ(point.revenue, 0);
}

TEST(Concentration, AShareOfCustomersIsTheFewestThatReachIt) {
    const std::vector<std::int64_t> hundred(100, 1);
    const auto report = report_of(hundred, {.top_shares = {0.07, 0.29, 0.295, 1e-9, 1.0}});
    const std::array<std::int64_t, 5> expected{7, 29, 30, 1, 100};
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(report.top_shares[i].customers, expected[i]) << i;
}

TEST(Concentration, AsManyPointsAsAskedFor) {
    const auto report = report_of({6, 3, 1}, {.curve_points = 2});
    ASSERT_EQ(report.curve.size(), 2u);
    EXPECT_EQ(report.curve[0].revenue, 0);
    EXPECT_EQ(report.curve[1].revenue, 1);
    const auto fine = report_of({6, 3, 1}, {.curve_points = 7});  // every half customer
    EXPECT_EQ(fine.curve[1].revenue, 0.3);
    EXPECT_EQ(fine.curve[2].revenue, 0.6);
    EXPECT_EQ(fine.curve[3].revenue, 0.75);
}

TEST(Concentration, HugeSumsAreExact) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<std::int64_t> revenues{most, most - 1, most - 7, 1, most / 3};
    expect_figures_of(Oracle(revenues), report_of(revenues));
    const auto weighted = concentration(base_of({most, 1}, {1, std::int64_t{1} << 40})).value();
    EXPECT_EQ(weighted.report().customers, (std::int64_t{1} << 40) + 1);
    EXPECT_DOUBLE_EQ(weighted.report().revenue, (0x1p63 + 0x1p40) / 100);

    const auto beyond = concentration(base_of({most, 1}, {std::int64_t{1} << 40, 1}));
    EXPECT_EQ(beyond.error().code, Code::overflow);
    EXPECT_EQ(beyond.error().message,
              "expected a revenue that, times the customers, is below 2^125, got more");
}

TEST(Concentration, HugeAndTinyValuesAreExact) {
    for (const double size : {1e-308, 5e-324 * 1000, 1.0, 2e307}) {
        const std::vector<double> values{5 * size, size, 0, 2 * size * 0.5};
        const auto report = concentration(values).value();
        EXPECT_EQ(report.top_counts[0].share, 5.0 / 7) << size;
        EXPECT_EQ(report.revenue, 7 * size) << size;
        EXPECT_EQ(report.without_revenue, 1) << size;
    }
    const auto beyond = concentration(std::vector<double>{1e308, 1e308});
    EXPECT_EQ(beyond.error().code, Code::overflow);
    EXPECT_EQ(beyond.error().message, "expected values with a sum that a double holds, got more");
}

TEST(Concentration, QuotientsAreRoundedOnce) {
    namespace mp = boost::multiprecision;
    std::mt19937_64 random(1);
    const auto wide = [&](std::uint64_t bits) {
        const Wide value = (Wide{1} << 64) * static_cast<std::int64_t>(random() >> 1) +
                           static_cast<std::int64_t>(random() >> 1);
        return (value >> (127 - bits)) + 1;
    };
    const auto exact = [](Wide value) {
        const auto upper = static_cast<std::uint64_t>(value >> 64);
        return (mp::cpp_int(upper) << 64) + static_cast<std::uint64_t>(value);
    };
    using Real = mp::number<mp::cpp_bin_float<400, mp::digit_base_2>>;
    for (int i = 0; i < 20'000; ++i) {
        const Wide part = wide(random() % 126), whole = wide(random() % 126);
        const Real quotient = Real(exact(part)) / Real(exact(whole));
        ASSERT_EQ(detail::segments::ratio(part, whole), static_cast<double>(quotient));
        ASSERT_EQ(detail::segments::ratio(-part, whole), -static_cast<double>(quotient));
    }
    // Half way between two doubles, and a little more.
    const Wide half = (Wide{1} << 54) + 1;
    EXPECT_EQ(detail::segments::ratio(half, Wide{1}), 0x1p54);
    EXPECT_EQ(detail::segments::ratio(half * 3 + 7, Wide{3}), 0x1p54 + 4);
    EXPECT_EQ(detail::segments::ratio(((Wide{1} << 54) + 2) * (Wide{1} << 60) + 1, Wide{1} << 60),
              0x1p54 + 4);
}

void expect_error(const Error& error, Code code, const std::string& message,
                  const std::string& field = "", std::uint64_t line = 0) {
    EXPECT_EQ(error.code, code);
    EXPECT_EQ(error.message, message);
    EXPECT_EQ(error.where.field, field);
    EXPECT_EQ(error.where.line, line);
}

TEST(Concentration, OptionsAreChecked) {
    const auto expect = [](const ConcentrationOptions& options, const std::string& message,
                           const std::string& field) {
        expect_error(options.check().error(), Code::invalid_option, message, field);
        EXPECT_EQ(concentration(base_of({1}), options).error().message, message);
        EXPECT_EQ(concentration(std::vector<double>{1}, options).error().message, message);
    };
    expect({.a = 0}, "expected a share above 0, got 0", "a");
    expect({.a = NAN}, "expected a share above 0, got nan", "a");
    expect({.a = 0.5, .b = 0.5}, "expected a share above a, got 0.5", "b");
    expect({.b = 1}, "expected a share below 1, got 1", "b");
    expect({.b = infinity}, "expected a share below 1, got inf", "b");
    expect({.top_shares = {0.5, 1.5}}, "expected a share above 0 and up to 1, got 1.5",
           "top_shares[1]");
    expect({.top_shares = {0}}, "expected a share above 0 and up to 1, got 0", "top_shares[0]");
    expect({.top_counts = {1, 0}}, "expected a number of customers of 1 or more, got 0",
           "top_counts[1]");
    expect({.single_point = 0}, "expected a share above 0 and up to 1, got 0", "single_point");
    expect({.single_point = 2}, "expected a share above 0 and up to 1, got 2", "single_point");
    expect({.curve_points = 1}, "expected 2 to 1000000 points, got 1", "curve_points");
    expect({.curve_points = 1'000'001}, "expected 2 to 1000000 points, got 1000001",
           "curve_points");
    EXPECT_TRUE(ConcentrationOptions{}.check());
    EXPECT_TRUE((ConcentrationOptions{.top_shares = {}, .top_counts = {}}.check()));
}

TEST(Concentration, DataAreChecked) {
    const auto without =
        test::base_of({{.frequency = 0, .recency = 0, .T = 1}}, {.revenue = false});
    expect_error(concentration(without).error(), Code::no_amounts,
                 "expected a base with revenues, got one without");
    expect_error(concentration(base_of({})).error(), Code::invalid_data,
                 "expected a base with customers, got none");
    expect_error(concentration(std::vector<double>{}).error(), Code::invalid_data,
                 "expected one value or more, got none");
    expect_error(concentration(std::vector<double>{1, 2, -0.5}).error(), Code::invalid_value,
                 "expected a finite value of 0 or more, got -0.5", "values", 3);
    expect_error(concentration(std::vector<double>{infinity}).error(), Code::invalid_value,
                 "expected a finite value of 0 or more, got inf", "values", 1);
    expect_error(concentration(std::vector<double>{1, NAN}).error(), Code::invalid_value,
                 "expected a finite value of 0 or more, got nan", "values", 2);
}

TEST(Concentration, RowsHaveNumbersOf32Bits) {
    const double one = 1;  // only their number is looked at
    const std::span<const double> values(&one, std::size_t{1} << 32);
    expect_error(concentration(values).error(), Code::overflow,
                 "expected at most 4294967295 rows, got 4294967296");
}

TEST(Concentration, CanBeCancelled) {
    struct Stop {
        static bool step(void* calls, std::size_t, std::size_t) {
            return --*static_cast<int*>(calls) > 0;
        }
    };
    const auto base = base_of({1, 2, 3});
    const std::vector<double> values{1, 2, 3};
    int passes = 0;  // how often somebody asks
    for (int calls = 1;; ++calls) {
        int left = calls;
        const auto result = concentration(base, {.run = {{}, {&Stop::step, &left}}});
        passes = calls - 1;
        if (result) break;
        expect_error(result.error(), Code::cancelled,
                     "expected to go on, got a stop from the host");
    }
    EXPECT_EQ(passes, 2);
    int left = 1;
    EXPECT_EQ(concentration(values, {.run = {{}, {&Stop::step, &left}}}).error().code,
              Code::cancelled);
    left = 3;  // filling, adding up, and on the way through
    EXPECT_EQ(concentration(values, {.run = {{}, {&Stop::step, &left}}}).error().code,
              Code::cancelled);
}

TEST(Concentration, ClassesHaveNames) {
    EXPECT_EQ(to_string(AbcClass::a), "A");
    EXPECT_EQ(to_string(AbcClass::b), "B");
    EXPECT_EQ(to_string(AbcClass::c), "C");
}

TEST(Concentration, TheReportSaysWhatWasUsed) {
    test::ShuffledExecutor executor(1);
    const auto report =
        report_of({1, 2}, {.a = 0.7, .single_point = 0.2, .run = {executor.executor(), {}}});
    EXPECT_EQ(report.options.a, 0.7);
    EXPECT_EQ(report.options.single_point, 0.2);
    EXPECT_EQ(report.options.run.executor.self, nullptr) << "it may be gone by then";
}

}  // namespace
}  // namespace tenure::segments
