#include "io/csv_scan.hpp"

#include <algorithm>
#include <cstring>

namespace tenure::inline v0::detail::io {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// Line ends are LF or CRLF: [begin, end) without the CR of the latter.
const char* without_carriage_return(const char* begin, const char* end) noexcept {
    return end != begin && end[-1] == '\r' ? end - 1 : end;
}

std::string_view between(const char* begin, const char* end) noexcept {
    return {begin, static_cast<std::size_t>(end - begin)};
}

// The first `byte` in [begin, end), or null.
const char* find_byte(const char* begin, const char* end, char byte) noexcept {
    if (begin == end) return nullptr;
    return static_cast<const char*>(
        std::memchr(begin, byte, static_cast<std::size_t>(end - begin)));
}

class Scan {
public:
    Scan(const char* begin, const char* end, bool at_end, std::size_t limit,
         std::vector<RawField>& fields)
        : begin_(begin), at_(begin), end_(end), at_end_(at_end), limit_(limit), fields_(fields) {
        fields_.clear();
    }

protected:
    void add(const RawField& field) {
        if (count_++ < limit_) fields_.push_back(field);
    }

    RecordScan unfinished(ScanStatus status, const char* field) const noexcept {
        return {status, end_, end_, field};
    }

    // A record whose line end, or the end of the input, is at `at_`.
    RecordScan record(const char* field) const noexcept {
        return {ScanStatus::record,
                without_carriage_return(begin_, at_),
                at_ == end_ ? end_ : at_ + 1,
                field,
                count_,
                inner_lines_};
    }

    const char* begin_;
    const char* at_;
    const char* end_;
    bool at_end_;
    std::size_t limit_;
    std::size_t count_ = 0;
    std::size_t inner_lines_ = 0;
    std::vector<RawField>& fields_;
};

class BlanksScan : Scan {
public:
    using Scan::Scan;

    RecordScan run() {
        const char* const found = find_byte(begin_, end_, '\n');
        if (found == nullptr && !at_end_) return unfinished(ScanStatus::incomplete, begin_);
        const char* const stop = found == nullptr ? end_ : found;
        const char* const line_end = without_carriage_return(begin_, stop);
        while (skip_blanks(line_end)) field(line_end);
        at_ = stop;
        return record(begin_);
    }

private:
    // False where the line is over.
    bool skip_blanks(const char* line_end) noexcept {
        while (at_ != line_end && is_blank(*at_)) ++at_;
        return at_ != line_end;
    }

    void field(const char* line_end) {
        const char* const start = at_;
        while (at_ != line_end && !is_blank(*at_)) ++at_;
        add({start, between(start, at_), false});
    }
};

// RFC 4180: `at_` moves from field to field.
class QuotedScan : Scan {
public:
    QuotedScan(const char* begin, const char* end, bool at_end, char delimiter, std::size_t limit,
               std::vector<RawField>& fields)
        : Scan(begin, end, at_end, limit, fields), delimiter_(delimiter) {}

    RecordScan run() {
        for (;;) {
            const char* const start = at_;
            const bool quoted = at_ != end_ && *at_ == '"';
            const ScanStatus status = quoted ? quoted_field() : plain_field();
            if (status == ScanStatus::text_after_quote) return {status, at_, at_, start};
            if (status != ScanStatus::record) return unfinished(status, start);
            if (at_ == end_ || *at_ == '\n') return record(start);
            ++at_;  // the delimiter
        }
    }

private:
    // Leaves `at_` on the delimiter or line end behind the field.
    ScanStatus plain_field() {
        const char* const start = at_;
        while (at_ != end_ && *at_ != delimiter_ && *at_ != '\n') ++at_;
        if (at_ == end_ && !at_end_) return ScanStatus::incomplete;
        const bool last = at_ == end_ || *at_ == '\n';
        add({start, between(start, last ? without_carriage_return(start, at_) : at_), false});
        return ScanStatus::record;
    }

    ScanStatus quoted_field() {
        const char* const quote = at_;
        bool doubled = false;
        const char* const close = find_closing_quote(doubled);
        if (close == nullptr) return at_end_ ? ScanStatus::unclosed_quote : ScanStatus::incomplete;
        const std::string_view text = between(quote + 1, close);
        add({quote, text, doubled});
        inner_lines_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        at_ = close + 1;
        return behind_quote();
    }

    // The quote that closes the one at `at_`; null where it is not there, or not surely it.
    const char* find_closing_quote(bool& doubled) const noexcept {
        for (const char* from = at_ + 1;;) {
            const char* const close = find_byte(from, end_, '"');
            if (close == nullptr) return nullptr;
            if (close + 1 == end_) return at_end_ ? close : nullptr;
            if (close[1] != '"') return close;
            doubled = true;
            from = close + 2;
        }
    }

    // What may stand behind a closing quote: the delimiter, a line end, the end of the input.
    ScanStatus behind_quote() noexcept {
        if (at_ != end_ && *at_ == '\r') {
            if (at_ + 1 == end_ && !at_end_) return ScanStatus::incomplete;
            if (at_ + 1 == end_ || at_[1] == '\n') ++at_;
        }
        const bool closed = at_ == end_ || *at_ == '\n' || *at_ == delimiter_;
        return closed ? ScanStatus::record : ScanStatus::text_after_quote;
    }

    char delimiter_;
};

}  // namespace

RecordScan scan_record(const char* begin, const char* end, bool at_end, char delimiter,
                       std::size_t limit, std::vector<RawField>& fields) {
    if (delimiter == CsvFormat::blanks) return BlanksScan(begin, end, at_end, limit, fields).run();
    return QuotedScan(begin, end, at_end, delimiter, limit, fields).run();
}

}  // namespace tenure::inline v0::detail::io
