#include "io/real.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "core/number.hpp"
#include "tenure/core/money.hpp"

namespace tenure::detail::io {
namespace {

constexpr DecimalStyle plain = {};
constexpr DecimalStyle english = {'.', ','};
constexpr DecimalStyle german = {',', '.'};
constexpr DecimalStyle french = {',', ' '};

TEST(Real, ReadsTheWholeField) {
    EXPECT_EQ(parse_real("0", plain).value(), 0.0);
    EXPECT_EQ(parse_real("38.857142857142854", plain).value(), 38.857142857142854);
    EXPECT_EQ(parse_real("-1.5", plain).value(), -1.5);
    EXPECT_EQ(parse_real("1e3", plain).value(), 1000.0);
    EXPECT_EQ(parse_real(".5", plain).value(), 0.5);
    EXPECT_EQ(parse_real("+1", plain).value(), 1.0);
    EXPECT_EQ(parse_real("+1.234,5", german).value(), 1234.5);
    EXPECT_EQ(parse_real("1,234.5", english).value(), 1234.5);
    EXPECT_EQ(parse_real("12.345.678,25", german).value(), 12345678.25);
    EXPECT_EQ(parse_real("-1234,5", german).value(), -1234.5);
    EXPECT_EQ(parse_real("1 234,5", french).value(), 1234.5);
}

TEST(Real, RefusesWhatIsNotAFiniteNumber) {
    for (const char* text :
         {"",    " 1",   "1 ",  "1x",       "x",     "+",    "++1", "+-1",   "-+1", "--1", "- 1",
          "inf", "-inf", "nan", "infinity", "1e999", "0x10", "1,5", "1.2.3", "1e",  "٣"}) {
        const auto read = parse_real(text, plain);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, Code::invalid_number);
    }
    EXPECT_EQ(parse_real("1,5 €", plain).error().message,
              "expected a finite number, got \"1,5 €\"");
}

TEST(Real, AZeroHasNoSign) {
    for (const char* text : {"-0", "-0.0", "-0e5", "-1e-999", "+0"}) {
        const double zero = parse_real(text, plain).value();
        EXPECT_EQ(zero, 0.0) << text;
        EXPECT_FALSE(std::signbit(zero)) << text;
    }
}

// A column of amounts and a column of times are written in one grammar.
TEST(Real, ReadsWhatMoneyReads) {
    for (const DecimalStyle style : {plain, english, german, french}) {
        for (const char* text :
             {"0",   "+3",  "-3",  "+-3",  "-+3",     "++3",     "+",       "-",      ".5",   "5.",
              "+.5", "1e3", "1E3", "1e+3", "1,234.5", "1.234,5", "1 234,5", "+1,234", "1,23", " 3",
              "3 ",  "3+",  "",    "0x3",  "nan",     "3e",      "e3",      "."}) {
            const auto real = parse_real(text, style);
            const auto money = Money::parse(text, style);
            ASSERT_EQ(real.has_value(), money.has_value()) << '"' << text << '"';
            if (!real) continue;
            EXPECT_EQ(*real, money->to_double()) << '"' << text << '"';
        }
    }
}

TEST(Real, GroupsHaveThreeDigits) {
    for (const char* text :
         {"1,23", "1234,567", ",123", "1,,234", "1,234,", "1.5,000", "12,34.5", "1,234.567,8"}) {
        EXPECT_FALSE(parse_real(text, english)) << text;
    }
    EXPECT_EQ(parse_real("1234.5", english).value(), 1234.5) << "groups may be left out";
    EXPECT_FALSE(parse_real("1.5", german)) << "one group sign and one digit behind it";
    EXPECT_FALSE(parse_real("1.5", DecimalStyle{',', '\0'}));
}

TEST(Real, ReadsBackEveryDoubleThatIsWritten) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 100000; ++i) {
        double value;
        const std::uint64_t bits = random();
        static_assert(sizeof value == sizeof bits);
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) continue;
        const auto read = parse_real(core::shortest(value), plain);
        ASSERT_TRUE(read) << core::shortest(value);
        ASSERT_EQ(std::memcmp(&*read, &value, sizeof value), 0) << core::shortest(value);
    }
}

}  // namespace
}  // namespace tenure::detail::io
