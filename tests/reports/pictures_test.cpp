// Pictures, heat maps and the tables below them: that they say what they are made of.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "reports/page_parts.hpp"
#include "reports/sections.hpp"
#include "reports/uneven_shops.hpp"
#include "support/between.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using namespace tenure::literals;
using test::all_between;
using test::has;
using test::Shop;
using test::values_in;
using Strings = std::vector<std::string>;

/// A section of a page, as one function writes it.
std::string written(void (*write)(Html&, const Page&), const Shop& shop) {
    const auto content = shop.content();
    Html html;
    write(html, {content, facts_of(content), Currency("")});
    return std::move(html).finish();
}

/// The table with a caption, from its caption on; empty without one.
std::string table_of(const std::string& html, const std::string& caption) {
    const auto tables = all_between(html, "<caption>" + caption + "</caption>", "</table>");
    return tables.size() == 1 ? tables[0] : std::string();
}

Strings row_names(const std::string& table) {
    return all_between(table, "<th scope=\"row\">", "</th>");
}

/// The numbers of one column of a table with so many, in full.
std::vector<double> column(const std::string& table, std::size_t at, std::size_t columns) {
    const auto all = values_in(table);
    std::vector<double> numbers;
    for (std::size_t i = at; i < all.size(); i += columns) numbers.push_back(std::stod(all[i]));
    return numbers;
}

double sum(const std::vector<double>& numbers) {
    double all = 0;
    for (const double number : numbers) all += number;
    return all;
}

TEST(Tracking, TablesOfManyPeriodsLoseNothing) {
    const Shop shop = test::long_shop();
    const auto& rows = shop.tracking->rows;
    ASSERT_GT(rows.size(), 160u);
    ASSERT_LE(rows.size(), 320u);
    const std::string html = written(&write_tracking, shop);
    const std::string so_far = table_of(html, "Repeat purchases so far, every 2 months");
    const std::string by_row = table_of(html, "Repeat purchases, each row is 2 months");
    const auto came = column(by_row, 0, 2), expected = column(by_row, 1, 2);
    ASSERT_EQ(came.size(), (rows.size() + 1) / 2);
    EXPECT_EQ(sum(came), static_cast<double>(rows.back().cumulative_observed));
    // As many roundings as there are rows, on either side.
    EXPECT_NEAR(
        sum(expected), rows.back().cumulative_predicted,
        2.0 * static_cast<double>(rows.size()) * 0x1p-53 * rows.back().cumulative_predicted);
    EXPECT_EQ(row_names(so_far).size(), came.size());
    EXPECT_EQ(row_names(so_far).back(), short_date(rows.back().end));
    EXPECT_EQ(column(so_far, 0, 2).back(), static_cast<double>(rows.back().cumulative_observed));
    double before = 0;
    for (std::size_t i = 0; i < came.size(); ++i)
        EXPECT_EQ(column(so_far, 0, 2)[i], before += came[i]) << i;
}

TEST(Tracking, TablesOfFewPeriodsHaveARowEach) {
    const Shop shop = test::cdnow_shop();
    const std::string html = written(&write_tracking, shop);
    for (const char* caption : {"Repeat purchases so far", "Repeat purchases by week"})
        EXPECT_EQ(row_names(table_of(html, caption)).size(), shop.tracking->rows.size());
}

/// Months, each with one purchase more than the one before it.
TrackingTable months_of(const std::vector<std::pair<Date, Date>>& spans, Date until) {
    TrackingTable table{TrackingPeriod::month, until};
    for (const auto& [begin, end] : spans) {
        TrackingRow row{begin, end};
        row.observed = static_cast<std::int64_t>(table.rows.size()) + 1;
        row.predicted = 2.0;
        row.cumulative_observed =
            row.observed + (table.rows.empty() ? 0 : table.rows.back().cumulative_observed);
        row.cumulative_predicted = 2.0 * static_cast<double>(table.rows.size() + 1);
        table.rows.push_back(row);
    }
    return table;
}

