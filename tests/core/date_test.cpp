#include "tenure/core/date.hpp"

#include <limits>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::contract_message;

constexpr Date epoch = 1970y / 1 / 1;
static_assert(epoch.days() == 0);
static_assert(Date(1997y / 9 / 30).days() == 10134);
static_assert(Date::from_days(10134) == Date(1997y / 9 / 30));
static_assert(Date::from_days(-1).ymd() == 1969y / 12 / 31);
static_assert(Date::min() == Date(1y / 1 / 1) && Date::max() == Date(9999y / 12 / 31));
static_assert(Date(2000y / 2 / 29) + 1 == Date(2000y / 3 / 1));
static_assert(Date(2000y / 3 / 1) - Date(1999y / 3 / 1) == 366);
static_assert(Date(1997y / 9 / 30) < Date(1997y / 10 / 1));
// What must be given cannot be left out of an options aggregate.
static_assert(!std::is_default_constructible_v<Date>);

/// A calendar of our own: the months' lengths and the Gregorian rule, counted one day at a time.
struct Walk {
    int year = 1, month = 1, day = 1;

    [[nodiscard]] int month_length() const {
        const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        return month == 2 && leap ? 29 : lengths[month - 1];
    }
    void step() {
        if (++day <= month_length()) return;
        day = 1;
        if (++month <= 12) return;
        month = 1;
        ++year;
    }
};

[[nodiscard]] std::string padded(int number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
}

TEST(Date, CountsEveryDayFromTheFirstToTheLast) {
    Walk walk;
    std::int32_t days = Date::min().days();
    for (; walk.year <= 9999; walk.step(), ++days) {
        const auto ymd = Date::from_days(days).ymd();
        ASSERT_TRUE(int(ymd.year()) == walk.year &&
                    static_cast<int>(unsigned(ymd.month())) == walk.month &&
                    static_cast<int>(unsigned(ymd.day())) == walk.day)
            << days;
        ASSERT_EQ(Date(ymd).days(), days);
    }
    EXPECT_EQ(days, Date::max().days() + 1);
}

TEST(Date, IsReadInTheFormInWhichItIsWritten) {
    Walk walk;
    for (std::int32_t days = Date::min().days(); days <= Date::max().days(); ++days, walk.step()) {
        if (days % 97 != 0 && walk.month_length() != walk.day) continue;
        const Date date = Date::from_days(days);
        const std::string year = padded(walk.year, 4), month = padded(walk.month, 2),
                          day = padded(walk.day, 2);
        ASSERT_EQ(date.to_string(), year + "-" + month + "-" + day);
        ASSERT_EQ(Date::parse(date.to_string()).value(), date);
        ASSERT_EQ(Date::parse(year + month + day).value(), date);
        ASSERT_EQ(
            Date::parse(std::to_string(walk.day) + ". " + std::to_string(walk.month) + ". " + year,
                        "%d. %m. %Y")
                .value(),
            date);
    }
}

TEST(Date, DoesNotExistOutsideTheCalendar) {
    constexpr std::string_view expected =
        "Date: expected a date that exists, from 0001-01-01 to 9999-12-31, got ";
    const auto message = [](std::chrono::year_month_day ymd) {
        return contract_message([ymd] { (void)Date(ymd); });
    };
    EXPECT_EQ(message(2023y / 2 / 30), std::string(expected) + "2023-02-30");
    EXPECT_EQ(message(1900y / 2 / 29), std::string(expected) + "1900-02-29");
    EXPECT_EQ(message(2023y / 13 / 1), std::string(expected) + "2023-13-01");
    EXPECT_EQ(message(0y / 1 / 1), std::string(expected) + "0000-01-01");
    EXPECT_EQ(message(-5y / 1 / 1), std::string(expected) + "-0005-01-01");
    EXPECT_EQ(message(10000y / 1 / 1), std::string(expected) + "10000-01-01");
    EXPECT_NO_THROW((void)Date(2000y / 2 / 29));
}

TEST(Date, IsNeverCountedPastItsRange) {
    const auto message = [](std::int64_t days) {
        return contract_message([days] { (void)Date::from_days(days); });
    };
    EXPECT_EQ(message(-719163),
              "Date::from_days(): expected a number of days from -719162 to 2932896, got -719163");
    EXPECT_EQ(message(2932897),
              "Date::from_days(): expected a number of days from -719162 to 2932896, got 2932897");
    EXPECT_EQ(
        message(std::int64_t{1} << 32),  // 0 in 32 bits
        "Date::from_days(): expected a number of days from -719162 to 2932896, got 4294967296");
    EXPECT_THROW((void)(Date::max() + 1), ContractError);
    EXPECT_THROW((void)(Date::min() + -1), ContractError);
    // The sum itself would overflow 32 bits.
    EXPECT_THROW((void)(Date::max() + std::numeric_limits<std::int32_t>::max()), ContractError);
    EXPECT_THROW((void)(Date::min() + std::numeric_limits<std::int32_t>::min()), ContractError);
}

