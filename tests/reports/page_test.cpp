#include "tenure/reports/page.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "reports/page_parts.hpp"
#include "reports/pages.hpp"
#include "support/temporary_folder.hpp"
#include "tenure/io/csv.hpp"
#include "tenure/models/simulate.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using reports::customer_page;
using reports::PageContent;
using test::figures_of;
using test::has;
using test::page_of;
using test::section_of;
using test::sections_of;
using test::values_in;

/// The words of a text, in small letters.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        const bool is_letter = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
        if (is_letter) {
            words.back() += static_cast<char>(c | 0x20);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

/// A comma-separated file without quotes, by row.
std::vector<std::vector<std::string>> rows_of(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        rows.emplace_back();
        for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
    }
    return rows;
}

TEST(Page, OfCdnowHasAllSectionsInTheirOrder) {
    EXPECT_EQ(sections_of(page_of(test::cdnow_shop())),
              (std::vector<std::string>{"short", "call-first", "matrix", "segments",
                                        "concentration", "cohorts", "alive", "tracking",
                                        "frequencies", "holdout", "data", "words"}));
}

TEST(Page, SaysInShortWhatTheSourcesSay) {
    const auto shop = test::cdnow_shop();
    auto figures = figures_of(page_of(shop));
    EXPECT_EQ(figures["customers"], "2357");
    EXPECT_EQ(figures["repeaters"], "946");
    EXPECT_EQ(figures["occasions"], "4814");
    EXPECT_EQ(figures["revenue"], "173115.55");
    EXPECT_EQ(figures["critical"], std::to_string(shop.scores->report().band_counts[3]));
    EXPECT_EQ(figures["observed"], "1882");
    EXPECT_EQ(std::stod(figures["predicted"]), shop.holdout->predicted);
    EXPECT_EQ(figures["priority"],
              std::to_string(shop.matrix->report().by_protection[3].customers));
    EXPECT_EQ(std::stod(figures["top_share"]), shop.concentration->report().top_shares[3].share);
    EXPECT_EQ(std::stod(figures["gini"]), shop.concentration->report().gini);
    double gone = 0, at_risk = 0;
    for (std::size_t row = 0; row < shop.base.size(); ++row) {
        gone += 1.0 - shop.scores->probability_alive()[row];
        at_risk += shop.scores->value_at_risk()[row];
    }
    EXPECT_EQ(std::stod(figures["gone"]), gone);
    EXPECT_EQ(std::stod(figures["value_at_risk"]), at_risk);
    // The sum of the cells, which are of 104 bits: 2,357 roundings apart at most.
    EXPECT_NEAR(std::stod(figures["matrix_at_risk"]), at_risk, 2357 * 0x1p-53 * at_risk);
}

TEST(Page, HasTheNumbersOfTheCsv) {
    const auto shop = test::cdnow_shop();
    const test::TemporaryFolder folder;
    const std::string path = folder / "scores.csv";
    write_csv(shop.scores->table(), path).value();
    const auto csv = rows_of(path);
    const auto column = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(csv[0], name) - csv[0].begin());
    };
    const auto values = values_in(section_of(page_of(shop), "call-first"));
    const auto most = shop.scores->most_value_at_risk(20);
    // How many are as good as gone; then of each customer purchases, risk, value, value at risk.
    ASSERT_EQ(values.size(), 1 + 4 * most.size());
    for (std::size_t i = 0; i < most.size(); ++i) {
        const auto& row = csv[most[i] + 1];
        const auto* const shown = &values[1 + 4 * i];
        EXPECT_EQ(std::stoi(shown[0]), std::stoi(row[column("frequency")]) + 1);
        EXPECT_EQ(shown[1], row[column("risk")]);
        EXPECT_EQ(shown[2], row[column("clv_given_alive")]);
        EXPECT_EQ(shown[3], row[column("value_at_risk")]);
    }
}

TEST(Page, ListsAsManyCustomersAsItIsTold) {
    const auto shop = test::cdnow_shop();
    auto content = shop.content();
    content.most_at_risk = 3;
    const std::string section = section_of(customer_page(content).value(), "call-first");
    for (const std::size_t row : shop.scores->most_value_at_risk(3))
        EXPECT_TRUE(has(section, ">" + shop.base.customer(row).to_string() + "</bdi>"));
    EXPECT_EQ(values_in(section).size(), 1u + 3u * 4u);
}

