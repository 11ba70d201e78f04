#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "tenure/io/csv.hpp"
#include "tenure/scores/score.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using models::GammaGamma;
using testing::ElementsAre;
using testing::IsEmpty;

ScoreTable scored(const std::vector<test::BaseRow>& rows, const GammaGamma& spend,
                  double margin = 1.0) {
    return score(test::base_of(rows), {.purchases = test::cdnow_purchases,
                                       .spend = spend,
                                       .horizon = 39_weeks,
                                       .margin = margin})
        .value();
}

TEST(ScoreTable, SortsByValueAtRiskThenByRow) {
    // Rows 1 and 3 are equal; more spend at the same risk is more value.
    const auto scores = scored({{2, 50.0, 200.0, 10.0},
                                {2, 50.0, 200.0, 30.0},
                                {2, 50.0, 200.0, 90.0},
                                {2, 50.0, 200.0, 30.0}},
                               test::cdnow_spend);
    EXPECT_THAT(scores.most_value_at_risk(4), ElementsAre(2, 1, 3, 0));
    EXPECT_THAT(scores.most_value_at_risk(2), ElementsAre(2, 1));
    EXPECT_THAT(scores.most_value_at_risk(100), ElementsAre(2, 1, 3, 0));
    EXPECT_THAT(scores.most_value_at_risk(0), IsEmpty());
}

TEST(ScoreTable, SortsNullsLast) {
    // A mean of spend exists from x = 2.
    const std::vector<test::BaseRow> rows{
        {0, 0.0, 200.0}, {2, 50.0, 200.0, 30.0}, {1, 50.0, 200.0, 30.0}, {2, 50.0, 200.0, 60.0}};
    const GammaGamma spend{0.2, 0.7, 10.0};
    EXPECT_THAT(scored(rows, spend).most_value_at_risk(4), ElementsAre(3, 1, 0, 2));
    // A value of 0 is one.
    EXPECT_THAT(scored(rows, spend, 0.0).most_value_at_risk(4), ElementsAre(1, 3, 0, 2));
}

TEST(ScoreTable, NamesTheBandOfARow) {
    const auto scores = scored({{0, 0.0, 200.0}, {40, 199.0, 200.0, 30.0}}, test::cdnow_spend);
    EXPECT_EQ(scores.size(), 2u);
    EXPECT_EQ(scores.risk_band(0), RiskBand::critical);
    EXPECT_EQ(scores.risk_band(1), RiskBand::low);
    EXPECT_THROW(static_cast<void>(scores.risk_band(2)), ContractError);
}

TEST(ScoreTable, IsWrittenAsTheFileSays) {
    const auto scores = scored({{0, 0.0, 200.0}, {1, 50.0, 200.0, 30.0}}, {0.2, 0.7, 10.0});
    const std::string csv = to_csv(scores.table());
    // Recency and T in weeks; empty: monetary_value where x = 0, and spend where its mean does not
    // exist.
    EXPECT_THAT(csv,
                testing::StartsWith("customer,frequency,recency,T,monetary_value,"
                                    "probability_alive,risk,expected_purchases,expected_spend,clv,"
                                    "clv_given_alive,value_at_risk,risk_band\n"
                                    "1,0,0,28.571428571428573,,1,"));
    EXPECT_THAT(csv,
                testing::HasSubstr(",,,,,critical\n2,1,7.142857142857143,28.571428571428573,30,"));
}

}  // namespace
}  // namespace tenure