TEST(DateParse, WithoutAFormatReadsTwoFormsOnly) {
    EXPECT_EQ(Date::parse("1997-09-30").value(), Date(1997y / 9 / 30));
    EXPECT_EQ(Date::parse("19970930").value(), Date(1997y / 9 / 30));
    for (const std::string_view text :
         {"", "97-09-30", "199709301", "1997093", "1997-0930", "199709-30", "+997-09-30",
          "-997-09-30", "1997-09-3x", " 19970930", "1997-9-030", "1997-09-30 ", "٢٠٢٣٠١"}) {
        const auto result = Date::parse(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_date) << text;
        EXPECT_EQ(result.error().message,
                  "expected a date as YYYY-MM-DD or YYYYMMDD, got \"" + std::string(text) + "\"");
    }
}

TEST(DateParse, ShowsTheReadingsOfWhatItDoesNotGuess) {
    const auto message = [](std::string_view text) {
        const auto result = Date::parse(text);
        EXPECT_EQ(result.error().code, Code::invalid_date) << text;
        return result.error().message;
    };
    const std::string plain = "expected a date as YYYY-MM-DD or YYYYMMDD, or a date format";
    EXPECT_EQ(message("5/1/2015"),
              plain +
                  ": it can be read as 2015-01-05 (%d/%m/%Y) or 2015-05-01 (%m/%d/%Y), got "
                  "\"5/1/2015\"");
    EXPECT_EQ(message("21-07-2015"), plain + " such as %d-%m-%Y (2015-07-21), got \"21-07-2015\"");
    EXPECT_EQ(message("1997-9-30"), plain + " such as %Y-%m-%d (1997-09-30), got \"1997-9-30\"");
    EXPECT_EQ(message("12/1/2010 8:26"),
              plain +
                  ": it can be read as 2010-01-12 (%d/%m/%Y %H:%M) or 2010-12-01 "
                  "(%m/%d/%Y %H:%M), got \"12/1/2010 8:26\"");
    EXPECT_EQ(message("30.9.97 11:59:59 pm"),
              plain + " such as %d.%m.%y %I:%M:%S %p (1997-09-30), got \"30.9.97 11:59:59 pm\"");
}

TEST(DateParse, MayHaveATimeOfDay) {
    constexpr Date date = 2010y / 12 / 1;
    for (const std::string_view text :
         {"2010-12-01 08:26:00", "2010-12-01T23:59:59.999999", "20101201 00:00"}) {
        EXPECT_EQ(Date::parse(text).value(), date) << text;
    }
    EXPECT_EQ(Date::parse("12/1/2010 8:26", "%m/%d/%Y %H:%M").value(), date);
    EXPECT_EQ(Date::parse("2010-12-01 24:00").error().message,
              "expected a time of day from 00:00:00 to 23:59:59, got \"2010-12-01 24:00\"");
}

TEST(DateParse, RefusesDatesThatDoNotExist) {
    for (const std::string_view text : {"1997-02-29", "19970230", "1900-02-29", "1997-13-01",
                                        "1997-00-10", "1997-01-00", "1997-01-32", "0000-01-01"}) {
        const auto result = Date::parse(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_date) << text;
        EXPECT_EQ(result.error().message,
                  "expected a date that exists, got \"" + std::string(text) + "\"");
    }
    EXPECT_EQ(Date::parse("31.04.2020", "%d.%m.%Y").error().message,
              "expected a date that exists, got \"31.04.2020\"");
    EXPECT_EQ(Date::parse("2000-02-29").value(), Date(2000y / 2 / 29));
}

TEST(DateParse, FollowsTheFormat) {
    const auto read = [](std::string_view text, std::string_view format) {
        return Date::parse(text, format).value();
    };
    constexpr Date date = 2009y / 3 / 5;
    EXPECT_EQ(read("2009-03-05", "%Y-%m-%d"), date);
    EXPECT_EQ(read("2009-3-5", "%Y-%m-%d"), date);
    EXPECT_EQ(read("5/3/2009", "%d/%m/%Y"), date);
    EXPECT_EQ(read("3/5/09", "%m/%d/%y"), date);
    EXPECT_EQ(read("20090305", "%Y%m%d"), date);
    EXPECT_EQ(read("090305", "%y%m%d"), date);
    EXPECT_EQ(read("05032009", "%d%m%Y"), date);
    EXPECT_EQ(read("on the 5. of 3, 2009", "on the %d. of %m, %Y"), date);
    EXPECT_EQ(read("5%3%2009", "%d%%%m%%%Y"), date);
}

TEST(DateParse, SplitsCenturiesAsPosixDoes) {
    EXPECT_EQ(Date::parse("69-01-01", "%y-%m-%d").value(), Date(1969y / 1 / 1));
    EXPECT_EQ(Date::parse("99-01-01", "%y-%m-%d").value(), Date(1999y / 1 / 1));
    EXPECT_EQ(Date::parse("00-01-01", "%y-%m-%d").value(), Date(2000y / 1 / 1));
    EXPECT_EQ(Date::parse("68-01-01", "%y-%m-%d").value(), Date(2068y / 1 / 1));
}

