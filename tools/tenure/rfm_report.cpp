#include "rfm_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <cmath>
#include <string_view>

#include "figures.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

using segments::MigrationCell;
using segments::MigrationReport;
using segments::RfmReport;
using segments::RfmSegment;

bool has_amounts(const RfmReport& report) { return report.cuts.monetary.has_value(); }

/// A cut point for people: ten digits are more than it needs, unless it has more before the point.
std::string cut_text(double cut) {
    const double size = std::abs(cut);
    return size >= 1e9 && size < 1e15 ? fmt::format("{:.0f}", cut) : fmt::format("{:.10g}", cut);
}

/// The values of one score, "above 2 to 5"; recency scores fall as values rise.
std::string range_of(const std::array<double, 4>& cuts, std::size_t group) {
    if (group == 0) return "to " + cut_text(cuts[0]);
    if (group == 4) return "above " + cut_text(cuts[3]);
    if (cuts[group - 1] == cuts[group]) return "-";
    return fmt::format("above {} to {}", cut_text(cuts[group - 1]), cut_text(cuts[group]));
}

std::string scores_text(const RfmReport& report) {
    std::vector<std::string> header{"score", "r: days since", "customers", "f: occasions",
                                    "customers"};
    if (has_amounts(report)) header.insert(header.end(), {"m: spent", "customers"});
    TextTable table(header);
    for (std::size_t score = 5; score >= 1; --score) {
        const std::size_t group = score - 1;
        std::vector<std::string> row{
            std::to_string(score), range_of(report.cuts.recency, 4 - group),
            std::to_string(report.r[group]), range_of(report.cuts.frequency, group),
            std::to_string(report.f[group])};
        if (has_amounts(report)) {
            row.push_back(range_of(*report.cuts.monetary, group));
            row.push_back(std::to_string(report.m[group]));
        }
        table.add(std::move(row));
    }
    return table.to_string();
}

std::string ties_text(const RfmReport& report) {
    std::string page;
    for (const segments::RfmTie& tie : report.ties) {
        const bool is_one = tie.customers == 1;
        page += fmt::format("  {} {} a {} of {}: {} {}, and nobody scores {} there\n",
                            tie.customers, is_one ? "customer has" : "customers have", tie.measure,
                            cut_text(tie.value), is_one ? "the score is" : "they all score",
                            tie.score, fmt::join(tie.empty, " or "));
    }
    return page;
}

std::string segments_text(const RfmReport& report) {
    std::vector<std::string> header{"segment", "rule", "customers", "share"};
    if (has_amounts(report)) header.insert(header.end(), {"revenue", "share"});
    TextTable table(header);
    for (const RfmSegment& segment : report.segments) {
        std::vector<std::string> row{printable(segment.rule.name), to_string(segment.rule),
                                     std::to_string(segment.customers),
                                     percent(segment.customers, report.customers)};
        if (has_amounts(report)) {
            row.push_back(money(segment.revenue, report.revenue_scale));
            row.push_back(percent(segment.revenue, report.revenue));
        }
        table.add(std::move(row));
    }
    return table.to_string();
}

Json range_json(const segments::ScoreRange& range) { return {range.low, range.high}; }

Json rule_json(const segments::RfmRule& rule) {
    return {{"segment", rule.name},
            {"r", range_json(rule.r)},
            {"f", range_json(rule.f)},
            {"m", range_json(rule.m)}};
}

Json segment_json(const RfmSegment& segment, const RfmReport& report) {
    Json json = rule_json(segment.rule);
    json["customers"] = segment.customers;
    json["revenue"] =
        has_amounts(report) ? Json(money(segment.revenue, report.revenue_scale)) : Json(nullptr);
    return json;
}

Json cut_points_json(const segments::RfmCuts& cuts) {
    return {{"recency_days", cuts.recency},
            {"frequency", cuts.frequency},
            {"monetary", cuts.monetary ? Json(*cuts.monetary) : Json(nullptr)}};
}

Json ties_json(const RfmReport& report) {
    Json ties = Json::array();
    for (const segments::RfmTie& tie : report.ties) {
        ties.push_back({{"measure", tie.measure},
                        {"value", tie.value},
                        {"customers", tie.customers},
                        {"score", tie.score},
                        {"empty", tie.empty}});
    }
    return ties;
}

/// The name of a row of the moves: the one after the segments is of customers who came between.
std::string from_name(const MigrationReport& report, std::size_t from) {
    return from < report.segments.size() ? report.segments[from].name : "(new)";
}

