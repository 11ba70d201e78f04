#include "score_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "fit_report.hpp"
#include "table_json.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

constexpr std::array bands{RiskBand::low, RiskBand::medium, RiskBand::high, RiskBand::critical};

double lower_cut(const RiskCuts& cuts, RiskBand band) {
    const std::array from{0.0, cuts.medium, cuts.high, cuts.critical};
    return from[static_cast<std::size_t>(band)];
}

std::int64_t count_of(const ScoreReport& report, RiskBand band) {
    return report.band_counts[static_cast<std::size_t>(band)];
}

/// A cell for people: probabilities and counts of purchases with four decimals, times and money
/// with two.
std::string shown(const Json& value, std::string_view column) {
    constexpr std::array<std::string_view, 3> fine{"probability_alive", "risk",
                                                   "expected_purchases"};
    if (value.is_null()) return "-";
    if (value.is_string()) return printable(value.get_ref<const std::string&>());
    if (!value.is_number_float()) return value.dump();
    const int decimals = std::ranges::find(fine, column) != fine.end() ? 4 : 2;
    return fmt::format("{:.{}f}", value.get<double>(), decimals);
}

std::string bands_text(const ScoreReport& report) {
    TextTable table({"band", "risk from", "customers"});
    for (const RiskBand band : bands) {
        table.add({std::string(to_string(band)),
                   fmt::format("{:.2f}", lower_cut(report.cuts, band)),
                   std::to_string(count_of(report, band))});
    }
    return fmt::format("Risk of no purchase within {}\n", to_string(report.horizon)) +
           table.to_string();
}

/// The columns of the list of customers that the scores have.
std::vector<std::string> listed_columns(const Table& scores) {
    constexpr std::array<const char*, 9> names{
        "customer",        "frequency",        "recency",      "T", "risk", "expected_purchases",
        "clv_given_alive", "revenue_per_year", "value_at_risk"};
    std::vector<std::string> listed;
    for (const char* name : names) {
        if (scores.find(name) != nullptr) listed.emplace_back(name);
    }
    return listed;
}

std::string most_at_risk_text(const ScoreTable& scores) {
    const ScoreReport& report = scores.report();
    if (report.value_basis == ValueBasis::none) return {};
    const auto columns = listed_columns(scores.table());
    TextTable table(columns);
    for (const std::size_t row : scores.most_value_at_risk(most_at_risk)) {
        std::vector<std::string> cells;
        cells.reserve(columns.size());
        for (const std::string& name : columns) {
            cells.push_back(shown(cell_json(scores.table()[name], row), name));
        }
        table.add(std::move(cells));
    }
    return fmt::format("\nMost value at risk ({} x risk), recency and T in {}s\n",
                       to_string(report.value_basis), to_string(report.unit)) +
           table.to_string();
}

std::string holdout_text(const HoldoutTable& holdout) {
    TextTable table({"repeat purchases", "customers", "predicted", "observed"});
    std::int64_t customers = 0;
    for (const HoldoutRow& row : holdout.rows) {
        const bool last = &row == &holdout.rows.back();
        table.add({fmt::format("{}{}", row.frequency, last ? "+" : ""),
                   std::to_string(row.customers), fmt::format("{:.1f}", row.predicted),
                   std::to_string(row.observed)});
        customers += row.customers;
    }
    table.add({"total", std::to_string(customers), fmt::format("{:.1f}", holdout.predicted),
               std::to_string(holdout.observed)});
    return fmt::format("\nHoldout: purchases in the {:.4g} {}s after the end of observation\n",
                       holdout.length.count, to_string(holdout.length.unit)) +
           table.to_string();
}

std::string notes_text(const std::vector<std::string>& notes) {
    if (notes.empty()) return {};
    return fmt::format("\nNotes\n  {}\n", fmt::join(notes, "\n  "));
}

Json bands_json(const ScoreReport& report) {
    Json counts = Json::object();
    for (const RiskBand band : bands) counts[std::string(to_string(band))] = count_of(report, band);
    return {{"cuts",
             {{"medium", report.cuts.medium},
              {"high", report.cuts.high},
              {"critical", report.cuts.critical}}},
            {"customers", std::move(counts)}};
}

Json value_at_risk_json(const ScoreTable& scores) {
    const ScoreReport& report = scores.report();
    if (report.value_basis == ValueBasis::none) return nullptr;
    Json customers = Json::array();
    for (const std::size_t row : scores.most_value_at_risk(most_at_risk)) {
        customers.push_back(row_json(scores.table(), row));
    }
    return {{"basis", to_string(report.value_basis)},
            {"spend_undefined", report.spend_undefined},
            {"most", std::move(customers)}};
}

Json holdout_json(const HoldoutTable& holdout) {
    Json rows = Json::array();
    for (const HoldoutRow& row : holdout.rows) {
        rows.push_back({{"frequency", row.frequency},
                        {"and_above", &row == &holdout.rows.back()},
                        {"customers", row.customers},
                        {"predicted", number_or_null(row.predicted)},
                        {"observed", row.observed}});
    }
    return {{"length", to_string(holdout.length)},
            {"rows", std::move(rows)},
            {"predicted", number_or_null(holdout.predicted)},
            {"observed", holdout.observed}};
}

}  // namespace

std::string to_text(const ScoreSummary& summary) {
    std::string page = to_text(summary.purchases) + '\n';
    if (summary.spend) page += to_text(*summary.spend) + '\n';
    if (summary.scores) {
        page += bands_text(summary.scores->report()) + most_at_risk_text(*summary.scores);
    }
    if (summary.holdout) page += holdout_text(*summary.holdout);
    return page + notes_text(summary.notes);
}

void add_summary(Json& document, const ScoreSummary& summary) {
    const auto& scores = summary.scores;
    document["fits"] = {{"purchases", fit_json(summary.purchases)},
                        {"spend", summary.spend ? fit_json(*summary.spend) : Json(nullptr)}};
    document["risk_bands"] = scores ? bands_json(scores->report()) : Json(nullptr);
    document["value_at_risk"] = scores ? value_at_risk_json(*scores) : Json(nullptr);
    document["holdout"] = summary.holdout ? holdout_json(*summary.holdout) : Json(nullptr);
    document["notes"] = summary.notes;
}

}  // namespace tenure::tools
