// The sentences that matter first.

#include <cmath>

#include "reports/sections.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

void write_size(Html& html, const Page& page) {
    const Facts& facts = page.facts;
    html.open("li").open("strong");
    put(html, facts.customers, "customers");
    html.text(facts.customers == 1 ? " customer" : " customers").close();
    if (facts.revenue) {
        html.text(" spent ").open("strong");
        html.data(page.currency.amount(facts.revenue->amount), facts.revenue->full, "revenue");
        html.close().text(" in ");
    } else {
        html.text(" made ");
    }
    html.data(decimal(facts.occasions, 0), full(facts.occasions), "occasions");
    html.text(facts.occasions == 1.0 ? " purchase" : " purchases");
    if (facts.until) put_date(html.text(" up to "), *facts.until);
    html.text("; ");
    put(html, facts.repeaters, "repeaters");
    html.text(" of them (");
    put_percent(html, share(facts.repeaters, facts.customers));
    html.text(") came back at least once.").close();
}

/// How many are in the highest band.
void write_critical(Html& html, const Page& page) {
    const ScoreReport& report = page.content.scores->report();
    const std::int64_t critical = report.band_counts[3];
    html.open("strong");
    put(html, critical, "critical");
    html.close().text(" of them (");
    put_percent(html, share(critical, page.facts.customers));
    html.text(critical == 1 ? ") is" : ") are");
    html.text(" at critical risk: the chance of no purchase in the next " +
              length_of(report.horizon) + " is ");
    html.data(percent(report.cuts.critical), full(report.cuts.critical)).text(" or more");
}

void write_risk(Html& html, const Page& page) {
    if (page.content.scores == nullptr) return;
    html.open("li");
    write_critical(html, page);
    html.text("; about ");
    put_about(html, page.facts.gone, "gone");
    html.text(" have left for good already, as the model sees it.").close();
}

void write_no_risk(Html& html, const Page& page) {
    if (page.content.scores != nullptr) return;
    html.open("li").text("Who is at risk is not known: ");
    const auto* const fit = page.content.purchase_fit;
    if (fit != nullptr && !fit->usable()) {
        html.text("the model of purchases could not be fitted to these customers.");
    } else {
        html.text("this page was made without scores.");
    }
    html.close();
}

void write_priority(Html& html, const Page& page) {
    if (page.content.matrix == nullptr) return;
    const auto& level = page.content.matrix->report().by_protection[3];
    if (level.customers == 0) return;
    html.text("; ");
    put(html, level.customers, "priority");
    html.text(level.customers == 1 ? " customer asks" : " customers ask")
        .text(" for a call now (protection: priority)");
}

void write_value(Html& html, const Page& page) {
    if (!has_value(page.content)) return;
    const Facts& facts = page.facts;
    html.open("li").open("strong");
    put_money(html, page.currency, facts.value_at_risk, "value_at_risk");
    html.text(" is at risk").close().text(", ");
    put_percent(html, share(facts.value_at_risk, facts.value));
    html.text(" of " + value_in_words(page.content.scores->report()) + "; ");
    put_percent(html, share(facts.listed_at_risk, facts.value_at_risk), "listed_share");
    html.text(" of it lies with the ");
    put(html, static_cast<std::int64_t>(facts.listed.size()));
    html.text(facts.listed.size() == 1 ? " customer" : " customers").text(" listed below");
    write_priority(html, page);
    html.text(".").close();
}

/// The customers of the smallest part of the top shares that is a fifth or more, or of the largest
/// part there is.
const segments::TopShare* top_of(const segments::ConcentrationReport& report) {
    const segments::TopShare* found = nullptr;
    for (std::size_t i = 0; i < report.top_shares.size(); ++i) {
        found = &report.top_shares[i];
        if (report.options.top_shares[i] >= 0.2) break;
    }
    return found;
}

void write_concentrated(Html& html, const Page& page) {
    if (page.content.concentration == nullptr) return;
    const auto& report = page.content.concentration->report();
    const auto* const top = top_of(report);
    if (top == nullptr || report.revenue == 0.0) return;
    html.open("li").text("The best ");
    put(html, top->customers);
    html.text(top->customers == 1 ? " customer (" : " customers (");
    put_percent(html, share(top->customers, report.customers));
    html.text(") brought ").open("strong");
    put_percent(html, top->share, "top_share");
    html.text(" of the revenue").close();
    const auto single = static_cast<std::int64_t>(report.single_points.size());
    const std::string limit = percent(report.options.single_point);
    if (single == 0) html.text(", and nobody alone brought " + limit + " or more.");
    if (single == 1) html.text(", and one customer alone brought " + limit + " or more.");
    if (single > 1) put(html.text(", and "), single).text(" brought " + limit + " or more each.");
    html.close();
}

void write_foretold(Html& html, const Page& page) {
    const HoldoutTable& holdout = *page.content.holdout;
    const auto came = static_cast<double>(holdout.observed);
    html.open("li").text("Can it be trusted? For the " + length_of(holdout.length) +
                         " after that, which it had not seen, the model foretold ");
    html.open("strong");
    html.data(decimal(holdout.predicted, 0), full(holdout.predicted), "predicted");
    html.text(" purchases, and ");
    put(html, holdout.observed, "observed");
    html.text(" came").close();
    if (holdout.observed == 0) {
        html.text(".").close();
        return;
    }
    const double off = holdout.predicted / came - 1.0;
    html.text(": it was ");
    html.data(percent(std::abs(off)), full(off)).text(off < 0 ? " too low." : " too high.");
    html.close();
}

/// The newest cohort that was observed for a whole period after its own, against all others so.
void write_newest(Html& html, const Page& page) {
    const auto& table = *page.content.cohorts;
    for (std::size_t i = table.cohorts.size(); i-- > 0;) {
        const auto back = table.cohorts[i].retention(1);
        if (!back || !table.is_complete(i, 1)) continue;
        const std::string period(segments::to_string(table.period));
        html.open("li").text("Of those who first bought in the " + period + " from ");
        put_date(html, table.cohorts[i].begin);
        html.text(", ").open("strong");
        put_percent(html, *back, "newest");
        html.text(" came back in the " + period + " after").close();
        if (const auto all = table.retention(1)) {
            put_percent(html.text(", against "), *all).text(" of all cohorts together");
        }
        html.text(".").close();
        return;
    }
}

}  // namespace

std::string value_in_words(const ScoreReport& report) {
    if (report.value_basis == ValueBasis::revenue_per_year) return "a year\u2019s revenue";
    return "what all would bring in the next " + length_of(report.horizon) +
           " if none had left yet";
}

void write_short(Html& html, const Page& page) {
    if (page.facts.customers == 0) {
        html.element("p", "This base has no customers, so there is nothing to say about them.");
        return;
    }
    html.open("ol", {{"class", "short"}});
    write_size(html, page);
    write_risk(html, page);
    write_no_risk(html, page);
    write_value(html, page);
    write_concentrated(html, page);
    if (page.content.holdout != nullptr) {
        write_foretold(html, page);
    } else if (page.content.cohorts != nullptr) {
        write_newest(html, page);
    }
    html.close();
    if (!page.content.base.revenue().empty()) return;
    html.element("p",
                 has_value(page.content)
                     ? "These data carry no totals of what was spent: nothing is said of revenue."
                     : "These data carry no sums of money: nothing is said of value and "
                       "revenue.");
}

}  // namespace tenure::inline v0::detail::reports