TEST(Tracking, MonthsThatAreCutAreMarkedAndNotDrawn) {
    Shop shop = test::one_customer_shop();
    shop.tracking = months_of({{2025y / 1 / 2, 2025y / 1 / 31},
                               {2025y / 2 / 1, 2025y / 2 / 28},
                               {2025y / 3 / 1, 2025y / 3 / 31},
                               {2025y / 4 / 1, 2025y / 4 / 29}},
                              2025y / 3 / 31);
    const std::string html = written(&write_tracking, shop);
    const std::string table = table_of(html, "Repeat purchases by month; * is a shorter time");
    EXPECT_EQ(row_names(table), (Strings{"Jan\u00A031,\u00A02025*", "Feb\u00A028,\u00A02025",
                                         "Mar\u00A031,\u00A02025", "Apr\u00A029,\u00A02025*"}));
    EXPECT_EQ(column(table, 0, 2), (std::vector<double>{1, 2, 3, 4}));
    EXPECT_EQ(row_names(table_of(html, "Repeat purchases so far")).size(), 4u);
    // February and March alone: a line of two points in each of the two drawings.
    const auto figure = html.substr(html.find("tracking-period-wide"));
    for (const std::string& d : all_between(figure, "<path d=\"", "\""))
        EXPECT_EQ(std::ranges::count(d, 'L'), 1) << d;
}

TEST(Tracking, RowsOfSeveralPeriodsEndWithTheLastOne) {
    using std::chrono::months;
    const auto first = 2000y / std::chrono::January / 1;
    std::vector<std::pair<Date, Date>> spans;
    for (int month = 0; month < 161; ++month)
        spans.emplace_back(Date(first + months(month)), Date(first + months(month + 1)) + -1);
    Shop shop = test::one_customer_shop();
    shop.tracking = months_of(spans, spans.back().second);
    const std::string table =
        table_of(written(&write_tracking, shop),
                 "Repeat purchases, each row is 2 months; * is a shorter time");
    const auto names = row_names(table);
    ASSERT_EQ(names.size(), 81u);
    EXPECT_EQ(names[0], "Jan\u00A031,\u00A02000*");  // alone: the others are in pairs
    EXPECT_EQ(names[1], "Mar\u00A031,\u00A02000");
    EXPECT_EQ(names.back(), "May\u00A031,\u00A02013");
    const auto came = column(table, 0, 2);
    EXPECT_EQ(came[0], 1);
    EXPECT_EQ(came[1], 2 + 3);
    EXPECT_EQ(came.back(), 160 + 161);
}

TEST(Tracking, WeeksThatAreCutAreMarkedAndNotDrawn) {
    const Shop shop = test::six_days_shop();
    const auto& rows = shop.tracking->rows;
    ASSERT_EQ(rows.front().end, Date(1997y / 1 / 6));
    const std::string html = written(&write_tracking, shop);
    const auto names = row_names(table_of(html, "Repeat purchases by week; * is a shorter time"));
    ASSERT_EQ(names.size(), rows.size());
    EXPECT_EQ(names[0], "Jan\u00A06,\u00A01997*");
    EXPECT_EQ(names[1], "Jan\u00A013,\u00A01997");
    // The picture begins after the end of observation, which is not in it.
    const auto figure = html.substr(html.find("tracking-period-wide"));
    EXPECT_FALSE(has(figure, ">fitted<"));
    EXPECT_FALSE(has(figure, "class=\"mark\""));
}

TEST(Tracking, SmallExpectationsHaveADecimal) {
    Shop shop = test::one_customer_shop();
    shop.tracking = months_of({{2025y / 1 / 1, 2025y / 1 / 31}}, 2025y / 1 / 31);
    shop.tracking->rows[0].cumulative_predicted = 0.48;
    EXPECT_TRUE(has(written(&write_tracking, shop),
                    "<data value=\"0.48\">0.5</data> repeat purchases were expected and "
                    "<data value=\"1\">1</data> came"));
}

TEST(Holdout, AGroupOfNobodyHasNoBar) {
    Shop shop = test::one_customer_shop();
    shop.holdout = HoldoutTable{26_weeks, {{0, 10, 4.0, 5}, {1, 0, 0.0, 0}, {2, 3, 2.0, 0}}, 6, 5};
    const std::string html = written(&write_holdout, shop);
    const auto wide = all_between(html, "holdout-bars-wide-title holdout-bars-wide-desc", "</svg>");
    ASSERT_EQ(wide.size(), 1u);
    EXPECT_EQ(all_between(wide[0], "<rect ", "class=\"bar\"/>").size(), 3u);  // with the key
    EXPECT_EQ(all_between(wide[0], "class=\"number middle\">", "<"),
              (Strings{"0.50", "\u2013", "0.00"}));
    EXPECT_EQ(all_between(wide[0], "class=\"expected halo\"", ">").size(), 2u);
}

