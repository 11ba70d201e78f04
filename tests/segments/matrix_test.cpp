#include "tenure/segments/matrix.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/base_equality.hpp"
#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/executors.hpp"
#include "support/logs.hpp"
#include "support/stopping.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure::segments {
namespace {

using namespace tenure::literals;
using test::BaseRow;

constexpr double ulp = std::numeric_limits<double>::epsilon();
constexpr double infinity = std::numeric_limits<double>::infinity();

ScoreOptions with_spend(models::GammaGamma spend = test::cdnow_spend) {
    return {.purchases = test::cdnow_purchases,
            .spend = spend,
            .horizon = 39_weeks,
            .discount = 15_percent_per_year};
}
ScoreOptions without_spend() { return {.purchases = test::cdnow_purchases, .horizon = 39_weeks}; }

/// Where spend does not exist for those who bought once: p·0 + q ≤ 1.
constexpr models::GammaGamma heavy_tailed{.p = 6, .q = 0.9, .gamma = 15};

struct Scored {
    CustomerBase base;
    ScoreTable scores;
};

Scored scored(CustomerBase base, const ScoreOptions& options) {
    auto scores = score(base, options).value();
    return {std::move(base), std::move(scores)};
}

MatrixTable matrix_of(const Scored& customers, const MatrixOptions& options = {}) {
    return value_risk_matrix(customers.base, customers.scores, options).value();
}

std::string text(const Table& table, const char* column, std::size_t row) {
    const Column& of = table[column];
    if (of.is_null(row)) return "";
    return std::string(of.dictionary()[static_cast<std::size_t>(of.indices()[row])]);
}

void expect_cell(const MatrixCell& a, const MatrixCell& b) {
    EXPECT_EQ(a.customers, b.customers);
    EXPECT_EQ(std::memcmp(&a.value, &b.value, sizeof a.value), 0) << a.value << ' ' << b.value;
    EXPECT_EQ(std::memcmp(&a.value_at_risk, &b.value_at_risk, sizeof a.value), 0);
}

void expect_same_cells(const MatrixReport& a, const MatrixReport& b) {
    EXPECT_EQ(a.cuts, b.cuts);
    EXPECT_EQ(a.without_value, b.without_value);
    for (std::size_t value = 0; value < 4; ++value)
        for (std::size_t risk = 0; risk < 4; ++risk)
            expect_cell(a.cells[value][risk], b.cells[value][risk]);
    expect_cell(a.total, b.total);
}

/// Type 7 by its formula, of values that stand for one customer each.
double quantile(std::vector<double> values, double probability) {
    std::sort(values.begin(), values.end());
    const double at = static_cast<double>(values.size() - 1) * probability;
    const auto below = static_cast<std::size_t>(std::floor(at));
    if (below + 1 == values.size()) return values.back();
    return values[below] + (at - std::floor(at)) * (values[below + 1] - values[below]);
}

/// The matrix from the columns of the scores, in long doubles, row by row.
void expect_matrix_of(const MatrixTable& matrix, const Scored& customers) {
    const auto& [base, scores] = customers;
    const MatrixReport& report = matrix.report();
    const bool is_clv = report.basis == ValueBasis::clv;
    const Column& values = scores.table()[is_clv ? "clv_given_alive" : "revenue_per_year"];
    struct Sum {
        std::int64_t customers = 0;
        long double value = 0, at_risk = 0;
    };
    std::map<std::string, Sum> sums;
    const char* const value_names[] = {"low", "medium", "high", "key"};
    for (std::size_t row = 0; row < scores.size(); ++row) {
        const double value = values.reals()[row];
        const int band = (value >= report.cuts.medium ? 1 : 0) +
                         (value >= report.cuts.high ? 1 : 0) + (value >= report.cuts.key ? 1 : 0);
        std::string cell = value_names[band];
        cell.append("/").append(to_string(scores.risk_band(row)));
        if (values.is_null(row)) cell = "";
        ASSERT_EQ(text(matrix.table(), "cell", row), cell) << row;
        ASSERT_EQ(text(matrix.table(), "value_band", row), cell.substr(0, cell.find('/')));
        Sum& sum = sums[cell];
        const std::int64_t weight = base.weight()[row];
        sum.customers += weight;
        sum.value += static_cast<long double>(value) * static_cast<long double>(weight);
        sum.at_risk += static_cast<long double>(scores.value_at_risk()[row]) *
                       static_cast<long double>(weight);
    }
    EXPECT_EQ(report.without_value, sums[""].customers);
    for (std::size_t value = 0; value < 4; ++value) {
        for (std::size_t risk = 0; risk < 4; ++risk) {
            const MatrixCell& cell = report.cells[value][risk];
            const Sum& sum = sums[std::string(value_names[value]) + '/' +
                                  std::string(to_string(static_cast<RiskBand>(risk)))];
            EXPECT_EQ(cell.customers, sum.customers);
            // Long doubles err by 2^−64 in each of some thousand steps.
            EXPECT_NEAR(cell.value, static_cast<double>(sum.value), 2 * ulp * cell.value);
            EXPECT_NEAR(cell.value_at_risk, static_cast<double>(sum.at_risk),
                        2 * ulp * cell.value_at_risk);
        }
    }
}

void expect_totals(const MatrixReport& report, std::int64_t customers) {
    MatrixCell total, by_protection[4];
    for (std::size_t value = 0; value < 4; ++value) {
        MatrixCell of_value, of_risk;
        for (std::size_t other = 0; other < 4; ++other) {
            const auto add = [](MatrixCell& sum, const MatrixCell& cell) {
                sum.customers += cell.customers;
                sum.value += cell.value;
                sum.value_at_risk += cell.value_at_risk;
            };
            add(of_value, report.cells[value][other]);
            add(of_risk, report.cells[other][value]);
            add(total, report.cells[value][other]);
            add(by_protection[static_cast<std::size_t>(report.levels[value][other])],
                report.cells[value][other]);
        }
        expect_cell(report.by_value[value], of_value);
        expect_cell(report.by_risk[value], of_risk);
    }
    for (std::size_t level = 0; level < 4; ++level)
        expect_cell(report.by_protection[level], by_protection[level]);
    expect_cell(report.total, total);
    EXPECT_EQ(report.total.customers + report.without_value, customers);
}

TEST(Matrix, OfCdnowByClv) {
    const auto customers = scored(test::cdnow_base(), with_spend());
    const auto matrix = matrix_of(customers);
    EXPECT_EQ(matrix.report().basis, ValueBasis::clv);
    EXPECT_TRUE(matrix.report().cuts_from_scores);
    EXPECT_EQ(matrix.report().quantiles, (std::array<double, 3>{0.50, 0.80, 0.95}));
    const auto values = customers.scores.clv_given_alive();
    const std::vector<double> all(values.begin(), values.end());
    EXPECT_DOUBLE_EQ(matrix.report().cuts.medium, quantile(all, 0.50));
    EXPECT_DOUBLE_EQ(matrix.report().cuts.high, quantile(all, 0.80));
    EXPECT_DOUBLE_EQ(matrix.report().cuts.key, quantile(all, 0.95));
    expect_matrix_of(matrix, customers);
    expect_totals(matrix.report(), 2357);
    // The columns are those of the scores.
    for (const auto& [name, of] :
         {std::pair("customer", "customer"), std::pair("risk", "risk"),
          std::pair("value", "clv_given_alive"), std::pair("value_at_risk", "value_at_risk"),
          std::pair("risk_band", "risk_band")}) {
        test::expect_same_column(matrix.table()[name], customers.scores.table()[of], name);
    }
}

// numpy.quantile of each customer's sum up to 1997-09-30, by pandas: nobody was there for a year,
// so that revenue per year is revenue.
TEST(Matrix, OfCdnowByRevenue) {
    const auto customers = scored(test::cdnow_base(), without_spend());
    const auto matrix = matrix_of(customers);
    const MatrixReport& report = matrix.report();
    EXPECT_EQ(report.basis, ValueBasis::revenue_per_year);
    EXPECT_NEAR(report.cuts.medium, 36.11, 1e-12 * 36.11);
    EXPECT_NEAR(report.cuts.high, 93.722, 1e-12 * 93.722);
    EXPECT_NEAR(report.cuts.key, 251.944, 1e-12 * 251.944);
    const std::array<std::int64_t, 4> by_value{1178, 707, 354, 118};
    const std::array<double, 4> revenue{22825.23, 40625.48, 51533.07, 58131.77};
    const std::array<std::int64_t, 4> by_risk{110, 195, 355, 1697};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(report.by_value[i].customers, by_value[i]);
        EXPECT_NEAR(report.by_value[i].value, revenue[i], 1e-12 * revenue[i]);
        EXPECT_EQ(report.by_risk[i].customers, by_risk[i]);
    }
    expect_matrix_of(matrix, customers);
    expect_totals(report, 2357);
}

