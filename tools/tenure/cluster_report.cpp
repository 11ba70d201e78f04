#include "cluster_report.hpp"

#include <fmt/format.h>

#include "cuts_json.hpp"
#include "figures.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

using segments::ClusterReport;
using segments::ClusterSummary;

/// Whether clusters were looked for, and not only assigned.
bool was_searched(const ClusterReport& report) { return !report.choices.empty(); }

std::string choices_text(const ClusterReport& report) {
    if (report.choices.size() < 2) return {};
    TextTable table({"clusters", "silhouette", "inertia", ""});
    for (const segments::ClusterChoice& choice : report.choices) {
        table.add({std::to_string(choice.k), fmt::format("{:.4f}", choice.silhouette),
                   fmt::format("{:.6g}", choice.inertia),
                   choice.k == report.model.k() ? "taken: the highest silhouette" : ""});
    }
    return table.to_string() + '\n';
}

std::string clusters_text(const ClusterReport& report) {
    std::vector<std::string> header{"cluster", "customers", "share"};
    if (report.has_revenue) header.emplace_back("revenue");
    for (const auto& scaling : report.model.features) {
        header.push_back(fmt::format("mean {}", to_string(scaling.feature)));
    }
    if (was_searched(report)) header.emplace_back("silhouette");
    TextTable table(header);
    for (std::size_t i = 0; i < report.clusters.size(); ++i) {
        const ClusterSummary& cluster = report.clusters[i];
        std::vector<std::string> row{std::to_string(i + 1), std::to_string(cluster.customers),
                                     percent(cluster.customers, report.customers)};
        if (report.has_revenue) row.push_back(money(cluster.revenue, report.revenue_scale));
        for (const double mean : cluster.means) row.push_back(fmt::format("{:.2f}", mean));
        if (was_searched(report)) row.push_back(fmt::format("{:.3f}", cluster.silhouette));
        table.add(std::move(row));
    }
    return table.to_string();
}

Json choices_json(const ClusterReport& report) {
    Json choices = Json::array();
    for (const segments::ClusterChoice& choice : report.choices) {
        choices.push_back({{"k", choice.k},
                           {"inertia", number_or_null(choice.inertia)},
                           {"silhouette", number_or_null(choice.silhouette)}});
    }
    return choices;
}

}  // namespace

std::string to_text(const ClusterReport& report) {
    return fmt::format("{} clusters\n", report.model.k()) + choices_text(report) +
           clusters_text(report);
}

Json clusters_json(const ClusterReport& report) {
    const bool searched = was_searched(report);
    Json clusters = Json::array();
    for (std::size_t i = 0; i < report.clusters.size(); ++i) {
        const ClusterSummary& cluster = report.clusters[i];
        Json means = Json::object();
        for (std::size_t j = 0; j < cluster.means.size(); ++j) {
            means[std::string(to_string(report.model.features[j].feature))] =
                number_or_null(cluster.means[j]);
        }
        clusters.push_back(
            {{"cluster", i + 1},
             {"customers", cluster.customers},
             {"revenue", report.has_revenue ? Json(money(cluster.revenue, report.revenue_scale))
                                            : Json(nullptr)},
             {"means", std::move(means)},
             {"silhouette", searched ? number_or_null(cluster.silhouette) : Json(nullptr)}});
    }
    return {{"cuts", cuts_json(report.model)},
            {"choices", choices_json(report)},
            {"inertia", number_or_null(report.inertia)},
            {"silhouette", searched ? number_or_null(report.silhouette) : Json(nullptr)},
            {"iterations", searched ? Json(report.iterations) : Json(nullptr)},
            {"converged", searched ? Json(report.converged) : Json(nullptr)},
            {"clusters", std::move(clusters)}};
}

}  // namespace tenure::tools
