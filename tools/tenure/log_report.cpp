#include "log_report.hpp"

#include <fmt/format.h>

#include <array>

#include "tenure/core/money.hpp"
#include "text_table.hpp"

namespace tenure::tools {

namespace {

/// A count of a report: its key for machines, and what people are told.
template <class Report>
struct Count {
    const char* key;
    const char* label;
    std::int64_t Report::*rows;
};

// Together with the rows kept, these are all that were read.
constexpr std::array not_kept{
    Count<LogReport>{"bad_rows", "refused", &LogReport::bad_rows},
    Count<LogReport>{"missing_ids", "dropped, without a customer id", &LogReport::missing_ids},
    Count<LogReport>{"returns_dropped", "dropped, as returns", &LogReport::returns_dropped},
    Count<LogReport>{"zero_amounts_dropped", "dropped, with an amount of 0",
                     &LogReport::zero_amounts_dropped},
    Count<LogReport>{"outliers_dropped", "dropped, with an amount above the limit",
                     &LogReport::outliers_dropped}};

// Together these are the rows kept.
constexpr std::array of_kept{
    Count<BaseReport>{"duplicates_dropped", "dropped, as they repeat another one",
                      &BaseReport::duplicates_dropped},
    Count<BaseReport>{"occasions", "purchase occasions", &BaseReport::occasions},
    Count<BaseReport>{"merged", "merged into one of them", &BaseReport::merged},
    Count<BaseReport>{"returns", "returns of them", &BaseReport::returns},
    Count<BaseReport>{"holdout_occasions", "occasions of the holdout",
                      &BaseReport::holdout_occasions},
    Count<BaseReport>{"holdout_merged", "merged into one of those", &BaseReport::holdout_merged},
    Count<BaseReport>{"holdout_returns", "returns of those", &BaseReport::holdout_returns},
    Count<BaseReport>{"after_holdout", "after the end of observation", &BaseReport::after_holdout}};

struct CustomerCounts {
    std::int64_t all = 0;
    std::int64_t one_time = 0;
    std::int64_t repeat_occasions = 0;
};

CustomerCounts count(const CustomerBase& base) {
    CustomerCounts counts{.all = base.customers()};
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::int64_t frequency = base.frequency()[row];
        const std::int64_t weight = base.weight()[row];
        if (frequency == 0) counts.one_time += weight;
        counts.repeat_occasions += frequency * weight;
    }
    return counts;
}

template <class Report, std::size_t N>
void add_counts(TextTable& table, const std::array<Count<Report>, N>& counts,
                const Report& report) {
    for (const auto& [key, label, rows] : counts) {
        if (report.*rows != 0) table.add({label, std::to_string(report.*rows)});
    }
}

template <class Report, std::size_t N>
void add_counts(Json& object, const std::array<Count<Report>, N>& counts, const Report& report) {
    for (const auto& [key, label, rows] : counts) object[key] = report.*rows;
}

template <class Report, std::size_t N>
void add_nulls(Json& object, const std::array<Count<Report>, N>& counts) {
    for (const auto& [key, label, rows] : counts) object[key] = nullptr;
}

std::string money(std::int64_t units, const CustomerBase& base) {
    return Money{units, base.revenue_scale()}.to_string();
}

Json money_json(std::int64_t units, const CustomerBase& base) {
    return base.revenue().empty() ? Json(nullptr) : Json(money(units, base));
}

std::string returns_text(const CustomerBase& base) {
    const BaseReport& report = base.report();
    if (report.returns == 0) return {};
    std::string line =
        fmt::format("  the returns up to the end are worth {}", money(report.returned_units, base));
    if (report.unmatched_returns != 0) {
        line += fmt::format("; {} of them found less than that in the purchases before, {} in all",
                            report.unmatched_returns, money(report.unmatched_units, base));
    }
    return line + '\n';
}

/// What is worth knowing of rows that were counted above, and of customers that were not.
std::string remarks_text(const LogReport& log, const CustomerBase& base) {
    const BaseReport& report = base.report();
    std::string page;
    const auto add = [&page](std::int64_t number, const char* one, const char* several) {
        if (number != 0) page += fmt::format("  {} {}\n", number, number == 1 ? one : several);
    };
    add(report.zero_amounts, "row up to the end has an amount of 0; it is kept",
        "rows up to the end have an amount of 0; they are kept");
    add(log.outliers_kept, "row has an amount above the limit; it is kept",
        "rows have an amount above the limit; they are kept");
    add(report.duplicates - report.duplicates_dropped,
        "row repeats another one exactly; it is kept",
        "rows repeat another one exactly; they are kept");
    page += returns_text(base);
    add(report.only_returns, "customer has returns only, up to the end, and is not in the base",
        "customers have returns only, up to the end, and are not in the base");
    add(report.new_in_holdout, "customer came in the holdout and is not in the base",
        "customers came in the holdout and are not in the base");
    return page;
}

void add_remarks(Json& object, const CustomerBase& base) {
    const BaseReport& report = base.report();
    object["zero_amounts"] = report.zero_amounts;
    object["duplicates"] = report.duplicates;
    object["returned_amount"] = money_json(report.returned_units, base);
    object["unmatched_returns"] = report.unmatched_returns;
    object["unmatched_amount"] = money_json(report.unmatched_units, base);
    object["only_returns"] = report.only_returns;
    object["new_in_holdout"] = report.new_in_holdout;
}

void add_null_remarks(Json& object) {
    for (const char* const key :
         {"zero_amounts", "duplicates", "returned_amount", "unmatched_returns", "unmatched_amount",
          "only_returns", "new_in_holdout"})
        object[key] = nullptr;
}

Json place_or_null(std::uint64_t place) { return place == 0 ? Json(nullptr) : Json(place); }

Json refused_json(const LogReport& log) {
    Json kinds = Json::array();
    for (const RefusedRows& kind : log.refused) {
        Json first = Json::array();
        for (const Error& error : kind.first) first.push_back(error_json(error));
        kinds.push_back({{"code", to_string(kind.code)},
                         {"number", static_cast<int>(kind.code)},
                         {"rows", kind.rows},
                         {"first", std::move(first)}});
    }
    return kinds;
}

std::string headline(const LogOptions& options, const CustomerBase& base) {
    std::string line = printable(input_name(options));
    if (base.until()) line += fmt::format(", observed until {}", base.until()->to_string());
    if (base.holdout_until())
        line += fmt::format(", holdout until {}", base.holdout_until()->to_string());
    line += fmt::format(", times in {}s, purchases of one {} are one occasion\n",
                        to_string(base.unit()), to_string(base.merge()));
    return line;
}

}  // namespace