TEST(Matrix, CustomersWithoutAValueAreCountedAndInNoCell) {
    const auto customers = scored(test::cdnow_base(), with_spend(heavy_tailed));
    const auto matrix = matrix_of(customers);
    EXPECT_EQ(matrix.report().without_value, 1411) << "who bought once";
    EXPECT_EQ(matrix.report().total.customers, 946);
    expect_matrix_of(matrix, customers);
    expect_totals(matrix.report(), 2357);
    std::vector<double> known;
    const Table& table = matrix.table();
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const bool has_value = customers.base.frequency()[row] > 0;
        for (const char* column : {"value", "value_at_risk", "value_band", "cell", "protection"})
            ASSERT_EQ(table[column].is_null(row), !has_value) << column << row;
        ASSERT_FALSE(table["risk_band"].is_null(row));
        ASSERT_FALSE(table["risk"].is_null(row));
        if (has_value) known.push_back(table["value"].reals()[row]);
    }
    EXPECT_DOUBLE_EQ(matrix.report().cuts.high, quantile(known, 0.80));
}

TEST(Matrix, CutsThatWereKeptGiveEveryCustomerTheOldCell) {
    const auto customers = scored(test::cdnow_base(), with_spend());
    const auto first = matrix_of(customers);
    const auto again = matrix_of(customers, {.cuts = first.report().cuts});
    EXPECT_FALSE(again.report().cuts_from_scores);
    expect_same_cells(again.report(), first.report());
    test::expect_same_table(again.table(), first.table());

    // Next month, where others are worth something else, the bands begin where they began.
    const auto next =
        scored(summarize(test::cdnow_sample(), {.until = 1997y / 10 / 31}).value(), with_spend());
    const auto later = matrix_of(next, {.cuts = first.report().cuts});
    EXPECT_EQ(later.report().cuts, first.report().cuts);
    expect_matrix_of(later, next);
    expect_totals(later.report(), 2357);
}

