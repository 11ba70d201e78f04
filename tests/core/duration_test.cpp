#include "tenure/core/duration.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "tenure/core/random.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;

constexpr Unit all_units[] = {Unit::hour, Unit::day, Unit::week, Unit::month, Unit::year};

static_assert(39_weeks == Duration{39, Unit::week});
static_assert(1_hours == Duration{1, Unit::hour} && 2_days == Duration{2, Unit::day});
static_assert(3_months == Duration{3, Unit::month} && 4_years == Duration{4, Unit::year});
static_assert(15_percent_per_year == DiscountRate{0.15, Unit::year});
static_assert(7.5_percent_per_year == DiscountRate{0.075, Unit::year});
static_assert(hours_per(Period::day) == hours_per(Unit::day));
static_assert(hours_per(Period::week) == hours_per(Unit::week));
static_assert(hours_per(Period::month) == hours_per(Unit::month));
static_assert(!std::is_default_constructible_v<DiscountRate> ||
              std::is_aggregate_v<DiscountRate>);  // a rate is written with its unit beside it

TEST(Unit, ConvertsThroughHoursExactly) {
    EXPECT_EQ((1_days).in(Unit::hour), 24);
    EXPECT_EQ((1_weeks).in(Unit::day), 7);
    EXPECT_EQ((1_weeks).in(Unit::hour), 168);
    EXPECT_EQ((1_months).in(Unit::hour), 730.5);
    EXPECT_EQ((1_years).in(Unit::month), 12);
    EXPECT_EQ((1_years).in(Unit::day), 365.25);
    EXPECT_EQ((1_years).in(Unit::hour), 8766);
    EXPECT_EQ((273_days).in(Unit::week), 39);
    EXPECT_EQ((48_hours).in(Unit::day), 2);
}

TEST(Duration, KeepsItsCountInItsOwnUnit) {
    // Times 730.5 and back would round.
    for (const Unit unit : all_units) EXPECT_EQ((Duration{0.1, unit}).in(unit), 0.1);
}

TEST(Duration, IsReadInTheFormInWhichItIsWritten) {
    EXPECT_EQ(to_string(39_weeks), "39w");
    EXPECT_EQ(to_string(Duration{1.5, Unit::year}), "1.5y");
    EXPECT_EQ(to_string(Duration{0.1 + 0.2, Unit::month}), "0.30000000000000004mo");
    EXPECT_EQ(to_string(Duration{0, Unit::hour}), "0h");
    EXPECT_EQ(to_string(Duration{1e22, Unit::day}), "1e+22d");
    RandomStream random(7, 0);
    for (int i = 0; i < 5000; ++i) {
        const double count = std::abs(std::bit_cast<double>(random.bits()));
        if (!std::isfinite(count)) continue;
        const Duration duration{count, all_units[random.bits() % 5]};
        EXPECT_EQ(parse_duration(to_string(duration)).value(), duration) << to_string(duration);
    }
}

TEST(ParseDuration, ReadsACountAndAUnit) {
    EXPECT_EQ(parse_duration("52w").value(), 52_weeks);
    EXPECT_EQ(parse_duration("12mo").value(), 12_months);
    EXPECT_EQ(parse_duration("36h").value(), 36_hours);
    EXPECT_EQ(parse_duration("0d").value(), 0_days);
    EXPECT_EQ(parse_duration(".5y").value(), (Duration{0.5, Unit::year}));
    EXPECT_EQ(parse_duration("1e2d").value(), 100_days);
}

TEST(ParseDuration, RefusesEverythingElse) {
    for (const std::string_view text :
         {"", "w", "52", "52 w", " 52w", "52w ", "52W", "52weeks", "52m", "-1w", "+1w", "-0w",
          "infw", "nanw", "1e999w", "1,5w", "0x1w", "1w2d"}) {
        const auto result = parse_duration(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_option) << text;
        EXPECT_EQ(result.error().message,
                  "expected a length of time such as 52w (h, d, w, mo or y), got \"" +
                      std::string(text) + "\"");
    }
}

TEST(ParseUnit, ReadsTheNamesOfUnits) {
    constexpr std::string_view names[] = {"hour", "day", "week", "month", "year"};
    for (const Unit unit : all_units) {
        EXPECT_EQ(to_string(unit), names[static_cast<std::size_t>(unit)]);
        EXPECT_EQ(parse_unit(to_string(unit)).value(), unit);
    }
    for (const std::string_view text : {"", "Week", "weeks", "w", "year "}) {
        const auto result = parse_unit(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_option);
        EXPECT_EQ(result.error().message,
                  "expected hour, day, week, month or year, got \"" + std::string(text) + "\"");
    }
}

TEST(DiscountRate, GrowsByItsFractionInItsUnit) {
    const DiscountRate rate{0.15, Unit::year};
    // log1p and exp are correct to 1 ulp or so, and δ·(year in unit) rounds thrice: well below 8
    // ulp.
    for (const Unit unit : all_units) {
        const double year = (1_years).in(unit);
        EXPECT_NEAR(std::exp(rate.continuous(unit) * year), 1.15, 8 * 2.3e-16 * 1.15)
            << to_string(unit);
    }
    EXPECT_EQ(rate.continuous(Unit::year), std::log1p(0.15));
    EXPECT_EQ((DiscountRate{0.002, Unit::week}.continuous(Unit::week)), std::log1p(0.002));
    EXPECT_EQ((DiscountRate{0.01, Unit::month}.continuous(Unit::year)), 12 * std::log1p(0.01));
    EXPECT_EQ((DiscountRate{0, Unit::year}.continuous(Unit::week)), 0);
}

TEST(DiscountRate, KeepsTinyRates) {
    // ln(1 + f) taken as it is written would be 0.
    EXPECT_EQ((DiscountRate{1e-20, Unit::year}.continuous(Unit::year)), 1e-20);
}

TEST(DiscountRate, IsReadInTheFormInWhichItIsWritten) {
    EXPECT_EQ(to_string(15_percent_per_year), "0.15/year");
    EXPECT_EQ(to_string(DiscountRate{0.002, Unit::week}), "0.002/week");
    RandomStream random(8, 0);
    for (int i = 0; i < 5000; ++i) {
        const DiscountRate rate{random.exponential(), all_units[random.bits() % 5]};
        EXPECT_EQ(parse_discount_rate(to_string(rate)).value(), rate) << to_string(rate);
    }
}

TEST(ParseDiscountRate, MeansAYearWhereNoUnitIsGiven) {
    EXPECT_EQ(parse_discount_rate("0.10").value(), (DiscountRate{0.1, Unit::year}));
    EXPECT_EQ(parse_discount_rate("0.10/year").value(), (DiscountRate{0.1, Unit::year}));
    EXPECT_EQ(parse_discount_rate("0/day").value(), (DiscountRate{0, Unit::day}));
    EXPECT_EQ(parse_discount_rate("1e-3/week").value(), (DiscountRate{0.001, Unit::week}));
}

TEST(ParseDiscountRate, RefusesEverythingElse) {
    for (const std::string_view text :
         {"", "/year", "0.1/", "0.1/y", "0.1/years", "0.1 /year", "10%", "-0.1", "+0.1", "inf",
          "nan/year", "0.1year", "0.1 year", "0.1:year", "0.1/year/year", " 0.1", "0.1 ",
          "1e999"}) {
        const auto result = parse_discount_rate(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_option) << text;
        EXPECT_EQ(result.error().message,
                  "expected a rate such as 0.10/year (hour, day, week, month or year), got \"" +
                      std::string(text) + "\"");
    }
}

}  // namespace
}  // namespace tenure
