#include "data/log_reader.hpp"

#include <memory>

#include "core/chunks.hpp"
#include "core/message.hpp"

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t chunk_size = 1024;

Error no_rows(const std::string& file) {
    return {Code::no_rows, core::expected_got("rows", "none"), {file, 0, 0, {}}};
}

}  // namespace

Result<std::unique_ptr<LogReader>> LogReader::open(const ByteSource& source,
                                                   const ReadOptions& options) {
    std::unique_ptr<LogReader> log(new LogReader(source, options));
    const auto opened = log->reader_.open();
    if (!opened) return opened.error();
    if (!*opened) return no_rows(source.name);
    if (auto found = log->find_columns(); !found) return found.error();
    return log;
}

Result<void> LogReader::find_columns() {
    auto columns = find_log_columns(options_, ColumnNames(reader_));
    if (!columns) return columns.error();
    columns_ = *std::move(columns);
    parser_.emplace(reader_, columns_, options_);
    return {};
}

LogShape LogReader::shape() const noexcept {
    LogShape shape{columns_.amount.has_value(), {}};
    for (std::size_t i = 0; i < extras; ++i) shape.extra[i] = columns_.extra[i].has_value();
    return shape;
}

Result<bool> LogReader::read_batch(LogBuilder& log, LogTally& tally, const Executor& executor) {
    const auto more = reader_.next_batch();
    if (!more) {
        has_records_ = true;
        if (auto skipped = skip_record(more.error(), tally); !skipped) return skipped.error();
        return true;
    }
    if (!*more) return has_records_ ? Result<bool>(false) : no_rows(reader_.file());
    has_records_ = true;
    if (auto ran = parse(executor); !ran) return ran.error();
    const auto refusal = first_refusal(tally);
    const std::size_t rows = refusal ? refusal->row : reader_.size();
    count(rows, tally);
    if (auto added = log.add(parsed_, rows, *parser_); !added) return added.error();
    if (refusal) return refusal->error;
    return true;
}

Result<void> LogReader::parse(const Executor& executor) {
    const std::size_t rows = reader_.size();
    parsed_.resize(rows, columns_);
    bad_.resize((rows + chunk_size - 1) / chunk_size);
    const auto body = [this](std::size_t chunk, std::size_t begin,
                             std::size_t end) -> Result<void> {
        bad_[chunk].clear();
        parser_->parse(begin, end, parsed_, bad_[chunk]);
        return {};
    };
    return core::for_each_chunk({executor, {}}, rows, chunk_size, body);
}

// Skips bad rows as long as the policy allows it, and returns the first that it does not.
std::optional<LogReader::BadRow> LogReader::first_refusal(LogTally& tally) {
    for (auto& chunk : bad_) {
        for (BadRow& bad : chunk) {
            if (!may_skip(tally)) return std::move(bad);
            const bool is_date = parsed_.days[bad.row] == ParsedRows::no_day;
            if (is_date && bad.error.code == Code::invalid_date) {
                tally.dates.add(parser_->date_text(bad.row));
            }
            refuse(bad.error, tally);
        }
    }
    return std::nullopt;
}

// Of bad rows the errors were counted already.
void LogReader::count(std::size_t rows, LogTally& tally) const {
    std::array<std::int64_t, static_cast<std::size_t>(RowFate::bad) + 1> fates{};
    for (std::size_t row = 0; row < rows; ++row) {
        ++fates[static_cast<std::size_t>(parsed_.fates[row])];
    }
    const auto of = [&fates](RowFate fate) { return fates[static_cast<std::size_t>(fate)]; };
    LogReport& report = tally.report;
    report.rows += static_cast<std::int64_t>(rows);
    report.kept += of(RowFate::kept) + of(RowFate::kept_outlier);
    report.outliers_kept += of(RowFate::kept_outlier);
    report.missing_ids += of(RowFate::missing_id);
    report.returns_dropped += of(RowFate::returned);
    report.zero_amounts_dropped += of(RowFate::zero_amount);
    report.outliers_dropped += of(RowFate::outlier);
}

// Goes on behind a record that is none, where the policy allows it and the next can be found.
Result<void> LogReader::skip_record(const Error& error, LogTally& tally) {
    if (!may_skip(tally) || !reader_.skip_bad_record()) return error;
    ++tally.report.rows;
    refuse(error, tally);
    return {};
}

bool LogReader::may_skip(const LogTally& tally) const noexcept {
    return options_.cleaning.bad_rows == BadRows::skip &&
           tally.bad_rows < options_.cleaning.max_bad_rows;
}

void LogReader::refuse(const Error& error, LogTally& tally) {
    tally.report.refuse(error);
    ++tally.bad_rows;
}

}  // namespace tenure::inline v0::detail::data
