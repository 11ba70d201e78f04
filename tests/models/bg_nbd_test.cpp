#include "tenure/models/bg_nbd.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "models/bg_nbd_evaluator.hpp"
#include "models/bg_nbd_expectation.hpp"
#include "support/oracle_table.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;
using models::BgNbd;
using models::PurchaseHistory;
using test::OracleTable;

// The CDNOW optimum (tests/oracle/goldens.py).
constexpr BgNbd cdnow{0.2425945224302, 4.413602019014, 0.7929220172256, 2.425906776826};

BgNbd model_of(const OracleTable& table, std::size_t row) {
    return {table.number(row, "r"), table.number(row, "alpha"), table.number(row, "a"),
            table.number(row, "b")};
}

PurchaseHistory history_of(const OracleTable& table, std::size_t row) {
    return {static_cast<std::int64_t>(table.number(row, "x")), table.number(row, "t_x"),
            table.number(row, "T")};
}

Duration weeks(double count) { return {count, Unit::week}; }

// Relative, but absolute below 1e-300, where doubles lose their digits.
void expect_relative(double value, double exact, double tolerance, const std::string& what) {
    EXPECT_NEAR(value, exact, std::max(tolerance * std::fabs(exact), 1e-300)) << what;
}

TEST(BgNbdOracle, TenThousandHistories) {
    const OracleTable table("bg_nbd_oracle.csv");
    ASSERT_EQ(table.size(), 10000U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const BgNbd model = model_of(table, i);
        const PurchaseHistory history = history_of(table, i);
        const Duration t = weeks(table.number(i, "t"));
        const std::string row = "row " + std::to_string(i);
        expect_relative(model.probability_alive(history), table.number(i, "probability_alive"),
                        1e-12, row + " alive");
        expect_relative(model.probability_no_purchase(history, t),
                        table.number(i, "probability_no_purchase"), 1e-12, row + " no purchase");
        expect_relative(model.expected_purchases(history, t), table.number(i, "expected_purchases"),
                        1e-12, row + " expected");
        expect_relative(model.expected_purchases_of_new(weeks(table.number(i, "t_new"))),
                        table.number(i, "expected_purchases_new"), 1e-12, row + " new");
        EXPECT_NEAR(model.log_likelihood(history), table.number(i, "log_likelihood"),
                    1e-12 * table.number(i, "largest_term"))
            << row;
    }
}

// What batches use: tables and series in place of the integral. Each row is another model, whose
// tables take milliseconds to build: one in ten.
TEST(BgNbdOracle, EvaluatorOnAThousandHistories) {
    const OracleTable table("bg_nbd_oracle.csv");
    for (std::size_t i = 0; i < table.size(); i += 10) {
        const BgNbd model = model_of(table, i);
        const PurchaseHistory history = history_of(table, i);
        const detail::models::BgNbdEvaluator evaluator(model, weeks(table.number(i, "t")),
                                                       {0.0, Unit::year});
        const auto found = evaluator(history);
        const std::string row = "row " + std::to_string(i);
        expect_relative(found.probability_alive, table.number(i, "probability_alive"), 1e-12,
                        row + " alive");
        expect_relative(found.probability_no_purchase, table.number(i, "probability_no_purchase"),
                        1e-12, row + " no purchase");
        expect_relative(found.expected_purchases, table.number(i, "expected_purchases"), 1e-12,
                        row + " expected");
        expect_relative(found.probability_alive * found.discounted_given_alive,
                        table.number(i, "expected_purchases"), 1e-12, row + " not discounted");
    }
}

TEST(BgNbdOracle, DistributionOfCounts) {
    const OracleTable table("bg_nbd_pmf_oracle.csv");
    ASSERT_GE(table.size(), 2000U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double n = table.number(i, "n");
        const double found = model_of(table, i).probability_of_count(static_cast<std::int64_t>(n),
                                                                     weeks(table.number(i, "t")));
        expect_relative(found, table.number(i, "pmf"), n <= 100 ? 1e-12 : 1e-10,
                        "row " + std::to_string(i));
    }
}

