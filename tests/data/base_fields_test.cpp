#include "data/base_fields.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

constexpr Unit units[] = {Unit::hour, Unit::day, Unit::week, Unit::month, Unit::year};
constexpr Period periods[] = {Period::day, Period::week, Period::month};

double written(double count, Unit unit, Period merge) {
    return count * hours_per(merge) / hours_per(unit);
}

static_assert(base_field("T") == BaseField::age);
static_assert(base_field("holdout_until") == BaseField::holdout_until);
static_assert(!base_field("t"));
static_assert(name_of(BaseField::sum_log_gaps) == "sum_log_gaps");

TEST(ToPeriods, WholeCountsComeBackInEveryUnit) {
    for (const Unit unit : units) {
        for (const Period merge : periods) {
            for (int count = 0; count <= 40000; ++count) {
                ASSERT_EQ(to_periods(written(count, unit, merge), unit, merge), count)
                    << to_string(unit) << ' ' << to_string(merge);
            }
        }
    }
}

TEST(ToPeriods, DaysThatOthersDividedBySevenAreDays) {
    for (int days = 0; days <= 40000; ++days) {
        ASSERT_EQ(to_periods(days / 7.0, Unit::week, Period::day), days);
    }
}

TEST(ToPeriods, WhatIsNoWholeCountStaysOne) {
    EXPECT_NEAR(to_periods(38.86, Unit::week, Period::day), 272.02, 1e-10);
    EXPECT_EQ(to_periods(0.5, Unit::day, Period::day), 0.5);
}

// Counts that were drawn, not counted, are read in their unit as the same doubles again.
TEST(ToPeriods, OtherCountsKeepTheirTimeToTheBit) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform(0.0, 3000.0);
    for (const Unit unit : units) {
        for (const Period merge : periods) {
            for (int i = 0; i < 20000; ++i) {
                const double time = written(uniform(random), unit, merge);
                ASSERT_EQ(written(to_periods(time, unit, merge), unit, merge), time);
            }
        }
    }
}

}  // namespace
}  // namespace tenure::detail::data
