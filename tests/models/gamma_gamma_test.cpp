#include "tenure/models/gamma_gamma.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/gamma_gamma_likelihood.hpp"
#include "support/bases.hpp"
#include "support/derivatives.hpp"
#include "support/oracle_table.hpp"

namespace {

using namespace tenure;
using namespace tenure::literals;
using models::FitStatus;
using models::GammaGamma;
using models::Limit;
using test::base_of;
using test::BaseRow;
using test::cdnow_base;
using test::OracleTable;
namespace impl = detail::models;

GammaGamma model_of(const OracleTable& table, std::size_t row) {
    return {table.number(row, "p"), table.number(row, "q"), table.number(row, "gamma")};
}

TEST(GammaGammaOracle, TwoThousandCustomers) {
    const OracleTable table("gamma_gamma_oracle.csv");
    ASSERT_EQ(table.size(), 2000U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const GammaGamma model = model_of(table, i);
        const models::SpendHistory history{static_cast<std::int64_t>(table.number(i, "x")),
                                           table.number(i, "mean")};
        EXPECT_NEAR(model.log_likelihood(history), table.number(i, "log_likelihood"),
                    1e-12 * table.number(i, "largest_term"))
            << "row " << i;
        if (table.text(i, "expected_spend").empty()) {
            EXPECT_FALSE(model.expected_spend(history).has_value()) << "row " << i;
        } else {
            const double exact = table.number(i, "expected_spend");
            EXPECT_NEAR(model.expected_spend(history).value(), exact, 1e-12 * exact) << "row " << i;
        }
    }
}

TEST(GammaGammaGoldens, FromTheLiterature) {
    const OracleTable table("gamma_gamma_goldens.csv");
    ASSERT_GE(table.size(), 8U);
    for (std::size_t i = 0; i < table.size(); ++i) {
        ASSERT_EQ(table.text(i, "quantity"), "expected_spend");
        const models::SpendHistory history{
            static_cast<std::int64_t>(table.number(i, "x")),
            table.text(i, "mean").empty() ? 0.0 : table.number(i, "mean")};
        EXPECT_NEAR(model_of(table, i).expected_spend(history).value(), table.number(i, "value"),
                    table.number(i, "half_unit"))
            << "row " << i;
    }
}

// The optimum and its standard errors in 50 digits.
TEST(GammaGammaFit, ReachesTheOptimumOfTheCdnowSample) {
    const auto fit = GammaGamma::fit(cdnow_base()).value();
    EXPECT_EQ(fit.report.status, FitStatus::converged) << fit.report.explanation;
    EXPECT_NEAR(fit.report.log_likelihood, -4055.91769480187, 4055.9 * 1e-8);
    EXPECT_EQ(fit.report.customers, 946);
    EXPECT_EQ(fit.report.excluded, 1411);
    EXPECT_NEAR(fit.report.bic, 3 * std::log(946.0) + 2 * 4055.91769480187, 1e-4);
    const double parameters[] = {6.249572271324, 3.744224667132, 15.44352096259};
    const double errors[] = {1.190055336, .2901330653, 4.159422752};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(fit.model.parameters()[i], parameters[i], 1e-6 * parameters[i]) << i;
        EXPECT_NEAR(fit.standard_error(i).value(), errors[i], 1e-5 * errors[i]) << i;
    }
}

template <class Side>
void expect_derivatives(const typename Side::Point& at) {
    const impl::SpendPatterns patterns(cdnow_base());
    impl::FitRun run({});
    const impl::SpendLikelihood<Side> likelihood(patterns, run);
    test::expect_derivatives(likelihood, at);
}

TEST(GammaGammaLikelihood, DerivativesAgreeWithDifferences) {
    expect_derivatives<impl::GammaSpend>({1.8, 1.3, 2.7});
    expect_derivatives<impl::GammaSpend>({0.5, 4.0, 6.0});
    expect_derivatives<impl::EqualSpend>({0.8, -2.0});
    expect_derivatives<impl::ConstantPurchases>({1.1, 4.0});
}

template <class Side>
void expect_embedding(const typename Side::Point& at) {
    const impl::SpendPatterns patterns(cdnow_base());
    impl::FitRun run({});
    const double limit = impl::SpendLikelihood<Side>(patterns, run)(at).value().value;
    const double near =
        impl::SpendLikelihood<impl::GammaSpend>(patterns, run)(Side::embed(at, 1e11)).value().value;
    EXPECT_NEAR(near, limit, 1e-8 * std::fabs(limit));
}

TEST(GammaGammaLikelihood, TheFullModelTendsToItsLimits) {
    expect_embedding<impl::EqualSpend>({0.8, -2.0});
    expect_embedding<impl::ConstantPurchases>({1.1, 4.0});
}

