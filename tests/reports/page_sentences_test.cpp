// What the page says in words: whom it counts, what it calls them, and where it says less.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "reports/page_parts.hpp"
#include "reports/pages.hpp"
#include "support/between.hpp"
#include "tenure/reports/page.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using reports::customer_page;
using test::figures_of;
using test::has;
using test::page_of;
using test::section_of;

/// What people read, without the markup.
std::string text_of(const std::string& html) {
    std::string text;
    bool in_tag = false;
    for (const char c : html) {
        if (c == '<') in_tag = true;
        if (!in_tag) text += c;
        if (c == '>') in_tag = false;
    }
    return text;
}

std::string text_of(const test::Shop& shop, const std::string& section) {
    return text_of(section_of(page_of(shop), section));
}

TEST(Sentences, CountTheCustomersThatRowsStandFor) {
    // 50 who came often and have been silent for long, and 5 who came once.
    const auto shop = test::shop_of(
        test::base_of({{20, 100.0, 700.0, 30.0, 63000, 50}, {0, 0.0, 700.0, 0, 1000, 5}}));
    ASSERT_GE(shop.scores->risk()[0], 0.95);
    const std::string page = page_of(shop);
    auto figures = figures_of(page);
    EXPECT_EQ(figures["listed"], "55");
    EXPECT_EQ(figures["as_good_as_gone"], "50");
    const std::string list = text_of(section_of(page, "call-first"));
    EXPECT_TRUE(has(list, "50 customers, each with 21 purchases, the last ")) << list;
    EXPECT_TRUE(has(list, "5 customers, each with 1 purchase, ")) << list;
}

TEST(Sentences, DoNotSayOfWhomARowStandsForOneThatTheyAreSeveral) {
    EXPECT_FALSE(has(text_of(test::cdnow_shop(), "call-first"), "each with"));
}

TEST(Sentences, CountSinglePointsOfFailureAsCustomers) {
    const auto single_points = [](std::int64_t customers) {
        return text_of(test::shop_of(test::base_of({{2, 90.0, 200.0, 300.0, 90000, customers},
                                                    {0, 0.0, 200.0, 0, 1000, 20}})),
                       "short");
    };
    EXPECT_TRUE(has(single_points(1), "and one customer alone brought 10% or more."));
    EXPECT_TRUE(has(single_points(3), "and 3 brought 10% or more each."));
    EXPECT_TRUE(has(single_points(30), "and nobody alone brought 10% or more."));
}

TEST(Sentences, NameTheSmallestPartOfAFifthOrMore) {
    const auto share_of = [](std::vector<double> parts) {
        auto shop = test::cdnow_shop();
        const segments::ConcentrationOptions options{.top_shares = std::move(parts)};
        shop.concentration = segments::concentration(shop.base, options).value();
        return std::stod(figures_of(page_of(shop))["top_share"]);
    };
    const auto top = test::cdnow_shop().concentration->report().top_shares;
    EXPECT_EQ(share_of({0.50, 0.20, 0.10}), top[3].share);
    EXPECT_EQ(share_of({0.05, 0.10, 0.01}), top[2].share);
}

TEST(Sentences, SayWhoCanBeGone) {
    EXPECT_TRUE(has(text_of(test::cdnow_shop(), "short"),
                    " (of those who came back at least once) have left for good already"));
}

TEST(Sentences, TellTheValueOfOneFromThatOfAll) {
    auto shop = test::cdnow_shop();
    EXPECT_TRUE(has(text_of(shop, "short"),
                    "of what all would bring in the next 39\u00A0weeks if none had left yet"));
    EXPECT_TRUE(has(text_of(shop, "call-first"),
                    "Value is what a customer brings in the next 39\u00A0weeks if they have not "
                    "left;"));
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    shop.matrix.reset();
    EXPECT_TRUE(has(text_of(shop, "short"), "of a year\u2019s revenue"));
    EXPECT_TRUE(
        has(text_of(shop, "call-first"), "Value is what a customer has spent per year so far;"));
}