TEST(Page, HasTheNumbersOfTheMatrix) {
    const auto shop = test::cdnow_shop();
    const auto& report = shop.matrix->report();
    const auto values = values_in(section_of(page_of(shop), "matrix"));
    std::size_t at = 4;  // behind the sentence above it
    const std::array borders{report.cuts.medium, report.cuts.medium, report.cuts.high,
                             report.cuts.key};
    for (std::size_t value = 4; value-- > 0;) {
        EXPECT_EQ(std::stod(values[at++]), borders[value]);
        for (std::size_t risk = 0; risk < 4; ++risk) {
            const auto& cell = report.cells[value][risk];
            EXPECT_EQ(values[at++], std::to_string(cell.customers));
            EXPECT_EQ(std::stod(values[at++]), cell.value_at_risk);
        }
    }
    for (std::size_t level = 4; level-- > 0;) {
        EXPECT_EQ(values[at++], std::to_string(report.by_protection[level].customers));
        EXPECT_EQ(std::stod(values[at++]), report.by_protection[level].value);
        EXPECT_EQ(std::stod(values[at++]), report.by_protection[level].value_at_risk);
    }
    EXPECT_EQ(at, values.size());
}

TEST(Page, HasTheSegmentsWithTheirRules) {
    const auto shop = test::cdnow_shop();
    const auto& report = shop.rfm->report();
    const std::string section = section_of(page_of(shop), "segments");
    const auto values = values_in(section);
    ASSERT_GE(values.size(), 4 * report.segments.size());
    for (std::size_t i = 0; i < report.segments.size(); ++i) {
        EXPECT_TRUE(has(section, ">" + segments::to_string(report.segments[i].rule) + "<"));
        EXPECT_EQ(values[4 * i], std::to_string(report.segments[i].customers));
        EXPECT_EQ(values[4 * i + 2],
                  (Money{report.segments[i].revenue, report.revenue_scale}.to_string()));
    }
}

TEST(Page, HasTheTriangle) {
    const auto shop = test::cdnow_shop();
    const auto values = values_in(section_of(page_of(shop), "cohorts"));
    std::size_t at = 2;  // behind the sentence above it
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& cohort = shop.cohorts->cohorts[i];
        EXPECT_EQ(values[at++], std::to_string(cohort.customers));
        for (std::size_t k = 1; k < cohort.active.size(); ++k)
            EXPECT_EQ(std::stod(values[at++]), *cohort.retention(k)) << i << " " << k;
    }
    EXPECT_EQ(values[at], "2357");
}

TEST(Page, ShowsTheNewestCohortsAndSaysSo) {
    auto shop = test::shop_without_amounts();
    auto content = shop.content();
    content.most_cohorts = 2;
    const std::string section = section_of(customer_page(content).value(), "cohorts");
    const auto with_customers = std::ranges::count_if(
        shop.cohorts->cohorts, [](const auto& cohort) { return cohort.customers > 0; });
    EXPECT_TRUE(
        has(section, "The newest 2 of " + std::to_string(with_customers) + " cohorts are shown"));
}

TEST(Page, HasTheChecksOfTheModel) {
    const auto shop = test::cdnow_shop();
    const std::string page = page_of(shop);
    const auto tracked = values_in(section_of(page, "tracking"));
    const auto& rows = shop.tracking->rows;
    ASSERT_EQ(tracked.size(), 4 + 2 * 2 * rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(tracked[4 + 2 * i], std::to_string(rows[i].cumulative_observed));
        EXPECT_EQ(std::stod(tracked[5 + 2 * i]), rows[i].cumulative_predicted);
        const std::size_t by_period = 4 + 2 * rows.size() + 2 * i;
        EXPECT_EQ(tracked[by_period], std::to_string(rows[i].observed));
        EXPECT_EQ(std::stod(tracked[by_period + 1]), rows[i].predicted);
    }
    const auto counted = values_in(section_of(page, "frequencies"));
    const auto held = values_in(section_of(page, "holdout"));
    for (std::size_t x = 0; x < 8; ++x) {
        EXPECT_EQ(counted[2 + 2 * x], std::to_string(shop.frequencies->rows[x].observed));
        EXPECT_EQ(std::stod(counted[3 + 2 * x]), shop.frequencies->rows[x].expected);
        EXPECT_EQ(held[2 + 3 * x], std::to_string(shop.holdout->rows[x].customers));
        EXPECT_EQ(held[3 + 3 * x], std::to_string(shop.holdout->rows[x].observed));
        EXPECT_EQ(std::stod(held[4 + 3 * x]), shop.holdout->rows[x].predicted);
    }
}

