// Value × risk, and the care that each cell asks for.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using segments::MatrixCell;
using segments::MatrixReport;
using segments::Protection;
using segments::ValueBand;

constexpr std::array<std::string_view, 4> styles{"p0", "p1", "p2", "p3"};
constexpr std::array<std::string_view, 4> care{
    "What all customers get.", "Look again at the next scoring.", "Contact with the next campaign.",
    "Contact now, in person."};

std::string risk_range(const RiskCuts& cuts, std::size_t band) {
    const std::array from{0.0, cuts.medium, cuts.high, cuts.critical};
    return band == 0 ? "below " + exact_percent(cuts.medium) : "from " + exact_percent(from[band]);
}

/// The values of a band; "none" between borders that coincide. Nothing is low, whatever the borders
/// are.
void write_value_range(Html& html, const Page& page, std::size_t band) {
    const auto& cuts = page.content.matrix->report().cuts;
    const std::array borders{std::max(0.0, cuts.medium), std::max(0.0, cuts.high),
                             std::max(0.0, cuts.key)};
    const auto shown = page.currency.borders(borders);
    const std::size_t at = band == 0 ? 0 : band - 1;
    const bool has_end = band == 1 || band == 2;
    if (has_end && borders[at] == borders[at + 1]) {
        html.text("none");
        return;
    }
    const bool is_nothing = borders[at] == 0.0;
    if (band == 0) html.text(is_nothing ? "up to " : "below ");
    if (band != 0) html.text(is_nothing ? "above " : "from ");
    put_amount(html, shown[at], full(borders[at]));
}

void write_header(Html& html, const MatrixReport& report) {
    html.open("thead").open("tr").element("th", "Value ↓  Risk →", {{"scope", "col"}});
    for (std::size_t risk = 0; risk < 4; ++risk) {
        html.open("th", {{"scope", "col"}}).text(to_string(static_cast<RiskBand>(risk)));
        html.element("small", risk_range(report.risk_cuts, risk)).close();
    }
    html.close().close();
}

void write_cell(Html& html, const Page& page, const MatrixCell& cell, Protection level) {
    html.open("td", {{"class", styles[static_cast<std::size_t>(level)]}});
    html.element("span", segments::to_string(level), {{"class", "level"}});
    html.open("strong");
    put(html, cell.customers);
    html.close().open("small");
    put_money(html, page.currency, cell.value_at_risk);
    html.close().close();
}

void write_grid(Html& html, const Page& page) {
    const MatrixReport& report = page.content.matrix->report();
    const char* const caption =
        "Customers, and their value at risk, by value and risk, with the protection they ask for";
    open_frame(html, caption, "matrix");
    write_header(html, report);
    html.open("tbody");
    for (std::size_t value = 4; value-- > 0;) {
        html.open("tr").open("th", {{"scope", "row"}});
        html.text(segments::to_string(static_cast<ValueBand>(value)));
        write_value_range(html.open("small"), page, value);
        html.close().close();
        for (std::size_t risk = 0; risk < 4; ++risk)
            write_cell(html, page, report.cells[value][risk], report.levels[value][risk]);
        html.close();
    }
    close_table(html);
}

void write_levels(Html& html, const Page& page) {
    const MatrixReport& report = page.content.matrix->report();
    open_table(html, "Protection levels",
               {{"Protection", false}, {"Customers"}, {"Value"}, {"At risk"}});
    for (std::size_t level = 4; level-- > 0;) {
        const MatrixCell& sum = report.by_protection[level];
        html.open("tr").open("th", {{"scope", "row"}});
        html.text(capitalized(segments::to_string(static_cast<Protection>(level))));
        html.element("small", care[level]).close();
        put(open_number(html), sum.customers).close();
        put_money(open_number(html), page.currency, sum.value).close();
        put_money(open_number(html), page.currency, sum.value_at_risk).close().close();
    }
    close_table(html);
}

void write_lead(Html& html, const Page& page) {
    const MatrixReport& report = page.content.matrix->report();
    const MatrixCell& first = report.by_protection[3];
    html.open("p", {{"class", "lead"}});
    if (first.customers == 0) {
        html.text("No customer is at protection level priority.").close();
        return;
    }
    put_counted(html, first.customers, "customer");
    html.text(for_count(first.customers, " is", " are"));
    html.text(" worth much and likely to leave. They hold ");
    put_money(html, page.currency, first.value_at_risk);
    html.text(" of the ");
    put_money(html, page.currency, report.total.value_at_risk, "matrix_at_risk");
    html.text(" at risk (");
    put_percent(html, share(first.value_at_risk, report.total.value_at_risk));
    html.text(").").close();
}

std::string where_cuts_are_from(const MatrixReport& report) {
    if (!report.cuts_from_scores) return "The borders between values were given.";
    const auto [medium, high, key] = report.quantiles;
    return "The borders between values are the " + exact_percent(medium) + ", " +
           exact_percent(high) + " and " + exact_percent(key) +
           " quantiles of these customers\u2019 values.";
}

}  // namespace

void write_matrix(Html& html, const Page& page) {
    if (page.content.matrix == nullptr) {
        html.element("p", without_value(page) + " there is no value to set against the risk.");
        return;
    }
    const MatrixReport& report = page.content.matrix->report();
    write_lead(html, page);
    write_grid(html, page);
    write_levels(html, page);
    html.open("p", {{"class", "note"}}).text(where_cuts_are_from(report));
    if (report.without_value > 0) {
        html.text(" For ");
        put_counted(html, report.without_value, "customer");
        html.text(" the model of spend knows no value; they are in no cell.");
    }
    html.close();
}

}  // namespace tenure::inline v0::detail::reports
