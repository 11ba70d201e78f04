// The sentences that matter first.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "reports/sections.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

void write_size(Html& html, const Page& page) {
    const Facts& facts = page.facts;
    html.open("li").open("strong");
    put_counted(html, facts.customers, "customer", "customers").close();
    if (facts.revenue) {
        html.text(" spent ").open("strong");
        put_exact_money(html, page.currency, facts.revenue->amount, facts.revenue->full, "revenue");
        html.close().text(" in ");
    } else {
        html.text(" made ");
    }
    html.data(decimal(facts.occasions, 0), full(facts.occasions), "occasions");
    html.text(" " + plural("purchase", facts.occasions));
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
    html.text(") ").text(for_count(critical, "is", "are"));
    html.text(" at critical risk: the chance of no purchase in the next " +
              exact_length(report.horizon) + " is ");
    html.data(exact_percent(report.cuts.critical), full(report.cuts.critical)).text(" or more");
}

/// In the BG/NBD a customer can leave after a repeat purchase only.
bool counts_newcomers_as_alive(const Page& page) {
    const auto& model = page.content.purchases;
    return model && model->get_if<models::BgNbd>() != nullptr;
}

void write_risk(Html& html, const Page& page) {
    if (page.content.scores == nullptr) return;
    html.open("li");
    write_critical(html, page);
    html.text("; about ");
    put_about(html, page.facts.gone, "gone");
    if (counts_newcomers_as_alive(page)) html.text(" (of those who came back at least once)");
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
    put_counted(html, level.customers, "customer", "priority").text(" ");
    html.text(for_count(level.customers, "asks", "ask"));
    html.text(" for a call now (protection: priority)");
}

/// Where no customer has value at risk there is no share of it either.
void write_nothing_at_risk(Html& html, const Page& page) {
    const std::string all = value_of_all(page.content.scores->report());
    if (page.facts.valued == 0) {
        html.text("What is at risk is not known: ").text(no_value_known);
        return;
    }
    html.open("strong").data("Nothing", full(0.0), "value_at_risk").text(" is at risk").close();
    put_money(html.text(": " + all + " is "), page.currency, page.facts.value);
    write_priority(html, page);
    html.text(".");
}

void write_at_risk(Html& html, const Page& page) {
    const Facts& facts = page.facts;
    html.open("strong");
    put_money(html, page.currency, facts.value_at_risk, "value_at_risk");
    html.text(" is at risk").close().text(", ");
    put_percent(html, share(facts.value_at_risk, facts.value));
    html.text(" of " + value_of_all(page.content.scores->report()) + "; ");
    put_percent(html, share(facts.listed_at_risk, facts.value_at_risk), "listed_share");
    html.text(" of it lies with the ");
    put_counted(html, facts.listed_customers, "customer", "listed").text(" listed below");
    write_priority(html, page);
    html.text(".");
}

void write_value(Html& html, const Page& page) {
    if (!has_value(page.content)) return;
    html.open("li");
    if (page.facts.value_at_risk > 0.0) {
        write_at_risk(html, page);
    } else {
        write_nothing_at_risk(html, page);
    }
    html.close();
}

/// The customers of the smallest part of the top shares that is a fifth or more, or of the largest
/// part there is; null where there is none.
const segments::TopShare* top_of(const segments::ConcentrationReport& report) {
    const auto& parts = report.options.top_shares;
    const auto is_better = [](double part, double than) {
        constexpr double fifth = 0.2;
        if (part >= fifth && than >= fifth) return part < than;
        return part > than;
    };
    const auto best = std::ranges::min_element(parts, is_better);
    return best == parts.end() ? nullptr
                               : &report.top_shares[static_cast<std::size_t>(best - parts.begin())];
}

void write_single_points(Html& html, const Page& page) {
    const auto& report = page.content.concentration->report();
    const std::int64_t single = customers_in(page.content.base, report.single_points);
    const std::string limit = exact_percent(report.options.single_point);
    if (single == 0) html.text(", and nobody alone brought " + limit + " or more.");
    if (single == 1) html.text(", and one customer alone brought " + limit + " or more.");
    if (single > 1) put(html.text(", and "), single).text(" brought " + limit + " or more each.");
}

void write_concentrated(Html& html, const Page& page) {
    if (page.content.concentration == nullptr) return;
    const auto& report = page.content.concentration->report();
    const auto* const top = top_of(report);
    if (top == nullptr || report.revenue == 0.0) return;
    html.open("li").text("The best ");
    put_counted(html, top->customers, "customer").text(" (");
    put_percent(html, share(top->customers, report.customers));
    html.text(") brought ").open("strong");
    put_percent(html, top->share, "top_share");
    html.text(" of the revenue").close();
    write_single_points(html, page);
    html.close();
}

/// How far off a prediction was; of few purchases chance alone makes more than a model.
void write_miss(Html& html, const HoldoutTable& holdout) {
    constexpr std::int64_t enough = 30;
    const double off = holdout.predicted / static_cast<double>(holdout.observed) - 1.0;
    if (holdout.observed < enough || off == 0.0) return;
    put_percent(html.text(": it was "), std::abs(off), "miss");
    html.text(off < 0 ? " too low" : " too high");
}

void write_foretold(Html& html, const Page& page) {
    const HoldoutTable& holdout = *page.content.holdout;
    html.open("li").text("Can it be trusted? For the ");
    put_length(html, holdout.length).text(" after ");
    if (page.facts.until) {
        put_date(html, *page.facts.until);
    } else {
        html.text("observation");
    }
    html.text(", which it had not seen, the model foretold ").open("strong");
    put_about(html, holdout.predicted, "predicted").text(" purchases, and ");
    put(html, holdout.observed, "observed");
    html.text(" came").close();
    write_miss(html, holdout);
    html.text(".").close();
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

/// What a base without revenue leaves unsaid.
const char* unsaid(const Page& page) {
    if (!page.content.base.has_amounts())
        return "These data carry no sums of money: nothing is said of value and revenue.";
    if (page.content.scores == nullptr || has_value(page.content))
        return "These data carry no totals of what was spent: nothing is said of revenue.";
    return "These data carry no totals of what was spent, and there is no model of spend: nothing "
           "is said of value and revenue.";
}

}  // namespace

std::string without_totals(const Page& page) {
    return page.content.base.has_amounts() ? "Without totals of what was spent" : "Without amounts";
}

std::string without_value(const Page& page) {
    return page.content.base.has_amounts() ? "Without a model of spend or totals of what was spent"
                                           : "Without amounts";
}

std::string value_of_one(const ScoreReport& report) {
    if (report.value_basis == ValueBasis::revenue_per_year)
        return "what a customer has spent per year so far";
    return "what a customer brings in the next " + exact_length(report.horizon) +
           " if they have not left";
}

std::string value_of_all(const ScoreReport& report) {
    if (report.value_basis == ValueBasis::revenue_per_year) return "a year\u2019s revenue";
    return "what all would bring in the next " + exact_length(report.horizon) +
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
    if (page.content.base.revenue().empty()) html.element("p", unsaid(page));
}

}  // namespace tenure::inline v0::detail::reports