std::vector<BaseRow> spends(int n, std::int64_t x, double (*mean)(int)) {
    std::vector<BaseRow> rows;
    for (int i = 0; i < n; ++i) rows.push_back({x, x == 0 ? 0.0 : 10.0, 20.0, mean(i)});
    return rows;
}

TEST(GammaGammaFit, NamesTheLimitOfEqualSpend) {
    const auto rows = spends(200, 5, [](int i) { return 20 + (i + .5) / 10; });
    const auto fit = GammaGamma::fit(base_of(rows, {}, Unit::day)).value();
    EXPECT_EQ(fit.report.status, FitStatus::boundary);
    EXPECT_EQ(fit.report.limits, std::vector<Limit>{Limit::equal_spend});
    // tests/oracle/degenerate_bases.py, 50 digits.
    EXPECT_NEAR(fit.report.log_likelihood / 200, -3.17352557852367, 1.1e-9);
    EXPECT_NEAR(fit.model.p, 5.24954078540023, 1e-4);
    EXPECT_NEAR(fit.model.q / fit.model.gamma, 0.174984692846674, 1e-6);
    EXPECT_TRUE(fit.standard_error(0).has_value());
    EXPECT_FALSE(fit.standard_error(1).has_value());
    EXPECT_FALSE(fit.standard_error(2).has_value());
    EXPECT_NEAR(fit.model.expected_spend_of_new().value(), 5.24954078540023 / 0.174984692846674,
                1e-3);
}

// Means whose spread more purchases do not narrow, and whose tails are lighter than any mixture's:
// only p → ∞ explains them.
TEST(GammaGammaFit, NamesTheLimitOfConstantPurchases) {
    std::vector<BaseRow> rows;
    for (int i = 0; i < 300; ++i) {
        const double u = (i + 0.5) / 300;
        rows.push_back({1 + (i * 7) % 40, 10.0, 20.0, 30.0 / (1.0 + u)});
    }
    const auto fit = GammaGamma::fit(base_of(rows, {}, Unit::day)).value();
    EXPECT_EQ(fit.report.status, FitStatus::boundary);
    EXPECT_EQ(fit.report.limits, std::vector<Limit>{Limit::constant_purchases});
    EXPECT_FALSE(fit.standard_error(0).has_value());
    EXPECT_TRUE(fit.standard_error(1).has_value());
    EXPECT_TRUE(std::isfinite(fit.model.expected_spend({3, 25.0}).value()));
}

void expect_not_identified(const std::vector<BaseRow>& rows, const std::string& reason) {
    const auto fit = GammaGamma::fit(base_of(rows, {}, Unit::day)).value();
    EXPECT_EQ(fit.report.status, FitStatus::not_identified);
    EXPECT_EQ(fit.report.explanation, reason);
    EXPECT_FALSE(fit.report.usable());
    EXPECT_FALSE(fit.standard_error(0).has_value());
    EXPECT_TRUE(std::isnan(fit.model.p));
    EXPECT_TRUE(std::isnan(fit.report.log_likelihood));
}

TEST(GammaGammaFit, SaysFromTheDataWhatTheyCannotDetermine) {
    expect_not_identified(spends(50, 3, [](int) { return 20.0; }), "spend is constant");
    // Up to rounding.
    expect_not_identified(spends(200, 5, [](int i) { return 20.0 + 1e-9 * i; }),
                          "spend is constant");
    // All with the same x: what customers differ by and what purchases differ by is one ridge.
    expect_not_identified(spends(200, 5, [](int i) { return 20.0 + 1e-5 * i; }),
                          "the likelihood is flat in some direction of the parameters");
    expect_not_identified(spends(1, 3, [](int) { return 20.0; }), "spend is constant");
    expect_not_identified(spends(10, 0, [](int) { return 0.0; }), "no repeat spend above 0");
    expect_not_identified(spends(10, 2, [](int) { return 0.0; }), "no repeat spend above 0");
}

CustomerBase cdnow_in_currency(double unit) {
    const auto base = cdnow_base();
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < base.size(); ++i) {
        rows.push_back({base.frequency()[i], base.recency()[i], base.age()[i],
                        base.monetary_value()[i] * unit});
    }
    return base_of(rows);
}

// Only γ has the unit of money. The density of the means goes by 1/unit.
TEST(GammaGammaFit, OnlyRescalesWithTheCurrency) {
    const auto fit = GammaGamma::fit(cdnow_base()).value();
    for (const double unit : {1e-145, 1e-100, 1e3, 1e100, 1e145}) {
        const auto other = GammaGamma::fit(cdnow_in_currency(unit)).value();
        EXPECT_EQ(other.report.status, FitStatus::converged) << unit;
        EXPECT_NEAR(other.model.p, fit.model.p, 1e-9 * fit.model.p) << unit;
        EXPECT_NEAR(other.model.q, fit.model.q, 1e-9 * fit.model.q) << unit;
        EXPECT_NEAR(other.model.gamma / unit, fit.model.gamma, 1e-9 * fit.model.gamma) << unit;
        EXPECT_NEAR(other.standard_error(2).value() / unit, fit.standard_error(2).value(), 1e-8)
            << unit;
        const double exact = fit.report.log_likelihood - 946 * std::log(unit);
        EXPECT_NEAR(other.report.log_likelihood, exact, 1e-12 * std::fabs(exact)) << unit;
    }
}

