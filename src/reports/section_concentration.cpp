// How much of the revenue comes from how few.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "reports/curve_chart.hpp"
#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using segments::ConcentrationReport;

void write_lead(Html& html, const ConcentrationReport& report) {
    html.open("p", {{"class", "lead"}});
    put_counted(html, report.abc[0].customers, "customer", "class_a");
    html.text(for_count(report.abc[0].customers, " brings ", " bring "));
    put_percent(html, report.abc[0].share);
    html.text(" of the revenue: class A. The Gini coefficient is ");
    html.data(decimal(report.gini, 3), full(report.gini), "gini");
    html.text(" (0: all spend alike; 1: one customer spends all); as many as ");
    put_about(html, report.effective_customers, "effective");
    html.text(" " + plural("customer", report.effective_customers))
        .text(" who spend alike would be as concentrated.")
        .close();
}

void write_curve_table(Html& html, const ConcentrationReport& report) {
    constexpr std::size_t most = 20;
    open_table(html, "Share of revenue by share of customers", {{"Customers", false}, {"Revenue"}});
    for (const std::size_t i : thinned(report.curve.size(), most)) {
        html.open("tr").open("th", {{"scope", "row"}});
        put_percent(html, report.curve[i].customers).close();
        put_percent(open_number(html), report.curve[i].revenue).close().close();
    }
    close_table(html);
}

void write_classes(Html& html, const Page& page) {
    constexpr std::array<const char*, 3> names{"A", "B", "C"};
    const ConcentrationReport& report = page.content.concentration->report();
    open_table(html, "Classes by revenue",
               {{"Class", false}, {"Customers"}, {"Share"}, {"Revenue"}, {"Share"}});
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& total = report.abc[i];
        open_row(html, names[i]);
        html.open("td", {{"class", "n"}});
        put(html, total.customers).close().open("td", {{"class", "n"}});
        put_percent(html, share(total.customers, report.customers)).close();
        html.open("td", {{"class", "n"}});
        put_money(html, page.currency, total.revenue).close().open("td", {{"class", "n"}});
        put_percent(html, total.share).close().close();
    }
    close_table(html);
}

void write_top(Html& html, const Page& page) {
    const ConcentrationReport& report = page.content.concentration->report();
    if (report.top_counts.empty()) return;
    open_table(html, "What is lost if the largest leave",
               {{"The largest", false}, {"Revenue"}, {"Share"}});
    std::int64_t before = 0;
    for (const segments::TopShare& top : report.top_counts) {
        if (top.customers == before) continue;  // more were asked for than there are
        before = top.customers;
        open_row(html, whole(top.customers));
        html.open("td", {{"class", "n"}});
        put_money(html, page.currency, top.revenue).close().open("td", {{"class", "n"}});
        put_percent(html, top.share).close().close();
    }
    close_table(html);
}

void write_single_points(Html& html, const Page& page) {
    constexpr std::size_t most = 20;
    const ConcentrationReport& report = page.content.concentration->report();
    const std::string limit = exact_percent(report.options.single_point);
    if (report.single_points.empty()) {
        html.element("p", "No customer alone brings " + limit + " of the revenue or more.",
                     {{"class", "note"}});
        return;
    }
    html.open("p", {{"class", "note"}}).text("Alone bring " + limit + " or more: ");
    const auto weight = page.content.base.weight();
    std::int64_t others = 0;
    for (std::size_t i = 0; i < report.single_points.size(); ++i) {
        const std::size_t row = report.single_points[i];
        if (i >= most) {
            others += weight[row];
            continue;
        }
        html.text(i == 0 ? "" : ", ").element("bdi", shown_id(page.content.base, row));
        if (weight[row] > 1) put_counted(html.text(" ("), weight[row], "customer").text(")");
    }
    if (others > 0) put(html.text(", and "), others).text(" more");
    html.text(".").close();
}

}  // namespace

void write_concentration(Html& html, const Page& page) {
    if (page.content.concentration == nullptr) {
        html.element("p", without_totals(page) + " it is not known who brings the revenue.");
        return;
    }
    const ConcentrationReport& report = page.content.concentration->report();
    if (report.revenue == 0.0) {
        html.element("p", "Nothing was spent, so nothing is concentrated.");
        return;
    }
    write_lead(html, report);
    const FigureText text{
        "concentration-curve", "Share of the revenue by share of the customers",
        "A curve that rises from 0 to 100 %; the steeper it begins, the fewer customers the "
        "business hangs on. Class A: " +
            percent(share(report.abc[0].customers, report.customers)) + " of the customers bring " +
            percent(report.abc[0].share) + " of the revenue."};
    figure(
        html, text, 400, [&](Html& out, const Canvas& canvas) { draw(out, canvas, report); },
        [&](Html& out) { write_curve_table(out, report); });
    html.open("div", {{"class", "pair"}});
    write_classes(html, page);
    write_top(html, page);
    html.close();
    write_single_points(html, page);
}

}  // namespace tenure::inline v0::detail::reports
