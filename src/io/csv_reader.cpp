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

CsvReader::CsvReader(ByteSource source, const CsvFormat& format)
    : format_(format), buffer_(open_text(std::move(source), format.encoding), format.max_line) {}

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
    records_.clear();
    fields_.clear();
    unescaped_.clear();
    for (;;) {
        const Step stopped = scan_buffer();
        if (!records_.empty()) return true;
        if (stopped == Step::failed) return *error_;
        if (stopped == Step::end) return false;
        if (auto filled = fill(); !filled) return filled.error();
    }
}

// Keeps the whole records in the buffer, as far as a batch goes.
CsvReader::Step CsvReader::scan_buffer() {
    Step taken = error_ ? Step::failed : Step::record;
    while (taken == Step::record && records_.size() < max_batch) {
        taken = step();
        if (taken == Step::record) keep_record();
    }
    return taken;
}

Result<void> CsvReader::fill() {
    if (at_ != nullptr) buffer_.consume(static_cast<std::size_t>(at_ - buffer_.bytes().data()));
    if (auto filled = buffer_.fill(); !filled) return filled.error();
    const std::string_view bytes = buffer_.bytes();
    at_ = bytes.data();
    end_ = at_ + bytes.size();
    plain_ = is_plain_ascii(bytes);
    return {};
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

// Scans the record at `at_` into `record_` and `raw_`, and moves behind it.
CsvReader::Step CsvReader::step() {
    skip_blank_lines();
    if (at_ == end_) return buffer_.at_end() ? Step::end : Step::more;
    const std::size_t limit = width_ == 0 ? max_columns : width_;
    const RecordScan scan =
        scan_record(at_, end_, buffer_.at_end(), format_.delimiter, limit, raw_);
    record_ = {at_, line_};
    // Of an incomplete one, the last byte may be the CR of its line end.
    const std::size_t slack = scan.status == ScanStatus::incomplete ? 1 : 0;
    if (static_cast<std::size_t>(scan.end - at_) > format_.max_line + slack) {
        return fail(Code::line_too_long,
                    "a record of at most " + std::to_string(format_.max_line) + " bytes",
                    "a longer one, or a quote that never closes", at_);
    }
    if (scan.status == ScanStatus::incomplete) return Step::more;
    if (!check_record(scan)) return Step::failed;
    at_ = scan.next;
    line_ += scan.inner_lines + 1;
    return Step::record;
}

bool CsvReader::check_record(const RecordScan& scan) {
    if (!plain_ && !check_bytes(scan)) return false;
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
    const std::size_t nul = bytes.find('\0');
    const std::size_t first = std::min(nul, find_invalid_utf8(bytes));
    if (first == std::string_view::npos) return true;
    const char* const field = field_at(at_ + first);
    const std::string_view buffered = buffer_.bytes();
    const auto in_buffer = static_cast<std::size_t>(bytes.data() + first - buffered.data());
    const std::string where = " as byte " + std::to_string(at_ + first - field + 1) +
                              " of the field" +
                              suggest_encoding(format_.encoding, buffered, in_buffer);
    if (first == nul) {
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

void CsvReader::keep_record() {
    records_.push_back(record_);
    for (const std::size_t column : columns_) fields_.push_back(unescaped(raw_[column]));
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