TEST(Holdout, MeansOfAFewHundredthsAreDrawnAsHighAsAnyOthers) {
    Shop shop = test::one_customer_shop();
    shop.holdout = HoldoutTable{26_weeks, {{0, 1000, 30.0, 40}, {1, 1000, 2.0, 4}}, 32, 44};
    const std::string html = written(&write_holdout, shop);
    const auto wide = all_between(html, "holdout-bars-wide-title holdout-bars-wide-desc", "</svg>");
    ASSERT_EQ(wide.size(), 1u);
    // 0.04 of 0.04, from y = 272 to 48.
    EXPECT_TRUE(has(wide[0], "height=\"224\" class=\"bar\"")) << wide[0];
    EXPECT_EQ(all_between(wide[0], "class=\"number middle\">", "<"), (Strings{"0.04", "&lt;0.01"}));
    EXPECT_EQ(all_between(wide[0], "class=\"tick end\">", "<"),
              (Strings{"0", "0.01", "0.02", "0.03", "0.04"}));
}

TEST(Holdout, SmallExpectationsHaveADecimal) {
    Shop shop = test::one_customer_shop();
    shop.holdout = HoldoutTable{26_weeks, {{0, 10, 0.48, 1}}, 0.48, 1};
    EXPECT_TRUE(has(written(&write_holdout, shop),
                    ">0.5</data> purchases were foretold and "
                    "<data value=\"1\" data-figure=\"holdout_observed\">1</data> came"));
}

TEST(Holdout, OfNoRowsSaysSo) {
    Shop shop = test::one_customer_shop();
    shop.holdout = HoldoutTable{26_weeks, {}};
    const std::string html = written(&write_holdout, shop);
    EXPECT_TRUE(has(html, "There is nothing to compare with the model."));
    EXPECT_FALSE(has(html, "<svg"));
}

TEST(Frequencies, OfOneCustomerAreInTheSingular) {
    EXPECT_TRUE(has(written(&write_frequencies, test::one_customer_shop()),
                    "1</data> customer did not come back"));
    EXPECT_TRUE(has(written(&write_frequencies, test::cdnow_shop()),
                    "1,411</data> customers did not come back"));
}

Strings silences_of(const std::string& alive) {
    return all_between(alive, "<th scope=\"col\" class=\"n\">", "<");
}

/// Hundred customers, each `step` days longer silent than the one before.
std::vector<test::BaseRow> growing_silence(double age, double step) {
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back({1 + i % 5, age - step * static_cast<double>(i), age, 10, 1000});
    return rows;
}

TEST(Silence, OfCdnowIsReadOffTheTable) {
    const Shop shop = test::cdnow_shop();
    const std::string html = written(&write_alive, shop);
    EXPECT_EQ(silences_of(html), (Strings{"0", "4", "8", "12", "16", "20", "24", "28"}));
    EXPECT_TRUE(has(html, "For a customer who first bought 38\u00A0weeks ago"));
    const auto alive = [](std::int64_t x, double silence) {
        return test::cdnow_purchases.probability_alive({x, 38.0 - silence, 38.0});
    };
    ASSERT_LT(alive(20, 8), 0.5);
    ASSERT_GE(alive(20, 4), 0.5);
    ASSERT_LT(alive(1, 28), 0.5);
    ASSERT_GE(alive(1, 24), 0.5);
    EXPECT_TRUE(
        has(html,
            "When is a customer more likely gone than not? One who came back 20 times: "
            "after 8 weeks of silence. One who came back once: after 28 weeks of silence."));
    const auto values = values_in(html);
    ASSERT_EQ(values.size(), 9u * 8u);  // of 1, 2, 3, 4, 5, 7, 10, 15 and 20 repeat purchases
    EXPECT_EQ(std::stod(values[0]), alive(1, 0));
    EXPECT_EQ(std::stod(values[8 * 6 + 2]), alive(10, 8));
}

TEST(Silence, IsLongForThoseWhoComeRarely) {
    Shop shop = test::one_customer_shop();
    shop.base = test::base_of({{1, 180.0, 200.0, 10, 1000}, {3, 190.0, 200.0, 10, 1000}});
    const auto lead = all_between(written(&write_alive, shop), "than not?", "</p>");
    ASSERT_EQ(lead.size(), 1u);
    EXPECT_EQ(lead[0],
              " One who came back 3 times: not even after 2.1 weeks of silence. One who "
              "came back once: not even after 2.1 weeks of silence.");
}

TEST(Silence, OfAModelInWhichNobodyStaysSaysSo) {
    Shop shop = test::one_customer_shop();
    shop.base = test::base_of({{1, 90.0, 200.0, 10, 1000}});
    shop.purchases = models::BgNbd{1.0, 10.0, 9.0, 1.0};  // 90 % leave after each purchase
    EXPECT_TRUE(
        has(written(&write_alive, shop), "One who came back once: from the last purchase on.</p>"));
}

