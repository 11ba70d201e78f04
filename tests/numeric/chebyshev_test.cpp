#include "numeric/chebyshev.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using tenure::detail::numeric::ChebyshevFamily;
using tenure::detail::numeric::ChebyshevSum;

ChebyshevFamily::Nodes values_of(double (*f)(double)) {
    ChebyshevFamily::Nodes values;
    for (std::size_t k = 0; k < values.size(); ++k) values[k] = f(ChebyshevFamily::nodes()[k]);
    return values;
}

// The polynomial's rounding is that of its largest coefficient, which is as large as the function
// is at the beginning of the range: sixteen products and sums, each to half an ulp.
double rounding(double (*f)(double), double s) {
    constexpr double length = ChebyshevFamily::end / ChebyshevFamily::ranges;
    return 16 * 0x1p-52 * f(std::floor(s / length) * length);
}

// e^(−s/2) and 1/(3 + s) are analytic far around the ranges: sixteen coefficients give them to
// rounding.
TEST(ChebyshevFamily, GivesASmoothFunctionBack) {
    ChebyshevFamily family;
    const auto decay = [](double s) { return std::exp(-s / 2); };
    const auto pole = [](double s) { return 1.0 / (3.0 + s); };
    family.add(values_of(decay));
    family.add(values_of(pole));
    ASSERT_EQ(family.size(), 2U);
    for (double s = 0.0; s <= 9.2104; s += 0.0137) {
        ASSERT_TRUE(family(0, s).has_value()) << s;
        EXPECT_NEAR(*family(0, s), decay(s), rounding(decay, s)) << s;
        ASSERT_TRUE(family(1, s).has_value()) << s;
        EXPECT_NEAR(*family(1, s), pole(s), rounding(pole, s)) << s;
    }
}

TEST(ChebyshevFamily, SaysWhereItHasNoValue) {
    ChebyshevFamily family;
    family.add(values_of([](double s) { return std::exp(-s); }));
    EXPECT_FALSE(family(0, 9.3).has_value());
    EXPECT_FALSE(family(0, NAN).has_value());
    EXPECT_TRUE(family(0, 0.0).has_value());
}

// A peak much narrower than the nodes are apart cannot be tabulated, and only on its range.
TEST(ChebyshevFamily, MarksARangeThatItCannotTabulate) {
    ChebyshevFamily family;
    family.add(values_of([](double s) { return 1.0 + 1.0 / (1.0 + 1e4 * (s - 1.2) * (s - 1.2)); }));
    EXPECT_FALSE(family(0, 1.2).has_value());
    EXPECT_FALSE(family(0, 1.0).has_value());
}

// A sum over points is the same sum over the single values, each of which is within `rounding`.
TEST(ChebyshevSum, AddsUpWhatTheFamilySays) {
    ChebyshevFamily family;
    const auto decay = [](double s) { return std::exp(-s / 2); };
    family.add(values_of(decay));
    family.add(values_of([](double s) { return 1.0 / (3.0 + s); }));
    ChebyshevSum sum;
    double expected = 0.0;
    double error = 0.0;
    for (double s = 0.1; s < 9.2; s += 0.7) {
        const double weight = 3.0 - s;
        sum.add(s, weight);
        expected += weight * decay(s);
        error += std::fabs(weight) * rounding(decay, s);
    }
    ASSERT_TRUE(sum(family, 0).has_value());
    EXPECT_NEAR(*sum(family, 0), expected, error);
    ASSERT_TRUE(sum(family, 1).has_value());
    EXPECT_GT(std::fabs(*sum(family, 1) - expected), 0.1) << "which function was it?";
}

TEST(ChebyshevSum, HasNoValueWhereAPointHasNone) {
    ChebyshevFamily family;
    family.add(values_of([](double s) { return s < 6.0 ? 1.0 : NAN; }));
    ChebyshevSum sum;
    sum.add(5.0, 1.0);
    ASSERT_TRUE(sum(family, 0).has_value());
    sum.add(7.0, 1.0);
    EXPECT_FALSE(sum(family, 0).has_value());
}

}  // namespace