Json move_json(const MigrationCell& cell, const MigrationReport& report) {
    return {{"customers", cell.customers},
            {"revenue",
             report.has_revenue ? Json(money(cell.revenue, report.revenue_scale)) : Json(nullptr)}};
}

/// The borders, and the rule behind each name.
std::string rules_text(const MigrationReport& report) {
    TextTable cuts({"cut points", "1st", "2nd", "3rd", "4th"});
    const auto add = [&cuts](const char* name, const std::array<double, 4>& of) {
        cuts.add({name, cut_text(of[0]), cut_text(of[1]), cut_text(of[2]), cut_text(of[3])});
    };
    add("r: days since", report.cuts.recency);
    add("f: occasions", report.cuts.frequency);
    if (report.cuts.monetary) add("m: spent", *report.cuts.monetary);
    TextTable rules({"segment", "rule"});
    for (const segments::RfmRule& rule : report.segments) {
        rules.add({printable(rule.name), to_string(rule)});
    }
    return cuts.to_string() + '\n' + rules.to_string();
}

std::string moves_text(const MigrationReport& report) {
    std::vector<std::string> header{"from", "to", "customers"};
    if (report.has_revenue) header.emplace_back("spent in between");
    TextTable table(header);
    for (std::size_t from = 0; from < report.cells.size(); ++from) {
        for (std::size_t to = 0; to < report.segments.size(); ++to) {
            const MigrationCell& cell = report.cells[from][to];
            if (cell.customers == 0) continue;
            std::vector<std::string> row{printable(from_name(report, from)),
                                         printable(report.segments[to].name),
                                         std::to_string(cell.customers)};
            if (report.has_revenue) row.push_back(money(cell.revenue, report.revenue_scale));
            table.add(std::move(row));
        }
    }
    return table.to_string();
}

}  // namespace

std::string to_text(const RfmReport& report) {
    return fmt::format("RFM, {}\n", report.cuts_from_base ? "cut at the base's own quintiles"
                                                          : "cut where the cut points say") +
           scores_text(report) + ties_text(report) + '\n' + segments_text(report);
}

Json rfm_json(const RfmReport& report) {
    Json segments = Json::array();
    for (const RfmSegment& segment : report.segments) {
        segments.push_back(segment_json(segment, report));
    }
    const bool amounts = has_amounts(report);
    return {{"cuts", cut_points_json(report.cuts)},
            {"cuts_from_base", report.cuts_from_base},
            {"scores",
             {{"r", report.r}, {"f", report.f}, {"m", amounts ? Json(report.m) : Json(nullptr)}}},
            {"ties", ties_json(report)},
            {"segments", std::move(segments)}};
}

std::string to_text(const MigrationReport& report) {
    TextTable summary({"customers", std::to_string(report.total.customers)});
    summary.add({"stayed in their segment", std::to_string(report.stayed)});
    summary.add({"moved up", std::to_string(report.improved)});
    summary.add({"moved down", std::to_string(report.worsened)});
    summary.add({"came in between", std::to_string(report.joined)});
    if (report.gone != 0) summary.add({"no longer in the base", std::to_string(report.gone)});
    return fmt::format("Moves between segments, under the cut points {}\n",
                       report.cuts_from_earlier ? "of the earlier date" : "that were given") +
           summary.to_string() + '\n' + rules_text(report) + '\n' + moves_text(report);
}

Json migration_json(const MigrationReport& report) {
    Json moves = Json::array();
    for (std::size_t from = 0; from < report.cells.size(); ++from) {
        for (std::size_t to = 0; to < report.segments.size(); ++to) {
            const bool joined = from == report.segments.size();
            Json move{{"from", joined ? Json(nullptr) : Json(from_name(report, from))},
                      {"to", report.segments[to].name}};
            move.update(move_json(report.cells[from][to], report));
            moves.push_back(std::move(move));
        }
    }
    Json segments = Json::array();
    for (const segments::RfmRule& rule : report.segments) segments.push_back(rule_json(rule));
    return {
        {"cuts", cut_points_json(report.cuts)},
        {"cuts_from_earlier", report.cuts_from_earlier},
        {"segments", std::move(segments)},
        {"customers", report.total.customers},
        {"stayed", report.stayed},
        {"improved", report.improved},
        {"worsened", report.worsened},
        {"joined", report.joined},
        {"gone", report.gone},
        {"gone_revenue", report.has_revenue ? Json(money(report.gone_revenue, report.revenue_scale))
                                            : Json(nullptr)},
        {"moves", std::move(moves)}};
}

}  // namespace tenure::tools
