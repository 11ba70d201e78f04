#include "numeric/logarithm.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

namespace numeric = tenure::detail::numeric;

const double ln10 = std::log(10.0);

TEST(Softplus, IsTheLogarithmOfOnePlusTheExponential) {
    EXPECT_DOUBLE_EQ(numeric::softplus(0.0), std::log(2.0));
    EXPECT_DOUBLE_EQ(numeric::softplus(2.0), std::log(1.0 + std::exp(2.0)));
    EXPECT_DOUBLE_EQ(numeric::softplus(-2.0), std::log1p(std::exp(-2.0)));
}

TEST(Softplus, NeitherOverflowsNorVanishes) {
    EXPECT_EQ(numeric::softplus(1e5), 1e5);
    EXPECT_EQ(numeric::softplus(HUGE_VAL), HUGE_VAL);
    EXPECT_DOUBLE_EQ(numeric::softplus(-700.0), std::exp(-700.0));
    EXPECT_EQ(numeric::softplus(-HUGE_VAL), 0.0);
}

TEST(LogRatio, IsRightWhereTheQuotientIsNoDouble) {
    EXPECT_EQ(numeric::log_ratio(3.0, 2.0), std::log(1.5));
    EXPECT_NEAR(numeric::log_ratio(1e300, 1e-300), 600 * ln10, 1e-12);
    EXPECT_NEAR(numeric::log_ratio(1e-300, 1e300), -600 * ln10, 1e-12);
    EXPECT_EQ(numeric::log_ratio(0.0, 1.0), -HUGE_VAL);
}

TEST(Log1pRatio, IsRightWhereTheQuotientIsNoDouble) {
    EXPECT_EQ(numeric::log1p_ratio(3.0, 2.0), std::log1p(1.5));
    EXPECT_EQ(numeric::log1p_ratio(0.0, 1e-300), 0.0);
    EXPECT_NEAR(numeric::log1p_ratio(1e300, 1e-300), 600 * ln10, 1e-12);
    EXPECT_EQ(numeric::log1p_ratio(1e-300, 1e300), 0.0);
}

}  // namespace
