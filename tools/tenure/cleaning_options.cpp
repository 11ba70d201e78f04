#include "cleaning_options.hpp"

#include <array>
#include <limits>

#include "option_values.hpp"

namespace tenure::tools {

namespace {

constexpr const char* cleaning_group = "CLEANING OPTIONS";
constexpr const char* memory_group = "MEMORY OPTIONS";

Result<std::string> parse_prefix(std::string_view text) {
    if (text.empty()) return expected("the beginning of an order id, such as C", text);
    return std::string(text);
}

Result<Money> parse_limit(std::string_view text) {
    auto limit = Money::parse(text);
    if (!limit || limit->units < 0) return expected("an amount of 0 or more", text);
    return limit;
}

Result<std::int64_t> parse_bad_rows_limit(std::string_view text) {
    return parse_count(text, 0, std::numeric_limits<std::int64_t>::max());
}

Result<RowOrder> parse_row_order(std::string_view text) {
    for (const RowOrder order : {RowOrder::any, RowOrder::by_date}) {
        if (text == row_order_name(order)) return order;
    }
    return expected("any or date", text);
}

Result<std::string> parse_folder(std::string_view text) {
    if (text.empty()) return expected("the name of a folder", text);
    return std::string(text);
}

/// Puts the options into their group; none of them is for a base.
template <class Options>
void group(CLI::App& app, const Options& added, const char* name, Input input) {
    for (CLI::Option* option : added) {
        option->group(name);
        if (input == Input::orders_or_base) option->excludes(app.get_option("--base"));
    }
}

void add_amount_policies(CLI::App& app, LogOptions& options, Input input) {
    CleaningPolicy& cleaning = options.cleaning;
    CLI::Option* const limit =
        add_value(app, "--outliers-above", cleaning.outliers_above, parse_limit, "AMOUNT",
                  "Rows with an amount above this one are outliers. Range: 0 or more, with "
                  "a point, not a comma, before decimals. Default: none is.");
    CLI::Option* const outliers =
        add_value(app, "--outliers", cleaning.outliers, parse_outliers, "POLICY",
                  "What becomes of outliers: keep, which counts them; error; or drop. Default: "
                  "keep.");
    outliers->needs(limit);
    CLI::Option* const zero =
        add_value(app, "--zero", cleaning.zero_amounts, parse_zero_amounts, "POLICY",
                  "Rows with an amount of 0: keep, as purchases like any other; or drop. Default: "
                  "keep.");
    group(app, std::array{zero, limit, outliers}, cleaning_group, input);
}

void add_row_policies(CLI::App& app, LogOptions& options, Input input) {
    CleaningPolicy& cleaning = options.cleaning;
    const std::array added{
        add_value(app, "--returns", cleaning.returns, parse_returns, "POLICY",
                  "Rows that take something back, by a negative amount or by --return-prefix: "
                  "error; net, which takes them off what the customer bought before and makes no "
                  "occasion of them; or drop. Default: error."),
        add_value(app, "--return-prefix", cleaning.return_prefix, parse_prefix, "TEXT",
                  "Order ids that begin so are returns, whatever the sign of their amount: C for "
                  "C536379. Needs a column of orders. Default: none are."),
        add_value(app, "--missing-id", cleaning.missing_ids, parse_missing_ids, "POLICY",
                  "Rows without a customer id: error, or drop. Default: error."),
        add_value(app, "--duplicates", options.duplicates, parse_duplicates, "POLICY",
                  "Rows that repeat another one exactly, in all columns of the file: keep, as "
                  "purchases like any other; or drop all but one. They are counted either way. "
                  "Default: keep.")};
    group(app, added, cleaning_group, input);
}

void add_bad_row_policies(CLI::App& app, LogOptions& options, Input input) {
    CleaningPolicy& cleaning = options.cleaning;
    CLI::Option* const on_bad_row =
        add_value(app, "--on-bad-row", cleaning.bad_rows, parse_bad_rows, "POLICY",
                  "Rows that cannot be read, or that another policy calls an error: reject ends "
                  "the run at the first; skip leaves them out, and reports how many of which kind "
                  "and the first of each. Default: reject.");
    CLI::Option* const limit =
        add_value(app, "--max-bad-rows", cleaning.max_bad_rows, parse_bad_rows_limit, "N",
                  "With --on-bad-row skip: the bad row after N of them ends the run. Range: 0 to "
                  "9223372036854775807. Default: 1000.");
    limit->needs(on_bad_row);
    group(app, std::array{on_bad_row, limit}, cleaning_group, input);
}

}  // namespace

void add_cleaning_options(CLI::App& app, LogOptions& options, Input input) {
    add_row_policies(app, options, input);
    add_amount_policies(app, options, input);
    if (input != Input::orders_to_check) add_bad_row_policies(app, options, input);
}

void add_memory_options(CLI::App& app, LogOptions& options, Input input) {
    CLI::Option* const order =
        add_value(app, "--order", options.order, parse_row_order, "ORDER",
                  "The order of the rows: any, or date, where none has a date before that of the "
                  "row before it. Sorted logs take memory for customers only, and about one row "
                  "of each; in one of any order each row takes 20 bytes. Default: any.");
    CLI::Option* const limit =
        add_value(app, "--memory-limit", options.memory_limit, parse_size, "SIZE",
                  "The most bytes of rows held in memory, a whole number above 0 or one of K, M, G "
                  "or T (powers of 1024): 4G. What is beyond waits in a temporary file without a "
                  "name. Customers are held beside it, and all rows of one of them must fit. "
                  "Default: no limit.");
    CLI::Option* const folder =
        add_value(app, "--temp-dir", options.temp_dir, parse_folder, "DIR",
                  "The folder of that temporary file. Default: what the environment variable "
                  "TMPDIR says, else /tmp.");
    folder->needs(limit);
    group(app, std::array{order, limit, folder}, memory_group, input);
}

const char* row_order_name(RowOrder order) noexcept {
    return order == RowOrder::by_date ? "date" : "any";
}

}  // namespace tenure::tools
