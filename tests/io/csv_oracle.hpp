#pragma once

// Delimited text read by the letter of its description, one byte at a time, with all of it in
// memory: what the reader of the library is held against. It shares no code with it.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tenure/core/error.hpp"

namespace tenure::test {

class CsvOracle {
public:
    struct Failure {
        Code code;
        std::size_t line, column;
        friend bool operator==(const Failure&, const Failure&) = default;
    };

    enum class Then { stop, go_on };

    /// What is done after a bad record that is not the first.
    explicit CsvOracle(std::string text, Then then = Then::stop)
        : text_(std::move(text)), then_(then) {
        if (text_.compare(0, 3, "\xef\xbb\xbf") == 0) text_.erase(0, 3);
        while (!stopped_ && skip_blank_lines()) read_record();
        if (!failures.empty()) failure = failures.front();
    }

    std::vector<std::vector<std::string>> rows;
    std::optional<Failure> failure;  ///< The first one.
    std::vector<Failure> failures;
    bool stopped() const { return stopped_; }

private:
    [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
    [[nodiscard]] bool at_line_end() const { return at_end() || text_[at_] == '\n'; }

    // False at the end of the text.
    bool skip_blank_lines() {
        for (;;) {
            const std::size_t end = std::min(text_.find('\n', at_), text_.size());
            const bool blank = text_.find_first_not_of(" \t\r", at_) >= end;
            if (!blank) return true;
            at_ = end;
            if (at_end()) return false;
            ++at_;
        }
    }

    void read_record() {
        const std::size_t begin = at_;
        starts_.clear();
        std::vector<std::string> fields;
        std::optional<Code> malformed;
        do {
            if (!starts_.empty()) ++at_;
            starts_.push_back(at_);
            malformed = read_field(fields.emplace_back());
        } while (!malformed && !at_line_end());
        const std::size_t end = at_;
        const bool unclosed = malformed && at_end();
        if (malformed) at_ = std::min(text_.find('\n', at_), text_.size());
        if (!at_end()) ++at_;
        stopped_ = then_ == Then::stop || rows.empty() || unclosed;
        if (const auto bad = find_bad_byte(begin, end)) return fail(bad->first, bad->second);
        if (malformed) return fail(*malformed, starts_.back());
        if (!rows.empty() && rows[0].size() != fields.size()) {
            return fail(Code::wrong_column_count, begin);
        }
        rows.push_back(std::move(fields));
        stopped_ = false;
    }

    std::optional<Code> read_field(std::string& field) {
        if (at_end() || text_[at_] != '"') {
            while (!at_line_end() && text_[at_] != ',') field += text_[at_++];
            if (at_line_end() && !field.empty() && field.back() == '\r') field.pop_back();
            return std::nullopt;
        }
        for (++at_;; field += text_[at_++]) {
            if (at_end()) return Code::malformed_csv;
            if (text_[at_] != '"') continue;
            if (++at_; at_end() || text_[at_] != '"') break;
        }
        const bool carriage_return =
            !at_end() && text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n');
        if (carriage_return) ++at_;
        if (at_line_end() || text_[at_] == ',') return std::nullopt;
        return Code::malformed_csv;
    }

    // The alphabet of the test has ASCII and the two bytes of é.
    [[nodiscard]] std::optional<std::pair<Code, std::size_t>> find_bad_byte(std::size_t begin,
                                                                            std::size_t end) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (text_[i] == '\0') return std::pair(Code::malformed_csv, start_before(i));
            const bool lead = text_[i] == '\xc3';
            if (lead && i + 1 < end && text_[i + 1] == '\xa9') {
                ++i;
            } else if (lead || text_[i] == '\xa9') {
                return std::pair(Code::invalid_encoding, start_before(i));
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::size_t start_before(std::size_t byte) const {
        std::size_t start = starts_.front();
        for (const std::size_t s : starts_) start = s <= byte ? s : start;
        return start;
    }

    void fail(Code code, std::size_t at) {
        std::size_t line = 1, line_start = 0;
        for (std::size_t i = 0; i < at; ++i) {
            if (text_[i] != '\n') continue;
            ++line;
            line_start = i + 1;
        }
        failures.push_back({code, line, at - line_start + 1});
    }

    std::string text_;
    Then then_;
    bool stopped_ = false;
    std::size_t at_ = 0;
    std::vector<std::size_t> starts_;
};

}  // namespace tenure::test
