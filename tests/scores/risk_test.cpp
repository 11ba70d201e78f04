#include <cmath>

#include <gtest/gtest.h>

#include "tenure/scores/score.hpp"

namespace tenure {
namespace {

TEST(RiskBand, HasTheNamesOfTheFiles) {
    EXPECT_EQ(to_string(RiskBand::low), "low");
    EXPECT_EQ(to_string(RiskBand::medium), "medium");
    EXPECT_EQ(to_string(RiskBand::high), "high");
    EXPECT_EQ(to_string(RiskBand::critical), "critical");
}

TEST(RiskCuts, BeginWhereTheySay) {
    const RiskCuts cuts;
    EXPECT_EQ(cuts.band(0.0), RiskBand::low);
    EXPECT_EQ(cuts.band(std::nextafter(0.25, 0.0)), RiskBand::low);
    EXPECT_EQ(cuts.band(0.25), RiskBand::medium);
    EXPECT_EQ(cuts.band(std::nextafter(0.50, 0.0)), RiskBand::medium);
    EXPECT_EQ(cuts.band(0.50), RiskBand::high);
    EXPECT_EQ(cuts.band(std::nextafter(0.75, 0.0)), RiskBand::high);
    EXPECT_EQ(cuts.band(0.75), RiskBand::critical);
    EXPECT_EQ(cuts.band(1.0), RiskBand::critical);
}

TEST(RiskCuts, AreTheCallers) {
    const RiskCuts cuts{0.1, 0.2, 0.3};
    EXPECT_EQ(cuts.band(0.15), RiskBand::medium);
    EXPECT_EQ(cuts.band(0.25), RiskBand::high);
    EXPECT_EQ(cuts.band(0.35), RiskBand::critical);
}

}  // namespace
}  // namespace tenure
