#include "advice.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tenure::tools {

namespace {

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

/// The formats that read all of them.
std::vector<std::string> formats_of_all(const CheckFindings& findings) {
    std::vector<std::string> formats;
    for (const DateNotation& notation : findings.notations) {
        if (notation.values == refused_days(findings) && !is_no_day(notation))
            formats.push_back(notation.format);
    }
    return formats;
}

std::string advice_on_dates(const CheckFindings& findings) {
    const auto formats = formats_of_all(findings);
    if (formats.empty())
        return "no usual --date-format reads all dates: bring them to one notation first";
    const std::string named = fmt::format("--date-format {}", fmt::join(formats, " or "));
    if (findings.log.kept != 0)
        return named +
               " reads the dates that were refused, but then not the others: bring them to "
               "one notation first";
    return formats.size() == 1 ? named + " reads all dates"
                               : named + " reads all dates: you know which is meant";
}

struct Remedy {
    Code code;
    const char* advice;
};
constexpr Remedy remedies[] = {
    {Code::invalid_encoding, "--encoding says how the text is encoded"},
    {Code::invalid_number, "--decimal and --group say how numbers are written"},
    {Code::missing_id, "--missing-id drop leaves out the rows without a customer id"},
    {Code::negative_amount,
     "--returns net takes returns off what was bought before, --returns drop leaves them out"},
    {Code::invalid_value, "--outliers keep or drop takes or leaves the rows above the limit"}};

}  // namespace

bool is_no_day(const DateNotation& notation) noexcept {
    return notation.format.find('%') == std::string::npos;
}

std::vector<std::string> advice_on(const CheckFindings& findings, const LogOptions& options) {
    std::vector<std::string> advice;
    for (const auto& [code, text] : remedies) {
        if (code == Code::invalid_value && options.cleaning.outliers != Outliers::error) continue;
        if (refused(findings, code) != 0) advice.emplace_back(text);
    }
    if (refused_days(findings) > 0) advice.push_back(advice_on_dates(findings));
    if (findings.log.bad_rows != 0 && findings.log.kept != 0) {
        advice.push_back(fmt::format("--on-bad-row skip --max-bad-rows {} leaves out all of them",
                                     findings.log.bad_rows));
    }
    return advice;
}

}  // namespace tenure::tools