TEST(GammaGammaFit, RefusesMeansWhoseVarianceIsNoDouble) {
    for (const auto& [unit, got] : {std::pair{1e300, "1.177e+301"}, std::pair{1e-200, "e-199"}}) {
        const auto fit = GammaGamma::fit(cdnow_in_currency(unit));
        ASSERT_FALSE(fit);
        EXPECT_EQ(fit.error().code, Code::invalid_data);
        EXPECT_EQ(fit.error().where.field, "monetary_value");
        const std::string& message = fit.error().message;
        EXPECT_EQ(message.rfind("expected mean repeat spends of 1e-150 to 1e+150, got ", 0), 0U);
        EXPECT_NE(message.find(got), std::string::npos) << message;
    }
}

TEST(GammaGammaFit, NeedsAmountsAndCustomers) {
    const auto without = GammaGamma::fit(base_of({{1, 2, 3}}, {.monetary_value = false}));
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().code, Code::no_amounts);
    EXPECT_EQ(without.error().message,
              "expected amounts to fit spend to, got a base without the column monetary_value");
    const auto empty = GammaGamma::fit(base_of({}, {}, Unit::day));
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().code, Code::invalid_data);
}

TEST(GammaGamma, HasNoMeanWhereTheTailIsTooHeavy) {
    const GammaGamma heavy{0.25, 0.5, 10.0};
    EXPECT_FALSE(heavy.expected_spend_of_new().has_value());
    EXPECT_FALSE(heavy.expected_spend({2, 5.0}).has_value());  // p x + q = 1
    EXPECT_TRUE(heavy.expected_spend({3, 5.0}).has_value());
}

// A mean of 0 is a possible observation of a customer, if not of the model's fit.
TEST(GammaGamma, ExpectsTheFormulasValueOfAZeroMean) {
    const GammaGamma model{6.25, 3.74, 15.44};
    EXPECT_NEAR(model.expected_spend({4, 0.0}).value(), 6.25 * 15.44 / (25.0 + 2.74), 1e-12);
}

TEST(GammaGamma, LiesBetweenTheCustomersMeanAndThePopulations) {
    const GammaGamma model{6.25, 3.74, 15.44};
    const double population = model.expected_spend_of_new().value();
    double last = population;
    for (std::int64_t x = 1; x < 1000; x *= 2) {
        const double expected = model.expected_spend({x, 80.0}).value();
        EXPECT_GT(expected, last);
        EXPECT_LT(expected, 80.0);
        last = expected;
    }
}

// Where γ and x m are so far apart that their quotient is no double. The references are eq. 1a in
// 50 digits (mpmath).
TEST(GammaGamma, LogLikelihoodIsFiniteWhereQuotientsAreNot) {
    const auto expect = [](const GammaGamma& model, double m, double reference) {
        EXPECT_NEAR(model.log_likelihood({2, m}), reference, 1e-14 * std::fabs(reference));
    };
    expect({1.0, 3.0, 1e300}, 1e-10, -1400.7057057154599764);
    expect({1.0, 0.5, 1e-300}, 1e10, -380.56079600674929143);
    expect({5.0, 0.5, 1e300}, 1e-10, -7107.4900327496041168);
    expect({1.0, 3.0, 1e-300}, 1e10, -2164.0245223062947785);
}

TEST(GammaGamma, NamesTheParameterThatIsNotPossible) {
    const auto checked = GammaGamma{6.25, 0.0, 15.44}.check();
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::invalid_value);
    EXPECT_EQ(checked.error().where.field, "q");
    EXPECT_EQ(checked.error().message, "expected a finite number above 0, got 0");
}

TEST(GammaGamma, RefusesImpossibleArguments) {
    const GammaGamma model{6.25, 3.74, 15.44};
    EXPECT_THROW((void)model.expected_spend({-1, 5.0}), ContractError);
    EXPECT_THROW((void)model.expected_spend({1, -5.0}), ContractError);
    EXPECT_THROW((void)model.expected_spend({1, NAN}), ContractError);
    EXPECT_THROW((void)model.log_likelihood({0, 0.0}), ContractError);
    EXPECT_THROW((void)(GammaGamma{6.25, NAN, 1.0}.expected_spend_of_new()), ContractError);
}

}  // namespace