TEST(Sentences, SayWhatIsMergedIntoAPurchase) {
    const std::vector<std::pair<Period, std::string>> merges{
        {Period::day, "on one day"},
        {Period::week, "in one calendar week"},
        {Period::month, "in one calendar month"}};
    for (const auto& [merge, where] : merges) {
        const auto shop =
            test::shop_of(test::cdnow_sample(), {.until = 1997y / 9 / 30, .merge = merge});
        EXPECT_TRUE(has(text_of(shop, "words"), "What one customer bought " + where + ", however"));
        EXPECT_TRUE(
            has(text_of(shop, "data"), "Purchases of one customer " + where + " count as one."));
    }
}

TEST(Sentences, HaveOptionsAsTheyWereGiven) {
    auto shop = test::cdnow_shop();
    shop.scores = score(shop.base, {.purchases = shop.purchases,
                                    .spend = shop.spend,
                                    .horizon = {0.25, Unit::year},
                                    .discount = {0.0005, Unit::day},
                                    .margin = 0.255,
                                    .cuts = {0.125, 0.3333, 0.9995}})
                      .value();
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores).value();
    const std::string words = text_of(shop, "words");
    EXPECT_TRUE(has(words, "today at 0.05% a day, times a margin of 25.5%.")) << words;
    EXPECT_TRUE(has(words, "in the next 0.25\u00A0years")) << words;
    EXPECT_TRUE(has(words,
                    "Low below 12.5%, medium from there, high from 33.33%, critical from "
                    "99.95%."))
        << words;
    EXPECT_TRUE(has(text_of(shop, "matrix"), "from 33.33%"));
    const std::string in_short = text_of(shop, "short");
    EXPECT_TRUE(has(in_short, "in the next 0.25\u00A0years is 99.95% or more")) << in_short;
}

TEST(Sentences, DoNotCallValueAtRiskALoss) {
    EXPECT_TRUE(has(text_of(test::cdnow_shop(), "words"),
                    "Value times risk: a measure of whom to look at first."));
}

/// The sentence on a holdout in which so much was foretold, and came.
std::string verdict(double predicted, std::int64_t observed) {
    auto shop = test::cdnow_shop();
    shop.holdout->predicted = predicted;
    shop.holdout->observed = observed;
    const std::string text = text_of(shop, "short");
    const std::string begin = "the model foretold ";
    const std::size_t at = text.find(begin) + begin.size();
    return text.substr(at, text.find('\n', at) - at);
}

TEST(Sentences, JudgeTheModelByTheHoldout) {
    EXPECT_EQ(verdict(900.0, 1000), "900 purchases, and 1,000 came: it was 10% too low.");
    EXPECT_EQ(verdict(1100.0, 1000), "1,100 purchases, and 1,000 came: it was 10% too high.");
    EXPECT_EQ(verdict(1000.0, 1000), "1,000 purchases, and 1,000 came.");
    EXPECT_EQ(verdict(27.0, 30), "27.0 purchases, and 30 came: it was 10% too low.");
}

TEST(Sentences, DoNotJudgeTheModelByFewPurchases) {
    EXPECT_EQ(verdict(0.48, 1), "0.5 purchases, and 1 came.");
    EXPECT_EQ(verdict(2.8, 4), "2.8 purchases, and 4 came.");
    EXPECT_EQ(verdict(20.0, 29), "20.0 purchases, and 29 came.");
    EXPECT_EQ(verdict(3.0, 0), "3.0 purchases, and 0 came.");
}

TEST(Sentences, SayWhatTheHoldoutIsAndHowFarOffTheModelWas) {
    const auto shop = test::cdnow_shop();
    const std::string page = page_of(shop);
    EXPECT_TRUE(has(text_of(section_of(page, "short")),
                    "For the 39\u00A0weeks after September\u00A030, 1997, which it had not seen"));
    const double off = shop.holdout->predicted / 1882.0 - 1.0;
    ASSERT_LT(off, 0.0);
    EXPECT_EQ(std::stod(figures_of(page)["miss"]), -off);
}

