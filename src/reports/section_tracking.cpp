// Repeat purchases over time, expected and real.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "reports/line_chart.hpp"
#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

/// The last row up to the end of observation; the table has one.
const TrackingRow& at_until(const TrackingTable& table) {
    const auto after = std::ranges::upper_bound(table.rows, table.until, {}, &TrackingRow::end);
    return after == table.rows.begin() ? table.rows.front() : *(after - 1);
}

void write_by(Html& html, const TrackingRow& row) {
    html.text("by ");
    put_date(html, row.end);
    html.text(", ");
    html.data(decimal(row.cumulative_predicted, 0), full(row.cumulative_predicted));
    html.text(" repeat purchases were expected and ");
    put(html, row.cumulative_observed);
    html.text(" came");
}

void write_lead(Html& html, const TrackingTable& table) {
    const TrackingRow& known = at_until(table);
    html.open("p", {{"class", "lead"}}).text("Of the customers by the end of observation: ");
    write_by(html, known);
    if (table.rows.back().end > table.until) write_by(html.text("; "), table.rows.back());
    html.text(".").close();
}

LineChart chart_of(const TrackingTable& table) {
    const bool foretold = table.rows.back().end > table.until;
    LineChart chart{{}, {}, {}, table.until, foretold};
    for (const TrackingRow& row : table.rows) chart.dates.push_back(row.end);
    return chart;
}

void write_numbers(Html& html, const TrackingTable& table, bool cumulative) {
    constexpr std::size_t most = 160;
    const std::size_t step = table.rows.size() / most + 1;
    std::string caption = "Repeat purchases, came and expected";
    if (step > 1) caption += ", every " + std::to_string(step) + "th row";
    html.open("table").element("caption", caption).open("thead").open("tr");
    html.element("th", "Up to", {{"scope", "col"}});
    html.element("th", "Came", {{"scope", "col"}, {"class", "n"}});
    html.element("th", "Expected", {{"scope", "col"}, {"class", "n"}});
    html.close().close().open("tbody");
    for (std::size_t i = step - 1; i < table.rows.size(); i += step) {
        const TrackingRow& row = table.rows[i];
        open_row(html, short_date(row.end));
        html.open("td", {{"class", "n"}});
        put(html, cumulative ? row.cumulative_observed : row.observed).close();
        html.open("td", {{"class", "n"}});
        put_about(html, cumulative ? row.cumulative_predicted : row.predicted).close().close();
    }
    html.close().close();
}

void write_cumulative(Html& html, const TrackingTable& table) {
    LineChart chart = chart_of(table);
    for (const TrackingRow& row : table.rows) {
        chart.came.push_back(static_cast<double>(row.cumulative_observed));
        chart.expected.push_back(row.cumulative_predicted);
    }
    const TrackingRow& last = table.rows.back();
    figure(
        html,
        {"tracking-sum", "Repeat purchases so far",
         "Two rising lines that should lie on each other. At the end " +
             whole(last.cumulative_observed) + " came and " +
             decimal(last.cumulative_predicted, 0) + " were expected."},
        340, [&](Html& out, const Canvas& canvas) { draw(out, canvas, chart); },
        [&](Html& out) { write_numbers(out, table, true); });
}

/// A period at either end that is cut short would look like a drop.
bool is_cut(const TrackingRow& row, TrackingPeriod period) {
    return row.end - row.begin + 1 < (period == TrackingPeriod::week ? 7 : 28);
}

LineChart chart_by_period(const TrackingTable& table) {
    LineChart chart = chart_of(table);
    chart.dates.clear();
    for (const TrackingRow& row : table.rows) {
        if (is_cut(row, table.period)) continue;
        chart.dates.push_back(row.end);
        chart.came.push_back(static_cast<double>(row.observed));
        chart.expected.push_back(row.predicted);
    }
    return chart;
}

void write_by_period(Html& html, const TrackingTable& table) {
    const LineChart chart = chart_by_period(table);
    if (chart.dates.size() < 2) return;
    const std::string period(to_string(table.period));
    figure(
        html,
        {"tracking-period", "Repeat purchases by " + period,
         "What came in each " + period +
             " rises and falls around the smooth line that the model "
             "expects."},
        300, [&](Html& out, const Canvas& canvas) { draw(out, canvas, chart); },
        [&](Html& out) { write_numbers(out, table, false); });
}

}  // namespace

void write_tracking(Html& html, const Page& page) {
    const TrackingTable& table = *page.content.tracking;
    if (table.rows.empty()) {
        html.element("p", "There is nothing to track.");
        return;
    }
    write_lead(html, table);
    write_cumulative(html, table);
    write_by_period(html, table);
    html.element("p",
                 "The expectation knows of each customer the day of the first purchase and nothing "
                 "else. Where what came leaves it for good, the model is no longer that of this "
                 "business.",
                 {{"class", "note"}});
}

}  // namespace tenure::inline v0::detail::reports