TEST(Silence, ColumnsAreNotThoseOfOneStrayDate) {
    Shop shop = test::one_customer_shop();
    auto rows = growing_silence(350, 3);
    shop.base = test::base_of(rows);
    const auto without = silences_of(written(&write_alive, shop));
    rows.push_back({1, 0.5, 24000, 10, 1000});
    shop.base = test::base_of(rows);
    EXPECT_EQ(silences_of(written(&write_alive, shop)), without);
    EXPECT_EQ(without, (Strings{"0", "5", "10", "15", "20", "25", "30", "35"}));
}

TEST(Silence, ColumnsCanBeToldApart) {
    Shop shop = test::one_customer_shop();
    const auto columns_of = [&](double step) {
        shop.base = test::base_of(growing_silence(350, step));
        return silences_of(written(&write_alive, shop));
    };
    EXPECT_EQ(columns_of(0.03),
              (Strings{"0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35"}));
    EXPECT_EQ(columns_of(0.9), (Strings{"0", "1.5", "3.0", "4.5", "6.0", "7.5", "9.0", "10.5"}));
    // Where nobody is silent, columns are of the time that customers have been there.
    EXPECT_EQ(columns_of(0), (Strings{"0", "6", "12", "18", "24", "30", "36", "42"}));
}

TEST(Silence, OneTimeBuyersDoNotCount) {
    Shop shop = test::one_customer_shop();
    auto rows = growing_silence(350, 3);
    for (int i = 0; i < 300; ++i) rows.push_back({0, 0.0, 3000.0, 0, 1000});
    shop.base = test::base_of(rows);
    EXPECT_EQ(silences_of(written(&write_alive, shop)).back(), "35");
}

TEST(Silence, CellsAreNeverAllOrNothing) {
    Shop shop = test::one_customer_shop();
    shop.base = test::base_of({{60, 100.0, 300.0, 10, 1000}});
    const auto shown = [&] {
        return all_between(written(&write_alive, shop), "<data value=\"", "</data>");
    };
    EXPECT_TRUE(shown().back().ends_with("\">&lt;1"));
    shop.purchases = models::BgNbd{1.0, 10.0, 1e-12, 10.0};
    EXPECT_TRUE(shown().front().ends_with("\">&gt;99"));
}

/// A cohort of 1,000 in January, of whom so many came in each month after it.
Shop shop_of_cohort(std::vector<std::int64_t> active) {
    Shop shop = test::one_customer_shop();
    segments::CohortTable table;
    table.until = 2025y / 3 / 31;
    table.last_complete = true;
    table.customers = 1000;
    active.insert(active.begin(), 1000);
    for (std::size_t i = 0; i < active.size(); ++i) {
        segments::Cohort cohort;
        cohort.begin = Date(2025y / std::chrono::January / 1);
        cohort.customers = i == 0 ? 1000 : 0;
        cohort.active.assign(active.size() - i, 0);
        if (i == 0) cohort.active = active;
        cohort.revenue.assign(active.size() - i, 0);
        table.cohorts.push_back(std::move(cohort));
    }
    shop.cohorts = std::move(table);
    return shop;
}

TEST(Cohorts, CellsAreNeverAllOrNothing) {
    const std::string html = written(&write_cohorts, shop_of_cohort({999, 1, 0, 1000, 420}));
    const auto shown = all_between(html, "<td class=\"h", "</data>");
    ASSERT_EQ(shown.size(), 5u);
    const Strings ends{"\">&gt;99", "\">&lt;1", "\">0", "\">100", "\">42"};
    for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_TRUE(shown[i].ends_with(ends[i])) << i;
    const auto all = all_between(html, "<td><data value=\"", "</data>");
    ASSERT_EQ(all.size(), 5u);
    for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_TRUE(all[i].ends_with(ends[i])) << i;
}

TEST(Cohorts, SayOfWhomAShareIs) {
    const std::string html = written(&write_cohorts, shop_of_cohort({400, 300}));
    EXPECT_TRUE(has(html, "Of those observed that long, <data value=\"0.4\""));
    EXPECT_FALSE(has(html, "Of all customers"));
    EXPECT_FALSE(has(html, "Cohorts go on"));  // to the end of observation
}

