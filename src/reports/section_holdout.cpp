// The model against the data by repeat count: how many customers, and what they bought afterwards.

#include <string>

#include "reports/bar_chart.hpp"
#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

std::string count_label(std::int64_t frequency, bool last) {
    return std::to_string(frequency) + (last ? "+" : "");
}

void open_numbers(Html& html, const char* caption, const char* came, const char* expected) {
    html.open("table").element("caption", caption).open("thead").open("tr");
    html.element("th", "Repeat purchases", {{"scope", "col"}});
    html.element("th", "Customers", {{"scope", "col"}, {"class", "n"}});
    html.element("th", came, {{"scope", "col"}, {"class", "n"}});
    html.element("th", expected, {{"scope", "col"}, {"class", "n"}});
    html.close().close().open("tbody");
}

void write_frequency_table(Html& html, const FrequencyFit& fit) {
    html.open("table").element("caption", "Customers by repeat purchases");
    html.open("thead").open("tr").element("th", "Repeat purchases", {{"scope", "col"}});
    html.element("th", "Customers", {{"scope", "col"}, {"class", "n"}});
    html.element("th", "Expected", {{"scope", "col"}, {"class", "n"}});
    html.close().close().open("tbody");
    for (const FrequencyRow& row : fit.rows) {
        open_row(html, count_label(row.frequency, &row == &fit.rows.back()));
        html.open("td", {{"class", "n"}});
        put(html, row.observed).close().open("td", {{"class", "n"}});
        put_about(html, row.expected).close().close();
    }
    html.close().close();
}

double mean(double sum, std::int64_t customers) {
    return share(sum, static_cast<double>(customers));
}

void write_holdout_table(Html& html, const HoldoutTable& holdout) {
    open_numbers(html, "Purchases in the holdout, in all", "Came", "Foretold");
    for (const HoldoutRow& row : holdout.rows) {
        open_row(html, count_label(row.frequency, &row == &holdout.rows.back()));
        html.open("td", {{"class", "n"}});
        put(html, row.customers).close().open("td", {{"class", "n"}});
        put(html, row.observed).close().open("td", {{"class", "n"}});
        put_about(html, row.predicted).close().close();
    }
    html.close().close();
}

BarChart chart_of(const HoldoutTable& holdout) {
    BarChart chart{{}, "repeat purchases before"};
    for (const HoldoutRow& row : holdout.rows) {
        const double came = mean(static_cast<double>(row.observed), row.customers);
        chart.bars.push_back({count_label(row.frequency, &row == &holdout.rows.back()), came,
                              mean(row.predicted, row.customers), decimal(came, 2)});
    }
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
    put(html, fit.rows.front().observed);
    html.text(fit.rows.front().observed == 1 ? " customer has" : " customers have")
        .text(" not come back; the model expects ");
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
    html.open("p", {{"class", "lead"}})
        .text("In the " + length_of(holdout.length) + " after observation, ");
    html.data(decimal(holdout.predicted, 0), full(holdout.predicted), "holdout_predicted");
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
