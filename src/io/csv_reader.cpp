#include "io/csv_reader.hpp"

#include <algorithm>
#include <utility>

#include "core/message.hpp"
#include "io/invalid_text.hpp"
#include "io/text_stream.hpp"
#include "io/utf8.hpp"

namespace tenure::inline v0::detail::io {
namespace {

using core::expected_got;
using core::quoted;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

Error bad_option(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, field}};
}

// What may stand inside numbers, or between fields, without being mistaken for a part of them.
bool is_sign(char c) noexcept {
    const char lower = static_cast<char>(c | 0x20);
    const bool part = (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
    return c > ' ' && c < '\x7f' && !part && c != '-' && c != '+' && c != '"';
}

bool is_delimiter(char c) noexcept {
    return is_sign(c) || (c > '\0' && c <= ' ' && c != '\n' && c != '\r');
}

// The first line of a text of which not all was looked at yet, as far as it may be shown.
std::string first_line(std::string_view text, Encoding encoding) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t shown = find_invalid_utf8(line);
    return shown == 0 ? describe_invalid(encoding, line) : quoted(line.substr(0, shown));
}

// Whether the record whose fields start there has as many as the width, and more than blanks: a
// delimiter is none of them, and a record of one field has none.
bool is_exact(const char* text, const CsvIndex::Position* starts, std::size_t width) noexcept {
    for (std::size_t i = 1; i < width; ++i) {
        if (text[starts[i] - 1] == '\n') return false;
    }
    return text[starts[width] - 1] == '\n' && (width > 1 || text[starts[0]] > ' ');
}

// Whether each field of an exact record of that length has either no quotes or a pair of them
// around all that it holds. Moves `quotes` behind those of the record.
bool has_plain_quotes(const CsvIndex::Position* starts, std::size_t width, std::size_t record_end,
                      const CsvIndex::Position*& quotes) noexcept {
    for (std::size_t i = 0; i < width; ++i) {
        const std::size_t end = i + 1 < width ? std::size_t{starts[i + 1]} - 1 : record_end;
        if (quotes[0] > end) continue;
        const bool pair = quotes[0] == starts[i] + 1 && quotes[1] == end && quotes[2] > end;
        if (!pair) return false;
        quotes += 2;
    }
    return true;
}

// std::find looks at one byte at a time.
bool spans_lines(std::string_view record) noexcept {
    return record.find('\n') != std::string_view::npos;
}

std::string_view without_quotes(std::string_view field) noexcept {
    return field.starts_with('"') ? field.substr(1, field.size() - 2) : field;
}

// Where an exact record ends, without its line end. In front of its line feed there is a byte of
// its own.
const char* record_end(const char* text, CsvIndex::Position next) noexcept {
    const char* const line_feed = text + next - 1;
    return line_feed - (line_feed[-1] == '\r' ? 1 : 0);
}

std::string counted_fields(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " field" : " fields");
}

}  // namespace

Result<void> check_format(const CsvFormat& format) {
    const auto one = [](const char& sign) { return quoted({&sign, 1}); };
    if (!is_delimiter(format.delimiter)) {
        return bad_option("csv.delimiter", "a sign, a tab or blanks", one(format.delimiter));
    }
    const auto& [decimal, group] = format.decimal;
    if (!is_sign(decimal)) return bad_option("csv.decimal.decimal", "a sign", one(decimal));
    const bool usable = is_sign(group) || group == ' ' || group == '\0';
    if (!usable || group == decimal) {
        return bad_option("csv.decimal.group", "a sign other than the decimal one", one(group));
    }
    constexpr std::size_t longest = std::size_t{1} << 40;
    if (format.max_line < 1 || format.max_line > longest) {
        return bad_option("csv.max_line", "1 to 2^40 bytes", std::to_string(format.max_line));
    }
    if (format.encoding > Encoding::windows_1252) {
        return bad_option("csv.encoding", "an encoding", "none");
    }
    return {};
}

CsvReader::CsvReader(ByteSource source, const CsvFormat& format, Scan scan)
    : format_(format),
      buffer_(open_text(std::move(source), format.encoding), format.max_line),
      // What is too long is never found in a window.
      indexed_(scan == Scan::indexed && format.delimiter != CsvFormat::blanks &&
               format.max_line >= CsvIndex::window),
      index_(format.delimiter) {}

Result<bool> CsvReader::open() {
    if (auto filled = fill(); !filled) return filled.error();
    skip_byte_order_mark();
    const auto first = first_record();
    if (!first) return first.error();
    if (*first == Step::end) return false;
    width_ = raw_.size();
    start_ = place(record_, record_.begin);
    if (format_.header) {
        for (const RawField& field : raw_) names_.emplace_back(unescaped(field));
    } else {  // it comes again, as a record
        at_ = record_.begin;
        line_ = record_.line;
    }
    return true;
}

