// Repeat purchases over time, expected and real.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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
    put_about(html, row.cumulative_predicted);
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
    LineChart chart{{}, {}, {}, table.until};
    for (const TrackingRow& row : table.rows) chart.dates.push_back(row.end);
    return chart;
}

/// A period at either end that is cut short would look like a drop.
bool is_cut(const TrackingRow& row, TrackingPeriod period) {
    if (period == TrackingPeriod::week) return row.end - row.begin + 1 < 7;
    const auto begin = row.begin.ymd(), end = row.end.ymd();
    const std::chrono::year_month_day_last month = end.year() / end.month() / std::chrono::last;
    return begin.day() != std::chrono::day(1) || end.day() != month.day();
}

/// A row of the table below a picture: one period, or several where there are many.
struct NumberRow {
    Date end;
    std::int64_t came = 0;
    double expected = 0;
    bool is_short = false;  ///< Of less time than the others.
};

std::size_t periods_per_row(const TrackingTable& table) {
    constexpr std::size_t most = 160;
    return (table.rows.size() + most - 1) / most;
}

/// Whether a period is the last one of a row. Rows are counted from the end, which is in the table.
bool ends_row(const TrackingTable& table, std::size_t period) {
    return (table.rows.size() - 1 - period) % periods_per_row(table) == 0;
}

std::vector<NumberRow> sums_so_far(const TrackingTable& table) {
    std::vector<NumberRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const TrackingRow& row = table.rows[i];
        if (ends_row(table, i))
            rows.push_back({row.end, row.cumulative_observed, row.cumulative_predicted});
    }
    return rows;
}

/// The periods of a row together, so that all rows add up to all that came.
std::vector<NumberRow> sums_by_row(const TrackingTable& table) {
    std::vector<NumberRow> rows;
    NumberRow sum{table.until};
    std::size_t periods = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const TrackingRow& row = table.rows[i];
        sum.came += row.observed;
        sum.expected += row.predicted;
        sum.is_short = sum.is_short || is_cut(row, table.period);
        ++periods;
        if (!ends_row(table, i)) continue;
        sum.end = row.end;
        sum.is_short = sum.is_short || periods < periods_per_row(table);
        rows.push_back(sum);
        sum = {table.until};
        periods = 0;
    }
    return rows;
}

void write_numbers(Html& html, std::string caption, const std::vector<NumberRow>& rows) {
    if (std::ranges::any_of(rows, &NumberRow::is_short)) caption += "; * is a shorter time";
    open_table(html, caption, {{"Up to", false}, {"Came"}, {"Expected"}});
    for (const NumberRow& row : rows) {
        open_row(html, short_date(row.end) + (row.is_short ? "*" : ""));
        put(open_number(html), row.came).close();
        put_about(open_number(html), row.expected).close().close();
    }
    close_table(html);
}

/// "2 months", where a row is more than one period.
std::string length_of_rows(const TrackingTable& table) {
    return counted(static_cast<std::int64_t>(periods_per_row(table)), to_string(table.period));
}

void write_sums_so_far(Html& html, const TrackingTable& table) {
    std::string caption = "Repeat purchases so far";
    if (periods_per_row(table) > 1) caption += ", every " + length_of_rows(table);
    write_numbers(html, caption, sums_so_far(table));
}

void write_sums_by_row(Html& html, const TrackingTable& table) {
    const std::string caption = periods_per_row(table) > 1
                                    ? "Repeat purchases, each row is " + length_of_rows(table)
                                    : "Repeat purchases by " + std::string(to_string(table.period));
    write_numbers(html, caption, sums_by_row(table));
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
             whole(last.cumulative_observed) + " came and " + about(last.cumulative_predicted) +
             " were expected."},
        340, [&](Html& out, const Canvas& canvas) { draw(out, canvas, chart); },
        [&](Html& out) { write_sums_so_far(out, table); });
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
        [&](Html& out) { write_sums_by_row(out, table); });
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