TEST(BgNbdOracle, DiscountedPurchases) {
    const OracleTable table("bg_nbd_discounted_oracle.csv");
    ASSERT_EQ(table.size(), 1000U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double horizon =
            table.text(i, "horizon") == "inf" ? HUGE_VAL : table.number(i, "horizon");
        // The table's rate is continuous, per week.
        const DiscountRate rate{std::expm1(table.number(i, "rate")), Unit::week};
        const BgNbd model = model_of(table, i);
        const PurchaseHistory history = history_of(table, i);
        const std::string row = "row " + std::to_string(i);
        expect_relative(model.discounted_expected_purchases(history, weeks(horizon), rate),
                        table.number(i, "value"), 1e-10, row);
        if (std::isinf(horizon)) continue;
        const auto batch = detail::models::BgNbdEvaluator(model, weeks(horizon), rate)(history);
        expect_relative(batch.probability_alive * batch.discounted_given_alive,
                        table.number(i, "value"), 1e-10, row + " in a batch");
    }
}

TEST(BgNbdGoldens, FromTheLiterature) {
    const OracleTable table("bg_nbd_goldens.csv");
    ASSERT_GE(table.size(), 60U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const BgNbd model = model_of(table, i);
        const std::string& quantity = table.text(i, "quantity");
        const Duration t = weeks(table.number(i, "t"));
        double found = NAN;
        if (quantity == "probability_alive") found = model.probability_alive(history_of(table, i));
        if (quantity == "expected_purchases") {
            found = model.expected_purchases(history_of(table, i), t);
        }
        if (quantity == "expected_purchases_new") found = model.expected_purchases_of_new(t);
        if (quantity == "pmf") {
            found = model.probability_of_count(static_cast<std::int64_t>(table.number(i, "n")), t);
        }
        EXPECT_NEAR(found, table.number(i, "value"), table.number(i, "half_unit"))
            << quantity << ", row " << i;
    }
}

TEST(BgNbd, IsFiniteForEveryPossibleHistory) {
    const double magnitudes[] = {1e-8, 1e-3, 0.5, 1.0, 3.0, 1e3, 1e8};
    for (const double r : magnitudes) {
        for (const double alpha : magnitudes) {
            for (const double a : magnitudes) {
                for (const double b : magnitudes) {
                    const BgNbd model{r, alpha, a, b};
                    for (const std::int64_t x : {0L, 1L, 2L, 63L, 64L, 1000L, 100000L}) {
                        const double T = 104.0;
                        for (const double t_x : {1e-3, 52.0, 104.0}) {
                            const PurchaseHistory history{x, x == 0 ? 0.0 : t_x, T};
                            const double alive = model.probability_alive(history);
                            const double silent = model.probability_no_purchase(history, 52_weeks);
                            const double expected = model.expected_purchases(history, 52_weeks);
                            ASSERT_TRUE(alive >= 0.0 && alive <= 1.0)
                                << r << ' ' << alpha << ' ' << x;
                            ASSERT_TRUE(silent >= 0.0 && silent <= 1.0);
                            ASSERT_TRUE(expected >= 0.0 && std::isfinite(expected))
                                << r << ' ' << alpha << ' ' << a << ' ' << b << ' ' << x;
                            ASSERT_TRUE(std::isfinite(model.log_likelihood(history)));
                        }
                    }
                }
            }
        }
    }
}

std::vector<BgNbd> extreme_models(const std::vector<double>& extremes = {1e-300, 1e-8, 1.0, 1e8,
                                                                         1e300}) {
    std::vector<BgNbd> all;
    for (const double r : extremes) {
        for (const double alpha : extremes) {
            for (const double a : extremes) {
                for (const double b : extremes) all.push_back({r, alpha, a, b});
            }
        }
    }
    return all;
}

std::string text_of(const BgNbd& model) {
    std::ostringstream text;
    text << "r " << model.r << ", alpha " << model.alpha << ", a " << model.a << ", b " << model.b;
    return text.str();
}

void expect_probability(double p, const std::string& what) {
    EXPECT_TRUE(p >= 0.0 && p <= 1.0) << what << ": " << p;
}

void expect_amount(double value, const std::string& what) {
    EXPECT_TRUE(value >= 0.0 && std::isfinite(value)) << what << ": " << value;
}

const PurchaseHistory extreme_histories[] = {
    {0, 0.0, 0.0}, {0, 0.0, 104.0}, {1, 0.0, 104.0}, {7, 104.0, 104.0}, {100000, 52.0, 104.0}};

