#include "tenure/core/civil_time.hpp"

#include <array>
#include <limits>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "tenure/core/random.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::contract_message;

constexpr std::int64_t second = 1'000'000, minute = 60 * second, hour = 60 * minute,
                       day = 24 * hour;

constexpr CivilTime at(Date date, std::int64_t microseconds) {
    return CivilTime::from_microseconds(date.days() * day + microseconds);
}

static_assert(CivilTime(1970y / 1 / 1).microseconds() == 0);
static_assert(CivilTime(Date(1997y / 9 / 30)).microseconds() == 10134 * day);
static_assert(CivilTime::from_microseconds(-1).date() == Date(1969y / 12 / 31));
static_assert(CivilTime::from_microseconds(-1).time_of_day().count() == day - 1);
static_assert(CivilTime::from_microseconds(-day).time_of_day().count() == 0);
static_assert(CivilTime::min() == Date::min() && CivilTime::max().date() == Date::max());
static_assert(CivilTime::max().time_of_day().count() == day - 1);
static_assert(at(1997y / 9 / 30, 1) > Date(1997y / 9 / 30));
static_assert(at(1997y / 9 / 30, day - 1) < Date(1997y / 10 / 1));
static_assert(!std::is_default_constructible_v<CivilTime>);
static_assert(!std::is_constructible_v<CivilTime, std::int64_t>);  // of which unit?

constexpr Date date = 2010y / 12 / 1;

CivilTime read(std::string_view text) { return CivilTime::parse(text).value(); }

CivilTime read(std::string_view text, std::string_view format) {
    return CivilTime::parse(text, format).value();
}

void expect_refused(std::string_view text, std::string_view expected) {
    const auto result = CivilTime::parse(text);
    ASSERT_FALSE(result.has_value()) << text << " is " << result->to_string();
    EXPECT_EQ(result.error().code, Code::invalid_date) << text;
    EXPECT_EQ(result.error().message,
              "expected " + std::string(expected) + ", got \"" + std::string(text) + "\"");
}

void expect_refused_by(std::string_view format, std::string_view text, std::string_view expected) {
    const auto result = CivilTime::parse(text, format);
    ASSERT_FALSE(result.has_value()) << text << " is " << result->to_string();
    EXPECT_EQ(result.error().code, Code::invalid_date) << text;
    EXPECT_EQ(result.error().message,
              "expected " + std::string(expected) + ", got \"" + std::string(text) + "\"");
}

constexpr std::string_view existing_time = "a time of day from 00:00:00 to 23:59:59";
constexpr std::string_view plain_forms = "a date as YYYY-MM-DD or YYYYMMDD";