TEST(Matrix, NeitherRowsNorIdsNorThreadsChangeAnything) {
    auto orders = test::random_orders(3, 60'000, 30'000, 600, false);
    const auto customers = scored(summarize(test::log_of(orders)).value(), with_spend());
    const auto matrix = matrix_of(customers);

    std::shuffle(orders.begin(), orders.end(), std::mt19937_64(5));
    test::ShuffledExecutor executor(7);
    const auto permuted = scored(summarize(test::log_of(orders)).value(), with_spend());
    const auto same = matrix_of(permuted, {.run = {executor.executor(), {}}});
    expect_same_cells(same.report(), matrix.report());
    test::expect_same_table(same.table(), matrix.table());

    // Other ids are another order of customers.
    for (test::Order& order : orders) std::reverse(order.customer.begin(), order.customer.end());
    for (test::Order& order : orders) order.customer += '.';
    const auto renamed = scored(summarize(test::log_of(orders)).value(), with_spend());
    expect_same_cells(matrix_of(renamed).report(), matrix.report());
}

TEST(MatrixThreads, AnyNumberMakesTheSame) {
    const auto log = test::log_of(test::random_orders(8, 90'000, 40'000, 600, false));
    const auto customers = scored(summarize(log).value(), with_spend());
    const auto matrix = matrix_of(customers);
    ThreadPool pool(4);
    const auto same = matrix_of(customers, {.run = {pool.executor(), {}}});
    expect_same_cells(same.report(), matrix.report());
    test::expect_same_table(same.table(), matrix.table());
}

TEST(Matrix, AWeightedBaseCountsCustomers) {
    std::vector<BaseRow> rows, expanded;
    std::mt19937_64 random(1);
    for (int i = 0; i < 400; ++i) {
        const auto x = static_cast<std::int64_t>(random() % 5);
        const double recency = x == 0 ? 0 : static_cast<double>(10 + random() % 100);
        BaseRow row{x, recency, 150, x == 0 ? 0.0 : static_cast<double>(random() % 90),
                    static_cast<std::int64_t>(random() % 9000)};
        row.weight = static_cast<std::int64_t>(random() % 4) + 1;
        rows.push_back(row);
        for (; row.weight > 1; --row.weight) {
            expanded.push_back(row);
            expanded.back().weight = 1;
        }
        expanded.push_back(row);
    }
    for (const auto& options : {with_spend(), without_spend(), with_spend(heavy_tailed)}) {
        const auto weighted = scored(test::base_of(rows), options);
        const auto single = scored(test::base_of(expanded), options);
        expect_same_cells(matrix_of(weighted).report(), matrix_of(single).report());
        expect_matrix_of(matrix_of(weighted), weighted);
        expect_totals(matrix_of(weighted).report(), static_cast<std::int64_t>(expanded.size()));
    }
}