TEST(BgNbd, IsFiniteForExtremeParameters) {
    for (const BgNbd& model : extreme_models()) {
        const std::string what = text_of(model);
        expect_amount(model.expected_purchases_of_new(52_weeks), what);
        for (const std::int64_t n : {0, 1, 2, 1000, 100000}) {
            expect_probability(model.probability_of_count(n, 52_weeks), what);
        }
        for (const PurchaseHistory& history : extreme_histories) {
            expect_probability(model.probability_alive(history), what);
            expect_probability(model.probability_no_purchase(history, 52_weeks), what);
            expect_amount(model.expected_purchases(history, 52_weeks), what);
            EXPECT_TRUE(std::isfinite(model.log_likelihood(history))) << what;
        }
    }
}

// An integral over time takes hundreds of integrals over the dropouts: fewer models.
TEST(BgNbd, DiscountedPurchasesAreFiniteForExtremeParameters) {
    const DiscountRate rate = 10_percent_per_year;
    for (const BgNbd& model : extreme_models({1e-300, 1.0, 1e300})) {
        const PurchaseHistory now{0, 0.0, 0.0};
        const double year = model.discounted_expected_purchases(now, 52_weeks, rate);
        const double residual = model.discounted_expected_residual_purchases(now, rate);
        expect_amount(year, text_of(model));
        expect_amount(residual, text_of(model));
        EXPECT_LE(year, residual * (1 + 1e-9)) << text_of(model);
        expect_amount(model.discounted_expected_purchases({7, 30.0, 104.0}, 52_weeks, rate),
                      text_of(model));
    }
}

TEST(BgNbd, BatchesAreFiniteForExtremeParameters) {
    for (const BgNbd& model : extreme_models()) {
        const std::string what = text_of(model);
        const detail::models::BgNbdEvaluator evaluator(model, 52_weeks, {0.0, Unit::year});
        for (const PurchaseHistory& history : extreme_histories) {
            const auto found = evaluator(history);
            expect_probability(found.probability_alive, what);
            expect_probability(found.probability_no_purchase, what);
            expect_amount(found.expected_purchases, what);
            expect_amount(found.discounted_given_alive, what);
        }
    }
}

// Tables and the integral are two ways to the same number: to 1e-12 for any shapes, and in the
// limits.
TEST(BgNbd, TablesAgreeWithTheIntegralForAnyDropouts) {
    const double shapes[] = {1e-300, 1e-18, 1e-3, 1.0, 1e4, 1e8, 1e12, 1e20, 1e60, 1e300};
    for (const double a : shapes) {
        for (const double b : shapes) {
            const BgNbd model{1.3, 4.0, a, b};
            const DiscountRate rate = 10_percent_per_year;
            const detail::models::BgNbdEvaluator evaluator(model, 52_weeks, rate);
            for (const std::int64_t x : {0, 1, 20, 63, 64}) {
                for (const double T : {0.0, 30.0, 300.0}) {
                    const PurchaseHistory history{x, x == 0 ? 0.0 : T, T};
                    const auto found = evaluator(history);
                    expect_relative(found.expected_purchases,
                                    model.expected_purchases(history, 52_weeks), 1e-12,
                                    text_of(model));
                    if (x % 20 != 0 || T != 30.0) continue;
                    expect_relative(
                        found.discounted_given_alive,
                        model.discounted_expected_purchases_given_alive(history, 52_weeks, rate),
                        1e-12, text_of(model));
                }
            }
        }
    }
}

// With one dropout probability p = a/(a + b) for all, what is expected of an active customer is
// (1 − (1 + p y)^−(r+x))/p.
TEST(BgNbd, TendsToOneDropoutProbabilityForAll) {
    for (const double scale : {1e15, 1e20, 1e60, 1e99, 1e300}) {
        const BgNbd model{1.3, 4.0, scale, 3 * scale};
        const detail::models::BgNbdEvaluator evaluator(model, 52_weeks, {0.0, Unit::year});
        for (const std::int64_t x : {0, 1, 63, 64}) {
            const double y = 52.0 / 34.0;
            const double exact =
                -std::expm1(-(1.3 + static_cast<double>(x)) * std::log1p(0.25 * y)) / 0.25;
            const PurchaseHistory history{x, x == 0 ? 0.0 : 30.0, 30.0};
            EXPECT_NEAR(model.expected_purchases_given_alive(history, 52_weeks), exact,
                        1e-13 * exact);
            EXPECT_NEAR(evaluator(history).discounted_given_alive, exact, 1e-13 * exact);
        }
    }
}

