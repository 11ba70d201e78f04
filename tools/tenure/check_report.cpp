#include "check_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "advice.hpp"
#include "log_report.hpp"
#include "options_echo.hpp"
#include "tenure/core/money.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

const CustomerBase* base_of(const CheckFindings& findings) {
    return findings.base ? &*findings.base : nullptr;
}

/// All that the customers of a base spent; nothing where that is not known or not to be counted, or
/// the log was not read to its end.
std::optional<Money> revenue_of(const CheckFindings& findings) {
    if (!findings.first_date || !findings.base || findings.base->revenue().empty()) return {};
    std::int64_t sum = 0;
    for (const std::int64_t revenue : findings.base->revenue()) {  // each is 0 or more
        if (revenue > std::numeric_limits<std::int64_t>::max() - sum) return {};
        sum += revenue;
    }
    return Money{sum, findings.base->revenue_scale()};
}

std::string columns_text(const FileColumns& file) {
    std::string page = printable(file.file) + '\n';
    for (const auto& [role, column, was_given] : file.columns) {
        page += fmt::format("  {:<8}  \"{}\", {}\n", role, printable(column),
                            was_given ? "as --columns says" : "found by its name");
    }
    if (std::ranges::find(file.columns, "amount", &ColumnChoice::role) == file.columns.end())
        page += "  no amounts: purchases can be modeled, spend can not\n";
    return page;
}

std::string kept_text(const CheckFindings& findings) {
    std::string page;
    if (findings.first_date) {
        TextTable table({"first date", findings.first_date->to_string()});
        table.add({"last date", findings.last_date->to_string()});
        if (const auto revenue = revenue_of(findings)) table.add({"revenue", revenue->to_string()});
        page += table.to_string();
    }
    return findings.base ? page + customers_text(*findings.base) : page;
}

std::string reading_text(const DateNotation& notation) {
    const std::string first = printable(notation.first);
    if (is_no_day(notation)) {
        return fmt::format("  {} of them {} {}, which is no day\n", notation.values,
                           notation.values == 1 ? "is" : "are", first);
    }
    return fmt::format("  {} of them can be read by {}, first \"{}\"\n", notation.values,
                       notation.format, first);
}

std::string faults_text(const CheckFindings& findings) {
    std::string page = refused_text(findings.log);
    if (!findings.notations.empty()) page += "\nRefused dates\n";
    for (const DateNotation& notation : findings.notations) page += reading_text(notation);
    if (findings.ended_by) {
        page += fmt::format("\nThis ended the reading\n  {}\n",
                            printable(findings.ended_by->to_string()));
    }
    return findings.faulty() ? page : "\nNothing is refused.\n";
}

Json files_json(const CheckFindings& findings) {
    Json files = Json::array();
    for (const FileColumns& file : findings.files) {
        Json columns = Json::array();
        for (const auto& [role, column, was_given] : file.columns)
            columns.push_back({{"role", role}, {"column", column}, {"given", was_given}});
        files.push_back({{"file", file.file}, {"columns", std::move(columns)}});
    }
    return files;
}

Json notations_json(const CheckFindings& findings) {
    Json notations = Json::array();
    for (const auto& [format, values, first] : findings.notations)
        notations.push_back({{"format", format}, {"values", values}, {"first", first}});
    return notations;
}

/// Check reads on in any case: it has no options for bad rows.
Json options_json(const LogOptions& options, const CustomerBase* base) {
    Json echo = log_options_json(options, base);
    echo["on_bad_row"] = nullptr;
    echo["max_bad_rows"] = nullptr;
    return echo;
}

}  // namespace

std::string to_text(const CheckFindings& findings, const LogOptions& options) {
    std::string page;
    for (const FileColumns& file : findings.files) page += columns_text(file);
    if (!page.empty()) page += '\n';
    page += rows_text(findings.log, base_of(findings)) + kept_text(findings);
    page += faults_text(findings);
    const auto pieces = advice_on(findings, options);
    if (!pieces.empty()) page += fmt::format("\nWhat may help\n  {}\n", fmt::join(pieces, "\n  "));
    return page;
}

Json check_json(const CheckFindings& findings, const LogOptions& options) {
    const CustomerBase* const base = base_of(findings);
    const auto revenue = revenue_of(findings);
    const auto& error = findings.ended_by;
    return {{"options", options_json(options, base)},
            {"files", files_json(findings)},
            {"rows", rows_json(findings.log, base)},
            {"first_date", date_or_null(findings.first_date)},
            {"last_date", date_or_null(findings.last_date)},
            {"revenue", revenue ? Json(revenue->to_string()) : Json(nullptr)},
            {"customers", base != nullptr ? customers_json(*base) : Json(nullptr)},
            {"date_notations", notations_json(findings)},
            {"ended_by", error ? error_json(*error) : Json(nullptr)},
            {"advice", advice_on(findings, options)}};
}

std::string why_faulty(const CheckFindings& findings, const LogOptions& options) {
    if (findings.ended_by) return findings.ended_by->to_string();
    return fmt::format("{}: expected rows that can be read, got {} of {} that can not",
                       input_name(options), findings.log.bad_rows, findings.log.rows);
}

}  // namespace tenure::tools
