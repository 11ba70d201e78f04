// Segments by recency, frequency and spend, each with its rule.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

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

/// Names of ours begin with a capital in a heading; those of the host stand as they are.
std::string heading_of(const std::string& name) {
    const auto ours = segments::default_rfm_rules();
    const bool is_ours = std::ranges::find(ours, name, &segments::RfmRule::name) != ours.end();
    return is_ours ? capitalized(name) : name;
}

void write_segment(Html& html, const Page& page, const segments::RfmSegment& segment) {
    const RfmReport& report = page.content.rfm->report();
    html.open("tr").open("th", {{"scope", "row"}});
    html.element("bdi", cut(visible(heading_of(segment.rule.name)), 60));
    html.element("small", segments::to_string(segment.rule)).close();
    put_share(put(open_number(html), segment.customers), share(segment.customers, report.customers))
        .close();
    if (page.facts.revenue) {
        const Money revenue{segment.revenue, report.revenue_scale};
        put_exact_money(open_number(html), page.currency, revenue.to_double(), revenue.to_string());
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

using Cuts = std::array<double, 4>;

/// What a score means, of whole numbers: those above the border below it, up to its own. Groups
/// count from 0, the smallest numbers first.
std::string whole_range(const Cuts& cuts, std::size_t group) {
    const auto last = [&](std::size_t i) { return decimal(std::floor(cuts[i]), 0); };
    if (group == 0) return "up to " + last(0);
    const double first = std::floor(cuts[group - 1]) + 1.0;
    if (group == 4) return "from " + decimal(first, 0);
    if (first > std::floor(cuts[group])) return "none";
    return first == std::floor(cuts[group]) ? last(group)
                                            : decimal(first, 0) + " to " + last(group);
}

/// A border of spend, and the largest amount of the base's scale that is not beyond it: printed, it
/// has every customer on the side where the border has them.
struct SpendBorder {
    double cut;
    Money last;
    friend bool operator==(const SpendBorder& one, const SpendBorder& other) {
        return one.last == other.last;
    }
};

SpendBorder spend_border(double cut, std::uint8_t scale) {
    const double unit = std::pow(10.0, scale);
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    std::int64_t high = std::numeric_limits<std::int64_t>::max();
    while (low < high) {
        const std::int64_t middle = std::midpoint(high, low);  // the upper one of two
        if (static_cast<double>(middle) / unit <= cut) {       // as customers are scored
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return {cut, {low, scale}};
}

std::array<SpendBorder, 4> spend_borders(const Cuts& cuts, std::uint8_t scale) {
    const auto of = [&](std::size_t i) { return spend_border(cuts[i], scale); };
    return {of(0), of(1), of(2), of(3)};
}

/// The same of any numbers, where a border cannot be moved to the next whole one.
template <class Border, class Put>
void write_range(Html& html, const std::array<Border, 4>& cuts, std::size_t group,
                 const Put& put_border) {
    if (group == 0) {
        put_border(html.text("up to "), cuts[0]);
    } else if (group == 4) {
        put_border(html.text("above "), cuts[3]);
    } else if (cuts[group - 1] == cuts[group]) {
        html.text("none");
    } else {
        put_border(html.text("above "), cuts[group - 1]);
        put_border(html.text(" to "), cuts[group]);
    }
}

void put_days(Html& html, double days) { html.data(decimal(days, 1), full(days)); }

/// Days are whole where a base was made of dates in days or weeks.
bool are_whole(std::span<const double> days) {
    return std::ranges::all_of(days, [](double count) { return count == std::floor(count); });
}

/// One row of the table: the ranges of a score and how many have it.
class CutsWriter {
public:
    CutsWriter(Html& html, const Page& page)
        : html_(html),
          currency_(page.currency),
          report_(page.content.rfm->report()),
          whole_days_(are_whole(page.content.rfm->table()["recency_days"].reals())) {}

    void write(std::size_t score) const {
        open_row(html_, std::to_string(score));
        cell(report_.r[score - 1], [&] { recency(5 - score); });
        cell(report_.f[score - 1],
             [&] { html_.text(whole_range(report_.cuts.frequency, score - 1)); });
        if (report_.cuts.monetary) cell(report_.m[score - 1], [&] { monetary(score - 1); });
        html_.close();
    }

private:
    template <class Range>
    void cell(std::int64_t customers, const Range& write_range) const {
        open_number(html_);
        write_range();
        html_.element("small", counted(customers, "customer")).close();
    }
    void recency(std::size_t group) const {
        if (whole_days_) {
            html_.text(whole_range(report_.cuts.recency, group));
        } else {
            write_range(html_, report_.cuts.recency, group, &put_days);
        }
    }
    void monetary(std::size_t group) const {
        const auto put_border = [&](Html& html, const SpendBorder& border) {
            put_amount(html, currency_.exactly(border.last), full(border.cut));
        };
        write_range(html_, spend_borders(*report_.cuts.monetary, report_.revenue_scale), group,
                    put_border);
    }

    Html& html_;
    const Currency& currency_;
    const RfmReport& report_;
    bool whole_days_;
};

void write_cuts(Html& html, const Page& page) {
    std::vector<Heading> headings{
        {"Score", false}, {"r: days since the last purchase"}, {"f: purchases"}};
    if (page.content.rfm->report().cuts.monetary) headings.push_back({"m: spent in all"});
    open_table(html, "What the scores mean, and how many customers have them", headings);
    const CutsWriter writer(html, page);
    for (std::size_t score = 5; score >= 1; --score) writer.write(score);
    close_table(html);
}

std::string empty_scores(const segments::RfmTie& tie) {
    if (tie.empty.empty()) return {};
    std::string list = " Nobody has score ";
    for (std::size_t i = 0; i < tie.empty.size(); ++i)
        list += (i == 0 ? "" : " or ") + std::to_string(tie.empty[i]);
    return list + " for that reason.";
}

void put_tied(Html& html, const Page& page, const segments::RfmTie& tie) {
    if (tie.measure == "monetary") {
        const std::uint8_t scale = page.content.rfm->report().revenue_scale;
        put_amount(html, page.currency.exactly(spend_border(tie.value, scale).last),
                   full(tie.value));
    } else if (tie.value == std::floor(tie.value)) {
        html.text(decimal(tie.value, 0));
    } else {
        put_days(html, tie.value);
    }
}

void write_ties(Html& html, const Page& page) {
    for (const segments::RfmTie& tie : page.content.rfm->report().ties) {
        html.open("p", {{"class", "note"}});
        put_counted(html, tie.customers, "customer");
        html.text(" with the same " + visible(tie.measure) + " (");
        put_tied(html, page, tie);
        html.text(for_count(tie.customers, ") has", ") have"))
            .text(" the same score, " + std::to_string(tie.score) + "." + empty_scores(tie));
        html.close();
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
    write_ties(html, page);
    html.close();
}

}  // namespace tenure::inline v0::detail::reports
