#include "tenure/core/money.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <boost/multiprecision/cpp_int.hpp>

#include "core/contract.hpp"
#include "tenure/core/random.hpp"

namespace tenure {

void PrintTo(const Money& money, std::ostream* out) {
    *out << "{" << money.units << ", " << int{money.scale} << "}";
}

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using test::contract_message;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();
constexpr DecimalStyle english{'.', ','};
constexpr DecimalStyle german{',', '.'};
constexpr DecimalStyle slovak{',', ' '};

void expect_money(std::string_view text, Money expected, DecimalStyle style = {}) {
    const auto result = Money::parse(text, style);
    ASSERT_TRUE(result.has_value()) << text << ": " << result.error().message;
    EXPECT_EQ(*result, expected) << text;
}

void expect_error(std::string_view text, Code code, std::string_view expected,
                  DecimalStyle style = {}) {
    const auto result = Money::parse(text, style);
    ASSERT_FALSE(result.has_value()) << text << " is " << result->to_string();
    EXPECT_EQ(result.error().code, code) << text;
    EXPECT_EQ(result.error().message,
              "expected " + std::string(expected) + ", got \"" + std::string(text) + "\"");
}

TEST(MoneyParse, FindsTheSmallestScale) {
    expect_money("29.33", {2933, 2});
    expect_money("29.30", {293, 1});
    expect_money("12.00", {12, 0});
    expect_money("12", {12, 0});
    expect_money("1200", {1200, 0});
    expect_money("0.000001", {1, 6});
    expect_money("0", {0, 0});
    expect_money("0.000000000000000", {0, 0});
    expect_money("007.50", {75, 1});
    expect_money("1.0000000000000000000000000000000000000000", {1, 0});
}

TEST(MoneyParse, ReadsSignsAndBareFractions) {
    expect_money("-5", {-5, 0});
    expect_money("+5", {5, 0});
    expect_money("-0", {0, 0});
    expect_money("-0.00", {0, 0});
    expect_money(".5", {5, 1});
    expect_money("-.5", {-5, 1});
    expect_money("1.", {1, 0});
    expect_money("+1.e1", {10, 0});
}

TEST(MoneyParse, ReadsExponentsWhereTheValueIsExact) {
    expect_money("1e3", {1000, 0});
    expect_money("1E+3", {1000, 0});
    expect_money("1.5e-3", {15, 4});
    expect_money("10e-7", {1, 6});
    expect_money("2.9330e1", {2933, 2});
    expect_money("2.933e2", {2933, 1});
    expect_money("0e99999999999999999999", {0, 0});
    expect_money("0.0e-99999999999999999999", {0, 0});
    expect_money("1e18", {1'000'000'000'000'000'000, 0});
    expect_money("-92233720368547758.08e2", {smallest, 0});
    expect_money("0." + std::string(400, '0') + "1e401", {1, 0});
    expect_money("1" + std::string(400, '0') + "e-400", {1, 0});
    expect_money("1e00000000000000000000000000000000001", {10, 0});
}

TEST(MoneyParse, HoldsAllOfInt64) {
    expect_money("9223372036854775807", {largest, 0});
    expect_money("-9223372036854775808", {smallest, 0});
    expect_money("9223372036854.775807", {largest, 6});
    expect_money("-9223372036854.775808", {smallest, 6});
    expect_money("92233720368547758.07", {largest, 2});
    expect_money("9223372036854775807.000", {largest, 0});
}

TEST(MoneyParse, NeverWraps) {
    for (const std::string_view text :
         {"9223372036854775808", "-9223372036854775809", "18446744073709551615",
          "18446744073709551616", "18446744073709551617", "36893488147419103232",
          "92233720368547758070", "9223372036854775807.5", "922337203685477580.71",
          "9223372036854.775808", "1e19", "-1e19", "1e400", "1e99999999999999999999",
          "1e18446744073709551616", "123456789012345678901234567890",
          "10000000000000000000000000.1"}) {
        expect_error(text, Code::overflow, "an amount within 64 bits");
    }
}

TEST(MoneyParse, NeverRounds) {
    for (const std::string_view text :
         {"0.0000001", "1.0000001", "-0.1234567", "1e-7", "1e-99999999999999999999",
          "1e-18446744073709551616", "5e-324", "29.330000000000002",
          "99999999999999999999.9999999"}) {
        expect_error(text, Code::invalid_number, "at most 6 decimals");
    }
    expect_money("1.00000100", {1'000'001, 6});
}

TEST(MoneyParse, ReadsTheWholeTextAndNothingElse) {
    for (const std::string_view text :
         {"",     " ",     ".",      "-",    "+",    "-.",    "--5",   "+-5", "-+5", "5-",
          " 5",   "5 ",    "$5",     "5 €",  "5,00", "1,234", "1.2.3", "1e",  "1e+", "1e-",
          "e5",   ".e5",   "1e1.5",  "1e 5", "1ee5", "inf",   "-inf",  "nan", "NaN", "Infinity",
          "0x10", "1_000", "(5.00)", "five", "1d3",  "5.0.",  "−5",    "٥"}) {
        expect_error(text, Code::invalid_number, "an amount such as 1234.50");
    }
    const auto with_nul = Money::parse(std::string_view("5\0", 2));
    EXPECT_EQ(with_nul.error().message, R"(expected an amount such as 1234.50, got "5\x00")");
}

TEST(MoneyParse, ReadsGroupsOfThree) {
    expect_money("1,234.50", {12345, 1}, english);
    expect_money("12,345", {12345, 0}, english);
    expect_money("123,456,789.01", {12'345'678'901, 2}, english);
    expect_money("-1,234,567", {-1'234'567, 0}, english);
    expect_money("+1,000", {1000, 0}, english);
    expect_money("0,123", {123, 0}, english);
    expect_money("1,000e3", {1'000'000, 0}, english);
    expect_money("1234567.5", {12'345'675, 1}, english);
    expect_money("123", {123, 0}, english);
    expect_money("1.234,50", {12345, 1}, german);
    expect_money("1 234,50", {12345, 1}, slovak);
    expect_money(",5", {5, 1}, german);
}

TEST(MoneyParse, RefusesGroupSignsAnywhereElse) {
    for (const std::string_view text :
         {",123", "1,23", "1,2345", "1234,567", "12,34,567", "1,,234", "1,234,", ",", "1,", "-,123",
          "1,234,56", "1.234,567", "1.5,000", "1e1,000", "1,234.5,0", "1 234", ",.5", "0.,5"}) {
        expect_error(text, Code::invalid_number, "an amount such as 1,234.50", english);
    }
    expect_error("1,234.50", Code::invalid_number, "an amount such as 1.234,50", german);
    expect_error("1.5", Code::invalid_number, "an amount such as 1 234,50", slovak);
}

TEST(MoneyParse, AsksForAStyleThatCanBeRead) {
    const auto message = [](DecimalStyle style) {
        return contract_message([style] { (void)Money::parse("1", style); });
    };
    EXPECT_EQ(message({',', ','}),
              "DecimalStyle: expected two signs that are neither equal nor part of a number, got "
              "\",,\"");
    for (const DecimalStyle style : {DecimalStyle{'1', ','},
                                     {'.', '0'},
                                     {'-', ','},
                                     {'.', '+'},
                                     {'e', ','},
                                     {'.', 'E'},
                                     {'\0', ','},
                                     {'\0', '\0'}}) {
        EXPECT_NE(message(style), "no ContractError") << style.decimal << style.group;
    }
}

TEST(Money, IsReadInTheFormInWhichItIsWritten) {
    EXPECT_EQ((Money{1200, 2}).to_string(), "12.00");
    EXPECT_EQ((Money{-5, 3}).to_string(), "-0.005");
    EXPECT_EQ((Money{0, 2}).to_string(), "0.00");
    EXPECT_EQ((Money{42, 0}).to_string(), "42");
    EXPECT_EQ((Money{smallest, 0}).to_string(), "-9223372036854775808");
    EXPECT_EQ((Money{smallest, 6}).to_string(), "-9223372036854.775808");
    EXPECT_EQ((Money{largest, 6}).to_string(), "9223372036854.775807");
    RandomStream random(3, 0);
    for (int i = 0; i < 20'000; ++i) {
        // All magnitudes alike.
        const auto units = static_cast<std::int64_t>(random.bits()) >> (random.bits() % 64);
        const Money money{units, static_cast<std::uint8_t>(random.bits() % 7)};
        const Money read = Money::parse(money.to_string()).value();
        EXPECT_LE(read.scale, money.scale);
        EXPECT_TRUE(read.scale == 0 || read.units % 10 != 0) << money.to_string();
        EXPECT_EQ(read.at_scale(money.scale).value(), money) << money.to_string();
    }
}

TEST(MoneyAtScale, KeepsTheAmount) {
    EXPECT_EQ((Money{12, 0}).at_scale(2).value(), (Money{1200, 2}));
    EXPECT_EQ((Money{12, 2}).at_scale(2).value(), (Money{12, 2}));
    EXPECT_EQ((Money{-1, 0}).at_scale(6).value(), (Money{-1'000'000, 6}));
    EXPECT_EQ((Money{largest, 3}).at_scale(3).value(), (Money{largest, 3}));
    EXPECT_EQ((Money{largest / 10, 0}).at_scale(1).value(), (Money{largest / 10 * 10, 1}));
    EXPECT_EQ((Money{smallest / 10, 0}).at_scale(1).value(), (Money{smallest / 10 * 10, 1}));
}

TEST(MoneyAtScale, OverflowsAsAnError) {
    for (const Money money : {Money{largest / 10 + 1, 0}, {smallest / 10 - 1, 0}, {smallest, 0}}) {
        const auto result = money.at_scale(1);
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().code, Code::overflow);
        EXPECT_EQ(result.error().message,
                  "expected an amount within 64 bits at a larger scale, got \"" +
                      money.to_string() + "\"");
    }
    EXPECT_EQ((Money{10'000'000'000'000, 0}).at_scale(6).error().code, Code::overflow);
}

TEST(MoneyAtScale, NeverGoesDownOrBeyondTheLargest) {
    const auto message = [](Money money, std::uint8_t scale) {
        return contract_message([=] { (void)money.at_scale(scale); });
    };
    EXPECT_EQ(message({1, 2}, 1),
              "Money::at_scale(): expected a scale from the present one to 6, got 1");
    EXPECT_EQ(message({1, 2}, 7),
              "Money::at_scale(): expected a scale from the present one to 6, got 7");
}

/// |a − b|, exactly.
[[nodiscard]] cpp_rational distance(const cpp_rational& a, double b) {
    return abs(cpp_rational(a - cpp_rational(b)));
}

TEST(MoneyToDouble, IsTheNearestDouble) {
    RandomStream random(4, 0);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 20'000; ++i) {
        const auto units = static_cast<std::int64_t>(random.bits()) >> (random.bits() % 64);
        const Money money{units, static_cast<std::uint8_t>(random.bits() % 7)};
        const cpp_rational exact(cpp_int(money.units),
                                 pow(cpp_int(10), static_cast<unsigned>(money.scale)));
        const double value = money.to_double();
        const cpp_rational error = distance(exact, value);
        ASSERT_LE(error, distance(exact, std::nextafter(value, infinity))) << money.to_string();
        ASSERT_LE(error, distance(exact, std::nextafter(value, -infinity))) << money.to_string();
    }
}

TEST(MoneyToDouble, RoundsOnceWhereTwiceWouldMiss) {
    // Found by search: units rounded to a double and then divided misses these by one place.
    int missed_by_division = 0;
    RandomStream random(5, 0);
    for (int i = 0; i < 1000; ++i) {
        const Money money{static_cast<std::int64_t>(random.bits()), 6};
        if (static_cast<double>(money.units) / 1e6 != money.to_double()) ++missed_by_division;
    }
    EXPECT_GT(missed_by_division, 0);
    EXPECT_EQ((Money{smallest, 0}).to_double(), -0x1p63);
    EXPECT_EQ((Money{largest, 0}).to_double(), 0x1p63);
    EXPECT_EQ((Money{2933, 2}).to_double(), 29.33);
    EXPECT_EQ((Money{0, 6}).to_double(), 0);
}

}  // namespace
}  // namespace tenure
