#include "reports/wording.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::inline v0::detail::reports {
namespace {

using namespace tenure::literals;

constexpr double largest = std::numeric_limits<double>::max();
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double none = std::numeric_limits<double>::quiet_NaN();

TEST(Wording, GroupsWholeNumbers) {
    EXPECT_EQ(whole(0), "0");
    EXPECT_EQ(whole(999), "999");
    EXPECT_EQ(whole(1000), "1,000");
    EXPECT_EQ(whole(-1234567), "\u22121,234,567");
    EXPECT_EQ(whole(std::numeric_limits<std::int64_t>::min()), "\u22129,223,372,036,854,775,808");
}

TEST(Wording, RoundsNumbers) {
    EXPECT_EQ(decimal(1234.567, 2), "1,234.57");
    EXPECT_EQ(decimal(-0.004, 2), "0.00");
    EXPECT_EQ(decimal(-0.006, 2), "\u22120.01");
    EXPECT_EQ(decimal(999999.6, 0), "1,000,000");
    EXPECT_EQ(decimal(123, 1), "123.0");
    EXPECT_EQ(decimal(1.5e18, 2), "1.50e+18");
    EXPECT_EQ(decimal(infinite, 2), decimal(largest, 2));
    EXPECT_EQ(decimal(none, 0), "0");
    EXPECT_EQ(about(0), "0");
    EXPECT_EQ(about(0.04), "0");
    EXPECT_EQ(about(4.56), "4.6");
    EXPECT_EQ(about(440.4), "440");
}

TEST(Wording, WritesCountsInFewLetters) {
    EXPECT_EQ(compact(0), "0");
    EXPECT_EQ(compact(9999), "9,999");
    EXPECT_EQ(compact(51378), "51k");
    EXPECT_EQ(compact(999'499), "999k");
    EXPECT_EQ(compact(999'500), "1.0M");
    EXPECT_EQ(compact(1'234'567), "1.2M");
    EXPECT_EQ(compact(12'345'678'901), "12.3B");
}

TEST(Wording, NeverSaysAllOrNothingWhereItIsNot) {
    EXPECT_EQ(percent(0), "0%");
    EXPECT_EQ(percent(1e-9), "under 0.1%");
    EXPECT_EQ(percent(0.051), "5.1%");
    EXPECT_EQ(percent(0.0999), "10%");
    EXPECT_EQ(percent(0.6749), "67%");
    EXPECT_EQ(percent(0.9965), "99.7%");
    EXPECT_EQ(percent(0.99999), "over 99.9%");
    EXPECT_EQ(percent(1), "100%");
    EXPECT_EQ(percent(2.5), "250%");
    EXPECT_EQ(share(1.0, 0.0), 0.0);
    EXPECT_EQ(share(std::int64_t{1}, std::int64_t{4}), 0.25);
}

TEST(Wording, NeverRoundsAcrossACut) {
    const std::array cuts{0.25, 0.5, 0.95};
    EXPECT_EQ(percent_beside(0.4989, cuts), "49.9%");
    EXPECT_EQ(percent_beside(0.49999, cuts), "49.999%");
    EXPECT_EQ(percent_beside(0.5, cuts), "50%");
    EXPECT_EQ(percent_beside(0.4749, cuts), "47%");
    EXPECT_EQ(percent_beside(0.9496, cuts), "94.96%");
    EXPECT_EQ(percent_beside(std::nextafter(0.95, 0.0), cuts), "94.99999999999999%");
    EXPECT_EQ(percent_beside(0.99999, cuts), "over 99.9%");
    EXPECT_EQ(percent_beside(0.0, cuts), "0%");
    // The cut that percents of doubles miss: 100 · 0.07 is a little more than 7.
    EXPECT_EQ(percent_beside(0.07, std::array{0.07}), "7.0%");
}

TEST(Wording, KeepsTheDigitsOfWhatWasGiven) {
    EXPECT_EQ(exact(0), "0");
    EXPECT_EQ(exact(12.125), "12.125");
    EXPECT_EQ(exact(1234567.5), "1,234,567.5");
    EXPECT_EQ(exact(1e-9), "1e-09");
    EXPECT_EQ(exact(1e300), "1e+300");
    EXPECT_EQ(exact_percent(0), "0%");
    EXPECT_EQ(exact_percent(0.07), "7%");
    EXPECT_EQ(exact_percent(0.125), "12.5%");
    EXPECT_EQ(exact_percent(0.0005), "0.05%");
    EXPECT_EQ(exact_percent(1), "100%");
    EXPECT_EQ(exact_percent(0.1 + 0.2), "30.000000000000004%");
    EXPECT_EQ(exact_percent(largest), exact(largest) + "%");
    EXPECT_EQ(exact_length({0.25, Unit::year}), "0.25\u00A0years");
    EXPECT_EQ(exact_length({1, Unit::week}), "1\u00A0week");
}

TEST(Wording, WritesDates) {
    EXPECT_EQ(long_date(1997y / 9 / 30), "September\u00A030, 1997");
    EXPECT_EQ(short_date(2025y / 1 / 2), "Jan\u00A02,\u00A02025");
    EXPECT_EQ(month_of(2025y / 12 / 2), "Dec\u00A02025");
}

TEST(Wording, WritesLengthsAndCounts) {
    EXPECT_EQ(length_of(39_weeks), "39\u00A0weeks");
    EXPECT_EQ(length_of({1, Unit::year}), "1\u00A0year");
    EXPECT_EQ(length_of({12.5, Unit::month}), "12.5\u00A0months");
    EXPECT_EQ(counted(1, "customer"), "1 customer");
    EXPECT_EQ(counted(0, "customer"), "0 customers");
    EXPECT_EQ(counted(2357, "customer"), "2,357 customers");
    EXPECT_EQ(for_count(1, "is", "are"), "is");
    EXPECT_EQ(for_count(0, "is", "are"), "are");
    EXPECT_EQ(for_count(-1, "is", "are"), "are");
    EXPECT_EQ(within_one(Period::day), "on one day");
    EXPECT_EQ(within_one(Period::month), "in one calendar month");
    EXPECT_EQ(capitalized("at risk"), "At risk");
    EXPECT_EQ(capitalized(""), "");
    EXPECT_EQ(capitalized("\u00E4"), "\u00E4");
}

TEST(Wording, CountsAFewWeeksThatAreNotWholeInDays) {
    for (int days = 1; days < 70; ++days) {
        const Duration weeks{days / 7.0, Unit::week};
        const std::string expected =
            days % 7 == 0 ? counted(days / 7, "week") : counted(days, "day");
        std::string shown = length_of(weeks);
        shown.replace(shown.find("\u00A0"), 2, " ");
        EXPECT_EQ(shown, expected);
    }
    EXPECT_EQ(length_of({100 / 7.0, Unit::week}), "14.3\u00A0weeks");
    EXPECT_EQ(length_of({0.06, Unit::week}), "0.4\u00A0days");
    EXPECT_EQ(length_of({31 / 30.4375, Unit::month}), "31\u00A0days");
    EXPECT_EQ(length_of({365 / 365.25, Unit::year}), "365\u00A0days");
    EXPECT_EQ(length_of({2.5, Unit::day}), "2.5\u00A0days");
    EXPECT_EQ(length_of({2.5, Unit::hour}), "2.5\u00A0hours");
}

TEST(Wording, WritesMoneyInSensibleDigits) {
    const Currency none_given("");
    EXPECT_EQ(none_given.amount(0), "0");
    EXPECT_EQ(none_given.amount(12.3), "12.30");
    EXPECT_EQ(none_given.amount(999.994), "999.99");
    EXPECT_EQ(none_given.amount(999.996), "1,000");
    EXPECT_EQ(none_given.amount(244091.94), "244,092");
    EXPECT_EQ(Currency("$").amount(-12), "\u2212$12.00");
    EXPECT_EQ(Currency("EUR").amount(1000), "EUR\u00A01,000");
    EXPECT_EQ(Currency("\u20AC").amount(1), "\u20AC1.00");
}

TEST(Wording, NeverWritesMoneyAsNothingWhereItIsNot) {
    const Currency dollar("$");
    EXPECT_EQ(dollar.amount(0.0049), "under\u00A0$0.01");
    EXPECT_EQ(dollar.amount(-0.001), "under\u00A0$0.01");
    EXPECT_EQ(dollar.amount(0.0051), "$0.01");
    EXPECT_EQ(dollar.amount(0), "$0");
    EXPECT_EQ(dollar.amount(-0.0), "$0");
    const Currency yen("JPY", 0);
    EXPECT_EQ(yen.amount(12.3), "JPY\u00A012");
    EXPECT_EQ(yen.amount(0.3), "under\u00A0JPY\u00A01");
    EXPECT_EQ(yen.amount(0.7), "JPY\u00A01");
    EXPECT_EQ(yen.amount(1234.5), "JPY\u00A01,234");
}

using Texts = std::vector<std::string>;

TEST(Wording, WritesMoneyWithAllDecimals) {
    EXPECT_EQ(Currency("$").exactly({100084, 2}), "$1,000.84");
    EXPECT_EQ(Currency("EUR").exactly({-123456789, 6}), "\u2212EUR\u00A0123.456789");
    EXPECT_EQ(Currency("").exactly({119, 6}), "0.000119");
    EXPECT_EQ(Currency("JPY", 0).exactly({1234, 0}), "JPY\u00A01,234");
}

TEST(Wording, WritesBordersThatDiffer) {
    const Currency dollar("$");
    EXPECT_EQ(dollar.borders(std::array{0.0, 20.5, 1234.5}), (Texts{"$0", "$20.50", "$1,234"}));
    EXPECT_EQ(dollar.borders(std::array{10.0, 10.0, 20.5}), (Texts{"$10.00", "$10.00", "$20.50"}));
    // Two alike take digits until they differ, all together.
    EXPECT_EQ(dollar.borders(std::array{1000.848, 1001.2, 2000.0}),
              (Texts{"$1,000.8", "$1,001.2", "$2,000.0"}));
    EXPECT_EQ(dollar.borders(std::array{0.0512, 0.0487}), (Texts{"$0.051", "$0.049"}));
    for (const double border : {1e-300, 1e-10, 1e-4, 0.3, 7.0, 999.0, 1e5, 1e14, 1e15, 1e300}) {
        const auto shown = dollar.borders(std::array{border, std::nextafter(border, largest)});
        EXPECT_NE(shown[0], shown[1]) << border;
    }
}

TEST(Wording, WritesSmallBordersWithThreeDigits) {
    EXPECT_EQ(Currency("$").borders(std::array{0.000123456, 0.0049, 0.0051}),
              (Texts{"$0.000123", "$0.00490", "$0.01"}));
    EXPECT_EQ(Currency("$").borders(std::array{-0.0001234}), (Texts{"\u2212$0.000123"}));
    EXPECT_EQ(Currency("$").borders(std::array{1.5e-12}), (Texts{"$1.50e-12"}));
    EXPECT_EQ(Currency("JPY", 0).borders(std::array{0.3, 12.3}),
              (Texts{"JPY\u00A00.300", "JPY\u00A012"}));
}

TEST(Wording, KeepsNumbersInFullForPrograms) {
    EXPECT_EQ(full(0.1), "0.1");
    EXPECT_EQ(full(std::int64_t{-5}), "-5");
    EXPECT_EQ(full(infinite), full(largest));
    EXPECT_EQ(full(none), "0");
    Html html;
    put(html, 1234, "n");
    put_percent(html, 0.123);
    put_counted(html, 1, "row", "rows");
    put_length(html, {12.25, Unit::week});
    put_length(html, {1 / 7.0, Unit::week});
    put_money(html, Currency("$"), 1234.5);
    put_exact_money(html, Currency("$"), 0.1, "0.10", "sum");
    put_date(html, 1997y / 9 / 30);
    EXPECT_EQ(std::move(html).finish(),
              "<!DOCTYPE html>\n<data value=\"1234\" data-figure=\"n\">1,234</data>"
              "<data value=\"0.123\">12%</data>"
              "<data value=\"1\" data-figure=\"rows\">1</data> row"
              "<data value=\"12.25\">12.2\u00A0weeks</data>"
              "<data value=\"1\">1\u00A0day</data>"
              "<data value=\"1234.5\"><bdi>$1,234</bdi></data>"
              "<data value=\"0.10\" data-figure=\"sum\"><bdi>$0.10</bdi></data>"
              "<time datetime=\"1997-09-30\">September\u00A030, 1997</time>");
}

}  // namespace
}  // namespace tenure::inline v0::detail::reports