TEST(CivilTime, IsNeverCountedPastItsRange) {
    const auto message = [](std::int64_t microseconds) {
        return contract_message(
            [microseconds] { (void)CivilTime::from_microseconds(microseconds); });
    };
    const std::string expected =
        "CivilTime::from_microseconds(): expected a number of microseconds from "
        "-62135596800000000 to 253402300799999999, got ";
    EXPECT_EQ(CivilTime::min().microseconds(), -62'135'596'800'000'000);
    EXPECT_EQ(CivilTime::max().microseconds(), 253'402'300'799'999'999);
    EXPECT_EQ(message(-62'135'596'800'000'001), expected + "-62135596800000001");
    EXPECT_EQ(message(253'402'300'800'000'000), expected + "253402300800000000");
    EXPECT_EQ(message(std::numeric_limits<std::int64_t>::min()), expected + "-9223372036854775808");
    EXPECT_EQ(message(253'402'300'799'999'999), "no ContractError");
}

TEST(CivilTime, IsWrittenWithTheFractionThatItHas) {
    EXPECT_EQ(CivilTime(date).to_string(), "2010-12-01T00:00:00");
    EXPECT_EQ(at(date, 8 * hour + 26 * minute).to_string(), "2010-12-01T08:26:00");
    EXPECT_EQ(at(date, 1).to_string(), "2010-12-01T00:00:00.000001");
    EXPECT_EQ(at(date, second / 2).to_string(), "2010-12-01T00:00:00.500000");
    EXPECT_EQ(CivilTime::min().to_string(), "0001-01-01T00:00:00");
    EXPECT_EQ(CivilTime::max().to_string(), "9999-12-31T23:59:59.999999");
}

TEST(CivilTime, IsReadAsItIsWritten) {
    RandomStream random(1, 0);
    const auto first = CivilTime::min().microseconds(), last = CivilTime::max().microseconds();
    for (int i = 0; i < 20'000; ++i) {
        const auto range = static_cast<std::uint64_t>(last - first) + 1;
        auto microseconds = first + static_cast<std::int64_t>(random.bits() % range);
        if (i % 2 == 0) microseconds -= microseconds % second;
        const auto time = CivilTime::from_microseconds(microseconds);
        ASSERT_EQ(read(time.to_string()), time) << time.to_string();
        ASSERT_EQ(time.date().days() * day + time.time_of_day().count(), microseconds);
        ASSERT_GE(time.time_of_day().count(), 0);
        ASSERT_LT(time.time_of_day().count(), day);
    }
}

TEST(CivilTimeParse, ReadsThePlainForms) {
    const CivilTime eight_twenty_six = at(date, 8 * hour + 26 * minute);
    for (const std::string_view text :
         {"2010-12-01 08:26", "2010-12-01T08:26", "20101201 08:26", "20101201T08:26:00",
          "2010-12-01 08:26:00", "2010-12-01  \t08:26:00", "2010-12-01T08:26:00.0",
          "2010-12-01T08:26:00.000000000000000000000"}) {
        EXPECT_EQ(read(text), eight_twenty_six) << text;
    }
    EXPECT_EQ(read("2010-12-01"), date);
    EXPECT_EQ(read("20101201"), date);
    EXPECT_EQ(read("2010-12-01 00:00:00.5"), at(date, second / 2));
    EXPECT_EQ(read("2010-12-01 00:00:00.000001000"), at(date, 1));
    EXPECT_EQ(read("2010-12-01 00:00:01.123456"), at(date, 1'123'456));
    EXPECT_EQ(read("2010-12-01 23:59:59.999999"), at(date, day - 1));
}

TEST(CivilTimeParse, RefusesEveryOtherForm) {
    for (const std::string_view text : {"",
                                        "2010-12-01 ",
                                        "2010-12-01T",
                                        "2010-12-01 08",
                                        "2010-12-01 0826",
                                        "2010-12-01 08:",
                                        "2010-12-01 08:26:",
                                        "2010-12-01 08:26:00.",
                                        "2010-12-01 08:26:00 ",
                                        "2010-12-01t08:26",
                                        "2010-12-01T 08:26",
                                        "2010-12-0108:26",
                                        "2010-12-01-08:26",
                                        "2010-12-01 08:26:00,5",
                                        "2010-12-01 08:26.5",
                                        " 2010-12-01 08:26",
                                        "08:26",
                                        "2010-12-01Z",
                                        "2010-12-01 08:26 CET",
                                        "2010-12-01 08:26+",
                                        "2010-12-01 08:26+1",
                                        "2010-12-01 08:26+001",
                                        "2010-12-01 08:26+01.00",
                                        "2010-12-01 08:26+01:00:00",
                                        "2010-12-01 08:26+0:00"}) {
        expect_refused(text, plain_forms);
    }
}

TEST(CivilTimeParse, ShowsTheReadingsOfWhatItDoesNotGuess) {
    const std::string format = std::string(plain_forms) + ", or a date format";
    expect_refused("12/1/2010 8:26",
                   format +
                       ": it can be read as 2010-01-12 (%d/%m/%Y %H:%M) or 2010-12-01 "
                       "(%m/%d/%Y %H:%M)");
    expect_refused("2010-12-01 08:26 AM", format + " such as %Y-%m-%d %I:%M %p (2010-12-01)");
    expect_refused("2010-12-01 8:26", format + " such as %Y-%m-%d %H:%M (2010-12-01)");
    expect_refused("2010-12-01 08:26:0", format + " such as %Y-%m-%d %H:%M:%S (2010-12-01)");
}

TEST(CivilTimeParse, LeavesZonesToTheHost) {
    for (const std::string_view zone :
         {"Z", "z", " Z", "+01:00", "-05:30", "+0100", "-05", " +00:00", " UTC", " GMT"}) {
        for (const std::string_view time : {"08:26", "08:26:00", "08:26:00.5"}) {
            expect_refused("2010-12-01T" + std::string(time) + std::string(zone),
                           "a local time without a zone (zones are the host's to resolve)");
        }
    }
}

TEST(CivilTimeParse, RefusesTimesThatDoNotExist) {
    for (const std::string_view text :
         {"2010-12-01 24:00", "2010-12-01 24:00:00", "2010-12-01 08:60", "2016-12-31 23:59:60",
          "2010-12-01 99:99:99.5"}) {
        expect_refused(text, existing_time);
    }
    for (const std::string_view text : {"2010-02-29 08:26", "2010-13-01 08:26", "00000101 08:26"}) {
        expect_refused(text, "a date that exists");
    }
    for (const std::string_view text :
         {"2010-12-01 08:26:00.1234567", "2010-12-01 08:26:00.0000001",
          "2010-12-01 08:26:00.00000000000000000001"}) {
        expect_refused(text, "at most 6 decimals of a second");
    }
}

TEST(CivilTimeParse, FollowsTheFormat) {
    const CivilTime eight_twenty_six = at(date, 8 * hour + 26 * minute);
    EXPECT_EQ(read("12/1/2010 8:26", "%m/%d/%Y %H:%M"), eight_twenty_six);
    EXPECT_EQ(read("1.12.10 08:26:00", "%d.%m.%y %H:%M:%S"), eight_twenty_six);
    EXPECT_EQ(read("20101201082600", "%Y%m%d%H%M%S"), eight_twenty_six);
    EXPECT_EQ(read("08h26 on 2010-12-01", "%Hh%M on %Y-%m-%d"), eight_twenty_six);
    EXPECT_EQ(read("2010-12-01T08:26:00Z", "%Y-%m-%dT%H:%M:%SZ"), eight_twenty_six);
    EXPECT_EQ(read("2010-12-01 8", "%Y-%m-%d %H"), at(date, 8 * hour));
    EXPECT_EQ(read("2010-12-01", "%Y-%m-%d"), date);
    EXPECT_EQ(read("1/12/2010 9:5:7.25", "%d/%m/%Y %H:%M:%S"),
              at(date, 9 * hour + 5 * minute + 7'250'000));
    EXPECT_EQ(read("7.25s 2010-12-01 9:5", "%Ss %Y-%m-%d %H:%M"),
              at(date, 9 * hour + 5 * minute + 7'250'000));
    // A point that no digit follows stands for itself.
    EXPECT_EQ(read("9:5:7. 1.12.2010", "%H:%M:%S. %d.%m.%Y"),
              at(date, 9 * hour + 5 * minute + 7 * second));
}

TEST(CivilTimeParse, ReadsHalvesOfTheDay) {
    for (int of_day = 0; of_day < 24; ++of_day) {
        const std::string number = std::to_string((of_day + 11) % 12 + 1);
        for (const std::string half :
             of_day < 12 ? std::array{"AM", "am", "aM"} : std::array{"PM", "pm", "Pm"}) {
            EXPECT_EQ(read("12/1/2010 " + number + ":26 " + half, "%m/%d/%Y %I:%M %p"),
                      at(date, of_day * hour + 26 * minute));
            EXPECT_EQ(read(half + number + " 12/1/2010", "%p%I %m/%d/%Y"), at(date, of_day * hour));
        }
    }
    for (const std::string_view text : {"2010-12-01 8 XM", "2010-12-01 8 A", "2010-12-01 8 ",
                                        "2010-12-01 8 AMX", "2010-12-01 8AM"}) {
        expect_refused_by("%Y-%m-%d %I %p", text, "a date as %Y-%m-%d %I %p");
    }
    for (const std::string_view text :
         {"2010-12-01 0 AM", "2010-12-01 13 PM", "2010-12-01 99 AM"}) {
        expect_refused_by("%Y-%m-%d %I %p", text, existing_time);
    }
}

TEST(CivilTimeParse, MatchesTheWholeText) {
    for (const std::string_view text :
         {"", "1.12.2010", "1.12.2010 8", "1.12.2010 8:26 ", "1.12.2010 8:26:00", "1.12.2010 :26",
          "1.12.2010 008:26", "1.12.2010  8:26", "1.12.2010 8:26Z", "1.12.2010 -8:26"}) {
        expect_refused_by("%d.%m.%Y %H:%M", text, "a date as %d.%m.%Y %H:%M");
    }
    // 1 or 11 hours, 16 or 6 minutes?
    expect_refused_by("%Y-%m-%d %H%M", "2010-12-01 116", "a date as %Y-%m-%d %H%M");
    expect_refused_by("%d.%m.%Y %H:%M", "1.12.2010 24:00", existing_time);
    expect_refused_by("%Y-%m-%d %H:%M:%S", "2010-12-01 08:26:60", existing_time);
    expect_refused_by("%Y-%m-%d %H:%M:%S", "2010-12-01 08:26:00.0000001",
                      "at most 6 decimals of a second");
    expect_refused_by("%d.%m.%Y %H:%M", "31.11.2010 08:26", "a date that exists");
}

TEST(CivilTimeParse, RefusesABadFormatWhateverTheText) {
    const auto expect_bad = [](std::string_view format, std::string_view expected) {
        for (const std::string_view text : {"2010-12-01 08:26", "2010-12-01", "", "x"}) {
            const auto result = CivilTime::parse(text, format);
            ASSERT_FALSE(result.has_value()) << format;
            EXPECT_EQ(result.error().code, Code::invalid_option) << format;
            EXPECT_EQ(result.error().message, "expected " + std::string(expected) + ", got \"" +
                                                  std::string(format) + "\"");
        }
    };
    for (const std::string_view format :
         {"", "%H:%M", "%Y-%m %H:%M", "%Y-%m-%d %T", "%Y-%m-%d %H:%M:%f", "%Y-%m-%d %z",
          "%Y-%m-%d %", "%Y-%y-%m-%d %H", "%d-%Y-%m-%d"}) {
        expect_bad(format, "a date format with %Y or %y, %m and %d, once each");
    }
    for (const std::string_view format :
         {"%Y-%m-%d %M", "%Y-%m-%d %H::%S", "%Y-%m-%d %S", "%Y-%m-%d %I:%M", "%Y-%m-%d %H:%M %p",
          "%Y-%m-%d %p", "%Y-%m-%d %H %I %p", "%Y-%m-%d %H:%H", "%Y-%m-%d %H:%M:%M",
          "%Y-%m-%d %I:%M %p %p"}) {
        expect_bad(format,
                   "a date format with a time of day of %H, or %I and %p, then %M and %S, once "
                   "each");
    }
}

}  // namespace
}  // namespace tenure
