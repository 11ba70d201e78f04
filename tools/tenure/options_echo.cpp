#include "options_echo.hpp"

#include "cleaning_options.hpp"
#include "load_base.hpp"

namespace tenure::tools {

namespace {

std::string delimiter_name(char delimiter) {
    if (delimiter == '\t') return "tab";
    return delimiter == CsvFormat::blanks ? "whitespace" : std::string(1, delimiter);
}

template <class Value>
Json name_or_null(const std::optional<Value>& value) {
    return value ? Json(to_string(*value)) : Json(nullptr);
}

Json orders_json(const LogOptions& options) {
    if (options.orders.size() == 1) return options.orders.front();
    return options.orders;
}

/// The periods: the base's, else those that were given.
void add_periods(Json& echo, const LogOptions& options, const CustomerBase* base) {
    echo["until"] = date_or_null(base != nullptr ? base->until() : options.until);
    echo["holdout_until"] =
        date_or_null(base != nullptr ? base->holdout_until() : options.holdout_until);
    echo["unit"] = to_string(base != nullptr ? base->unit() : options.unit.value_or(Unit::week));
    echo["merge"] =
        to_string(base != nullptr ? base->merge() : options.merge.value_or(Period::day));
    echo["times"] = name_or_null(options.times);
}

void add_reading(Json& echo, const LogOptions& options) {
    const DecimalStyle& style = options.csv.decimal;
    echo["columns"] = options.columns;
    echo["header"] = options.csv.header;
    echo["date_format"] = text_or_null(options.date_format);
    echo["delimiter"] = delimiter_name(options.csv.delimiter);
    echo["decimal"] = std::string(1, style.decimal);
    echo["group"] = style.group == '\0' ? Json(nullptr) : Json(std::string(1, style.group));
    echo["encoding"] = to_string(options.csv.encoding);
}

Json policies_json(const LogOptions& options) {
    const CleaningPolicy& cleaning = options.cleaning;
    const auto& limit = cleaning.outliers_above;
    const bool spills = options.memory_limit != 0;
    return {{"returns", to_string(cleaning.returns)},
            {"return_prefix", text_or_null(cleaning.return_prefix)},
            {"missing_id", to_string(cleaning.missing_ids)},
            {"duplicates", to_string(options.duplicates)},
            {"zero", to_string(cleaning.zero_amounts)},
            {"outliers_above", limit ? Json(limit->to_string()) : Json(nullptr)},
            {"outliers", limit ? Json(to_string(cleaning.outliers)) : Json(nullptr)},
            {"on_bad_row", to_string(cleaning.bad_rows)},
            {"max_bad_rows",
             cleaning.bad_rows == BadRows::skip ? Json(cleaning.max_bad_rows) : Json(nullptr)},
            {"order", row_order_name(options.order)},
            {"memory_limit", spills ? Json(options.memory_limit) : Json(nullptr)},
            {"temp_dir", spills ? Json(temporary_folder(options)) : Json(nullptr)}};
}

}  // namespace

Json log_options_json(const LogOptions& options, const CustomerBase* base) {
    const bool of_log = !options.orders.empty();
    Json echo = Json::object();
    echo[of_log ? "orders" : "base"] = of_log ? orders_json(options) : Json(options.base);
    add_periods(echo, options, base);
    add_reading(echo, options);
    const Json policies = policies_json(options);
    for (const auto& [name, value] : policies.items()) echo[name] = of_log ? value : Json(nullptr);
    return echo;
}

}  // namespace tenure::tools