std::string rows_text(const LogReport& log, const CustomerBase* base) {
    TextTable table({"rows of the log", std::to_string(log.rows)});
    add_counts(table, not_kept, log);
    if (log.kept != log.rows || base == nullptr) table.add({"kept", std::to_string(log.kept)});
    if (base == nullptr) return table.to_string();
    add_counts(table, of_kept, base->report());
    return table.to_string() + remarks_text(log, *base);
}

Json rows_json(const LogReport& log, const CustomerBase* base) {
    Json object{{"rows", log.rows}};
    add_counts(object, not_kept, log);
    object["kept"] = log.kept;
    base != nullptr ? add_counts(object, of_kept, base->report()) : add_nulls(object, of_kept);
    object["outliers_kept"] = log.outliers_kept;
    base != nullptr ? add_remarks(object, *base) : add_null_remarks(object);
    object["refused"] = refused_json(log);
    return object;
}

Json rows_json(const CustomerBase& base) {
    const LogReport& log = base.report().log;
    return log.rows == 0 ? Json(nullptr) : rows_json(log, &base);
}

std::string refused_text(const LogReport& log) {
    std::string page = log.refused.empty() ? "" : "\nRefused rows\n";
    for (const RefusedRows& kind : log.refused) {
        page += fmt::format("  {} with {}\n", kind.rows, to_string(kind.code));
        for (const Error& error : kind.first)
            page += fmt::format("    {}\n", printable(error.to_string()));
        const auto others = kind.rows - static_cast<std::int64_t>(kind.first.size());
        if (others > 0) page += fmt::format("    and {} more\n", others);
    }
    return page;
}

Json error_json(const Error& error) {
    return {{"code", to_string(error.code)},
            {"number", static_cast<int>(error.code)},
            {"file", text_or_null(error.where.file)},
            {"line", place_or_null(error.where.line)},
            {"column", place_or_null(error.where.column)},
            {"message", error.message}};
}

std::string customers_text(const CustomerBase& base) {
    const CustomerCounts counts = count(base);
    TextTable table({"customers", std::to_string(counts.all)});
    table.add({"who bought once", std::to_string(counts.one_time)});
    table.add({"who bought again", std::to_string(counts.all - counts.one_time)});
    table.add({"repeat occasions", std::to_string(counts.repeat_occasions)});
    return table.to_string();
}

std::string log_text(const LogOptions& options, const CustomerBase& base) {
    const LogReport& log = base.report().log;
    std::string page = headline(options, base);
    if (log.rows != 0) page += rows_text(log, &base);
    page += customers_text(base);
    if (!base.has_amounts()) page += "  no amounts: purchases can be modeled, spend can not\n";
    return page + refused_text(log);
}

Json customers_json(const CustomerBase& base) {
    const CustomerCounts counts = count(base);
    return {{"all", counts.all},
            {"one_time", counts.one_time},
            {"repeat", counts.all - counts.one_time},
            {"repeat_occasions", counts.repeat_occasions}};
}

}  // namespace tenure::tools
