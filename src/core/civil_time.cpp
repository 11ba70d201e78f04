#include "tenure/core/civil_time.hpp"

#include "core/time_text.hpp"

namespace tenure::inline v0 {
namespace {

[[nodiscard]] Result<CivilTime> to_time(const Result<detail::core::TimeFields>& fields) {
    if (!fields) return fields.error();
    return CivilTime::from_microseconds(CivilTime(fields->date()).microseconds() +
                                        fields->microseconds_of_day());
}

void append_digits(std::string& out, std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    out.append(width - digits.size(), '0').append(digits);
}

}  // namespace

Result<CivilTime> CivilTime::parse(std::string_view text, std::string_view format) {
    return to_time(detail::core::read_time(text, format));
}

Result<CivilTime> CivilTime::parse(std::string_view text) {
    return to_time(detail::core::read_time(text));
}

std::string CivilTime::to_string() const {
    const std::chrono::hh_mm_ss time(time_of_day());
    std::string out = date().to_string();
    out += 'T';
    append_digits(out, time.hours().count(), 2);
    out += ':';
    append_digits(out, time.minutes().count(), 2);
    out += ':';
    append_digits(out, time.seconds().count(), 2);
    if (time.subseconds().count() == 0) return out;
    out += '.';
    append_digits(out, time.subseconds().count(), 6);
    return out;
}

void CivilTime::reject(std::int64_t microseconds) {
    detail::core::contract_violation(
        "CivilTime::from_microseconds()",
        "a number of microseconds from -62135596800000000 to 253402300799999999",
        std::to_string(microseconds));
}

}  // namespace tenure::inline v0
