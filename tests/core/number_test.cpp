#include "core/number.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

#include "tenure/core/random.hpp"

namespace tenure::detail::core {
namespace {

TEST(LeadingReal, ReadsTheNumberAndCountsItsBytes) {
    const auto expect = [](std::string_view text, double value, std::size_t length) {
        const auto read = leading_real(text);
        ASSERT_TRUE(read.has_value()) << text;
        EXPECT_EQ(read->value, value) << text;
        EXPECT_EQ(read->length, length) << text;
    };
    expect("52w", 52, 2);
    expect("1.5y", 1.5, 3);
    expect(".5", .5, 2);
    expect("1.", 1, 2);
    expect("0", 0, 1);
    expect("1e3h", 1000, 3);
    expect("1e3", 1000, 3);
    expect("2e", 2, 1);  // no exponent, but what follows the number
    expect("0.1/year", 0.1, 3);
    expect("1e-400", 0, 6);
    expect("1.7976931348623157e308", std::numeric_limits<double>::max(), 22);
}

TEST(LeadingReal, RefusesSignsInfinityAndWhatIsNoNumber) {
    for (const std::string_view text :
         {"", "w", "-1", "+1", "-0", " 1", ".", "e3", "inf", "infinity", "nan", "-inf", "1e309"}) {
        EXPECT_FALSE(leading_real(text).has_value()) << text;
    }
}

TEST(Shortest, IsTheShortestThatReadsBack) {
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(shortest(39), "39");
    EXPECT_EQ(shortest(1e22), "1e+22");
    EXPECT_EQ(shortest(-0.0), "-0");
    EXPECT_EQ(shortest(-std::numeric_limits<double>::min()), "-2.2250738585072014e-308");
    EXPECT_EQ(shortest(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(shortest(-std::numeric_limits<double>::infinity()), "-inf");
    EXPECT_EQ(shortest(-std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(Shortest, ReadsBackAsTheSameDouble) {
    RandomStream random(1, 0);
    for (int i = 0; i < 20'000; ++i) {
        const double value = std::abs(std::bit_cast<double>(random.bits()));
        if (!std::isfinite(value)) continue;
        const std::string text = shortest(value);
        const auto read = leading_real(text);
        ASSERT_TRUE(read.has_value()) << text;
        EXPECT_EQ(read->value, value) << text;
        EXPECT_EQ(read->length, text.size()) << text;
    }
}

}  // namespace
}  // namespace tenure::detail::core
