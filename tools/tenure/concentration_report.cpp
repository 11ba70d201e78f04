#include "concentration_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "figures.hpp"
#include "table_json.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

using segments::AbcClass;
using segments::ConcentrationReport;
using segments::ConcentrationTable;
using segments::TopShare;

constexpr std::array classes{AbcClass::a, AbcClass::b, AbcClass::c};

const segments::AbcTotal& total_of(const ConcentrationReport& report, AbcClass of) {
    return report.abc[static_cast<std::size_t>(of)];
}

std::string figures_text(const ConcentrationReport& report) {
    TextTable table({"customers", std::to_string(report.customers)});
    table.add({"without revenue", std::to_string(report.without_revenue)});
    table.add({"revenue", money(report.revenue)});
    table.add({"Gini", fmt::format("{:.4f}", report.gini)});
    table.add({"HHI", fmt::format("{:.6f}", report.hhi)});
    table.add({"as concentrated as so many equal customers",
               fmt::format("{:.1f}", report.effective_customers)});
    return table.to_string();
}

std::string classes_text(const ConcentrationReport& report) {
    TextTable table({"class", "customers", "share", "revenue", "share"});
    for (const AbcClass of : classes) {
        const auto& total = total_of(report, of);
        table.add({std::string(to_string(of)), std::to_string(total.customers),
                   percent(total.customers, report.customers), money(total.revenue),
                   percent(total.share, 1.0)});
    }
    return fmt::format("Classes: A to {} of the revenue, B to {}\n", percent(report.options.a, 1.0),
                       percent(report.options.b, 1.0)) +
           table.to_string();
}

std::string largest_text(const ConcentrationReport& report) {
    std::vector<TopShare> tops = report.top_counts;
    tops.insert(tops.end(), report.top_shares.begin(), report.top_shares.end());
    std::ranges::sort(tops, {}, &TopShare::customers);
    const auto as_many = [](const TopShare& a, const TopShare& b) {
        return a.customers == b.customers;
    };
    tops.erase(std::unique(tops.begin(), tops.end(), as_many), tops.end());
    TextTable table({"the largest", "of the customers", "revenue", "share"});
    for (const TopShare& top : tops) {
        table.add({std::to_string(top.customers), percent(top.customers, report.customers),
                   money(top.revenue), percent(top.share, 1.0)});
    }
    return "Lost if the largest leave\n" + table.to_string();
}

std::string single_points_text(const ConcentrationTable& found) {
    const ConcentrationReport& report = found.report();
    const std::string share = percent(report.options.single_point, 1.0);
    if (report.single_points.empty()) {
        return fmt::format("No customer has {} of the revenue or more.\n", share);
    }
    std::string page =
        fmt::format("Single points of failure, with {} of the revenue or more\n", share);
    TextTable table({"customer", "revenue", "share"});
    for (std::size_t i = 0; i < report.single_points.size(); ++i) {
        const Json row = row_json(found.table(), i);  // the largest stand first
        const Json& id = row["customer"];
        table.add(
            {id.is_string() ? printable(id.get_ref<const std::string&>()) : id.dump(),
             row["revenue"].is_string() ? row["revenue"].get<std::string>() : row["revenue"].dump(),
             percent(row["share"].get<double>(), 1.0)});
    }
    return page + table.to_string();
}

Json top_json(const std::vector<TopShare>& tops) {
    Json json = Json::array();
    for (const TopShare& top : tops) {
        json.push_back({{"customers", top.customers},
                        {"revenue", number_or_null(top.revenue)},
                        {"share", number_or_null(top.share)}});
    }
    return json;
}

/// With the share of the customers that was asked for.
Json top_shares_json(const ConcentrationReport& report) {
    Json json = top_json(report.top_shares);
    for (std::size_t i = 0; i < json.size(); ++i) {
        json[i]["of_customers"] = report.options.top_shares[i];
    }
    return json;
}

Json curve_json(const ConcentrationReport& report) {
    Json json = Json::array();
    for (const auto& point : report.curve) {
        json.push_back(
            {{"customers", point.customers}, {"revenue", number_or_null(point.revenue)}});
    }
    return json;
}

}  // namespace

std::string to_text(const ConcentrationTable& found) {
    const ConcentrationReport& report = found.report();
    return "Concentration of revenue\n" + figures_text(report) + '\n' + largest_text(report) +
           '\n' + classes_text(report) + '\n' + single_points_text(found);
}

Json concentration_json(const ConcentrationTable& found) {
    const ConcentrationReport& report = found.report();
    Json abc = Json::array();
    for (const AbcClass of : classes) {
        const auto& total = total_of(report, of);
        abc.push_back({{"class", to_string(of)},
                       {"customers", total.customers},
                       {"revenue", number_or_null(total.revenue)},
                       {"share", number_or_null(total.share)}});
    }
    Json singles = Json::array();
    for (std::size_t i = 0; i < report.single_points.size(); ++i) {
        singles.push_back(row_json(found.table(), i));
    }
    return {{"cuts", {{"a", report.options.a}, {"b", report.options.b}}},
            {"customers", report.customers},
            {"without_revenue", report.without_revenue},
            {"revenue", number_or_null(report.revenue)},
            {"gini", number_or_null(report.gini)},
            {"hhi", number_or_null(report.hhi)},
            {"effective_customers", number_or_null(report.effective_customers)},
            {"classes", std::move(abc)},
            {"top_counts", top_json(report.top_counts)},
            {"top_shares", top_shares_json(report)},
            {"single_point", report.options.single_point},
            {"single_points", std::move(singles)},
            {"curve", curve_json(report)}};
}

}  // namespace tenure::tools
