#include "scores/value.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace tenure::detail::scores {
namespace {

constexpr double largest = std::numeric_limits<double>::max();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(Value, IsMarginTimesSpendTimesPurchases) {
    EXPECT_EQ(clv_given_alive(0.5, 40.0, 3.0), 60.0);
    EXPECT_EQ(clv_given_alive(0.0, 40.0, 3.0), 0.0);
}

TEST(Value, StaysFinite) {
    EXPECT_EQ(clv_given_alive(1.0, 1e308, 10.0), largest);
    EXPECT_EQ(clv_given_alive(0.0, infinity, 10.0), 0.0);
    EXPECT_EQ(finite(infinity), largest);
    EXPECT_EQ(finite(-infinity), -largest);
    EXPECT_EQ(finite(29.33), 29.33);
}

TEST(RevenuePerYear, TakesAYearAtLeast) {
    EXPECT_EQ(revenue_per_year(100.0, 4.0), 25.0);
    EXPECT_EQ(revenue_per_year(100.0, 1.0), 100.0);
    EXPECT_EQ(revenue_per_year(100.0, 0.02), 100.0);
    EXPECT_EQ(revenue_per_year(100.0, 0.0), 100.0);
}

}  // namespace
}  // namespace tenure::detail::scores
