#include "reports/figure.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "reports/bar_chart.hpp"
#include "reports/curve_chart.hpp"
#include "reports/line_chart.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using namespace tenure::literals;

template <class Chart>
std::string drawn(const Chart& chart, const Canvas& canvas = {800, 300, false}) {
    Html html;
    draw(html, canvas, chart);
    return std::move(html).finish();
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

TEST(Ticks, AreRoundAndReachTheTop) {
    EXPECT_EQ(ticks(4339, 5, 1).at, (std::vector<double>{0, 1000, 2000, 3000, 4000, 5000}));
    EXPECT_EQ(ticks(123, 5, 1).at, (std::vector<double>{0, 50, 100, 150}));
    EXPECT_EQ(ticks(0, 4, 1).at, (std::vector<double>{0, 0.5, 1}));
    EXPECT_EQ(ticks(100, 5, 1).top(), 100);
}

TEST(Ticks, EndForAnyNumber) {
    constexpr double largest = std::numeric_limits<double>::max();
    for (const double high : {1e-300, 0.03, 1e300, largest, 2 * largest}) {
        const Ticks found = ticks(high, 5, 1e-300);
        EXPECT_GE(found.top(), std::min(high, largest)) << high;
        EXPECT_LE(found.top(), largest) << high;
        EXPECT_LE(found.at.size(), 7u) << high;  // one more where rounding asks for it
        for (std::size_t i = 1; i < found.at.size(); ++i)
            EXPECT_GT(found.at[i], found.at[i - 1]) << high;
    }
}

TEST(Ticks, HaveShortLabels) {
    const auto labels = [](double high, double least = 1.0) {
        std::string text;
        const Ticks all = ticks(high, 4, least);
        for (const double at : all.at) text += tick_label(at, all) + " ";
        return text;
    };
    EXPECT_EQ(labels(1), "0 0.5 1.0 ");
    EXPECT_EQ(labels(0.2, 0.1), "0 0.05 0.10 0.15 0.20 ");
    EXPECT_EQ(labels(0.01, 0.01), "0 0.005 0.010 ");
    EXPECT_EQ(labels(8000), "0 2,000 4,000 6,000 8,000 ");
    EXPECT_EQ(labels(15000), "0 5k 10k 15k ");
    EXPECT_EQ(labels(600'000), "0 200k 400k 600k ");
    EXPECT_EQ(labels(2e6), "0 0.5M 1.0M 1.5M 2.0M ");
    EXPECT_EQ(labels(3e9), "0 1B 2B 3B ");
    EXPECT_EQ(labels(4e12), "0 1T 2T 3T 4T ");
}

TEST(Scale, IsAStraightLine) {
    const Scale y{0, 100, 250, 50};
    EXPECT_EQ(y(0), 250);
    EXPECT_EQ(y(50), 150);
    EXPECT_EQ((Scale{1, 1, 7, 9})(1), 7);
}

TEST(Coordinate, HasOneDecimal) {
    EXPECT_EQ(coordinate(12.34), "12.3");
    EXPECT_EQ(coordinate(12), "12");
    EXPECT_EQ(coordinate(-0.01), "0");
}

TEST(LineChart, NamesItsLinesAtTheirEnds) {
    const LineChart chart{
        {1997y / 1 / 7, 1997y / 6 / 7, 1997y / 12 / 7}, {0, 50, 100}, {0, 50, 50}, 1997y / 6 / 7};
    const std::string svg = drawn(chart);
    // From x = 56 to 724, y = 268 to 26, of 0 to 100.
    EXPECT_NE(svg.find("d=\"M56 268L"), std::string::npos) << svg;
    EXPECT_NE(svg.find("L724 26\" class=\"line\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("L724 147\" class=\"line dashed\""), std::string::npos) << svg;
    EXPECT_NE(svg.find("x=\"730\" y=\"30\" class=\"name start\">came"), std::string::npos) << svg;
    EXPECT_EQ(count(svg, ">foretold<"), 1u);
}

TEST(LineChart, KeepsNamesApart) {
    const LineChart chart{{1997y / 1 / 7, 1997y / 1 / 9}, {0, 100}, {0, 100}, 1997y / 1 / 9};
    const std::string svg = drawn(chart);
    EXPECT_NE(svg.find("y=\"22\" class=\"name start\">came"), std::string::npos) << svg;
    EXPECT_NE(svg.find("y=\"38\" class=\"name accent start\">expected"), std::string::npos) << svg;
    EXPECT_EQ(count(svg, ">foretold<"), 0u);
    EXPECT_EQ(count(svg, "Jan\u00A07,\u00A01997"), 1u);  // no month begins in it
}

TEST(LineChart, NamesAsManyMonthsAsFit) {
    const auto ticks_of = [](Date first, Date last) {
        const LineChart chart{{first, last}, {0, 1}, {0, 1}, last};
        const std::string svg = drawn(chart, {358, 270, true});
        return count(svg, " class=\"tick middle\">Jan\u00A0") * 10 +
               count(svg, " class=\"tick middle\">");
    };
    EXPECT_EQ(ticks_of(2022y / 1 / 2, 2025y / 6 / 30), 33u);   // 2023, 2024, 2025
    EXPECT_EQ(ticks_of(1951y / 12 / 2, 1954y / 6 / 30), 33u);  // 1952, 1953, 1954
    EXPECT_EQ(ticks_of(1997y / 1 / 7, 1998y / 6 / 30), 12u);   // July 1997, January 1998
}

TEST(LineChart, ThinsWhatIsFinerThanPixels) {
    LineChart chart{{}, {}, {}, 1997y / 1 / 1};
    for (int day = 0; day < 4000; ++day) {
        chart.dates.push_back(Date(1997y / 1 / 1) + day);
        chart.came.push_back(day);
        chart.expected.push_back(day);
    }
    EXPECT_LT(count(drawn(chart), "L"), 1500u);
    EXPECT_EQ(drawn(LineChart{{}, {}, {}, 1997y / 1 / 1}), "<!DOCTYPE html>\n");
}

TEST(LineChart, NamesTheSidesOfTheEndOfObservationWhereTheyFit) {
    const Date first = 2024y / 1 / 1;
    const auto sides = [&](int until) {
        const LineChart chart{{first, first + 100}, {0, 1}, {0, 1}, first + until};
        const std::string svg = drawn(chart);
        return std::to_string(count(svg, "class=\"mark\"")) + (count(svg, ">fitted<") ? "f" : "") +
               (count(svg, ">foretold<") ? "F" : "");
    };
    EXPECT_EQ(sides(-30), "0");
    EXPECT_EQ(sides(0), "1F");
    EXPECT_EQ(sides(50), "1fF");
    EXPECT_EQ(sides(98), "1f");
    EXPECT_EQ(sides(100), "0");
    EXPECT_EQ(sides(130), "0");
}

TEST(Thinned, KeepsBothEnds) {
    using Places = std::vector<std::size_t>;
    EXPECT_EQ(thinned(0, 4), Places());
    EXPECT_EQ(thinned(1, 4), Places{0});
    EXPECT_EQ(thinned(5, 4), (Places{0, 1, 2, 3, 4}));
    EXPECT_EQ(thinned(9, 4), (Places{0, 2, 4, 6, 8}));
    EXPECT_EQ(thinned(8, 4), (Places{0, 2, 4, 6, 7}));
}

TEST(BarChart, HasNoBarOfNobody) {
    const std::string svg = drawn(BarChart{{{"0", 1, 2, "one"}, {"1", 3, 3, "-", false}}, "x"});
    // With the key. The number of nobody stands on the axis, at y = 252.
    EXPECT_EQ(count(svg, "class=\"bar\""), 2u);
    EXPECT_EQ(count(svg, "class=\"expected\""), 2u);
    EXPECT_NE(svg.find("y=\"246\" class=\"number middle\">-"), std::string::npos) << svg;
}

TEST(BarChart, ReachesAsFarAsItIsTold) {
    EXPECT_EQ(count(drawn(BarChart{{{"0", 0.03, 0, "n"}}, "x"}), ">1.0<"), 1u);
    EXPECT_EQ(count(drawn(BarChart{{{"0", 0.03, 0, "n"}}, "x", 0.01}), ">0.03<"), 1u);
}

TEST(BarChart, PutsNumbersWhereTheyCanBeRead) {
    const BarChart chart{
        {{"0", 100, 50, "one hundred"}, {"1", 50, 60, "far"}, {"2+", 50, 55, "near"}}, "purchases"};
    const std::string svg = drawn(chart);
    // y = 252 to 48 of 0 to 100. The last mark, at 139.8, would strike a number over its bar
    // through, which is as high as 150.
    EXPECT_NE(svg.find("y=\"42\" class=\"number middle\">one hundred"), std::string::npos) << svg;
    EXPECT_NE(svg.find("y=\"144\" class=\"number middle\">far"), std::string::npos) << svg;
    EXPECT_NE(svg.find("y=\"133.8\" class=\"number middle\">near"), std::string::npos) << svg;
    EXPECT_EQ(count(svg, "class=\"expected\""), 4u);  // with the key
}

TEST(CurveChart, ShowsWhereClassesEnd) {
    segments::ConcentrationReport report;
    report.customers = 10;
    report.revenue = 100;
    report.abc = {{{2, 80, 0.8}, {3, 15, 0.15}, {5, 5, 0.05}}};
    report.curve = {{0, 0}, {0.2, 0.8}, {0.5, 0.95}, {1, 1}};
    const std::string svg = drawn(report);
    EXPECT_EQ(count(svg, "A: 20% bring 80%"), 1u);
    EXPECT_EQ(count(svg, "A and B: 50% bring 95%"), 1u);
    // From x = 56 to 796, each point once.
    EXPECT_NE(svg.find("\"M56 252L204 77.6L426 44.9L796 34\""), std::string::npos) << svg;
    report.abc = {{{10, 100, 1}, {}, {}}};
    EXPECT_EQ(count(drawn(report), " bring "), 0u);
}

TEST(Figure, IsDrawnTwiceAndSaysWhatItShows) {
    Html html;
    figure(
        html, {"x", "A <title>", "A & B"}, 300,
        [](Html& out, const Canvas& canvas) {
            label(out, {1, 2}, canvas.narrow ? "n" : "w", "t");
        },
        [](Html& out) { out.text("numbers"); });
    const std::string page = std::move(html).finish();
    EXPECT_EQ(count(page, "<svg "), 2u);
    EXPECT_EQ(count(page, "role=\"img\""), 2u);
    EXPECT_NE(page.find("aria-labelledby=\"x-wide-title x-wide-desc\""), std::string::npos);
    EXPECT_NE(page.find("<title id=\"x-narrow-title\">A &lt;title&gt;</title>"), std::string::npos);
    EXPECT_NE(page.find("<desc id=\"x-narrow-desc\">A &amp; B</desc>"), std::string::npos);
    EXPECT_NE(page.find("numbers"), std::string::npos);
}

TEST(HeatCells, AreNeverAllOrNothing) {
    EXPECT_EQ(cell_percent(0), "0");
    EXPECT_EQ(cell_percent(0.0049), "<1");
    EXPECT_EQ(cell_percent(0.01), "1");
    EXPECT_EQ(cell_percent(0.424), "42");
    EXPECT_EQ(cell_percent(0.99), "99");
    EXPECT_EQ(cell_percent(0.9951), ">99");
    EXPECT_EQ(cell_percent(1), "100");
}

TEST(Heat, HasTenSteps) {
    EXPECT_EQ(heat(0), "h0");
    EXPECT_EQ(heat(0.0999), "h0");
    EXPECT_EQ(heat(0.55), "h5");
    EXPECT_EQ(heat(1), "h9");
    EXPECT_EQ(heat(-1), "h0");
    EXPECT_EQ(heat(2), "h9");
}

}  // namespace
}  // namespace tenure::inline v0::detail::reports