TEST(Sentences, LookAtTheNewestCohortWithoutAHoldout) {
    auto shop = test::cdnow_shop();
    shop.holdout.reset();
    const std::string page = page_of(shop);
    // The last of the three months in which these customers came, and the month after it.
    EXPECT_EQ(std::stod(figures_of(page)["newest"]), *shop.cohorts->cohorts[2].retention(1));
    EXPECT_TRUE(has(text_of(section_of(page, "short")),
                    "Of those who first bought in the month from March\u00A01, 1997, "));
}

/// What the table of borders says, a row for each score from 5 to 1.
std::vector<std::string> borders_of(const test::Shop& shop) {
    const std::string section = section_of(page_of(shop), "segments");
    std::vector<std::string> rows;
    for (const std::string& row :
         test::all_between(section.substr(section.find("What the scores mean")),
                           "<tr><th scope=\"row\">", "</tr>")) {
        std::string line = row.substr(0, 1);
        for (const std::string& cell : test::all_between(row, "<td class=\"n\">", "<small>"))
            line += " | " + text_of(cell);
        rows.push_back(line);
    }
    return rows;
}

/// Customers who came last so many days ago, so often, for so many hundredths.
struct Buyer {
    double silence;
    std::int64_t purchases;
    std::int64_t revenue;
};

test::Shop shop_of_buyers(const std::vector<Buyer>& buyers) {
    std::vector<test::BaseRow> rows;
    for (const auto& [silence, purchases, revenue] : buyers) {
        const double recency = purchases > 1 ? 400.0 - silence : 0.0;
        const double age = purchases > 1 ? 400.0 : silence;
        rows.push_back({purchases - 1, recency, age, purchases > 1 ? 1.0 : 0.0, revenue});
    }
    test::Shop shop{test::base_of(rows, {.monetary_value = false})};
    shop.rfm = segments::rfm(shop.base).value();
    return shop;
}

// Six values have their quintiles at the second to the fifth, by linear interpolation.
TEST(Sentences, SayWhereScoresBeginAndEnd) {
    const auto shop = shop_of_buyers({{10, 2, 1000},
                                      {20, 3, 2000},
                                      {30, 4, 3000},
                                      {40, 6, 4050},
                                      {50, 8, 150000},
                                      {60, 12, 900000}});
    EXPECT_EQ(borders_of(shop),
              (std::vector<std::string>{"5 | up to 20 | from 9 | above 1,500.00",
                                        "4 | 21 to 30 | 7 to 8 | above 40.50 to 1,500.00",
                                        "3 | 31 to 40 | 5 to 6 | above 30.00 to 40.50",
                                        "2 | 41 to 50 | 4 | above 20.00 to 30.00",
                                        "1 | from 51 | up to 3 | up to 20.00"}));
}

TEST(Sentences, SayWhereScoresOfPartsOfDaysBeginAndEnd) {
    const auto shop = shop_of_buyers(
        {{10.25, 2, 1}, {20.25, 2, 2}, {30.25, 2, 3}, {40.25, 2, 4}, {50.25, 2, 5}, {60.25, 2, 6}});
    const auto rows = borders_of(shop);
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_TRUE(has(rows[0], "5 | up to 20.2 |")) << rows[0];
    EXPECT_TRUE(has(rows[1], "4 | above 20.2 to 30.2 |")) << rows[1];
    EXPECT_TRUE(has(rows[4], "1 | above 50.2 |")) << rows[4];
    EXPECT_TRUE(has(section_of(page_of(shop), "segments"), "<data value=\"20.25\">20.2</data>"));
}

TEST(Sentences, SayWhichScoresNobodyHas) {
    // All but the last have come twice for 10.00: one value has four of the five groups.
    const auto shop = shop_of_buyers(
        {{10, 2, 1000}, {20, 2, 1000}, {30, 2, 1000}, {40, 2, 1000}, {50, 2, 1000}, {60, 5, 9000}});
    const auto rows = borders_of(shop);
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[1], "4 | 21 to 30 | none | none");
    EXPECT_EQ(rows[4], "1 | from 51 | up to 2 | up to 10.00");
    const std::string text = text_of(shop, "segments");
    EXPECT_TRUE(has(text,
                    "5 customers with the same frequency (2) have the same score, 1. Nobody "
                    "has score 2 or 3 or 4 for that reason."))
        << text;
    EXPECT_TRUE(has(text, "5 customers with the same monetary (10.00) have the same score, 1."))
        << text;
}

