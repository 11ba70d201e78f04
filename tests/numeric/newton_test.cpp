#include "numeric/newton.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

namespace numeric = tenure::detail::numeric;
using numeric::Derivatives;
using numeric::SearchState;
using tenure::Code;
using tenure::Error;
using tenure::Result;

constexpr auto never = [](const auto&) { return false; };

TEST(Maximize, TakesAQuadraticInOneStep) {
    const auto quadratic = [](const std::array<double, 2>& x) -> Result<Derivatives<2>> {
        // −(x − 1)² − 2(y + 3)² − (x − 1)(y + 3)
        const double u = x[0] - 1.0;
        const double v = x[1] + 3.0;
        return Derivatives<2>{
            -u * u - 2 * v * v - u * v, {-2 * u - v, -4 * v - u}, {-2.0, -1.0, -1.0, -4.0}};
    };
    const auto found = numeric::maximize<2>(quadratic, {0.5, -2.0}, {}, never);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->converged);
    EXPECT_LE(found->iterations, 2);
    EXPECT_NEAR(found->x[0], 1.0, 1e-14);
    EXPECT_NEAR(found->x[1], -3.0, 1e-14);
}

// Rosenbrock's valley, upside down: curved, and not concave everywhere.
TEST(Maximize, FollowsACurvedValleyToTheTop) {
    const auto valley = [](const std::array<double, 2>& p) -> Result<Derivatives<2>> {
        const auto [x, y] = p;
        const double w = y - x * x;
        return Derivatives<2>{-(100 * w * w + (1 - x) * (1 - x)),
                              {400 * x * w + 2 * (1 - x), -200 * w},
                              {400 * w - 800 * x * x - 2, 400 * x, 400 * x, -200.0}};
    };
    const auto found = numeric::maximize<2>(valley, {-1.2, 1.0}, {}, never);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->converged);
    EXPECT_NEAR(found->x[0], 1.0, 1e-9);
    EXPECT_NEAR(found->x[1], 1.0, 1e-9);
}

// −e^−x rises for ever: the search must say that it did not end.
TEST(Maximize, DoesNotCallARidgeAMaximum) {
    const auto ridge = [](const std::array<double, 1>& x) -> Result<Derivatives<1>> {
        const double e = std::exp(-x[0]);
        return Derivatives<1>{-e, {e}, {-e}};
    };
    const auto found = numeric::maximize<1>(ridge, {0.0}, {.max_iterations = 5}, never);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->converged);
    EXPECT_EQ(found->iterations, 5);
    EXPECT_NEAR(found->x[0], 5.0, 1e-12);  // Newton's step on e^−x is 1
}

TEST(Maximize, ShortensAStepThatLeavesTheDomain) {
    // ln x − x has its maximum at 1; a full first step from 1.9 ends at a negative x, where it is
    // NaN.
    const auto barrier = [](const std::array<double, 1>& p) -> Result<Derivatives<1>> {
        const double x = p[0];
        return Derivatives<1>{std::log(x) - x, {1 / x - 1}, {-1 / (x * x)}};
    };
    const auto found = numeric::maximize<1>(barrier, {2.5}, {.max_step = 100.0}, never);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->converged);
    EXPECT_NEAR(found->x[0], 1.0, 1e-9);
}

TEST(Maximize, NeverFalls) {
    double last = -1e300;
    const auto bumpy = [](const std::array<double, 1>& p) -> Result<Derivatives<1>> {
        const double x = p[0];
        return Derivatives<1>{
            std::cos(3 * x) - x * x, {-3 * std::sin(3 * x) - 2 * x}, {-9 * std::cos(3 * x) - 2}};
    };
    const auto watch = [&last](const SearchState<1>& state) {
        EXPECT_GE(state.at.value, last);
        last = state.at.value;
        return false;
    };
    const auto found = numeric::maximize<1>(bumpy, {1.0}, {}, watch);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->converged);
    EXPECT_LT(found->at.hessian[0], 0.0);
}

// x² overflows from some x on: as if a likelihood rose to infinity. It must not count as a maximum
// that the change there is below the rounding of ∞.
TEST(Maximize, NeverTakesAnInfiniteValue) {
    const auto rising = [](const std::array<double, 1>& p) -> Result<Derivatives<1>> {
        const double x = p[0];
        return Derivatives<1>{x < 10.0 ? x : HUGE_VAL, {1.0}, {-0.25}};
    };
    const auto found = numeric::maximize<1>(rising, {0.0}, {}, never);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->converged);
    EXPECT_LT(found->at.value, 10.0);
}

TEST(Maximize, DoesNotStartWhereTheFunctionIsNotFinite) {
    for (const double bad : {HUGE_VAL, -HUGE_VAL, double(NAN)}) {
        const auto broken = [bad](const std::array<double, 1>&) -> Result<Derivatives<1>> {
            return Derivatives<1>{bad, {bad}, {bad}};
        };
        const auto found = numeric::maximize<1>(broken, {3.0}, {}, never);
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->converged);
        EXPECT_EQ(found->at.value, -HUGE_VAL);
        EXPECT_EQ(found->x[0], 3.0);
        EXPECT_EQ(found->iterations, 0);
    }
}

// A gradient that promises what no step keeps.
TEST(Maximize, SaysThatItStalled) {
    const auto deceiving = [](const std::array<double, 1>& p) -> Result<Derivatives<1>> {
        return Derivatives<1>{-std::fabs(p[0]), {1.0}, {-1.0}};
    };
    const auto found = numeric::maximize<1>(deceiving, {0.0}, {}, never);
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->converged);
    EXPECT_EQ(found->iterations, 0);
}

TEST(Maximize, PassesAnErrorOn) {
    const auto fails = [](const std::array<double, 1>&) -> Result<Derivatives<1>> {
        return Error{Code::cancelled, "stopped"};
    };
    const auto found = numeric::maximize<1>(fails, {0.0}, {}, never);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, Code::cancelled);
}

}  // namespace
