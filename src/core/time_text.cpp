#include "core/time_text.hpp"

#include "core/date_forms.hpp"
#include "core/message.hpp"

namespace tenure::inline v0::detail::core {
namespace {

[[nodiscard]] Result<TimeFields> existing(const TimeFields& fields, std::string_view text) {
    const std::string_view problem = field_problem(fields);
    if (!problem.empty()) return unexpected(Code::invalid_date, problem, text);
    return fields;
}

/// Whether `text` is what stands behind a time to say where it holds: `Z`, ` UTC`, `+01:00`.
[[nodiscard]] bool is_zone(std::string_view text) noexcept {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    if (text == "Z" || text == "z" || text == "UTC" || text == "GMT") return true;
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
    std::string digits(text.substr(1));
    if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
    return (digits.size() == 2 || digits.size() == 4) &&
           digits.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<TimeFields> read_time(std::string_view text, std::string_view format) {
    TimeFields fields;
    std::string_view rest = text;
    const bool matches = take_by_format(rest, format, fields) && rest.empty();
    if (matches && fields.complete()) return existing(fields, text);
    const std::string_view problem = format_problem(format);
    if (!problem.empty()) return unexpected(Code::invalid_option, problem, format);
    return unexpected(Code::invalid_date, std::string("a date as ").append(format), text);
}

Result<TimeFields> read_time(std::string_view text) {
    TimeFields fields;
    std::string_view rest = text;
    const bool starts_plain = take_plain_form(rest, fields);
    if (starts_plain && rest.empty()) return existing(fields, text);
    if (starts_plain && fields.hour != TimeFields::absent && is_zone(rest)) {
        return unexpected(Code::invalid_date,
                          "a local time without a zone (zones are the host's to resolve)", text);
    }
    return unexpected(Code::invalid_date, expected_date(text), text);
}

}  // namespace tenure::inline v0::detail::core
