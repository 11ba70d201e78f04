#pragma once

// Strict reading of delimited text, in batches of records that lie in one bounded buffer.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/byte_buffer.hpp"
#include "io/csv_index.hpp"
#include "io/csv_scan.hpp"
#include "tenure/io/csv.hpp"

namespace tenure::inline v0::detail::io {

/// `Code::invalid_option` with the member's path where the format makes no sense.
[[nodiscard]] Result<void> check_format(const CsvFormat& format);

/// Reads the records of a text one batch at a time:
///
///     CsvReader reader(source, format);
///     if (!reader.open().value()) return no_rows;
///     reader.select(columns);
///     while (reader.next_batch().value())
///         for (std::size_t i = 0; i < reader.size(); ++i) use(reader.field(i, 0));
///
/// A malformed record is reported by the call that would return it, after all records before it.
/// `skip_bad_record` then leaves it out.
class CsvReader {
public:
    /// How records are found: by an index of what is ordinary, or all one by one. What is read is
    /// the same.
    enum class Scan { indexed, strict };

    /// More columns than any table has; a line of commas does not become a gigabyte of fields.
    static constexpr std::size_t max_columns = 65536;
    /// The most records of a batch: after one long record the buffer could hold millions of short
    /// ones.
    static constexpr std::size_t max_batch = 65536;

    /// `format` has been checked.
    CsvReader(ByteSource source, const CsvFormat& format, Scan scan = Scan::indexed);

    /// Reads as far as the first record, and takes it where it is a header. False where there is
    /// none.
    [[nodiscard]] Result<bool> open();

    /// The number of fields of the first record, and so of every one.
    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    /// The header's fields; empty without a header.
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
    [[nodiscard]] const std::string& file() const noexcept { return buffer_.name(); }
    /// Where the first record starts.
    [[nodiscard]] const Location& start() const noexcept { return start_; }
    /// The name of a column (from 0): as the header says, else its number from 1.
    [[nodiscard]] std::string column_name(std::size_t column) const;

    /// Which fields (from 0) batches hold: slot i is column `columns[i]`. None until then.
    void select(std::span<const std::size_t> columns);

    /// Moves to the next batch; false at the end. Views of the last one become invalid.
    [[nodiscard]] Result<bool> next_batch();
    /// The number of records in the batch.
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string_view field(std::size_t record, std::size_t slot) const noexcept {
        return fields_[record * columns_.size() + slot];
    }
    /// The bytes of a record as they are in the text, quotes and all, without the line end.
    [[nodiscard]] std::string_view record(std::size_t record) const noexcept {
        const Record& one = records_[record];
        return {one.begin, static_cast<std::size_t>(one.end - one.begin)};
    }
    /// The line that a record starts on.
    [[nodiscard]] std::uint64_t line(std::size_t record) const noexcept {
        return records_[record].line;
    }
    /// Where that field starts.
    [[nodiscard]] Location location(std::size_t record, std::size_t slot) const;

    /// Leaves out the record that the error of the last `next_batch` is about, so that the next one
    /// goes on behind it; of one with text after a closing quote, behind the next line feed. False
    /// where there is no such record, or nobody knows where it ends: an unclosed quote, a record
    /// that is too long, reading that failed.
    [[nodiscard]] bool skip_bad_record();

    /// How many bytes of the source were looked at so far; of text that is compressed or not UTF-8,
    /// those that what is buffered came from are counted too.
    [[nodiscard]] std::size_t bytes_done() const noexcept {
        return static_cast<std::size_t>(buffer_.taken(static_cast<std::size_t>(end_ - at_)));
    }
    [[nodiscard]] std::size_t buffer_capacity() const noexcept { return buffer_.capacity(); }

private:
    struct Record {
        const char* begin;
        const char* end;  // without the line end
        std::uint64_t line;
    };
    enum class Step { record, more, end, failed };

    Result<void> fill();
    void look_ahead() noexcept;
    void skip_byte_order_mark() noexcept;
    void skip_blank_lines() noexcept;
    bool skip_rest_of_line() noexcept;
    Result<Step> first_record();
    Step scan_buffer();
    void take_indexed();
    bool seek_in_index();
    std::size_t take_run(const CsvIndex::Run& run) noexcept;
    std::size_t take_quoted(const CsvIndex::Run& run) noexcept;
    void move_behind(const CsvIndex::Run& run, std::size_t records) noexcept;
    std::size_t take_records(const CsvIndex::Run& run) noexcept;
    void take_fields(const CsvIndex::Run& run, std::size_t slot, std::size_t records) noexcept;
    Step step();
    bool check_record(const RecordScan& scan);
    bool check_bytes(const RecordScan& scan);
    void make_room(std::size_t records);
    void keep_record();
    std::string_view unescaped(const RawField& field);
    Step fail(Code code, std::string_view expected, std::string_view got, const char* field);
    [[nodiscard]] const char* field_at(const char* byte);
    [[nodiscard]] Location place(const Record& record, const char* at) const;

    CsvFormat format_;
    ByteBuffer buffer_;
    const char* at_ = nullptr;     // where the next record starts
    const char* valid_ = nullptr;  // what is buffered is text as far as this, or as `at_`
    const char* end_ = nullptr;    // the end of what is buffered
    bool indexed_;
    CsvIndex index_;
    std::uint64_t line_ = 1;
    Location start_;
    std::size_t width_ = 0;
    std::vector<std::string> names_;
    std::vector<std::size_t> columns_;
    std::optional<Error> error_;
    RecordScan scan_{};                 // of the last record that was scanned
    bool inside_skipped_line_ = false;  // `at_` is within a record that is left out

    Record record_{};            // the last one that was scanned
    std::vector<RawField> raw_;  // and its fields
    std::size_t size_ = 0;       // of the batch; there may be more room
    std::vector<Record> records_;
    std::vector<std::string_view> fields_;
    std::deque<std::string> unescaped_;  // fields that had doubled quotes
};

}  // namespace tenure::inline v0::detail::io
