#include "log_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "exit_code.hpp"
#include "option_values.hpp"

namespace tenure::tools {

namespace {

constexpr const char* reading_group = "READING OPTIONS";
constexpr const char* log_group = "LOG OPTIONS";

Result<std::map<std::string, std::string>> parse_columns(std::string_view text) {
    const auto pairs = parse_assignments(text);
    if (!pairs) return pairs.error();
    std::map<std::string, std::string> columns;
    for (const auto& [name, column] : *pairs) {
        if (column.empty()) return expected(fmt::format("a column for '{}'", name), text);
        if (!columns.emplace(name, column).second) {
            return expected(fmt::format("'{}' once", name), text);
        }
    }
    return columns;
}

bool is_sign(std::string_view text) {
    return text.size() == 1 && std::ispunct(static_cast<unsigned char>(text.front())) != 0;
}

Result<char> parse_delimiter(std::string_view text) {
    if (text == "tab") return '\t';
    if (text == "whitespace") return CsvFormat::blanks;
    if (is_sign(text) && text != "\"") return text.front();
    return expected("',', ';', another single sign, tab or whitespace", text);
}

Result<char> parse_decimal(std::string_view text) {
    if (text == "." || text == ",") return text.front();
    return expected("'.' or ','", text);
}

Result<char> parse_group(std::string_view text) {
    if (text == " " || (is_sign(text) && text != "-" && text != "+")) return text.front();
    return expected("a single sign such as '.', ',', ' ' or \"'\"", text);
}

Result<std::string> parse_encoding(std::string_view text) {
    if (text == "utf-8") return std::string(text);
    return expected(
        "utf-8, which is all that this release reads (convert with: iconv -f ENCODING -t UTF-8)",
        text);
}

Result<Date> parse_date(std::string_view text) { return Date::parse(text); }

void add_input(CLI::App& app, LogOptions& options, Input input) {
    CLI::Option* const orders =
        add_value(app, "ORDERS", options.orders, parse_file, "ORDERS",
                  "The order log: delimited text with one row per order or order line, in any "
                  "order; - is standard input.")
            ->group("INPUT");
    if (input == Input::orders) {
        orders->required();
        return;
    }
    CLI::Option* const base =
        add_value(app, "--base", options.base, parse_file, "BASE",
                  "Instead of ORDERS, a customer base: a file that tenure summarize wrote, or any "
                  "other summary with frequency, recency and T, named by --columns. Without a "
                  "customer column, rows are numbered from 1. - is standard input.")
            ->excludes(orders)
            ->group("INPUT");
    add_value(app, "--times", options.times, parse_unit, "UNIT",
              "With --base: what its recency and T are counted in: hour, day, week, month or year. "
              "Default: what its column unit says, else the --unit.")
        ->needs(base)
        ->group("INPUT");
}

void add_period_options(CLI::App& app, LogOptions& options, Input input) {
    CLI::Option* const until = add_value(
        app, "--until", options.until, parse_date, "DATE",
        "Last day of observation, inclusive, as YYYY-MM-DD. Default: the last date in the log.");
    CLI::Option* const holdout =
        add_value(app, "--holdout-until", options.holdout_until, parse_date, "DATE",
                  "Last day of the holdout after --until, inclusive. Default: the last date in the "
                  "log, where that lies after --until.");
    CLI::Option* const unit =
        add_value(app, "--unit", options.unit, parse_unit, "UNIT",
                  "What models count time in: hour, day, week, month or year. Default: week (with "
                  "a base: what the base says, else week).");
    CLI::Option* const merge =
        add_value(app, "--merge", options.merge, parse_period, "PERIOD",
                  "A customer's purchases within one day, week (Monday to Sunday) or month count "
                  "as one occasion. Default: day (with a base: what the base says, else day).");
    for (CLI::Option* option : {until, holdout, unit, merge}) option->group(log_group);
    if (input == Input::orders) return;
    for (CLI::Option* option : {until, holdout}) option->excludes(app.get_option("--base"));
}

void add_column_options(CLI::App& app, LogOptions& options, Input input) {
    const std::string of_base =
        input == Input::orders
            ? ""
            : " With --base the names are those of base.csv: frequency=x,recency=tx_days,T=T_days.";
    add_value(app, "--columns", options.columns, parse_columns, "NAME=COLUMN,...",
              "Which column of the file is customer, date and amount, by header name or by number "
              "from 1. The amount may be a product of two columns, or of a column and a number: "
              "amount=Quantity*UnitPrice. Default: found by the usual header names; a log without "
              "amounts is summarized without." +
                  of_base)
        ->group(reading_group);
    app.add_flag_callback(
           "--no-header", [&options] { options.csv.header = false; },
           "The first line is data; --columns then gives numbers: customer=2,date=3,amount=5.")
        ->group(reading_group);
    CLI::Option* const format =
        app.add_option(
               "--date-format", options.date_format,
               "How dates are written, of %Y, %y, %m, %d and other signs: %d/%m/%Y. Default: "
               "YYYY-MM-DD and YYYYMMDD, and nothing that could be read in two ways.")
            ->type_name("FORMAT")
            ->group(reading_group);
    if (input == Input::orders_or_base) format->excludes(app.get_option("--base"));
}

void add_text_options(CLI::App& app, LogOptions& options) {
    add_value(app, "--delimiter", options.csv.delimiter, parse_delimiter, "SIGN",
              "What stands between fields: ',', ';', another single sign, tab, or whitespace (runs "
              "of blanks). Default: ','.")
        ->group(reading_group);
    add_value(app, "--decimal", options.csv.decimal.decimal, parse_decimal, "SIGN",
              "The sign between the whole and the fraction of a number: '.' or ','. Default: '.'.")
        ->group(reading_group);
    add_value(app, "--group", options.csv.decimal.group, parse_group, "SIGN",
              "The sign between groups of three digits, such as '.' in 1.234,50. Default: none.")
        ->group(reading_group);
    app.add_option_function<std::string>(
           "--encoding",
           [](const std::string& text) {
               const auto encoding = parse_encoding(text);
               if (!encoding) throw CLI::ValidationError("--encoding", encoding.error().message);
           },
           "How text is encoded. Range: utf-8, with or without a byte order mark. Default: utf-8.")
        ->type_name("NAME")
        ->group(reading_group);
}

/// The column given for `name`, or nothing.
std::string column_of(const LogOptions& options, const char* name) {
    const auto column = options.columns.find(name);
    return column == options.columns.end() ? std::string() : column->second;
}

ReadOptions read_options(const LogOptions& options, const RunOptions& run) {
    constexpr std::array<std::string_view, 3> names{"customer", "date", "amount"};
    for (const auto& [name, column] : options.columns) {
        if (std::ranges::find(names, name) != names.end()) continue;
        throw UsageError(
            fmt::format("--columns: expected customer, date or amount, got '{}'", name));
    }
    return {.csv = options.csv,
            .columns = {.customer = column_of(options, "customer"),
                        .date = column_of(options, "date"),
                        .amount = column_of(options, "amount")},
            .date_format = options.date_format,
            .run = run};
}

CustomerBase summarize_log(const LogOptions& options, Run& run) {
    const ReadOptions reading = read_options(options, run.options("reading"));
    const Transactions log = value_of(
        interruptible([&] { return read_transactions(options.orders, reading); }), options.orders);
    const SummarizeOptions summarizing{.until = options.until,
                                       .holdout_until = options.holdout_until,
                                       .unit = options.unit.value_or(Unit::week),
                                       .merge = options.merge.value_or(Period::day),
                                       .run = run.options("summarizing")};
    return value_of(summarize(log, summarizing), options.orders);
}

CustomerBase read_base_file(const LogOptions& options) {
    const ReadBaseOptions reading{.csv = options.csv,
                                  .columns = options.columns,
                                  .times = options.times,
                                  .unit = options.unit,
                                  .merge = options.merge};
    return value_of(interruptible([&] { return read_base(options.base, reading); }), options.base);
}

std::string delimiter_name(char delimiter) {
    if (delimiter == '\t') return "tab";
    return delimiter == CsvFormat::blanks ? "whitespace" : std::string(1, delimiter);
}

Json date_or_null(std::optional<Date> date) {
    return date ? Json(date->to_string()) : Json(nullptr);
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

void add_log_options(CLI::App& app, LogOptions& options, Input input) {
    add_input(app, options, input);
    add_period_options(app, options, input);
    add_column_options(app, options, input);
    add_text_options(app, options);
}

CustomerBase load_base(const LogOptions& options, Run& run) {
    if (!options.orders.empty()) return summarize_log(options, run);
    if (options.base.empty()) throw UsageError("expected ORDERS or --base BASE, got neither");
    return read_base_file(options);
}

const std::string& input_name(const LogOptions& options) noexcept {
    return options.orders.empty() ? options.base : options.orders;
}

Json log_options_json(const LogOptions& options, const CustomerBase& base) {
    const DecimalStyle& style = options.csv.decimal;
    return {{options.orders.empty() ? "base" : "orders", input_name(options)},
            {"until", date_or_null(base.until())},
            {"holdout_until", date_or_null(base.holdout_until())},
            {"unit", to_string(base.unit())},
            {"merge", to_string(base.merge())},
            {"times", options.times ? Json(to_string(*options.times)) : Json(nullptr)},
            {"columns", options.columns},
            {"header", options.csv.header},
            {"date_format", text_or_null(options.date_format)},
            {"delimiter", delimiter_name(options.csv.delimiter)},
            {"decimal", std::string(1, style.decimal)},
            {"group", style.group == '\0' ? Json(nullptr) : Json(std::string(1, style.group))},
            {"encoding", "utf-8"}};
}

}  // namespace tenure::tools