TEST(Sentences, SayThatBordersOfScoresWereGiven) {
    auto shop = shop_of_buyers({{10, 2, 1000}, {30, 3, 2000}});
    EXPECT_TRUE(has(text_of(shop, "segments"), "The borders are those of five groups"));
    const segments::RfmCuts given{{7, 14, 28.5, 90}, {1, 2, 3, 4}, {{5, 10, 15.5, 2000}}};
    shop.rfm = segments::rfm(shop.base, {.cuts = given}).value();
    EXPECT_TRUE(has(text_of(shop, "segments"), "The borders were given"));
    EXPECT_EQ(
        borders_of(shop),
        (std::vector<std::string>{
            "5 | up to 7 | from 5 | above 2,000.00", "4 | 8 to 14 | 4 | above 15.50 to 2,000.00",
            "3 | 15 to 28 | 3 | above 10.00 to 15.50", "2 | 29 to 90 | 2 | above 5.00 to 10.00",
            "1 | from 91 | up to 1 | up to 5.00"}));
}

TEST(Sentences, HaveBordersOfSpendOnWhichEveryCustomerIsOnTheRightSide) {
    auto shop = shop_of_buyers({{10, 2, 100001},
                                {20, 3, 100011},
                                {30, 4, 100084},
                                {40, 6, 100085},
                                {50, 8, 100091},
                                {60, 12, 100100}});
    const auto monetary = [&] {
        std::vector<std::string> column;
        for (const std::string& row : borders_of(shop))
            column.push_back(row.substr(row.rfind("| ") + 2));
        return column;
    };
    EXPECT_EQ(monetary(),
              (std::vector<std::string>{"above 1,000.91", "above 1,000.85 to 1,000.91",
                                        "above 1,000.84 to 1,000.85", "above 1,000.11 to 1,000.84",
                                        "up to 1,000.11"}));
    // Of a border between two cents the lower one is the last that is not above it.
    segments::RfmCuts given = shop.rfm->report().cuts;
    given.monetary = {{1000.1149, 1000.848, 1000.8491, 1000.919}};
    shop.rfm = segments::rfm(shop.base, {.cuts = given}).value();
    EXPECT_EQ(monetary(),
              (std::vector<std::string>{"above 1,000.91", "above 1,000.84 to 1,000.91", "none",
                                        "above 1,000.11 to 1,000.84", "up to 1,000.11"}));
    EXPECT_EQ(shop.rfm->report().m, (std::array<std::int64_t, 5>{2, 1, 0, 2, 1}));
    EXPECT_TRUE(has(page_of(shop), "<data value=\"1000.848\"><bdi>1,000.84</bdi></data>"));
    // Borders beyond all amounts have nobody behind them.
    given.monetary = {{-0.001, 1000.84, 1e12, 1e300}};
    shop.rfm = segments::rfm(shop.base, {.cuts = given}).value();
    EXPECT_EQ(monetary(),
              (std::vector<std::string>{"above 92,233,720,368,547,758.07",
                                        "above 1,000,000,000,000.00 to 92,233,720,368,547,758.07",
                                        "above 1,000.84 to 1,000,000,000,000.00",
                                        "above \u22120.01 to 1,000.84", "up to \u22120.01"}));
}