TEST(Cohorts, BeyondTheEndOfObservationSaySo) {
    std::vector<test::Order> orders{{"Ada", 2025y / 1 / 2, 100}, {"Ada", 2025y / 2 / 2, 100}};
    const auto shop = [&] {
        return test::shop_of(test::log_of(orders), {.until = 2025y / 2 / 28});
    };
    const std::string until = "Cohorts go on to <time datetime=\"2025-04-30\">April\u00A030, 2025";
    orders.push_back({"Ada", 2025y / 4 / 30, 100});
    EXPECT_TRUE(
        has(written(&write_cohorts, shop()), until + "</time>, after the end of observation.</p>"));
    orders.push_back({"Bea", 2025y / 3 / 5, 100});
    EXPECT_TRUE(has(written(&write_cohorts, shop()),
                    until + "</time>, after the end of observation: they count <data value=\"1\" "
                            "data-figure=\"cohort_more\">1</data> customer more than other "
                            "sections.</p>"));
}

TEST(Concentration, CurveTableEndsWithAllCustomers) {
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 40; ++i) rows.push_back({1, 90.0, 200.0, 10, 1000 + i});
    Shop shop = test::shop_of(test::base_of(rows));
    for (const std::size_t points : {std::size_t{2}, std::size_t{30}, std::size_t{101}}) {
        shop.concentration = segments::concentration(shop.base, {.curve_points = points}).value();
        const std::string table =
            table_of(written(&write_concentration, shop), "Share of revenue by share of customers");
        const auto customers = column(table, 0, 2), revenue = column(table, 1, 2);
        ASSERT_GE(customers.size(), 2u);
        EXPECT_LE(customers.size(), 22u);
        EXPECT_EQ(customers.back(), 1.0) << points;
        EXPECT_EQ(revenue.back(), 1.0) << points;
        for (std::size_t i = 1; i < customers.size(); ++i)
            EXPECT_GT(customers[i], customers[i - 1]) << points;
    }
}

TEST(Concentration, CountsTheSinglePointsThatItDoesNotName) {
    std::vector<test::BaseRow> rows;
    for (int i = 0; i < 25; ++i) rows.push_back({1, 90.0, 200.0, 10, 1000, i == 24 ? 3 : 1});
    Shop shop = test::shop_of(test::base_of(rows));
    const auto note_of = [&](double single_point) {
        shop.concentration =
            segments::concentration(shop.base, {.single_point = single_point}).value();
        return all_between(written(&write_concentration, shop), "or more: ", "</p>").at(0);
    };
    const std::string note = note_of(0.01);
    EXPECT_EQ(all_between(note, "<bdi>", "</bdi>").size(), 20u);
    EXPECT_TRUE(note.ends_with(", and <data value=\"7\">7</data> more.")) << note;
}

TEST(Concentration, SaysForHowManyASinglePointStands) {
    Shop shop = test::shop_of(
        test::base_of({{1, 90.0, 200.0, 10, 1000, 3}, {1, 90.0, 200.0, 10, 1100, 1}}));
    EXPECT_TRUE(has(written(&write_concentration, shop),
                    "<bdi>2</bdi>, <bdi>1</bdi> (<data value=\"3\">3</data> customers).</p>"));
}

/// Relative luminance of a color like "#1b2425" (WCAG 2.1).
double luminance(const std::string& color) {
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        constexpr std::array weights{0.2126, 0.7152, 0.0722};
        const double part = std::stoi(color.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        sum +=
            weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

/// How much a color differs from a lighter ground (WCAG 2.1).
double contrast(const std::string& color, const std::string& ground) {
    return (luminance(ground) + 0.05) / (luminance(color) + 0.05);
}

TEST(Style, KeepsTheBlanksOfIds) {
    EXPECT_TRUE(has(std::string(style_sheet()), "bdi{white-space:break-spaces}"));
}

TEST(Style, BarsAndLinesDifferFromTheirGround) {
    const std::string sheet(style_sheet());
    const auto color_of = [&](const std::string& rule) {
        const auto found = all_between(sheet, rule + "#", ";");
        return found.empty() ? std::string("#ffffff") : "#" + found[0].substr(0, 6);
    };
    const std::string tint = color_of("--tint:");  // below a curve
    EXPECT_NEAR(contrast("#000000", "#ffffff"), 21.0, 1e-9);
    EXPECT_GE(contrast(color_of(".bar{fill:"), "#ffffff"), 3.0);
    EXPECT_GE(contrast(color_of(".axis{stroke:"), tint), 3.0);
    EXPECT_GE(contrast(color_of(".mark{stroke:"), tint), 3.0);
    EXPECT_GE(contrast(color_of(".equal{stroke:"), tint), 3.0);
}

}  // namespace
}  // namespace tenure::inline v0::detail::reports