// Everybody leaves at the first repeat purchase: what is expected is the probability of one.
TEST(BgNbd, TendsToCertainDropout) {
    const double exact = -std::expm1(-std::log1p(39.0 / 14.0));
    for (const double b : {1e-18, 1e-30, 1e-300}) {
        const BgNbd model{1.0, 4.0, 1.0, b};
        EXPECT_NEAR(model.expected_purchases_given_alive({0, 0.0, 10.0}, 39_weeks), exact, 1e-14);
    }
}

// For r = a = b = 1 the expectation is ln(1 + t/α).
TEST(BgNbd, TakesAnyAlpha) {
    for (const double alpha : {1e300, 1e8, 1.0, 1e-100, 1e-300}) {
        const BgNbd model{1.0, alpha, 1.0, 1.0};
        const double exact = std::log1p(52.0 / alpha);
        EXPECT_NEAR(model.expected_purchases_of_new(52_weeks), exact, 1e-13 * exact) << alpha;
    }
    // Here t/α is no double; it is taken as 5e304.
    const double beyond = BgNbd{1.0, 1e-308, 1.0, 1.0}.expected_purchases_of_new(52_weeks);
    EXPECT_NEAR(beyond, std::log(5e304), 1e-10);
}

// The two parts of the risk are rounded, and their sum may come out above 1.
TEST(BgNbd, NoProbabilityIsAboveOne) {
    const BgNbd model{5.5825438217036314, 4.845917986362398, 5.8815807736964754,
                      1.7474141521195303};
    const PurchaseHistory history{14, 23.477683936338686, 49.073338810653254};
    EXPECT_LE(model.probability_no_purchase(history, weeks(1e-12)), 1.0);
    for (int i = 1; i <= 20000; ++i) {
        const double part = std::fmod(i * 0.6180339887498949, 1.0);
        const PurchaseHistory one{1 + i % 60, 50.0 * part, 50.0};
        for (const double horizon : {0.0, 1e-300, 1e-15, 1e-12, 1e-9}) {
            ASSERT_LE(model.probability_no_purchase(one, weeks(horizon)), 1.0) << i;
            ASSERT_LE(cdnow.probability_no_purchase(one, weeks(horizon)), 1.0) << i;
        }
    }
}

TEST(BgNbd, CountsSumToOneAndToTheirMean) {
    double total = 0.0;
    double mean = 0.0;
    for (std::int64_t n = 0; n <= 2000; ++n) {
        const double p = cdnow.probability_of_count(n, 39_weeks);
        total += p;
        mean += static_cast<double>(n) * p;
    }
    EXPECT_NEAR(total, 1.0, 1e-12);
    EXPECT_NEAR(mean, cdnow.expected_purchases_of_new(39_weeks), 1e-10);
}

TEST(BgNbd, ExpectationRisesWithTheHorizonAndFallsWithTheRate) {
    const PurchaseHistory history{2, 213.0 / 7, 272.0 / 7};
    double last = 0.0;
    for (double h = 1.0; h < 500.0; h *= 1.3) {
        const double expected = cdnow.expected_purchases(history, weeks(h));
        EXPECT_GT(expected, last);
        last = expected;
        double discounted = expected;
        for (const unsigned long long percent : {5ULL, 20ULL, 80ULL}) {
            const DiscountRate rate{static_cast<double>(percent) / 100.0, Unit::year};
            const double less = cdnow.discounted_expected_purchases(history, weeks(h), rate);
            EXPECT_LT(less, discounted);
            discounted = less;
        }
    }
}

TEST(BgNbd, WithoutARateNothingIsDiscounted) {
    const PurchaseHistory history{7, 30.0, 38.0};
    EXPECT_EQ(cdnow.discounted_expected_purchases(history, 39_weeks, {0.0, Unit::year}),
              cdnow.expected_purchases(history, 39_weeks));
}