Result<CsvReader::Step> CsvReader::first_record() {
    for (;;) {
        const Step taken = step();
        if (taken == Step::failed) return *error_;
        if (taken != Step::more) return taken;
        if (auto filled = fill(); !filled) return filled.error();
    }
}

std::string CsvReader::column_name(std::size_t column) const {
    return names_.empty() ? std::to_string(column + 1) : names_[column];
}

void CsvReader::select(std::span<const std::size_t> columns) {
    columns_.assign(columns.begin(), columns.end());
}

Result<bool> CsvReader::next_batch() {
    size_ = 0;
    unescaped_.clear();
    for (;;) {
        const Step stopped = scan_buffer();
        if (size_ > 0) return true;
        if (stopped == Step::failed) return *error_;
        if (stopped == Step::end) return false;
        if (auto filled = fill(); !filled) return filled.error();
    }
}

// Keeps the whole records in the buffer, as far as a batch goes.
CsvReader::Step CsvReader::scan_buffer() {
    Step taken = error_ ? Step::failed : Step::record;
    while (taken == Step::record) {
        if (indexed_) take_indexed();
        if (size_ == max_batch) break;
        taken = step();
        if (taken == Step::record) keep_record();
    }
    return taken;
}

// Keeps the records that need no closer look, up to one that does or may.
void CsvReader::take_indexed() {
    while (size_ < max_batch && seek_in_index()) {
        const CsvIndex::Run run = index_.run(width_);
        make_room(std::min(run.records, max_batch - size_));
        if (take_run(run) == 0 && take_quoted(run) == 0) return;
    }
}

// Moves the index to the record at `at_`; false where it cannot be there.
bool CsvReader::seek_in_index() {
    if (at_ >= valid_ || inside_skipped_line_) return false;
    if (at_ < index_.end()) {
        if (!index_.seek(at_)) return false;
        if (index_.fields() >= width_ || index_.end() == valid_) return true;
        // What is left is the start of a record. A window for each of them would be too many.
        if (static_cast<std::size_t>(at_ - index_.begin()) < CsvIndex::window / 2) return false;
    }
    index_.build({at_, static_cast<std::size_t>(valid_ - at_)});
    return true;
}

// Keeps the records at the front of a run that are exact and without quotes.
std::size_t CsvReader::take_run(const CsvIndex::Run& run) noexcept {
    const std::size_t taken = take_records(run);
    if (taken == 0) return 0;
    for (std::size_t slot = 0; slot < columns_.size(); ++slot) take_fields(run, slot, taken);
    move_behind(run, taken);
    return taken;
}

// Writes the records of a run behind those of the batch, and says how many those are.
std::size_t CsvReader::take_records(const CsvIndex::Run& run) noexcept {
    // In locals, as what is written could be any member.
    const auto [text, first, quotes, possible] = run;
    const CsvIndex::Position quote = *quotes;
    const std::size_t width = width_;
    const CsvIndex::Position* starts = first;
    Record* const begin = records_.data() + size_;
    Record* const end = begin + std::min(possible, max_batch - size_);
    Record* record = begin;
    std::uint64_t line = line_;
    for (; record != end; ++record, starts += width) {
        if (!is_exact(text, starts, width) || starts[width] >= quote) break;
        *record = {text + starts[0], record_end(text, starts[width]), line++};
    }
    return static_cast<std::size_t>(record - begin);
}

// Keeps the records at the front of a run that are exact, on one line, and quoted in the plainest
// way.
std::size_t CsvReader::take_quoted(const CsvIndex::Run& run) noexcept {
    const CsvIndex::Position* starts = run.starts;
    const CsvIndex::Position* quotes = run.quotes;
    const std::size_t most = std::min(run.records, max_batch - size_);
    std::size_t taken = 0;
    for (; taken < most && is_exact(run.text, starts, width_); ++taken, starts += width_) {
        const char* const end = record_end(run.text, starts[width_]);
        const Record record = {run.text + starts[0], end, line_ + taken};
        const auto end_position = static_cast<std::size_t>(end - run.text);
        if (!has_plain_quotes(starts, width_, end_position, quotes)) break;
        if (spans_lines({record.begin, end})) break;
        records_[size_ + taken] = record;
        std::string_view* field = fields_.data() + (size_ + taken) * columns_.size();
        for (const std::size_t column : columns_) {
            const char* const begin = run.text + starts[column];
            const char* const field_end = std::min(run.text + starts[column + 1] - 1, end);
            *field++ = without_quotes({begin, static_cast<std::size_t>(field_end - begin)});
        }
    }
    move_behind(run, taken);
    return taken;
}