TEST(DateParse, NeverGuessesWhereOneFieldEnds) {
    // 1997115 is 15 January or 5 November.
    const auto refused = [](std::string_view text, std::string_view format) {
        const auto result = Date::parse(text, format);
        return !result && result.error().code == Code::invalid_date;
    };
    EXPECT_TRUE(refused("1997115", "%Y%m%d"));
    EXPECT_TRUE(refused("115/1997", "%d%m/%Y"));
    EXPECT_TRUE(refused("1997/115", "%Y/%m%d"));
    EXPECT_TRUE(refused("1-110-1997", "%d-%m10-%Y"));  // a digit that stands for itself
    EXPECT_EQ(Date::parse("1-110-1997", "%d-%m10-%Y").error().message,
              "expected a date as %d-%m10-%Y, got \"1-110-1997\"");
    EXPECT_EQ(Date::parse("0111/1997", "%d%m/%Y").value(), Date(1997y / 11 / 1));
}

TEST(DateParse, MatchesTheWholeText) {
    for (const std::string_view text :
         {"", "5", "5.", "5.3", "5.3.", "5.3.9", "5.3.20091", "5.3.2009 ", " 5.3.2009", "5,3,2009",
          "005.3.2009", "a.3.2009", "5.3.+009", "-5.3.2009", "5..2009"}) {
        const auto result = Date::parse(text, "%d.%m.%Y");
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().code, Code::invalid_date) << text;
        EXPECT_EQ(result.error().message,
                  "expected a date as %d.%m.%Y, got \"" + std::string(text) + "\"");
    }
}

TEST(DateParse, RefusesABadFormatWhateverTheText) {
    for (const std::string_view format :
         {"", "%Y-%m", "%d.%m", "%H:%M", "%Y-%m-%d %T", "%Y-%m-%d%", "%Y-%Y-%m-%d", "%Y-%y-%m-%d",
          "%Y-%m-%m-%d", "%Y-%m-%d-%d", "%F", "%D", "%Y-%b-%d", "YYYY-MM-DD", "%%Y-%m-%d"}) {
        for (const std::string_view text : {"2009-03-05", "2009-03", "", "x"}) {
            const auto result = Date::parse(text, format);
            ASSERT_FALSE(result.has_value()) << format;
            EXPECT_EQ(result.error().code, Code::invalid_option) << format;
            EXPECT_EQ(result.error().message,
                      "expected a date format with %Y or %y, %m and %d, once each, got \"" +
                          std::string(format) + "\"");
        }
    }
}

TEST(Period, IsNumberedFromTheEpoch) {
    EXPECT_EQ(period_index(epoch, Period::day), 0);
    EXPECT_EQ(period_index(epoch, Period::week), 0);
    EXPECT_EQ(period_index(epoch, Period::month), 0);
    EXPECT_EQ(period_index(1969y / 12 / 29, Period::week), 0);  // a Monday
    EXPECT_EQ(period_index(1969y / 12 / 28, Period::week), -1);
    EXPECT_EQ(period_index(1970y / 1 / 5, Period::week), 1);
    EXPECT_EQ(period_index(1969y / 12 / 31, Period::month), -1);
    EXPECT_EQ(period_index(1997y / 9 / 30, Period::month), 27 * 12 + 8);
    EXPECT_EQ(period_index(Date::min(), Period::month), -1969 * 12);
}

TEST(Period, GoesUpByOneWhereThePeriodBeginsAndNowhereElse) {
    for (Date date = Date::min(); date < Date::max(); date = date + 1) {
        const Date next = date + 1;
        const auto step = [&](Period period) {
            return period_index(next, period) - period_index(date, period);
        };
        const auto ymd = next.ymd();
        const bool monday = std::chrono::weekday(std::chrono::sys_days(ymd)) == std::chrono::Monday;
        ASSERT_EQ(step(Period::day), 1);
        ASSERT_EQ(step(Period::week), monday ? 1 : 0) << next.to_string();
        ASSERT_EQ(step(Period::month), ymd.day() == std::chrono::day(1) ? 1 : 0)
            << next.to_string();
    }
}

TEST(Period, IsReadByTheNameThatItHas) {
    for (const Period period : {Period::day, Period::week, Period::month}) {
        EXPECT_EQ(parse_period(to_string(period)).value(), period);
    }
    EXPECT_EQ(to_string(Period::day), "day");
    EXPECT_EQ(to_string(Period::week), "week");
    EXPECT_EQ(to_string(Period::month), "month");
    for (const std::string_view text : {"", "Day", "days", "year", " day"}) {
        const auto result = parse_period(text);
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().code, Code::invalid_option);
        EXPECT_EQ(result.error().message,
                  "expected day, week or month, got \"" + std::string(text) + "\"");
    }
}

}  // namespace
}  // namespace tenure