TEST(Matrix, MoreValueAndMoreRiskNeverAskForLessCare) {
    const ProtectionLevels levels = default_protection_levels();
    for (std::size_t value = 0; value < 4; ++value) {
        for (std::size_t risk = 0; risk < 4; ++risk) {
            if (value > 0) {
                EXPECT_GE(levels[value][risk], levels[value - 1][risk]);
            }
            if (risk > 0) {
                EXPECT_GE(levels[value][risk], levels[value][risk - 1]);
            }
        }
    }
    EXPECT_EQ(levels[0][0], Protection::standard);
    EXPECT_EQ(levels[3][3], Protection::priority);
}

TEST(Matrix, LevelsAreThoseThatAreGiven) {
    const auto customers = scored(test::cdnow_base(), with_spend());
    ProtectionLevels levels{};
    levels[3][0] = Protection::priority;
    const auto matrix = matrix_of(customers, {.levels = levels});
    EXPECT_EQ(matrix.report().levels, levels);
    expect_totals(matrix.report(), 2357);
    expect_cell(matrix.report().by_protection[3], matrix.report().cells[3][0]);
    for (std::size_t row = 0; row < matrix.table().rows(); ++row) {
        const bool is_key = text(matrix.table(), "cell", row) == "key/low";
        ASSERT_EQ(text(matrix.table(), "protection", row), is_key ? "priority" : "standard");
    }
}

TEST(Matrix, ABandBeginsAtItsCut) {
    const ValueCuts cuts{.medium = 1, .high = 2, .key = 2};
    EXPECT_EQ(cuts.band(std::nextafter(1.0, 0.0)), ValueBand::low);
    EXPECT_EQ(cuts.band(1), ValueBand::medium);
    EXPECT_EQ(cuts.band(2), ValueBand::key) << "no value is high";
}

// Where most have brought nothing, all cut points are 0.
TEST(Matrix, NobodyIsWorthMuchForNothing) {
    const ValueCuts cuts{};
    EXPECT_EQ(cuts.band(0), ValueBand::low);
    EXPECT_EQ(cuts.band(-1), ValueBand::low);
    EXPECT_EQ(cuts.band(std::numeric_limits<double>::denorm_min()), ValueBand::key);
}

TEST(Matrix, ValuesNearTheLargestDoubleHaveASum) {
    std::vector<BaseRow> rows(3, {.frequency = 0, .recency = 0, .T = 10, .revenue = 5});
    const auto customers =
        scored(test::base_of(rows), with_spend({.p = 1, .q = 2, .gamma = 1e307}));
    const auto report = matrix_of(customers).report();
    EXPECT_GT(report.total.value, 1e305);
    EXPECT_TRUE(std::isfinite(report.total.value));
    expect_matrix_of(matrix_of(customers), customers);
    auto options = with_spend({.p = 1, .q = 2, .gamma = 1.7e308});
    options.margin = 1e10;
    const auto beyond = matrix_of(scored(test::base_of(rows), options)).report();
    EXPECT_EQ(beyond.total.value, std::numeric_limits<double>::max());
}

void expect_error(const Error& error, Code code, const std::string& message,
                  const std::string& field = "") {
    EXPECT_EQ(error.code, code);
    EXPECT_EQ(error.message, message);
    EXPECT_EQ(error.where.field, field);
}

TEST(Matrix, OptionsAreChecked) {
    const auto customers = scored(test::base_of({{0, 0, 10, 0, 100}}), with_spend());
    const auto expect = [&](const MatrixOptions& options, const std::string& message,
                            const std::string& field) {
        expect_error(options.check().error(), Code::invalid_option, message, field);
        expect_error(value_risk_matrix(customers.base, customers.scores, options).error(),
                     Code::invalid_option, message, field);
    };
    const auto cuts = [](double medium, double high, double key) {
        return MatrixOptions{.cuts = ValueCuts{medium, high, key}};
    };
    expect(cuts(NAN, 1, 2), "expected a finite number, got nan", "cuts.medium");
    expect(cuts(1, 0.5, 2), "expected a finite number from cuts.medium on, got 0.5", "cuts.high");
    expect(cuts(1, infinity, 2), "expected a finite number from cuts.medium on, got inf",
           "cuts.high");
    expect(cuts(1, 2, 1.5), "expected a finite number from cuts.high on, got 1.5", "cuts.key");
    expect(cuts(1, 2, infinity), "expected a finite number from cuts.high on, got inf", "cuts.key");
    EXPECT_TRUE(cuts(0, 0, 0).check());
    const auto quantiles = [](double a, double b, double c) {
        return MatrixOptions{.quantiles = {a, b, c}};
    };
    const std::string expected = "expected a share above that before it and below 1, got ";
    expect(quantiles(0, 0.5, 0.9), expected + "0", "quantiles[0]");
    expect(quantiles(0.5, 0.5, 0.9), expected + "0.5", "quantiles[1]");
    expect(quantiles(0.5, 0.8, 1), expected + "1", "quantiles[2]");
    expect(quantiles(0.5, NAN, 0.9), expected + "nan", "quantiles[1]");
    MatrixOptions options;
    options.levels[2][1] = static_cast<Protection>(4);
    expect(options, "expected a level of protection, got none", "levels[2][1]");
    EXPECT_TRUE(MatrixOptions{}.check());
}

