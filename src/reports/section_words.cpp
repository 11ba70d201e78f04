// What each word on the page means, with its formula in words.

#include "reports/sections.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

void define(Html& html, const char* word, const std::string& meaning) {
    html.element("dt", word).element("dd", meaning);
}

void define_scores(Html& html, const ScoreReport& report) {
    const std::string horizon = exact_length(report.horizon);
    define(html, "Chance of being alive",
           "The probability that somebody is still a customer on the last day of observation. The "
           "model sees it in how long a silence is, beside how often they came before.");
    define(html, "Gone for good", "The sum of 1 minus the chance of being alive, over customers.");
    define(html, "Risk",
           "The probability of no purchase in the next " + horizon +
               ": either gone already, or still a customer who does not come in that time.");
    define(html, "Risk bands",
           "Low below " + exact_percent(report.cuts.medium) + ", medium from there, high from " +
               exact_percent(report.cuts.high) + ", critical from " +
               exact_percent(report.cuts.critical) + ".");
    if (report.value_basis == ValueBasis::clv) {
        define(html, "Value",
               "What a customer who has not left brings in the next " + horizon +
                   ": expected spend per purchase times the purchases expected, each discounted to "
                   "today at " +
                   exact_percent(report.discount.fraction) + " a " +
                   std::string(to_string(report.discount.per)) + ", times a margin of " +
                   exact_percent(report.margin) + ".");
    }
    if (report.value_basis == ValueBasis::revenue_per_year) {
        define(html, "Value",
               "Revenue per year: all that a customer spent, divided by the years since the first "
               "purchase, at least one.");
    }
    if (report.value_basis != ValueBasis::none)
        define(html, "Value at risk", "Value times risk: a measure of whom to look at first.");
}

void define_segments(Html& html, const tenure::reports::PageContent& content) {
    if (content.matrix != nullptr) {
        define(html, "Protection",
               "How much care a customer asks for, by value and risk; more of either never asks "
               "for less.");
    }
    if (content.rfm != nullptr) {
        define(html, "r, f, m",
               "Recency, frequency and monetary value, each as a score from 1 to 5, 5 best. Equal "
               "values have equal scores.");
    }
    if (content.concentration != nullptr) {
        const auto& options = content.concentration->report().options;
        define(html, "Classes A, B, C",
               "Customers by revenue, largest first: A until they bring " +
                   exact_percent(options.a) + " of it, B until " + exact_percent(options.b) +
                   ", C the rest.");
        define(html, "Gini coefficient",
               "Twice the area between the curve and the line on which all spend alike.");
    }
    if (content.cohorts != nullptr) {
        define(html, "Cohort",
               "The customers who first bought in one period. A cell is how many of them bought "
               "in a later period, divided by all of them.");
    }
}

void define_checks(Html& html, const tenure::reports::PageContent& content) {
    if (content.holdout != nullptr) {
        define(html, "Holdout",
               "The time after observation, which the model was not shown, to see whether what it "
               "foretells comes true.");
    }
    if (content.tracking != nullptr || content.frequencies != nullptr) {
        define(html, "Expected",
               "What the model expects of customers of whom only the day of the first purchase is "
               "known, added up over all of them.");
    }
}

}  // namespace

void write_words(Html& html, const Page& page) {
    html.open("dl");
    define(html, "Purchase",
           "What one customer bought " + within_one(page.content.base.merge()) +
               ", however many orders that were.");
    define(html, "Repeat purchase", "Every purchase of a customer but the first.");
    if (page.content.scores != nullptr) define_scores(html, page.content.scores->report());
    define_segments(html, page.content);
    define_checks(html, page.content);
    html.close();
}

}  // namespace tenure::inline v0::detail::reports
