// Segments by recency, frequency and spend, each with its rule.

#include <array>
#include <cmath>
#include <cstddef>
#include <string>

#include "reports/figure.hpp"
#include "reports/sections.hpp"
#include "reports/table.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using segments::RfmReport;

constexpr std::size_t most_segments = 40;

/// The share under its number, and a bar as long, which says the same.
Html& put_share(Html& html, double share) {
    html.open("small");
    put_percent(html, share).close();
    html.open("span", {{"class", "meter"}, {"aria-hidden", "true"}});
    const std::string width = "width:" + coordinate(100.0 * share) + "%";
    return html.element("span", "", {{"style", width}}).close();
}

void write_segment(Html& html, const Page& page, const segments::RfmSegment& segment) {
    const RfmReport& report = page.content.rfm->report();
    html.open("tr").open("th", {{"scope", "row"}});
    html.element("bdi", capitalized(cut(visible(segment.rule.name), 60)));
    html.element("small", segments::to_string(segment.rule)).close();
    html.open("td", {{"class", "n"}});
    put_share(put(html, segment.customers), share(segment.customers, report.customers)).close();
    if (page.facts.revenue) {
        const Money revenue{segment.revenue, report.revenue_scale};
        html.open("td", {{"class", "n"}});
        html.data(page.currency.amount(revenue.to_double()), revenue.to_string());
        put_share(html, share(segment.revenue, report.revenue)).close();
    }
    html.close();
}

void write_segments(Html& html, const Page& page) {
    const RfmReport& report = page.content.rfm->report();
    std::vector<Heading> headings{{"Segment and rule", false}, {"Customers"}};
    if (page.facts.revenue) headings.push_back({"Revenue"});
    open_table(html, "Segments", headings, "segments");
    for (std::size_t i = 0; i < report.segments.size() && i < most_segments; ++i)
        write_segment(html, page, report.segments[i]);
    close_table(html);
    if (report.segments.size() > most_segments) {
        html.element("p",
                     "The first " + std::to_string(most_segments) + " of " +
                         whole(static_cast<std::int64_t>(report.segments.size())) +
                         " segments are shown.",
                     {{"class", "note"}});
    }
}

/// What a score means, of whole numbers: those above the border below it, up to its own.
std::string whole_range(const std::array<double, 4>& cuts, std::size_t group) {
    const auto last = [&](std::size_t i) { return decimal(std::floor(cuts[i]), 0); };
    if (group == 0) return "up to " + last(0);
    const double first = std::floor(cuts[group - 1]) + 1.0;
    if (group == 4) return "from " + decimal(first, 0);
    if (first > std::floor(cuts[group])) return "none";
    return first == std::floor(cuts[group]) ? last(group)
                                            : decimal(first, 0) + " to " + last(group);
}

std::string money_range(const std::array<double, 4>& cuts, std::size_t group,
                        const Currency& currency) {
    if (group == 0) return "up to " + currency.amount(cuts[0]);
    if (group == 4) return "above " + currency.amount(cuts[3]);
    if (cuts[group - 1] == cuts[group]) return "none";
    return currency.amount(cuts[group - 1]) + " to " + currency.amount(cuts[group]);
}

void write_cuts(Html& html, const Page& page) {
    const RfmReport& report = page.content.rfm->report();
    const bool has_money = report.cuts.monetary.has_value();
    std::vector<Heading> headings{
        {"Score", false}, {"r: days since the last purchase"}, {"f: purchases"}};
    if (has_money) headings.push_back({"m: spent in all"});
    open_table(html, "What the scores mean, and how many customers have them", headings);
    for (std::size_t score = 5; score >= 1; --score) {
        open_row(html, std::to_string(score));
        const auto cell = [&](const std::string& range, std::int64_t customers) {
            html.open("td", {{"class", "n"}}).text(range);
            html.element("small", counted(customers, "customer")).close();
        };
        cell(whole_range(report.cuts.recency, 5 - score), report.r[score - 1]);
        cell(whole_range(report.cuts.frequency, score - 1), report.f[score - 1]);
        if (has_money)
            cell(money_range(*report.cuts.monetary, score - 1, page.currency), report.m[score - 1]);
        html.close();
    }
    close_table(html);
}

std::string empty_scores(const segments::RfmTie& tie) {
    if (tie.empty.empty()) return {};
    std::string list = " Nobody has score ";
    for (std::size_t i = 0; i < tie.empty.size(); ++i)
        list += (i == 0 ? "" : " or ") + std::to_string(tie.empty[i]);
    return list + " for that reason.";
}

void write_ties(Html& html, const RfmReport& report) {
    for (const segments::RfmTie& tie : report.ties) {
        const int decimals = tie.value == std::floor(tie.value) ? 0 : 2;
        html.element("p",
                     counted(tie.customers, "customer") + " with the same " + visible(tie.measure) +
                         " (" + decimal(tie.value, decimals) + ") have the same score, " +
                         std::to_string(tie.score) + "." + empty_scores(tie),
                     {{"class", "note"}});
    }
}

}  // namespace

void write_rfm(Html& html, const Page& page) {
    const RfmReport& report = page.content.rfm->report();
    html.element("p",
                 "Each customer scores 1 to 5, 5 best, for how recently they bought (r), how often "
                 "(f) and how much in all (m); the first rule that fits names the segment.",
                 {{"class", "lead"}});
    write_segments(html, page);
    html.open("details").element("summary", "Where the scores begin and end");
    write_cuts(html, page);
    html.element("p",
                 report.cuts_from_base
                     ? "The borders are those of five groups as equal as these customers allow."
                     : "The borders were given: they are those of an earlier date or a plan.",
                 {{"class", "note"}});
    write_ties(html, report);
    html.close();
}

}  // namespace tenure::inline v0::detail::reports
