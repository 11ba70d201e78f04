#include "tenure/data/read_transactions.hpp"

#include <algorithm>
#include <utility>

#include "core/message.hpp"
#include "core/progress.hpp"
#include "data/log_reader.hpp"
#include "data/log_sources.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::core::quoted;
using detail::data::Extra;
using detail::data::IdColumn;
using detail::data::LogBuilder;
using detail::data::LogReader;
using detail::data::LogShape;
using detail::data::LogSources;
using detail::data::LogTally;

// A piece is of so many records, or of a batch more: enough for the work on it to be spread over
// threads, few enough to stay in a processor's cache.
constexpr std::size_t piece_rows = std::size_t{1} << 18;

Error bad_option(std::string field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, std::move(field)}};
}

// Without a header there are only numbers to name a column by.
Result<void> check_number(std::string field, const std::string& column) {
    const auto number = canonical_integer(column);
    if (number && *number >= 1) return {};
    return bad_option(std::move(field), "a column number from 1, as there is no header",
                      quoted(column));
}

Result<void> check_numbers(const TransactionMapping& columns) {
    if (auto checked = check_number("columns.customer", columns.customer); !checked) return checked;
    if (auto checked = check_number("columns.date", columns.date); !checked) return checked;
    for (std::size_t i = 0; i < detail::data::extras; ++i) {
        const std::string& column = given(columns, Extra(i));
        if (column.empty()) continue;
        const std::string field = "columns." + std::string(detail::data::to_string(Extra(i)));
        if (auto checked = check_number(field, column); !checked) return checked;
    }
    return {};
}

Result<void> check_date_format(const std::string& format) {
    if (format.empty()) return {};
    const auto parsed = Date::parse("", format);
    if (parsed || parsed.error().code != Code::invalid_option) return {};
    Error error = parsed.error();
    error.where.field = "date_format";
    return error;
}

void check_not_empty(std::size_t sources) {
    if (sources != 0) return;
    detail::core::contract_violation("TransactionReader::open()", "at least one source", "none");
}

// Of a log of which nothing is left: what stood in the way, if anything did.
Error no_rows(const TransactionReader& reader) {
    const LogReport& report = reader.report();
    if (report.refused.empty()) {
        return {Code::no_rows, expected_got("rows", "none"), {reader.file(), 0, 0, {}}};
    }
    const Error& first = report.refused.front().first.front();
    return {
        Code::no_rows,
        expected_got("rows that can be read", std::to_string(report.bad_rows) +
                                                  " that can not, among them: " + first.message),
        first.where};
}

// All that a reader gives, in one.
Result<Transactions> read_all(TransactionReader& reader) {
    std::optional<LogBuilder> log;
    for (;;) {
        const auto piece = reader.next();
        if (!piece) return piece.error();
        if (!*piece) break;
        if (!log) log.emplace(LogShape::of((*piece)->table()), IdColumn::Texts::once);
        if (auto added = log->add(**piece); !added) {
            return Error{added.error().code, added.error().message, {reader.file(), 0, 0, {}}};
        }
    }
    if (!log || log->rows() == 0) return no_rows(reader);
    return std::move(*log).finish(reader.report());
}

}  // namespace

Result<void> ReadOptions::check() const {
    if (auto checked = detail::io::check_format(csv); !checked) return checked;
    if (auto checked = check_date_format(date_format); !checked) return checked;
    if (auto checked = cleaning.check(); !checked) return checked;
    return csv.header ? Result<void>() : check_numbers(columns);
}

/// The texts that are one log, and how far they were read.
struct TransactionReader::State {
    ReadOptions options;
    LogSources sources;
    std::size_t bytes_done = 0;         // of those that were read to their ends
    std::unique_ptr<LogReader> reader;  // of the last that was opened
    bool at_end = false;                // of that one
    std::string first_file;
    LogShape shape;
    LogTally tally;
    LogReport report;
    std::optional<Error> error;
    bool is_reading = false;  // also behind an exception: what was read is lost then

    static Result<TransactionReader> open(LogSources sources, const ReadOptions& options);
    Result<void> open_next();
    Result<void> fill(LogBuilder& log, const RunOptions& run);
    Result<void> report_progress(const Progress& progress) const;
    Result<std::optional<Transactions>> next(const RunOptions& run);
};

Result<TransactionReader> TransactionReader::State::open(LogSources sources,
                                                         const ReadOptions& options) {
    auto state = std::make_unique<State>();
    state->options = options;
    state->sources = std::move(sources);
    if (auto opened = state->open_next(); !opened) return opened.error();
    return TransactionReader(std::move(state));
}