TEST(Page, AccountsForAllRows) {
    const auto values = values_in(section_of(page_of(test::cdnow_shop()), "data"));
    ASSERT_GE(values.size(), 5u);
    EXPECT_EQ(values[0], "6919");
    std::int64_t sum = 0;
    for (std::size_t i = 1; i < 5; ++i) sum += std::stoll(values[i]);
    EXPECT_EQ(sum, 6919);
}

TEST(Page, ShowsHostileTextsAsTexts) {
    const auto shop = test::hostile_shop();
    auto content = shop.content();
    content.title = "<script>\u202E\"&'</title>\xFF";
    content.currency = "<b>";
    content.notes = {"<img src=x onerror=alert(1)>"};
    const std::string page = customer_page(content).value();
    EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    EXPECT_TRUE(has(page, "&quot;&amp;&#39;&lt;b&gt;"));
    EXPECT_TRUE(has(page, "&amp;lt;already&amp;amp;"));
    EXPECT_TRUE(has(page, "[U+202E]fdp.exe"));
    EXPECT_TRUE(has(page, "a[U+200B]b[U+0007]c[U+007F]"));
    EXPECT_TRUE(has(page, std::string(50, 'W') + "\u2026" + std::string(10, 'W')));
    EXPECT_TRUE(has(page, "<title>&lt;script&gt;[U+202E]&quot;&amp;&#39;&lt;/title&gt;\uFFFD<"));
    EXPECT_TRUE(has(page, "&lt;img src=x onerror=alert(1)&gt;"));
    for (const char* never : {"<script", "<img", "<b>", "\u202E", "\u200B", "\x07"})
        EXPECT_FALSE(has(page, never)) << never;
    EXPECT_FALSE(has(page, std::string(51, 'W')));
}

TEST(Page, ShowsNamesOfSegmentsAsTexts) {
    auto shop = test::hostile_shop();
    auto rules = segments::default_rfm_rules();
    for (auto& rule : rules) rule.name = "<i>" + rule.name + "\u202E";
    shop.rfm = segments::rfm(shop.base, {.rules = rules}).value();
    const std::string page = page_of(shop);
    EXPECT_TRUE(has(page, "&lt;i&gt;champions[U+202E]"));
    EXPECT_FALSE(has(page, "<i>champions"));
}

TEST(Page, OfNobodySaysSo) {
    const std::string page = page_of(test::empty_shop());
    EXPECT_EQ(sections_of(page), std::vector<std::string>{"short"});
    EXPECT_TRUE(has(page, "This base has no customers"));
}

TEST(Page, OfOneCustomerIsInTheSingular) {
    const std::string page = page_of(test::one_customer_shop());
    EXPECT_TRUE(has(page, "1</data> customer</strong> spent <strong>"));
    EXPECT_TRUE(has(page, "one customer alone brought 10% or more"));
    EXPECT_TRUE(has(page, "No cohort has been observed for a whole month"));
    EXPECT_EQ(section_of(page, "alive"), "");
}

TEST(Page, WithoutAmountsSaysSo) {
    for (const auto& shop : {test::shop_without_amounts(), test::shop_without_dates()}) {
        const std::string page = page_of(shop);
        EXPECT_TRUE(has(page, "These data carry no sums of money"));
        EXPECT_TRUE(has(section_of(page, "call-first"), "Without amounts"));
        EXPECT_TRUE(has(section_of(page, "matrix"), "Without amounts"));
        EXPECT_TRUE(has(section_of(page, "concentration"), "Without amounts"));
        EXPECT_FALSE(has(section_of(page, "segments"), "Revenue"));
    }
}

TEST(Page, WithMeansButNoTotalsHasValuesAndNoRevenue) {
    const std::string page =
        page_of(test::shop_of(test::base_of({{2, 90.0, 200.0, 10}}, {.revenue = false})));
    EXPECT_TRUE(has(page, "These data carry no totals of what was spent"));
    EXPECT_EQ(figures_of(page).count("revenue"), 0u);
    EXPECT_EQ(figures_of(page).count("value_at_risk"), 1u);
}

