#include "log_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

#include "cleaning_options.hpp"
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

/// The files of the log, taken as they were typed: nothing in a name means anything.
CLI::Option* add_orders(CLI::App& app, LogOptions& options) {
    const auto read = [&options](const CLI::results_t& names) {
        options.orders.clear();
        for (const std::string& name : names) {
            auto file = parse_file(name);
            if (!file) throw CLI::ValidationError("ORDERS", file.error().message);
            if (name == "-" && std::ranges::find(options.orders, name) != options.orders.end())
                throw CLI::ValidationError("ORDERS", expected("- once", "- -").message);
            options.orders.push_back(*std::move(file));
        }
        return true;
    };
    return app
        .add_option("ORDERS", read,
                    "The order log: delimited text with one row per order or order line, in any "
                    "order, as it is or compressed by gzip. Several files are one log, each with "
                    "its own header; - is standard input.")
        ->expected(1, -1)
        ->allow_extra_args()
        ->type_name("ORDERS")
        ->group("INPUT");
}

void add_input(CLI::App& app, LogOptions& options, Input input) {
    CLI::Option* const orders = add_orders(app, options);
    if (input != Input::orders_or_base) {
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

/// The end of a default that a base may have of its own.
std::string of_base(Input input, const char* otherwise) {
    if (input != Input::orders_or_base) return ".";
    return fmt::format(" (with a base: what the base says, else {}).", otherwise);
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
                  "What models count time in: hour, day, week, month or year. Default: week" +
                      of_base(input, "week"));
    CLI::Option* const merge =
        add_value(app, "--merge", options.merge, parse_period, "PERIOD",
                  "A customer's purchases within one day, week (Monday to Sunday) or month count "
                  "as one occasion. Default: day" +
                      of_base(input, "day"));
    for (CLI::Option* option : {until, holdout, unit, merge}) option->group(log_group);
    if (input != Input::orders_or_base) return;
    for (CLI::Option* option : {until, holdout}) option->excludes(app.get_option("--base"));
}

void add_column_options(CLI::App& app, LogOptions& options, Input input) {
    const std::string of_base =
        input == Input::orders_or_base
            ? " With --base the names are those of base.csv: frequency=x,recency=tx_days,T=T_days."
            : "";
    add_value(app, "--columns", options.columns, parse_columns, "NAME=COLUMN,...",
              "Which column of the file is customer, date and amount, by header name or by number "
              "from 1. The amount may be a product of two columns, or of a column and a number: "
              "amount=Quantity*UnitPrice. In a product a whole number is a column: a constant 2 is "
              "written 2.0. Default: found by the usual header names; a log without "
              "amounts is summarized without. The roles order (which --return-prefix looks at), "
              "product, quantity, coupon, channel and time are read and checked where they are "
              "given." +
                  of_base)
        ->group(reading_group);
    app.add_flag_callback(
           "--no-header", [&options] { options.csv.header = false; },
           "The first line is data; --columns then gives numbers: customer=2,date=3,amount=5.")
        ->group(reading_group);
    CLI::Option* const format =
        app.add_option(
               "--date-format", options.date_format,
               "How dates are written, of %Y, %y, %m, %d and other signs: %d/%m/%Y. A time of day "
               "behind them is %H (or %I and %p), %M and %S. Default: YYYY-MM-DD and YYYYMMDD, "
               "with or without a time of day, and nothing that could be read in two ways.")
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
    add_value(app, "--encoding", options.csv.encoding, parse_encoding, "NAME",
              "How text is encoded: utf-8, utf-16, windows-1250 or windows-1252. It is never "
              "guessed. Default: utf-8, with or without a byte order mark.")
        ->group(reading_group);
}

}  // namespace

void add_log_options(CLI::App& app, LogOptions& options, Input input) {
    add_input(app, options, input);
    add_period_options(app, options, input);
    add_column_options(app, options, input);
    add_text_options(app, options);
    add_cleaning_options(app, options, input);
    add_memory_options(app, options, input);
}

std::vector<std::string> input_files(const LogOptions& options) {
    return options.orders.empty() ? std::vector{options.base} : options.orders;
}

std::string input_name(const LogOptions& options) {
    if (options.orders.empty()) return options.base;
    const std::string& first = options.orders.front();
    const std::size_t others = options.orders.size() - 1;
    if (others == 0) return first;
    return fmt::format("{} and {} more", first, others);
}

}  // namespace tenure::tools
