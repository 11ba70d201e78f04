#pragma once

// The rows of an order log, from the records of one text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "data/date_tally.hpp"
#include "data/log_builder.hpp"
#include "data/log_columns.hpp"
#include "data/row_parser.hpp"
#include "io/csv_reader.hpp"
#include "tenure/core/executor.hpp"

namespace tenure::inline v0::detail::data {

/// What is counted while a log is read.
struct LogTally {
    LogReport report;  ///< Since it was taken last.
    std::int64_t bad_rows = 0;
    DateTally dates;
};

class LogReader {
public:
    /// Opens the text and finds the columns in it. `options` have been checked and stay where they
    /// are. `Code::no_rows` where there is not even a header.
    [[nodiscard]] static Result<std::unique_ptr<LogReader>> open(const ByteSource& source,
                                                                 const ReadOptions& options);

    [[nodiscard]] const LogColumns& columns() const noexcept { return columns_; }
    [[nodiscard]] LogShape shape() const noexcept;
    [[nodiscard]] const std::string& file() const noexcept { return reader_.file(); }
    [[nodiscard]] std::size_t bytes_done() const noexcept { return reader_.bytes_done(); }
    /// Where the first record is.
    [[nodiscard]] const Location& start() const noexcept { return reader_.start(); }

    /// Adds the rows of the next records to the log; false at the end. All rows before an error are
    /// added. `Code::no_rows` where the text has no records.
    [[nodiscard]] Result<bool> read_batch(LogBuilder& log, LogTally& tally,
                                          const Executor& executor);

private:
    using BadRow = RowParser::BadRow;

    LogReader(const ByteSource& source, const ReadOptions& options)
        : options_(options), reader_(source, options.csv) {}
    Result<void> find_columns();
    Result<void> parse(const Executor& executor);
    [[nodiscard]] std::optional<BadRow> first_refusal(LogTally& tally);
    void count(std::size_t rows, LogTally& tally) const;
    [[nodiscard]] Result<void> skip_record(const Error& error, LogTally& tally);
    [[nodiscard]] bool may_skip(const LogTally& tally) const noexcept;
    static void refuse(const Error& error, LogTally& tally);

    const ReadOptions& options_;
    io::CsvReader reader_;
    LogColumns columns_{};
    std::optional<RowParser> parser_;
    ParsedRows parsed_;
    std::vector<std::vector<BadRow>> bad_;  // of each chunk
    bool has_records_ = false;
};

}  // namespace tenure::inline v0::detail::data