TEST(Page, WithoutDatesSaysHowLongAgo) {
    auto shop = test::shop_of(test::base_of({{2, 90.0, 200.0, 10, 3000}}));
    EXPECT_TRUE(has(section_of(page_of(shop), "call-first"), ">15.7\u00A0weeks</data> ago"));
    EXPECT_TRUE(has(page_of(test::shop_without_dates()), "These data carry no dates."));
}

TEST(Page, OfABaseAloneSaysThatNothingIsKnownOfRisk) {
    const auto base = test::cdnow_base();
    const std::string page = customer_page({.base = base}).value();
    EXPECT_EQ(sections_of(page), (std::vector<std::string>{"short", "data", "words"}));
    EXPECT_TRUE(has(page, "this page was made without scores"));
}

TEST(Page, SaysThatAFitDidNotWork) {
    const auto base = test::base_of({{0, 0.0, 200.0, 0, 100}});
    const auto fit = models::BgNbd::fit(base).value();
    ASSERT_FALSE(fit.report.usable());
    const PageContent content{.base = base, .purchases = fit, .purchase_fit = &fit.report};
    const std::string page = customer_page(content).value();
    EXPECT_TRUE(has(page, "the model of purchases could not be fitted"));
    EXPECT_TRUE(has(section_of(page, "data"), "not_identified"));
    EXPECT_EQ(section_of(page, "alive"), "");
}

TEST(Page, NamesTheModelsAndHowTheyWereFitted) {
    const auto shop = test::cdnow_shop();
    const auto buying = models::BgNbd::fit(shop.base).value();
    const auto spend = models::GammaGamma::fit(shop.base).value();
    auto content = shop.content();
    content.purchases = buying;
    content.purchase_fit = &buying.report;
    content.spend = spend;
    content.spend_fit = &spend.report;
    content.notes = {"A note."};
    const std::string data = section_of(customer_page(content).value(), "data");
    EXPECT_TRUE(has(data, "BG/NBD"));
    EXPECT_TRUE(has(data, ">0.2426</data>"));
    EXPECT_TRUE(has(data, "converged"));
    EXPECT_TRUE(has(data, "1,411</data> others"));
    EXPECT_TRUE(has(data, "<li>A note.</li>"));
}

TEST(Page, ValuesByRevenueWithoutAModelOfSpend) {
    auto shop = test::cdnow_shop();
    shop.spend.reset();
    shop.scores = score(shop.base, {.purchases = shop.purchases}).value();
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores).value();
    const std::string page = page_of(shop);
    EXPECT_TRUE(has(page, "of a year\u2019s revenue"));
    EXPECT_TRUE(has(section_of(page, "words"), "Revenue per year"));
}

TEST(Page, CountsCustomersByTheirWeights) {
    const auto shop =
        test::shop_of(test::base_of({{0, 0.0, 200.0, 0, 1000, 5}, {2, 90.0, 200.0, 10, 3000, 2}}));
    auto figures = figures_of(page_of(shop));
    EXPECT_EQ(figures["customers"], "7");
    EXPECT_EQ(figures["repeaters"], "2");
    EXPECT_EQ(figures["occasions"], "11");
    EXPECT_EQ(figures["revenue"], "110.00");
}

TEST(Page, HasNoNumberThatIsNone) {
    const std::int64_t huge = 1'000'000'000'000'000'000;
    // 30 times 10^18 cents is more than segments add up.
    test::Shop shop{test::base_of({{2, 90.0, 200.0, 3e15, huge, 30}, {0, 0.0, 1.0, 0, 0, 9}})};
    shop.spend = test::cdnow_spend;
    shop.scores = score(shop.base, {.purchases = shop.purchases, .spend = shop.spend}).value();
    shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores).value();
    shop.concentration = segments::concentration(shop.base).value();
    const std::string page = page_of(shop);
    for (const std::string& word : words_of(page))
        EXPECT_FALSE(word == "nan" || word == "inf" || word == "infinity") << word;
    EXPECT_EQ(figures_of(page)["revenue"], "3e+17");
}

TEST(Page, IsTheSameEachTime) {
    EXPECT_EQ(page_of(test::cdnow_shop()), page_of(test::cdnow_shop()));
}

