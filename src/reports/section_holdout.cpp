// The model against the data by repeat count: how many customers, and what they bought afterwards.

#include <cstdint>
#include <string>

#include "reports/bar_chart.hpp"
#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

std::string count_label(std::int64_t frequency, bool last) {
    return std::to_string(frequency) + (last ? "+" : "");
}

void write_frequency_table(Html& html, const FrequencyFit& fit) {
    open_table(html, "Customers by repeat purchases",
               {{"Repeat purchases", false}, {"Customers"}, {"Expected"}});
    for (const FrequencyRow& row : fit.rows) {
        open_row(html, count_label(row.frequency, &row == &fit.rows.back()));
        put(open_number(html), row.observed).close();
        put_about(open_number(html), row.expected).close().close();
    }
    close_table(html);
}

void write_holdout_table(Html& html, const HoldoutTable& holdout) {
    open_table(html, "Purchases in the holdout, in all",
               {{"Repeat purchases", false}, {"Customers"}, {"Came"}, {"Foretold"}});
    for (const HoldoutRow& row : holdout.rows) {
        open_row(html, count_label(row.frequency, &row == &holdout.rows.back()));
        put(open_number(html), row.customers).close();
        put(open_number(html), row.observed).close();
        put_about(open_number(html), row.predicted).close().close();
    }
    close_table(html);
}

/// A mean as it stands over its bar: what is not nothing does not look like it.
std::string shown_mean(double mean) {
    return mean > 0.0 && mean < 0.005 ? "<0.01" : decimal(mean, 2);
}

Bar bar_of(const HoldoutRow& row, bool last) {
    const std::string name = count_label(row.frequency, last);
    if (row.customers == 0) return {name, 0, 0, "\u2013", false};
    const auto customers = static_cast<double>(row.customers);
    const double came = static_cast<double>(row.observed) / customers;
    return {name, came, row.predicted / customers, shown_mean(came)};
}

BarChart chart_of(const HoldoutTable& holdout) {
    constexpr double least = 0.01;  // the smallest number over a bar
    BarChart chart{{}, "repeat purchases before", least};
    for (const HoldoutRow& row : holdout.rows)
        chart.bars.push_back(bar_of(row, &row == &holdout.rows.back()));
    return chart;
}

}  // namespace

void write_frequencies(Html& html, const Page& page) {
    const FrequencyFit& fit = *page.content.frequencies;
    BarChart chart{{}, "repeat purchases"};
    for (const FrequencyRow& row : fit.rows) {
        chart.bars.push_back({count_label(row.frequency, &row == &fit.rows.back()),
                              static_cast<double>(row.observed), row.expected,
                              compact(row.observed)});
    }
    html.open("p", {{"class", "lead"}});
    put_counted(html, fit.rows.front().observed, "customer")
        .text(" did not come back; the model expects ");
    put_about(html, fit.rows.front().expected);
    html.text(" of as many customers who have been there as long.").close();
    figure(
        html,
        {"frequency-bars", "Customers by repeat purchases",
         "Bars of customers who came back 0 to 6 times and more, each with a mark where the model "
         "expects its end. Where they meet, the model describes these customers."},
        320, [&](Html& out, const Canvas& canvas) { draw(out, canvas, chart); },
        [&](Html& out) { write_frequency_table(out, fit); });
}

void write_holdout(Html& html, const Page& page) {
    const HoldoutTable& holdout = *page.content.holdout;
    if (holdout.rows.empty()) {
        html.element("p", "There is nothing to compare with the model.");
        return;
    }
    html.open("p", {{"class", "lead"}})
        .text("In the " + length_of(holdout.length) + " after observation, ");
    put_about(html, holdout.predicted, "holdout_predicted");
    html.text(" purchases were foretold and ");
    put(html, holdout.observed, "holdout_observed");
    html.text(
        " came. If those with many purchases before are foretold well, the list of who to "
        "call can be trusted.");
    html.close();
    figure(
        html,
        {"holdout-bars", "Mean purchases per customer in the holdout",
         "Bars of the mean purchases that came, by repeat purchases before, each with a mark where "
         "the model expected its end."},
        320, [&](Html& out, const Canvas& canvas) { draw(out, canvas, chart_of(holdout)); },
        [&](Html& out) { write_holdout_table(out, holdout); });
}

}  // namespace tenure::inline v0::detail::reports