TEST(Sentences, NeverCallABorderLessThanItIs) {
    std::vector<test::Order> orders;
    for (int i = 0; i < 10; ++i)
        for (int n = 0; n < 2; ++n)
            orders.push_back(
                {std::to_string(i), Date(2025y / 1 / 1) + (3 * i + 20 * n), 50 + 7 * i});
    auto shop = test::shop_of(test::log_of(orders, 6), {.until = 2025y / 3 / 31});
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores).value();
    const std::string matrix = section_of(page_of(shop), "matrix");
    const auto bands = test::all_between(matrix.substr(0, matrix.find("Protection levels")),
                                         "<th scope=\"row\">", "</th>");
    ASSERT_EQ(bands.size(), 4u);
    for (const std::string& band : bands) EXPECT_FALSE(has(band, "under")) << band;
    // The median of revenue in a year is between those of the fifth and the sixth.
    EXPECT_TRUE(has(text_of(bands[3]), "lowbelow 0.000163")) << bands[3];
    const auto rows = borders_of(shop);
    EXPECT_TRUE(has(rows[4], "| up to 0.000125")) << rows[4];
    EXPECT_FALSE(has(rows[4], "under")) << rows[4];
}

TEST(Sentences, SayThatWhoIsWorthNothingIsLow) {
    auto shop = test::cdnow_shop();
    segments::MatrixOptions options{.cuts = segments::ValueCuts{0.0, 0.0, 20.5}};
    const auto matrix = [&] {
        shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores, options).value();
        return text_of(shop, "matrix");
    };
    const std::string two_of_nothing = matrix();
    for (const char* band : {"keyfrom 20.50", "highabove 0", "mediumnone", "lowup to 0"})
        EXPECT_TRUE(has(two_of_nothing, band)) << band << "\n" << two_of_nothing;
    options.cuts = segments::ValueCuts{-2.0, -1.0, 0.0};
    const std::string below_nothing = matrix();
    for (const char* band : {"keyabove 0", "highnone", "mediumnone", "lowup to 0"})
        EXPECT_TRUE(has(below_nothing, band)) << band << "\n" << below_nothing;
}

TEST(Sentences, ListNobodyWithoutValueAtRisk) {
    test::Shop shop{
        test::base_of({{0, 0.0, 200.0, 0, 0, 4}, {2, 90.0, 200.0, 10, 3000}, {0, 0.0, 150.0}})};
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    const std::string page = page_of(shop);
    EXPECT_EQ(figures_of(page)["listed"], "1");
    const std::string list = section_of(page, "call-first");
    EXPECT_EQ(test::all_between(list, "<bdi class=\"id\">", "</bdi>").size(), 1u);
    EXPECT_TRUE(has(text_of(list), "Nobody else is known to have value at risk."));
    EXPECT_FALSE(has(text_of(test::cdnow_shop(), "call-first"), "Nobody else"));
    // Three are listed of as many.
    EXPECT_FALSE(has(text_of(test::hostile_shop(), "call-first"), "Nobody else"));
}

TEST(Sentences, SayThatNothingIsAtRisk) {
    test::Shop shop{test::base_of({{0, 0.0, 200.0}, {2, 90.0, 200.0}})};
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    const std::string page = page_of(shop);
    EXPECT_EQ(figures_of(page)["value_at_risk"], "0");
    EXPECT_EQ(figures_of(page).count("listed"), 0u);
    const std::string in_short = text_of(section_of(page, "short"));
    EXPECT_TRUE(has(in_short, "Nothing is at risk: a year\u2019s revenue is 0.")) << in_short;
    const std::string list = section_of(page, "call-first");
    EXPECT_TRUE(has(list, "No customer has value at risk: there is nobody to call."));
    EXPECT_FALSE(has(list, "<table"));
}

TEST(Sentences, SayThatWhatIsAtRiskIsNotKnown) {
    test::Shop shop{test::base_of({{0, 0.0, 200.0, 0, 1000}, {0, 0.0, 100.0, 0, 2000}})};
    // Without a purchase after the first the mean of such spend does not exist.
    shop.spend = models::GammaGamma{6.25, 0.5, 15.44};
    shop.scores = score(shop.base, {.purchases = shop.purchases, .spend = shop.spend}).value();
    ASSERT_EQ(shop.scores->report().spend_undefined, 2);
    const std::string page = page_of(shop);
    EXPECT_TRUE(has(text_of(section_of(page, "short")),
                    "What is at risk is not known: the model of spend knows no value for any"));
    EXPECT_TRUE(
        has(section_of(page, "call-first"), "<p>The model of spend knows no value for any"));
    EXPECT_EQ(figures_of(page).count("value_at_risk"), 0u);
}

