// The triangle of cohorts: who first bought when, and who of them came back when.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using segments::Cohort;
using segments::CohortPeriod;
using segments::CohortTable;

std::string name_of(const Cohort& cohort, CohortPeriod period) {
    const auto quarter = (static_cast<unsigned>(cohort.begin.ymd().month()) + 2) / 3;
    std::string year = std::to_string(static_cast<int>(cohort.begin.ymd().year()));
    switch (period) {
        case CohortPeriod::week:
            return short_date(cohort.begin);
        case CohortPeriod::month:
            return month_of(cohort.begin);
        case CohortPeriod::quarter:
            return "Q" + std::to_string(quarter) + "\u00A0" + year;
        case CohortPeriod::year:
            break;
    }
    return year;
}

/// The newest cohorts with a customer, the oldest of them first.
std::vector<std::size_t> shown_cohorts(const CohortTable& table, std::size_t most) {
    std::vector<std::size_t> rows;
    for (std::size_t i = table.cohorts.size(); i-- > 0 && rows.size() < most;)
        if (table.cohorts[i].customers > 0) rows.push_back(i);
    std::ranges::reverse(rows);
    return rows;
}

/// The best retention after the first period: what the deepest color stands for.
double best_of(const CohortTable& table, const std::vector<std::size_t>& rows, std::size_t last) {
    double best = 0;
    for (const std::size_t i : rows)
        for (std::size_t k = 1; k <= last; ++k)
            best = std::max(best, table.cohorts[i].retention(k).value_or(0));
    return best > 0 ? best : 1;
}

void write_cell(Html& html, const CohortTable& table, std::size_t i, std::size_t k, double best) {
    const auto retention = table.cohorts[i].retention(k);
    if (!retention) {
        html.element("td", "");
        return;
    }
    // A little below 1, for the best itself to be in the last step and half of it in the fifth.
    html.open("td", {{"class", heat(*retention / best * 0.999)}});
    const bool complete = table.is_complete(i, k);
    html.data(cell_percent(*retention) + (complete ? "" : "*"), full(*retention));
    html.close();
}

void write_all(Html& html, const CohortTable& table, std::size_t last) {
    html.open("tr", {{"class", "total"}}).element("th", "All", {{"scope", "row"}});
    html.open("td", {{"class", "n"}});
    put(html, table.customers, "cohort_customers").close();
    for (std::size_t k = 1; k <= last; ++k) {
        html.open("td");
        if (const auto all = table.retention(k)) html.data(cell_percent(*all), full(*all));
        html.close();
    }
    html.close();
}

void write_triangle(Html& html, const CohortTable& table, const std::vector<std::size_t>& rows,
                    std::size_t last) {
    const std::string period(segments::to_string(table.period));
    std::vector<std::string> numbers;
    for (std::size_t k = 1; k <= last; ++k) numbers.push_back(std::to_string(k));
    std::vector<Heading> headings{{"First bought", false}, {"Customers"}};
    for (const std::string& number : numbers) headings.push_back({number});
    open_table(html, "Per cent of each cohort who bought, by " + period + "s after the first",
               headings, "triangle");
    const double best = best_of(table, rows, last);
    for (const std::size_t i : rows) {
        open_row(html, name_of(table.cohorts[i], table.period));
        html.open("td", {{"class", "n"}});
        put(html, table.cohorts[i].customers).close();
        for (std::size_t k = 1; k <= last; ++k) write_cell(html, table, i, k, best);
        html.close();
    }
    write_all(html, table, last);
    close_table(html);
}

void write_lead(Html& html, const CohortTable& table) {
    const std::string period(segments::to_string(table.period));
    const auto next = table.retention(1);
    html.open("p", {{"class", "lead"}});
    if (!next) {
        html.text("No cohort has been observed for a whole " + period + " after its own yet.");
    } else {
        html.text("Of those observed that long, ");
        put_percent(html, *next, "next_period");
        html.text(" bought again in the " + period + " after their first");
        constexpr std::size_t later = 6;
        if (const auto then = table.retention(later)) {
            put_percent(html.text(", "), *then);
            html.text(" bought in the sixth " + period + " after");
        }
        html.text(".");
    }
    html.close();
}

/// Cohorts are of the whole log, the rest of the page of what was observed.
void write_until(Html& html, const Page& page) {
    const CohortTable& table = *page.content.cohorts;
    if (!page.facts.until || table.until <= *page.facts.until) return;
    put_date(html.text(" Cohorts go on to "), table.until);
    html.text(", after the end of observation");
    const std::int64_t more = table.customers - page.facts.customers;
    if (more > 0) {
        put_counted(html.text(": they count "), more, "customer", "cohort_more");
        html.text(" more than other sections");
    }
    html.text(".");
}

void write_note(Html& html, const Page& page, std::size_t shown, std::size_t last) {
    const CohortTable& table = *page.content.cohorts;
    const auto with_customers = std::ranges::count_if(
        table.cohorts, [](const Cohort& cohort) { return cohort.customers > 0; });
    std::string note = "Every customer of a row first bought in its " +
                       std::string(segments::to_string(table.period)) +
                       "; the darker the cell, the more of them bought so many periods later.";
    if (static_cast<std::size_t>(with_customers) > shown) {
        note += " The newest " + whole(static_cast<std::int64_t>(shown)) + " of " +
                whole(with_customers) +
                " cohorts are shown; \u201CAll\u201D counts the others too.";
    }
    if (table.cohorts.size() > last + 1) note += " Later periods are left out.";
    if (!table.last_complete) note += " * The period had not ended.";
    html.open("p", {{"class", "note"}}).text(note);
    write_until(html, page);
    html.close();
}

}  // namespace

void write_cohorts(Html& html, const Page& page) {
    const CohortTable& table = *page.content.cohorts;
    const auto rows = shown_cohorts(table, page.content.most_cohorts);
    std::size_t last = 0;
    for (const std::size_t i : rows) last = std::max(last, table.cohorts[i].active.size() - 1);
    last = std::min(last, page.content.most_cohorts);
    write_lead(html, table);
    if (last == 0) return;
    write_triangle(html, table, rows, last);
    write_note(html, page, rows.size(), last);
}

}  // namespace tenure::inline v0::detail::reports