Result<void> TransactionReader::State::open_next() {
    const bool is_first = reader == nullptr;
    const auto source = sources.next();
    if (!source) return source.error();
    auto opened = LogReader::open(*source, options);
    if (!opened) return opened.error();
    if (!is_first) bytes_done += reader->bytes_done();
    reader = *std::move(opened);
    at_end = false;
    if (is_first) {
        first_file = reader->file();
        shape = reader->shape();
    } else if (reader->shape() != shape) {
        Location where = reader->start();
        where.field = "amount";
        return Error{Code::missing_column,
                     expected_got(shape.amounts ? "amounts, as in " + quoted(first_file)
                                                : "no amounts, as in " + quoted(first_file),
                                  shape.amounts ? "none" : "a column of them"),
                     std::move(where)};
    }
    return {};
}

// Reads until there is a piece, or the text ends.
Result<void> TransactionReader::State::fill(LogBuilder& log, const RunOptions& run) {
    bool has_room = false;
    while (!at_end && tally.report.rows < std::int64_t{piece_rows}) {
        const auto more = reader->read_batch(log, tally, run.executor);
        if (!more) return more.error();
        at_end = !*more;
        // The last batch may go beyond the piece. A log of one batch needs no room.
        if (!has_room && !at_end) log.reserve(piece_rows + piece_rows / 16);
        has_room = true;
        if (auto going = report_progress(run.progress); !going) return going;
    }
    return {};
}

Result<void> TransactionReader::State::report_progress(const Progress& progress) const {
    const std::size_t done = bytes_done + reader->bytes_done();
    return detail::core::go_on(progress, done, std::max(done, sources.bytes()));
}

// What was read before an error comes before it, unless the columns of the piece could not take it.
Result<std::optional<Transactions>> TransactionReader::State::next(const RunOptions& run) {
    while (!error) {
        if (at_end && !sources.has_next()) return std::optional<Transactions>();
        LogBuilder log(shape, IdColumn::Texts::as_they_come);
        auto done = at_end ? open_next() : Result<void>();
        if (done) done = fill(log, run);
        if (!done) error = done.error();
        if (!log.is_whole() || (error && error->code == Code::cancelled)) break;
        if (log.rows() == 0 && tally.report.rows == 0) continue;
        report += tally.report;
        return std::optional(std::move(log).finish(std::exchange(tally.report, {})));
    }
    return *error;
}

TransactionReader::TransactionReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TransactionReader::TransactionReader(TransactionReader&&) noexcept = default;
TransactionReader& TransactionReader::operator=(TransactionReader&&) noexcept = default;
TransactionReader::~TransactionReader() = default;

Result<TransactionReader> TransactionReader::open(const std::vector<std::string>& paths,
                                                  const ReadOptions& options) {
    check_not_empty(paths.size());
    if (auto checked = options.check(); !checked) return checked.error();
    auto sources = LogSources::of_files(paths);
    if (!sources) return sources.error();
    return State::open(*std::move(sources), options);
}

Result<TransactionReader> TransactionReader::open(std::vector<ByteSource> sources,
                                                  const ReadOptions& options) {
    check_not_empty(sources.size());
    if (auto checked = options.check(); !checked) return checked.error();
    return State::open(LogSources::of(std::move(sources)), options);
}

TransactionReader::State& TransactionReader::state() const {
    if (state_ == nullptr) {
        detail::core::contract_violation("TransactionReader", "one that is not moved from",
                                         "one that is");
    }
    return *state_;
}

Result<std::optional<Transactions>> TransactionReader::next() { return next(state().options.run); }

Result<std::optional<Transactions>> TransactionReader::next(const RunOptions& run) {
    State& reading = state();
    if (std::exchange(reading.is_reading, true)) {
        detail::core::contract_violation("TransactionReader", "one that has not failed",
                                         "one that an exception broke off");
    }
    auto piece = reading.next(run);
    reading.is_reading = false;
    return piece;
}

Result<void> TransactionReader::report_progress() {
    State& reading = state();
    auto going = reading.report_progress(reading.options.run.progress);
    if (!going) reading.error = going.error();
    return going;
}

const LogReport& TransactionReader::report() const { return state().report; }

const std::vector<ColumnChoice>& TransactionReader::columns() const {
    return state().reader->columns().choices;
}

const std::string& TransactionReader::file() const { return state().reader->file(); }

std::vector<DateNotation> TransactionReader::date_notations() const {
    return state().tally.dates.notations();
}

Result<Transactions> read_transactions(const std::string& path, const ReadOptions& options) {
    return read_transactions(std::vector{path}, options);
}

Result<Transactions> read_transactions(const std::vector<std::string>& paths,
                                       const ReadOptions& options) {
    auto reader = TransactionReader::open(paths, options);
    if (!reader) return reader.error();
    return read_all(*reader);
}

Result<Transactions> read_transactions_from(const ByteSource& source, const ReadOptions& options) {
    auto reader = TransactionReader::open(std::vector{source}, options);
    if (!reader) return reader.error();
    return read_all(*reader);
}

}  // namespace tenure::inline v0