TEST(Sentences, SayWhatIsMissingOfAmounts) {
    auto shop = test::shop_of(test::base_of({{2, 90.0, 200.0, 10}}, {.revenue = false}));
    EXPECT_TRUE(has(text_of(shop, "concentration"),
                    "Without totals of what was spent it is not known who brings the revenue."));
    // The same as `--spend none` of a base of means.
    shop.spend.reset();
    shop.matrix.reset();
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    const std::string missing = "Without a model of spend or totals of what was spent ";
    EXPECT_TRUE(has(text_of(shop, "call-first"), missing + "it is not known what is at stake"));
    EXPECT_TRUE(has(text_of(shop, "matrix"), missing + "there is no value"));
    EXPECT_TRUE(has(text_of(shop, "short"),
                    "no totals of what was spent, and there is no model of spend: nothing is said "
                    "of value and revenue."));
    EXPECT_FALSE(has(page_of(shop), "Without amounts"));
}

TEST(Sentences, SayOneWeekOfSilence) {
    const auto silence = [](double days) {
        const double age = days + 15;
        test::Shop shop{test::base_of({{200, 15.0, age}, {1, 15.0, age}})};
        return text_of(shop, "alive");
    };
    for (const auto& [days, length] :
         {std::pair(55.0, "1 week"), std::pair(100.0, "2 weeks"), std::pair(30.0, "0.6 weeks")}) {
        const std::string text = silence(days);
        EXPECT_TRUE(has(text, std::string("200 times: after ") + length + " of silence. One who"))
            << text;
    }
}

TEST(Sentences, SayAHoldoutOfADayInDays) {
    const auto shop_until = [](Date last) {
        const auto log = test::log_of({{"a", 2025y / 1 / 2, 40},
                                       {"a", 2025y / 1 / 9, 45},
                                       {"b", 2025y / 1 / 5, 45},
                                       {"a", last, 45}});
        return test::shop_of(log, {.until = 2025y / 1 / 31});
    };
    const auto day = shop_until(2025y / 2 / 1);
    ASSERT_EQ(day.holdout->length.unit, Unit::week);
    EXPECT_TRUE(has(text_of(day, "short"), "For the 1\u00A0day after January\u00A031, 2025"));
    EXPECT_TRUE(has(text_of(day, "holdout"), "In the 1\u00A0day after observation"));
    const auto week = shop_until(2025y / 2 / 7), ten = shop_until(2025y / 2 / 10);
    EXPECT_TRUE(has(text_of(week, "short"), "For the 1\u00A0week after January\u00A031, 2025"));
    EXPECT_TRUE(has(text_of(ten, "holdout"), "In the 10\u00A0days after observation"));
}

TEST(Sentences, LeaveTheNamesOfTheHostAsTheyAre) {
    auto shop = test::cdnow_shop();
    auto rules = segments::default_rfm_rules();
    rules[0].name = "iPad owners";
    shop.rfm = segments::rfm(shop.base, {.rules = rules}).value();
    const std::string section = section_of(page_of(shop), "segments");
    EXPECT_TRUE(has(section, "<bdi>iPad owners</bdi>"));
    EXPECT_TRUE(has(section, "<bdi>Loyal customers</bdi>"));
}

TEST(Sentences, SayWhereTheBordersBetweenValuesAreFrom) {
    auto shop = test::cdnow_shop();
    EXPECT_TRUE(has(text_of(shop, "matrix"),
                    "The borders between values are the 50%, 80% and 95% quantiles of these "
                    "customers\u2019 values."));
    const segments::MatrixOptions given{.cuts = segments::ValueCuts{10.0, 10.0, 20.5}};
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores, given).value();
    const std::string matrix = text_of(shop, "matrix");
    EXPECT_TRUE(has(matrix, "The borders between values were given."));
    for (const char* band : {"keyfrom 20.50", "highfrom 10.00", "mediumnone", "lowbelow 10.00"})
        EXPECT_TRUE(has(matrix, band)) << band << "\n" << matrix;
}