void CsvReader::move_behind(const CsvIndex::Run& run, std::size_t records) noexcept {
    index_.skip(records * width_);
    at_ = run.text + run.starts[records * width_];
    line_ += records;
    size_ += records;
}

// Writes the fields of a slot.
void CsvReader::take_fields(const CsvIndex::Run& run, std::size_t slot,
                            std::size_t records) noexcept {
    const char* const text = run.text;
    const std::size_t width = width_, slots = columns_.size(), column = columns_[slot];
    const CsvIndex::Position* start = run.starts + column;
    std::string_view* field = fields_.data() + size_ * slots + slot;
    if (column + 1 < width) {
        for (std::size_t i = 0; i < records; ++i, start += width, field += slots) {
            *field = {text + start[0], std::size_t{start[1]} - start[0] - 1};
        }
        return;
    }
    const Record* record = records_.data() + size_;
    for (std::size_t i = 0; i < records; ++i, start += width, field += slots, ++record) {
        *field = {text + start[0], static_cast<std::size_t>(record->end - text) - start[0]};
    }
}

Result<void> CsvReader::fill() {
    if (at_ != nullptr) buffer_.consume(static_cast<std::size_t>(at_ - buffer_.bytes().data()));
    index_.clear();
    if (auto filled = buffer_.fill(); !filled) return filled.error();
    const std::string_view bytes = buffer_.bytes();
    at_ = bytes.data();
    end_ = at_ + bytes.size();
    look_ahead();
    return {};
}

void CsvReader::look_ahead() noexcept {
    const std::string_view ahead(at_, static_cast<std::size_t>(end_ - at_));
    valid_ = at_ + std::min(find_invalid_text(ahead), ahead.size());
}

void CsvReader::skip_byte_order_mark() noexcept {
    if (buffer_.bytes().starts_with(byte_order_mark)) at_ += byte_order_mark.size();
}

// Blank lines are no records: those of nothing but blanks, unless a tab separates fields.
void CsvReader::skip_blank_lines() noexcept {
    for (const char* at = at_;; ++at) {
        if (at == end_) {
            if (buffer_.at_end()) at_ = end_;
            return;
        }
        if (*at == '\n') {
            at_ = at + 1;
            ++line_;
        } else if (*at != ' ' && *at != '\r' && (*at != '\t' || format_.delimiter == '\t')) {
            return;
        }
    }
}

// False where the line goes on behind what is buffered.
bool CsvReader::skip_rest_of_line() noexcept {
    const char* const line_feed = std::find(at_, end_, '\n');
    at_ = line_feed == end_ ? end_ : line_feed + 1;
    inside_skipped_line_ = line_feed == end_;
    if (inside_skipped_line_) return false;
    ++line_;
    if (valid_ < at_) look_ahead();
    return true;
}

// Scans the record at `at_` into `record_` and `raw_`, and moves behind it.
CsvReader::Step CsvReader::step() {
    if (inside_skipped_line_ && !skip_rest_of_line()) {
        return buffer_.at_end() ? Step::end : Step::more;
    }
    skip_blank_lines();
    if (at_ == end_) return buffer_.at_end() ? Step::end : Step::more;
    const std::size_t limit = width_ == 0 ? max_columns : width_;
    scan_ = scan_record(at_, end_, buffer_.at_end(), format_.delimiter, limit, raw_);
    record_ = {at_, scan_.end, line_};
    // Of an incomplete one, the last byte may be the CR of its line end.
    const std::size_t slack = scan_.status == ScanStatus::incomplete ? 1 : 0;
    if (static_cast<std::size_t>(scan_.end - at_) > format_.max_line + slack) {
        return fail(Code::line_too_long,
                    "a record of at most " + std::to_string(format_.max_line) + " bytes",
                    "a longer one, or a quote that never closes", at_);
    }
    if (scan_.status == ScanStatus::incomplete) return Step::more;
    if (!check_record(scan_)) return Step::failed;
    at_ = scan_.next;
    line_ += scan_.inner_lines + 1;
    return Step::record;
}

bool CsvReader::check_record(const RecordScan& scan) {
    if (scan.end > valid_ && !check_bytes(scan)) return false;
    if (scan.status == ScanStatus::unclosed_quote) {
        fail(Code::malformed_csv, "a closing quote", "the end of the input", scan.field);
    } else if (scan.status == ScanStatus::text_after_quote) {
        const std::string_view rest(scan.next, static_cast<std::size_t>(end_ - scan.next));
        fail(Code::malformed_csv, "a delimiter or a line end after the closing quote",
             first_line(rest, format_.encoding), scan.field);
    } else if (width_ == 0 && scan.fields > max_columns) {
        fail(Code::wrong_column_count, "at most " + counted_fields(max_columns),
             std::to_string(scan.fields), at_);
    } else if (width_ != 0 && scan.fields != width_) {
        fail(Code::wrong_column_count, counted_fields(width_), std::to_string(scan.fields), at_);
    }
    return !error_.has_value();
}