TEST(Matrix, DataAreChecked) {
    const auto no_amounts = scored(
        test::base_of({{0, 0, 10}}, {.monetary_value = false, .revenue = false}), without_spend());
    expect_error(value_risk_matrix(no_amounts.base, no_amounts.scores).error(), Code::no_amounts,
                 "expected scores with values, got scores without");
    for (const std::vector<BaseRow>& rows : {std::vector<BaseRow>{}, {{0, 0, 10, 0, 100}}}) {
        const auto nobody = scored(test::base_of(rows), with_spend(heavy_tailed));
        expect_error(value_risk_matrix(nobody.base, nobody.scores).error(), Code::invalid_data,
                     "expected a customer whose value exists, got none");
        // With cut points there is nothing to find out.
        const auto matrix = matrix_of(nobody, {.cuts = ValueCuts{1, 2, 3}});
        EXPECT_EQ(matrix.report().total.customers, 0);
        EXPECT_EQ(matrix.report().without_value, static_cast<std::int64_t>(rows.size()));
        EXPECT_EQ(matrix.table().rows(), rows.size());
    }
}

TEST(Matrix, CustomersAreAtMostWhatADoubleCounts) {
    BaseRow row{0, 0, 10, 0, 100};
    row.weight = (std::int64_t{1} << 53) + 1;
    const auto many = scored(test::base_of({row}), with_spend());
    expect_error(value_risk_matrix(many.base, many.scores).error(), Code::overflow,
                 "expected at most 2^53 customers, got 9007199254740993");
    EXPECT_EQ(matrix_of(many, {.cuts = ValueCuts{1, 2, 3}}).report().total.customers, row.weight);
}

TEST(Matrix, ScoresOfOthersAreRefused) {
    const auto two = scored(test::base_of({{0, 0, 10, 0, 1}, {0, 0, 11, 0, 1}}), with_spend());
    const auto one = test::base_of({{0, 0, 10, 0, 1}});
    const auto named = summarize(test::log_of({{"a", 2024y / 1 / 1, 5}})).value();
    const auto other = summarize(test::log_of({{"b", 2024y / 1 / 1, 5}})).value();
    const auto of_named = score(named, with_spend()).value();
    const std::string message = "scores: expected those of the base, got those of other customers";
    const auto expect_refused = [&](const CustomerBase& base, const ScoreTable& scores) {
        EXPECT_EQ(
            test::contract_message([&] { static_cast<void>(value_risk_matrix(base, scores)); }),
            message);
    };
    expect_refused(one, two.scores);
    expect_refused(other, of_named);
    expect_refused(one, of_named);
    EXPECT_TRUE(value_risk_matrix(named, of_named));
}

TEST(Matrix, CanBeCancelled) {
    const auto customers = scored(test::base_of({{0, 0, 10, 0, 100}}), with_spend());
    EXPECT_EQ(
        test::stops_of([&](const Progress& progress) {
            return value_risk_matrix(customers.base, customers.scores, {.run = {{}, progress}});
        }),
        4U + 1U)
        << "passes for cut points, one over the rows";
}

TEST(Matrix, BandsAndLevelsHaveNames) {
    EXPECT_EQ(to_string(ValueBand::low), "low");
    EXPECT_EQ(to_string(ValueBand::medium), "medium");
    EXPECT_EQ(to_string(ValueBand::high), "high");
    EXPECT_EQ(to_string(ValueBand::key), "key");
    EXPECT_EQ(to_string(Protection::standard), "standard");
    EXPECT_EQ(to_string(Protection::watch), "watch");
    EXPECT_EQ(to_string(Protection::active), "active");
    EXPECT_EQ(to_string(Protection::priority), "priority");
}

}  // namespace
}  // namespace tenure::segments
