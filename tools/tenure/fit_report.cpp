#include "fit_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text_table.hpp"

namespace tenure::tools {

namespace {

std::string title(std::string_view model) {
    if (model == models::BgNbd::name) return "BG/NBD";
    if (model == models::GammaGamma::name) return "Gamma-Gamma";
    return std::string(model);
}

std::string number(std::optional<double> value, int digits) {
    return value && std::isfinite(*value) ? fmt::format("{:.{}g}", *value, digits) : "-";
}

std::vector<std::string_view> limit_names(const models::FitReport& report) {
    std::vector<std::string_view> names;
    for (const models::Limit limit : report.limits) names.push_back(models::to_string(limit));
    return names;
}

std::string parameter_table(const FitSummary& fit) {
    TextTable table({"parameter", "estimate", "standard error"});
    for (const auto& [name, estimate, error] : fit.parameters) {
        table.add({std::string(name), number(estimate, 6), number(error, 4)});
    }
    return table.to_string();
}

std::string status_line(const models::FitReport& report) {
    std::string line = fmt::format("  {}", models::to_string(report.status));
    if (!report.limits.empty()) line += fmt::format(" ({})", fmt::join(limit_names(report), ", "));
    if (!report.explanation.empty()) line += ": " + printable(report.explanation);
    return line + '\n';
}

}  // namespace

std::string to_text(const FitSummary& fit) {
    const models::FitReport& report = fit.report;
    std::string page = fmt::format("{}, {} customers", title(fit.model), report.customers);
    if (report.excluded != 0) page += fmt::format(" ({} excluded)", report.excluded);
    if (fit.unit) page += fmt::format(", times in {}s", tenure::to_string(*fit.unit));
    page += '\n' + parameter_table(fit);
    page +=
        fmt::format("  log-likelihood {}   AIC {}   BIC {}\n", number(report.log_likelihood, 10),
                    number(report.aic, 10), number(report.bic, 10));
    return page + status_line(report);
}

Json fit_json(const FitSummary& fit) {
    const models::FitReport& report = fit.report;
    Json estimates = Json::object();
    Json errors = Json::object();
    for (const auto& [name, estimate, error] : fit.parameters) {
        estimates[std::string(name)] = number_or_null(estimate);
        errors[std::string(name)] = number_or_null(error);
    }
    return {{"model", fit.model},
            {"unit", fit.unit ? Json(tenure::to_string(*fit.unit)) : Json(nullptr)},
            {"customers", report.customers},
            {"excluded", report.excluded},
            {"parameters", std::move(estimates)},
            {"standard_errors", std::move(errors)},
            {"log_likelihood", number_or_null(report.log_likelihood)},
            {"aic", number_or_null(report.aic)},
            {"bic", number_or_null(report.bic)},
            {"status", models::to_string(report.status)},
            {"limits", limit_names(report)}};
}

std::string why_unusable(const FitSummary& fit) {
    return fmt::format("the {} fit is not usable: {}: {}", fit.model,
                       models::to_string(fit.report.status), fit.report.explanation);
}

}  // namespace tenure::tools