TEST(Sentences, SayThatNobodyHasPriority) {
    auto shop = test::cdnow_shop();
    segments::MatrixOptions options;
    for (auto& row : options.levels) row.fill(segments::Protection::watch);
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores, options).value();
    EXPECT_TRUE(has(text_of(shop, "matrix"), "No customer is at protection level priority."));
}

TEST(Sentences, DoNotRoundARiskIntoAnotherBand) {
    const auto base = test::base_of({{2, 90.0, 200.0, 10, 3000}});
    const double risk = score(base, {.purchases = test::cdnow_purchases}).value().risk()[0];
    // Cuts that are nearer to the risk than half a per cent, on either side.
    for (const double cut : {risk + 0.0004, risk - 0.0004}) {
        const RiskCuts cuts{0.01, cut, 0.99};
        test::Shop shop{base};
        shop.scores = score(base, {.purchases = shop.purchases, .cuts = cuts}).value();
        const std::string list = section_of(page_of(shop), "call-first");
        const auto shown = test::all_between(list, "<td class=\"n\"><data", "</data>");
        ASSERT_FALSE(shown.empty());
        const double in_percent = std::stod(shown[0].substr(shown[0].find('>') + 1));
        EXPECT_EQ(in_percent < 100 * cut, risk < cut) << in_percent;
    }
}

TEST(Sentences, OfOneAreInTheSingular) {
    const BaseReport report{.rows = 5,
                            .occasions = 5,
                            .zero_amounts = 1,
                            .new_in_holdout = 1,
                            .duplicates = 1,
                            .unmatched_returns = 1,
                            .only_returns = 1};
    const auto data_of = [](const BaseReport& of, std::int64_t excluded) {
        auto table = test::table_of({{2, 90.0, 200.0, 10, 3000}}, {});
        const auto base =
            CustomerBase::from_table(std::move(table), Period::day, Unit::week, {}, of).value();
        models::FitReport fit{.customers = 1, .excluded = excluded};
        const auto page =
            customer_page({.base = base, .purchases = test::cdnow_purchases, .purchase_fit = &fit});
        return text_of(section_of(page.value(), "data"));
    };
    const std::string one = data_of(report, 1);
    for (const char* text : {"1 purchase cost nothing.", "1 row repeats another one exactly.",
                             "1 return found less than its amount in the purchases before.",
                             "1 customer only returned something and is not among these.",
                             "1 customer came first in the holdout and is not among these.",
                             "Fitted to 1 customer, 1 other does not count for it"})
        EXPECT_TRUE(has(one, text)) << text << "\n" << one;
    BaseReport two = report;
    for (auto* count : {&two.zero_amounts, &two.new_in_holdout, &two.duplicates,
                        &two.unmatched_returns, &two.only_returns})
        *count = 2;
    const std::string many = data_of(two, 2);
    for (const char* text : {"2 purchases cost nothing.", "2 rows repeat another one exactly.",
                             "2 returns found less than their amount in the purchases before.",
                             "2 customers only returned something; they are not among these.",
                             "2 customers came first in the holdout; they are not among these.",
                             "2 others do not count for it"})
        EXPECT_TRUE(has(many, text)) << text << "\n" << many;
}

TEST(Sentences, HaveMoneyInTheDigitsOfTheLog) {
    const auto page = [](std::uint8_t scale) {
        const auto log = test::log_of({{"a", 2025y / 1 / 2, 40}, {"b", 2025y / 1 / 9, 45}}, scale);
        auto shop = test::shop_of(log, {.until = 2025y / 3 / 31});
        auto content = shop.content();
        content.currency = "\u0631.\u0633";
        return section_of(customer_page(content).value(), "short");
    };
    EXPECT_TRUE(has(page(0), ">\u0631.\u063385</bdi></data></strong> in "));
    EXPECT_TRUE(has(page(2), "><bdi>\u0631.\u06330.85</bdi></data></strong> in "));
}

}  // namespace
}  // namespace tenure