TEST(BgNbd, ALongHorizonApproachesTheResidual) {
    const PurchaseHistory history{7, 30.0, 38.0};
    const double residual =
        cdnow.discounted_expected_residual_purchases(history, 15_percent_per_year);
    const double long_run =
        cdnow.discounted_expected_purchases(history, {400, Unit::year}, 15_percent_per_year);
    EXPECT_NEAR(long_run, residual, 1e-11 * residual);
}

TEST(BgNbd, UnitsRescale) {
    const BgNbd in_days{cdnow.r, cdnow.alpha * 7, cdnow.a, cdnow.b, Unit::day};
    const PurchaseHistory weekly{2, 213.0 / 7, 272.0 / 7};
    const PurchaseHistory daily{2, 213.0, 272.0};
    EXPECT_NEAR(in_days.probability_alive(daily), cdnow.probability_alive(weekly), 1e-14);
    EXPECT_NEAR(in_days.expected_purchases(daily, 39_weeks),
                cdnow.expected_purchases(weekly, 39_weeks), 1e-14);
    EXPECT_NEAR(in_days.discounted_expected_purchases(daily, 1_years, 10_percent_per_year),
                cdnow.discounted_expected_purchases(weekly, 1_years, 10_percent_per_year), 1e-12);
    // The density of x times changes its unit: by x ln 7.
    EXPECT_NEAR(in_days.log_likelihood(daily), cdnow.log_likelihood(weekly) - 2 * std::log(7.0),
                1e-13);
}

// a = 1 and a + b = 1 are removable: what is on both sides meets there.
TEST(BgNbd, IsSmoothThroughItsRemovableSingularities) {
    const auto expected = [](double a, double b) {
        return BgNbd{0.2426, 4.4136, a, b}.expected_purchases_of_new(39_weeks);
    };
    for (const double gap : {1e-3, 1e-6, 1e-9}) {
        EXPECT_NEAR((expected(1 - gap, 2.4) + expected(1 + gap, 2.4)) / 2, expected(1.0, 2.4),
                    2 * gap * gap + 1e-14);
        EXPECT_NEAR((expected(0.4, 0.6 - gap) + expected(0.4, 0.6 + gap)) / 2, expected(0.4, 0.6),
                    2 * gap * gap + 1e-14);
    }
}

TEST(BgNbd, NamesTheParameterThatIsNotPossible) {
    const BgNbd bad{0.24, 4.4, -1.0, 2.4};
    const auto checked = bad.check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::invalid_value);
    EXPECT_EQ(checked.error().where.field, "a");
    EXPECT_EQ(checked.error().message, "expected a finite number above 0, got -1");
    EXPECT_TRUE(cdnow.check());
}

void expect_misuse(const std::function<void()>& call, const std::string& argument) {
    try {
        call();
        ADD_FAILURE() << "no ContractError for " << argument;
    } catch (const ContractError& error) {
        EXPECT_NE(std::string(error.what()).find(argument), std::string::npos) << error.what();
    }
}

TEST(BgNbd, RefusesImpossibleArguments) {
    const PurchaseHistory good{1, 2.0, 3.0};
    expect_misuse([] { (void)cdnow.probability_alive({-1, 0.0, 3.0}); }, "frequency");
    expect_misuse([] { (void)cdnow.probability_alive({1, 4.0, 3.0}); }, "recency");
    expect_misuse([] { (void)cdnow.probability_alive({0, 1.0, 3.0}); }, "recency");
    expect_misuse([] { (void)cdnow.probability_alive({1, 1.0, HUGE_VAL}); }, "T");
    expect_misuse([] { (void)cdnow.log_likelihood({1, NAN, 3.0}); }, "recency");
    expect_misuse([&] { (void)BgNbd{0.2, NAN, 1, 1}.probability_alive(good); }, "alpha");
    expect_misuse([&] { (void)cdnow.expected_purchases(good, weeks(-1)); }, "horizon");
    expect_misuse([&] { (void)cdnow.expected_purchases(good, weeks(HUGE_VAL)); }, "horizon");
    expect_misuse(
        [&] {
            (void)cdnow.discounted_expected_residual_purchases(good, {0.0, Unit::year});
        },
        "horizon");
    expect_misuse(
        [&] {
            (void)cdnow.discounted_expected_purchases(good, 1_weeks, {-.1, Unit::year});
        },
        "rate");
    expect_misuse([] { (void)cdnow.probability_of_count(-1, 1_weeks); }, "count");
}

}  // namespace
