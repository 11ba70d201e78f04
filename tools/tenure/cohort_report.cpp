#include "cohort_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "figures.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

using segments::Cohort;
using segments::CohortTable;

// What a terminal has room for; the file has all of them.
constexpr std::size_t most_cohorts = 18;
constexpr std::size_t most_periods = 12;

std::string retention_text(const Cohort& cohort, std::size_t k) {
    const auto retention = k < cohort.active.size() ? cohort.retention(k) : std::nullopt;
    return retention ? fmt::format("{:.1f}", 100 * *retention) : "";
}

std::string pooled_text(const CohortTable& cohorts, std::size_t k) {
    const auto retention = cohorts.retention(k);
    return retention ? fmt::format("{:.1f}", 100 * *retention) : "";
}

std::string title(const CohortTable& cohorts, std::size_t first) {
    std::string line = fmt::format(
        "Of the customers who first bought in a {}, per cent who bought in the k-th {} after it\n",
        to_string(cohorts.period), to_string(cohorts.period));
    if (first > 0) {
        line += fmt::format("(the last {} of {} cohorts)\n", most_cohorts, cohorts.cohorts.size());
    }
    return line;
}

template <class T>
Json money_json(const CohortTable& cohorts, const T& units) {
    return cohorts.has_revenue ? Json(money(units, cohorts.revenue_scale)) : Json(nullptr);
}

Json cohort_json(const CohortTable& cohorts, const Cohort& cohort) {
    Json retention = Json::array();
    Json revenue = Json::array();
    for (std::size_t k = 0; k < cohort.active.size(); ++k) {
        retention.push_back(number_or_null(cohort.retention(k)));
        if (cohorts.has_revenue) revenue.push_back(money_json(cohorts, cohort.revenue[k]));
    }
    return {{"begin", cohort.begin.to_string()},
            {"customers", cohort.customers},
            {"active", cohort.active},
            {"retention", std::move(retention)},
            {"revenue", cohorts.has_revenue ? std::move(revenue) : Json(nullptr)}};
}

}  // namespace

std::string to_text(const CohortTable& cohorts) {
    const std::size_t n = cohorts.cohorts.size();
    const std::size_t periods = std::min(n, most_periods + 1);
    const std::size_t first = n - std::min(n, most_cohorts);
    std::vector<std::string> header{"first purchase", "customers"};
    for (std::size_t k = 1; k < periods; ++k) header.push_back(std::to_string(k));
    TextTable table(header);
    for (std::size_t i = first; i < n; ++i) {
        const Cohort& cohort = cohorts.cohorts[i];
        std::vector<std::string> row{cohort.begin.to_string(), std::to_string(cohort.customers)};
        for (std::size_t k = 1; k < periods; ++k) row.push_back(retention_text(cohort, k));
        table.add(std::move(row));
    }
    std::vector<std::string> pooled{"all, complete", std::to_string(cohorts.customers)};
    for (std::size_t k = 1; k < periods; ++k) pooled.push_back(pooled_text(cohorts, k));
    table.add(std::move(pooled));
    std::string page = title(cohorts, first) + table.to_string();
    if (!cohorts.last_complete) {
        page += fmt::format("  the last {} is not complete: the log ends on {}\n",
                            to_string(cohorts.period), cohorts.until.to_string());
    }
    if (cohorts.rows.unmatched_returns != 0) {
        page += fmt::format("  {} returns before a first purchase, worth {}, are in no cell\n",
                            cohorts.rows.unmatched_returns,
                            money(cohorts.unmatched_revenue, cohorts.revenue_scale));
    }
    return page;
}

Json cohorts_json(const CohortTable& cohorts) {
    Json rows = Json::array();
    for (const Cohort& cohort : cohorts.cohorts) rows.push_back(cohort_json(cohorts, cohort));
    Json pooled = Json::array();
    for (std::size_t k = 0; k < cohorts.cohorts.size(); ++k) {
        pooled.push_back(number_or_null(cohorts.retention(k)));
    }
    return {{"period", to_string(cohorts.period)},
            {"until", cohorts.until.to_string()},
            {"last_complete", cohorts.last_complete},
            {"customers", cohorts.customers},
            {"revenue", money_json(cohorts, cohorts.revenue)},
            {"only_returns", cohorts.only_returns},
            {"unmatched_returns", cohorts.rows.unmatched_returns},
            {"unmatched_revenue", money_json(cohorts, cohorts.unmatched_revenue)},
            {"retention", std::move(pooled)},
            {"cohorts", std::move(rows)}};
}

}  // namespace tenure::tools