TEST(Page, OfAMillionCustomersIsSmall) {
    std::vector<test::BaseRow> rows;
    for (std::int64_t i = 0; i < 1'000'000; ++i) {
        const std::int64_t x = i % 13 == 0 ? i % 40 : i % 3;
        const double T = static_cast<double>(100 + i % 700);
        rows.push_back({x, x == 0 ? 0.0 : T - static_cast<double>(i % 97), T, x == 0 ? 0.0 : 10,
                        1000 * (x + 1)});
    }
    EXPECT_LT(page_of(test::shop_of(test::base_of(rows))).size(), 200'000u);
}

/// Whatever the length of time: orders of 77 years, by week and by month.
TEST(Page, OfALongTimeIsSmall) {
    auto shop = test::cdnow_shop();
    for (std::size_t i = shop.tracking->rows.size(); i < 4000; ++i) {
        TrackingRow row = shop.tracking->rows.back();
        row.begin = row.end + 1;
        row.end = row.begin + 6;
        shop.tracking->rows.push_back(row);
    }
    constexpr std::size_t many = 1000;
    shop.cohorts->cohorts.clear();
    for (std::size_t i = 0; i < many; ++i) {
        segments::Cohort cohort;
        cohort.begin = Date::from_days(static_cast<std::int32_t>(30 * i));
        cohort.customers = 10;
        cohort.active.assign(many - i, 5);
        cohort.revenue.assign(many - i, 100);
        shop.cohorts->cohorts.push_back(std::move(cohort));
    }
    EXPECT_LT(page_of(shop).size(), 1'000'000u);
}

void expect_refused(const PageContent& content, const char* field, const std::string& message) {
    const auto page = customer_page(content);
    ASSERT_FALSE(page.has_value());
    EXPECT_EQ(page.error().code, Code::invalid_option);
    EXPECT_EQ(page.error().where.field, field);
    EXPECT_EQ(page.error().message, message);
}

TEST(Page, RefusesOptionsOutsideTheirRange) {
    const auto base = test::base_of({{0, 0.0, 200.0}});
    for (const char* blank : {"", "  ", "\u00A0", "\u3000\u2003 ", "\u202F\u205F\u1680"}) {
        expect_refused({.base = base, .title = blank}, "title",
                       "expected a text to read, got '" + std::string(blank) + "'");
    }
    expect_refused({.base = base, .currency = "1234567890123"}, "currency",
                   "expected at most 12 characters, got 13");
    expect_refused({.base = base, .most_at_risk = 0}, "most_at_risk",
                   "expected from 1 to 1,000, got 0");
    expect_refused({.base = base, .most_at_risk = 1001}, "most_at_risk",
                   "expected from 1 to 1,000, got 1001");
    expect_refused({.base = base, .most_cohorts = 61}, "most_cohorts",
                   "expected from 1 to 60, got 61");
    expect_refused({.base = base, .purchases = models::BgNbd{1.0, 1.0, -1.0, 1.0}}, "purchases.a",
                   "expected a finite number above 0, got -1");
    expect_refused({.base = base, .spend = models::GammaGamma{0.0, 1.0, 1.0}}, "spend.p",
                   "expected a finite number above 0, got 0");
}

TEST(Page, OfAnotherBaseIsMisuse) {
    const auto shop = test::cdnow_shop();
    const auto base = test::base_of({{0, 0.0, 200.0}});
    EXPECT_THROW((void)customer_page({.base = base, .scores = &*shop.scores}), ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .rfm = &*shop.rfm}), ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .matrix = &*shop.matrix}), ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .concentration = &*shop.concentration}),
                 ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .frequencies = &*shop.frequencies}),
                 ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .tracking = &*shop.tracking}), ContractError);
}

TEST(Page, OfFrequenciesWithoutRowsIsMisuse) {
    const auto base = test::base_of({{0, 0.0, 200.0}});
    const FrequencyFit none, of_one{{}, 1};
    EXPECT_THROW((void)customer_page({.base = base, .frequencies = &none}), ContractError);
    EXPECT_THROW((void)customer_page({.base = base, .frequencies = &of_one}), ContractError);
    const FrequencyFit some{{{0, 1, 1.0}}, 1};
    EXPECT_TRUE(customer_page({.base = base, .frequencies = &some}).has_value());
}

}  // namespace
}  // namespace tenure
