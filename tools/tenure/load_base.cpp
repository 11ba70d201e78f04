#include "load_base.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "exit_code.hpp"
#include "tenure/data/base_csv.hpp"

namespace tenure::tools {

namespace {

struct Role {
    const char* name;
    std::string TransactionMapping::*column;
};
constexpr std::array roles{Role{"customer", &TransactionMapping::customer},
                           Role{"date", &TransactionMapping::date},
                           Role{"amount", &TransactionMapping::amount},
                           Role{"order", &TransactionMapping::order},
                           Role{"product", &TransactionMapping::product},
                           Role{"quantity", &TransactionMapping::quantity},
                           Role{"coupon", &TransactionMapping::coupon},
                           Role{"channel", &TransactionMapping::channel},
                           Role{"time", &TransactionMapping::time}};

[[noreturn]] void no_such_role(const std::string& name) {
    std::array<std::string_view, roles.size()> names;
    for (std::size_t i = 0; i < roles.size(); ++i) names[i] = roles[i].name;
    throw UsageError(
        fmt::format("--columns: expected one of {}, got '{}'", fmt::join(names, ", "), name));
}

TransactionMapping mapping_of(const LogOptions& options) {
    TransactionMapping mapping;
    for (const auto& [name, column] : options.columns) {
        const auto* const role = std::ranges::find(roles, name, &Role::name);
        if (role == roles.end()) no_such_role(name);
        mapping.*(role->column) = column;
    }
    return mapping;
}

ReadOptions reading_options(const LogOptions& options, const CleaningPolicy& cleaning, Run& run) {
    return {.csv = options.csv,
            .columns = mapping_of(options),
            .date_format = options.date_format,
            .cleaning = cleaning,
            .run = run.options("reading")};
}

TransactionReader open_log(const LogOptions& options, const CleaningPolicy& cleaning, Run& run) {
    const ReadOptions reading = reading_options(options, cleaning, run);
    return value_of(interruptible([&] { return TransactionReader::open(options.orders, reading); }),
                    options.orders.front());
}

SummarizeOptions summarize_options(const LogOptions& options, Run& run) {
    const bool limited = options.memory_limit != 0;
    SummarizeOptions summarizing{
        .until = options.until,
        .holdout_until = options.holdout_until,
        .unit = options.unit.value_or(Unit::week),
        .merge = options.merge.value_or(Period::day),
        .duplicates = options.duplicates,
        .order = options.order,
        .memory_limit = options.memory_limit,
        .spill_folder = limited ? temporary_folder(options) : std::string(),
        .run = run.options("summarizing")};
    summarizing.check().value();
    return summarizing;
}

/// Whether it is one bad row too many; the other errors of a log end the reading in any case.
bool is_beyond_cap(Code code, const CleaningPolicy& cleaning, const LogReport& report) {
    constexpr std::array of_rows{
        Code::wrong_column_count, Code::invalid_encoding, Code::invalid_number, Code::invalid_date,
        Code::missing_id,         Code::negative_amount,  Code::invalid_value};
    return cleaning.bad_rows == BadRows::skip && report.bad_rows >= cleaning.max_bad_rows &&
           std::ranges::find(of_rows, code) != of_rows.end();
}

Error advised(Error error) {
    if (error.code == Code::not_in_order) error.message += "; --order any takes rows in any order";
    return error;
}

/// Reads all rows; the error says where the cap of bad rows made it one.
Result<void> read_within_cap(LogSummary& log, const CleaningPolicy& cleaning) {
    auto done = log.read_all();
    if (done) return done;
    Error error = done.error();
    if (is_beyond_cap(error.code, cleaning, log.reader().report()))
        error.message += fmt::format("; more than --max-bad-rows {}", cleaning.max_bad_rows);
    return error;
}

CustomerBase read_and_summarize(const LogOptions& options, Run& run) {
    LogSummary log(options, options.cleaning, run);
    const std::string name = input_name(options);
    check_in(name, read_within_cap(log, options.cleaning));
    return value_of(log.finish(), name);
}

/// What `read` gives; a column that is not found is an error that says how to name it.
template <class Read>
auto advised_on_columns(Read read) {
    try {
        return read();
    } catch (const Exception& failure) {
        if (failure.error().code != Code::missing_column) throw;
        Error error = failure.error();
        error.message += " (--columns says which is what; see tenure check)";
        throw Exception(std::move(error));
    }
}

CustomerBase read_base_file(const LogOptions& options) {
    const ReadBaseOptions reading{.csv = options.csv,
                                  .columns = options.columns,
                                  .times = options.times,
                                  .unit = options.unit,
                                  .merge = options.merge};
    return value_of(interruptible([&] { return read_base(options.base, reading); }), options.base);
}

}  // namespace

LogSummary::LogSummary(const LogOptions& options, const CleaningPolicy& cleaning, Run& run)
    : run_(run),
      builder_(summarize_options(options, run)),
      reader_(open_log(options, cleaning, run)) {}

Result<std::optional<Transactions>> LogSummary::next() {
    auto piece = interruptible([this] { return reader_.next(); });
    if (!piece || !*piece) return piece;
    if (auto added = builder_.add(**piece); !added) {
        Error error = advised(added.error());
        if (!error.where.file.empty()) return error;
        error.where.file = reader_.file();
        error.where.line = 0;  // a row of the piece: which line it stood in is not known
        return error;
    }
    return piece;
}

Result<void> LogSummary::read_all() {
    auto done = interruptible([this] { return builder_.add(reader_); });
    return done ? done : advised(done.error());
}

Result<CustomerBase> LogSummary::finish() {
    run_.begin("summarizing");
    return std::move(builder_).finish();
}

CustomerBase load_base(const LogOptions& options, Run& run) {
    if (!options.orders.empty())
        return advised_on_columns([&] { return read_and_summarize(options, run); });
    if (options.base.empty()) throw UsageError("expected ORDERS or --base BASE, got neither");
    return read_base_file(options);
}

Transactions load_log(const LogOptions& options, Run& run) {
    return advised_on_columns([&] {
        const ReadOptions reading = reading_options(options, options.cleaning, run);
        return value_of(interruptible([&] { return read_transactions(options.orders, reading); }),
                        input_name(options));
    });
}

CustomerBase summarize_log(const Transactions& log, const LogOptions& options, Run& run,
                           std::optional<Date> until) {
    SummarizeOptions summarizing = summarize_options(options, run);
    if (until) summarizing.until = until;
    const auto base = summarize(log, summarizing);
    return value_of(base ? base : Result<CustomerBase>(advised(base.error())), input_name(options));
}

std::string temporary_folder(const LogOptions& options) {
    if (!options.temp_dir.empty()) return options.temp_dir;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody changes the environment
    const char* const folder = std::getenv("TMPDIR");
    return folder == nullptr || *folder == '\0' ? "/tmp" : folder;
}

}  // namespace tenure::tools