bool CsvReader::check_bytes(const RecordScan& scan) {
    const std::string_view bytes(at_, static_cast<std::size_t>(scan.end - at_));
    const std::size_t first = find_invalid_text(bytes);
    if (first == std::string_view::npos) return true;
    const char* const field = field_at(at_ + first);
    // Some of the text before it is enough to tell an encoding by.
    constexpr std::size_t enough = 4096;
    const char* const buffered = buffer_.bytes().data();
    const auto before = std::min(static_cast<std::size_t>(at_ + first - buffered), enough);
    const char* const context = at_ + first - before;
    const std::string where =
        " as byte " + std::to_string(at_ + first - field + 1) + " of the field" +
        suggest_encoding(format_.encoding, {context, static_cast<std::size_t>(end_ - context)},
                         before);
    if (bytes[first] == '\0') {
        fail(Code::malformed_csv, "text", "a NUL" + where, field);
    } else {
        fail(Code::invalid_encoding, encoding_in_words(format_.encoding),
             describe_invalid(format_.encoding, bytes.substr(first)) + where, field);
    }
    return false;
}

// The start of the field of the scanned record that `byte` stands in. There may be more fields than
// the limit.
const char* CsvReader::field_at(const char* byte) {
    const RecordScan scan =
        scan_record(record_.begin, end_, buffer_.at_end(), format_.delimiter, max_columns, raw_);
    if (byte >= scan.field && scan.field != record_.begin) return scan.field;
    const auto behind =
        std::upper_bound(raw_.begin(), raw_.end(), byte,
                         [](const char* at, const RawField& field) { return at < field.begin; });
    return behind == raw_.begin() ? record_.begin : std::prev(behind)->begin;
}

// Room for more records in the batch. It is kept from batch to batch.
void CsvReader::make_room(std::size_t records) {
    if (records_.size() < size_ + records) records_.resize(size_ + records);
    const std::size_t fields = (size_ + records) * columns_.size();
    if (fields_.size() < fields) fields_.resize(fields);
}

void CsvReader::keep_record() {
    make_room(1);
    records_[size_] = record_;
    std::string_view* field = fields_.data() + size_ * columns_.size();
    for (const std::size_t column : columns_) *field++ = unescaped(raw_[column]);
    ++size_;
}

std::string_view CsvReader::unescaped(const RawField& field) {
    if (!field.doubled) return field.text;
    std::string& out = unescaped_.emplace_back();
    for (std::size_t i = 0; i < field.text.size(); ++i) {
        out += field.text[i];
        if (field.text[i] == '"') ++i;  // its double
    }
    return out;
}

CsvReader::Step CsvReader::fail(Code code, std::string_view expected, std::string_view got,
                                const char* field) {
    error_ = Error{code, expected_got(expected, got), place(record_, field)};
    return Step::failed;
}

bool CsvReader::skip_bad_record() {
    // A batch comes before the error behind it. Of an error of `open` there is no width.
    const bool failed = error_ && size_ == 0 && width_ > 0;
    const bool inside = scan_.status == ScanStatus::text_after_quote;
    const bool ends = scan_.status == ScanStatus::record || inside;
    if (!failed || !ends || error_->code == Code::line_too_long) return false;
    error_.reset();
    line_ += static_cast<std::uint64_t>(std::count(at_, scan_.next, '\n'));
    at_ = scan_.next;
    inside_skipped_line_ = inside;
    if (valid_ < at_) look_ahead();
    return true;
}

Location CsvReader::location(std::size_t record, std::size_t slot) const {
    std::vector<RawField> fields;
    const char* const begin = records_[record].begin;
    const auto scan = scan_record(begin, end_, buffer_.at_end(), format_.delimiter, width_, fields);
    const std::size_t column = columns_[slot];
    const char* const field = scan.status == ScanStatus::record ? fields[column].begin : begin;
    Location where = place(records_[record], field);
    where.field = column_name(column);
    return where;
}

Location CsvReader::place(const Record& record, const char* at) const {
    const auto lines = static_cast<std::uint64_t>(std::count(record.begin, at, '\n'));
    const std::string_view before(record.begin, static_cast<std::size_t>(at - record.begin));
    const std::size_t line_start = lines == 0 ? 0 : before.rfind('\n') + 1;
    return {buffer_.name(), record.line + lines, before.size() - line_start + 1, {}};
}

}  // namespace tenure::inline v0::detail::io
