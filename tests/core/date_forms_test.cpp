#include "core/date_forms.hpp"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenure/core/civil_time.hpp"

namespace tenure::detail::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> forms_of(std::string_view text) {
    std::vector<std::string> names;
    const auto forms = date_forms_of(text);
    for (std::size_t i = 0; i < date_form_count; ++i) {
        if (forms[i]) names.push_back(date_form(i));
    }
    return names;
}

/// `number` with a zero before it where it has one digit.
std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// A moment as a format writes it.
std::string written(std::string_view format, int year, int month, int day, int hour) {
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            out += format[i];
            continue;
        }
        switch (format[++i]) {
            case 'Y':
                out += std::to_string(year);
                break;
            case 'y':
                out += two(year % 100);
                break;
            case 'm':
                out += two(month);
                break;
            case 'd':
                out += two(day);
                break;
            case 'H':
                out += two(hour);
                break;
            case 'I':
                out += two((hour + 11) % 12 + 1);
                break;
            case 'p':
                out += hour < 12 ? "am" : "PM";
                break;
            default:
                out += "07";  // minutes and seconds
        }
    }
    return out;
}

TEST(DateForms, HaveNamesOfTheirOwn) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < date_form_count; ++i) names.insert(date_form(i));
    EXPECT_EQ(names.size(), date_form_count);
    EXPECT_EQ(names.count("%d/%m/%Y %I:%M %p"), 1u);
}

// A date whose day is no month, and that is written by a form, is read by that form, as itself.
TEST(DateForms, ReadWhatTheyWrite) {
    for (std::size_t i = 0; i < date_form_count; ++i) {
        const std::string form = date_form(i);
        for (const int hour : {0, 1, 11, 12, 13, 23}) {
            const std::string text = written(form, 2015, 7, 21, hour);
            ASSERT_THAT(forms_of(text), ElementsAre(form)) << text;
            const auto time = CivilTime::parse(text, form).value();
            EXPECT_EQ(time.date().to_string(), "2015-07-21") << text;
            const bool has_hour = form.find(':') != std::string::npos;
            EXPECT_EQ(time.time_of_day() / std::chrono::hours(1), has_hour ? hour : 0) << text;
        }
    }
}

// The set is what `CivilTime::parse` says of each form.
TEST(DateForms, AreThoseThatReadTheText) {
    for (const std::string_view text : {"5/1/2015",
                                        "13/1/2015",
                                        "1/13/2015",
                                        "31.4.2015",
                                        "29-02-00",
                                        "29-02-2001",
                                        "01-02-03",
                                        "20150105",
                                        "2015-1-5",
                                        "2015/01/05 23:59",
                                        "5/1/2015 8:26:59 PM",
                                        "5/1/2015 13:00 PM",
                                        "5/1/2015 24:00",
                                        "5/1/2015  8:26",
                                        "5/1/15 8:26:00.5",
                                        "",
                                        "x",
                                        "5/1",
                                        "5/1/2015 ",
                                        "//"}) {
        const auto forms = date_forms_of(text);
        for (std::size_t i = 0; i < date_form_count; ++i) {
            EXPECT_EQ(forms[i], CivilTime::parse(text, date_form(i)).has_value())
                << text << " by " << date_form(i);
        }
    }
    EXPECT_THAT(forms_of("5/1/2015"), ElementsAre("%d/%m/%Y", "%m/%d/%Y"));
    EXPECT_THAT(forms_of("5/1/15 8:26"), ElementsAre("%d/%m/%y %H:%M", "%m/%d/%y %H:%M"));
    EXPECT_THAT(forms_of("13/1/2015"), ElementsAre("%d/%m/%Y"));
    EXPECT_THAT(forms_of("31.4.2015"), IsEmpty());
}

TEST(ExpectedDate, NamesAFormatOnlyWhereOneReadsTheText) {
    EXPECT_EQ(expected_date("x"), "a date as YYYY-MM-DD or YYYYMMDD");
    EXPECT_EQ(expected_date("13/1/2015"),
              "a date as YYYY-MM-DD or YYYYMMDD, or a date format such as %d/%m/%Y (2015-01-13)");
    EXPECT_EQ(expected_date("1/1/2015"),
              "a date as YYYY-MM-DD or YYYYMMDD, or a date format: it can be read as 2015-01-01 "
              "(%d/%m/%Y) or 2015-01-01 (%m/%d/%Y)");
}

}  // namespace
}  // namespace tenure::detail::core
