#include "advice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>

namespace tenure::tools {

namespace {

constexpr std::string_view digits = "0123456789";

std::int64_t refused(const CheckFindings& findings, Code code) {
    const auto& kinds = findings.log.refused;
    const auto kind = std::ranges::find(kinds, code, &RefusedRows::code);
    return kind == kinds.end() ? 0 : kind->rows;
}

/// Those refused that are days at all.
std::int64_t refused_days(const CheckFindings& findings) {
    std::int64_t days = refused(findings, Code::invalid_date);
    for (const DateNotation& notation : findings.notations) {
        if (is_no_day(notation)) days -= notation.values;
    }
    return days;
}

/// `text` as a shell takes it for one word.
std::string shell_word(std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](char c) {
        return c == '%' || ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') ||
               std::string_view("0123456789/.:+,-_").find(c) != std::string_view::npos;
    });
    if (plain) return std::string(text);
    std::string word = "'";
    for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

struct Readings {
    std::vector<std::string> of_all;      ///< The options that read all days refused.
    std::vector<DateNotation> notations;  ///< Those that read some, of most values first.
};

Readings readings_of(const CheckFindings& findings) {
    Readings readings;
    for (const DateNotation& notation : findings.notations) {
        if (is_no_day(notation)) continue;
        readings.notations.push_back(notation);
        if (notation.values == refused_days(findings))
            readings.of_all.push_back("--date-format " + shell_word(notation.format));
    }
    return readings;
}

/// Rows whose date could be read; what else was wrong with a row may hide more of them.
std::int64_t dates_read(const LogReport& log) {
    return log.kept + log.returns_dropped + log.zero_amounts_dropped + log.outliers_dropped;
}

/// Whether each row that got as far as its date was refused for it.
bool no_date_was_read(const CheckFindings& findings) {
    const std::int64_t without = refused(findings, Code::missing_id) + findings.log.missing_ids +
                                 refused(findings, Code::wrong_column_count) +
                                 refused(findings, Code::malformed_csv);
    return !findings.ended_by &&
           findings.log.rows == refused(findings, Code::invalid_date) + without;
}

std::string what_is_read(const CheckFindings& findings) {
    if (no_date_was_read(findings)) return " reads all dates";
    if (dates_read(findings.log) == 0) return " reads the dates that were refused";
    return " reads the dates that were refused, but then not the others: bring them to one "
           "notation first";
}

/// Where no format reads all. A date that is missing or has a zone is read by none: one notation
/// that reads some is not yet a mixture.
std::string advice_on_mixed_dates(const CheckFindings& findings, const Readings& readings) {
    if (readings.notations.empty()) return {};
    if (readings.notations.size() > 1)
        return "no usual --date-format reads all dates: bring them to one notation first";
    const DateNotation& notation = readings.notations.front();
    return fmt::format("--date-format {} reads {} of the {} dates that were refused",
                       shell_word(notation.format), notation.values, refused_days(findings));
}

/// Empty where there is none.
std::string advice_on_dates(const CheckFindings& findings) {
    const Readings readings = readings_of(findings);
    if (readings.of_all.empty()) return advice_on_mixed_dates(findings, readings);
    const std::string advice =
        fmt::format("{}", fmt::join(readings.of_all, ", or ")) + what_is_read(findings);
    const bool open = readings.of_all.size() > 1 && dates_read(findings.log) == 0;
    return open ? advice + ": you know which is meant" : advice;
}

/// What stood where something else was expected.
std::string_view found_text(std::string_view message) {
    constexpr std::string_view mark = ", got \"";
    const std::size_t at = message.find(mark);
    return at == std::string_view::npos ? "" : message.substr(at + mark.size());
}

/// Whether a number has a comma, or a blank between digits.
bool is_of_another_style(const Error& error) {
    const std::string_view number = found_text(error.message);
    if (number.find(',') != std::string_view::npos) return true;
    const std::size_t blank =
        number.find(' ', std::min(number.find_first_of(digits), number.size()));
    return blank != std::string_view::npos && blank + 1 < number.size() &&
           digits.find(number[blank + 1]) != std::string_view::npos;
}

/// Whether the option of a remedy for `kind` can be meant.
bool is_remedied(const RefusedRows& kind, const LogOptions& options) {
    if (kind.code == Code::invalid_value) return options.cleaning.outliers == Outliers::error;
    if (kind.code == Code::invalid_number)
        return std::ranges::any_of(kind.first, is_of_another_style);
    return true;
}

struct Remedy {
    Code code;
    const char* advice;
};
constexpr Remedy remedies[] = {
    {Code::invalid_encoding,
     "--encoding utf-16, windows-1252 or windows-1250 says how the text is encoded"},
    {Code::invalid_number, "--decimal and --group say how numbers are written"},
    {Code::missing_id, "--missing-id drop leaves out the rows without a customer id"},
    {Code::negative_amount,
     "--returns net takes returns off what was bought before, --returns drop leaves them out"},
    {Code::invalid_value, "--outliers keep or drop takes or leaves the rows above the limit"}};

/// The sign that a header of a single field may have been meant to be divided by; else empty.
std::string delimiter_in(std::string_view header) {
    if (header.find("\", \"") != std::string_view::npos) return {};
    if (header.find(';') != std::string_view::npos) return "';'";
    if (header.find("\\t") != std::string_view::npos) return "tab";  // as messages show it
    return header.find('|') != std::string_view::npos ? "'|'" : "";
}

/// Whether one of the fields of a header consists of digits and the signs of dates and numbers.
bool is_data(std::string_view header) {
    while (!header.empty()) {
        const std::string_view field = header.substr(0, header.find('"'));
        if (field.find_first_of(digits) != std::string_view::npos &&
            field.find_first_not_of("0123456789 -./:,") == std::string_view::npos)
            return true;
        header.remove_prefix(std::min(field.size() + 1, header.size()));
    }
    return false;
}

std::string advice_on_columns(const Error& error) {
    const std::string_view header = found_text(error.message);
    const std::string delimiter = delimiter_in(header);
    if (!delimiter.empty())
        return fmt::format("--delimiter {} says what stands between fields", delimiter);
    if (error.message.starts_with("expected one column"))
        return fmt::format("--columns {}=COLUMN says which is meant", error.where.field);
    if (is_data(header))
        return "--no-header --columns customer=1,date=2,amount=3 reads a file without a header";
    return "--columns customer=COLUMN,date=COLUMN names the columns, by name or by number";
}

}  // namespace

bool is_no_day(const DateNotation& notation) noexcept {
    return notation.format.find('%') == std::string::npos;
}

std::vector<std::string> advice_on(const CheckFindings& findings, const LogOptions& options) {
    std::vector<std::string> advice;
    if (findings.ended_by && findings.ended_by->code == Code::missing_column)
        advice.push_back(advice_on_columns(*findings.ended_by));
    for (const auto& [code, text] : remedies) {
        const auto kind = std::ranges::find(findings.log.refused, code, &RefusedRows::code);
        if (kind != findings.log.refused.end() && is_remedied(*kind, options))
            advice.emplace_back(text);
    }
    const std::string dates = refused_days(findings) > 0 ? advice_on_dates(findings) : "";
    if (!dates.empty()) advice.push_back(dates);
    if (findings.log.bad_rows != 0 && findings.log.kept != 0 && !findings.ended_by) {
        advice.push_back(
            fmt::format("--on-bad-row skip --max-bad-rows {} (with the other verbs) leaves out all "
                        "of them",
                        findings.log.bad_rows));
    }
    return advice;
}

}  // namespace tenure::tools
