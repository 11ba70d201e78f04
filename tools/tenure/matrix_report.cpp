#include "matrix_report.hpp"

#include <fmt/format.h>

#include <array>

#include "figures.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

using segments::MatrixCell;
using segments::MatrixReport;
using segments::Protection;
using segments::ValueBand;

constexpr std::array values{ValueBand::key, ValueBand::high, ValueBand::medium, ValueBand::low};
constexpr std::array risks{RiskBand::low, RiskBand::medium, RiskBand::high, RiskBand::critical};
constexpr std::array levels{Protection::priority, Protection::active, Protection::watch,
                            Protection::standard};

template <class Enumerator>
std::size_t index(Enumerator of) {
    return static_cast<std::size_t>(of);
}

const MatrixCell& cell_of(const MatrixReport& report, ValueBand value, RiskBand risk) {
    return report.cells[index(value)][index(risk)];
}

template <class Shown>
std::string cells_text(const MatrixReport& report, const char* corner, Shown&& shown) {
    TextTable table({corner, "low risk", "medium", "high", "critical", "all"});
    for (const ValueBand value : values) {
        std::vector<std::string> row{fmt::format("{} value", to_string(value))};
        for (const RiskBand risk : risks) row.push_back(shown(cell_of(report, value, risk)));
        row.push_back(shown(report.by_value[index(value)]));
        table.add(std::move(row));
    }
    std::vector<std::string> sums{"all"};
    for (const RiskBand risk : risks) sums.push_back(shown(report.by_risk[index(risk)]));
    sums.push_back(shown(report.total));
    table.add(std::move(sums));
    return table.to_string();
}

std::string protection_text(const MatrixReport& report) {
    TextTable table({"protection", "customers", "value", "value at risk", "cells (value/risk)"});
    for (const Protection level : levels) {
        std::string cells;
        for (const ValueBand value : values) {
            for (const RiskBand risk : risks) {
                if (report.levels[index(value)][index(risk)] != level) continue;
                cells += fmt::format("{}{}/{}", cells.empty() ? "" : ", ", to_string(value),
                                     to_string(risk));
            }
        }
        const MatrixCell& sum = report.by_protection[index(level)];
        table.add({std::string(to_string(level)), std::to_string(sum.customers), money(sum.value),
                   money(sum.value_at_risk), std::move(cells)});
    }
    return table.to_string();
}

Json sums_json(const MatrixCell& cell) {
    return {{"customers", cell.customers},
            {"value", number_or_null(cell.value)},
            {"value_at_risk", number_or_null(cell.value_at_risk)}};
}

}  // namespace

std::string to_text(const MatrixReport& report) {
    const segments::ValueCuts& cuts = report.cuts;
    std::string page = fmt::format(
        "Value ({}) x risk\n  value: low < {} <= medium < {} <= high < {} <= key{}\n"
        "  risk: low < {} <= medium < {} <= high < {} <= critical\n\n",
        to_string(report.basis), money(cuts.medium), money(cuts.high), money(cuts.key),
        report.cuts_from_scores ? ", from the customers' own values" : "", report.risk_cuts.medium,
        report.risk_cuts.high, report.risk_cuts.critical);
    page += cells_text(report, "customers",
                       [](const MatrixCell& cell) { return std::to_string(cell.customers); });
    page += '\n' + cells_text(report, "value at risk",
                              [](const MatrixCell& cell) { return money(cell.value_at_risk); });
    page += '\n' + protection_text(report);
    if (report.without_value != 0) {
        page +=
            fmt::format("  {} customers have no value, and are in no cell\n", report.without_value);
    }
    return page;
}

Json matrix_json(const MatrixReport& report) {
    Json cells = Json::array();
    for (const ValueBand value : values) {
        for (const RiskBand risk : risks) {
            Json cell{{"value_band", to_string(value)},
                      {"risk_band", to_string(risk)},
                      {"protection", to_string(report.levels[index(value)][index(risk)])}};
            Json sums = sums_json(cell_of(report, value, risk));
            cell.update(sums);
            cells.push_back(std::move(cell));
        }
    }
    Json by_protection = Json::object();
    for (const Protection level : levels) {
        by_protection[std::string(to_string(level))] =
            sums_json(report.by_protection[index(level)]);
    }
    const segments::ValueCuts& cuts = report.cuts;
    return {
        {"basis", to_string(report.basis)},
        {"cuts",
         {{"value", {cuts.medium, cuts.high, cuts.key}},
          {"risk", {report.risk_cuts.medium, report.risk_cuts.high, report.risk_cuts.critical}}}},
        {"cuts_from_scores", report.cuts_from_scores},
        {"cells", std::move(cells)},
        {"protection", std::move(by_protection)},
        {"total", sums_json(report.total)},
        {"without_value", report.without_value}};
}

}  // namespace tenure::tools
