#include "tenure/core/date.hpp"

#include <array>
#include <cstddef>

#include "core/enumerators.hpp"
#include "core/message.hpp"
#include "core/time_text.hpp"

namespace tenure::inline v0 {
namespace {

constexpr std::array<std::string_view, 3> period_names = {"day", "week", "month"};

void append_digits(std::string& out, unsigned number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

[[nodiscard]] std::string iso(int year, unsigned month, unsigned day) {
    std::string out;
    if (year < 0) out += '-';
    append_digits(out, static_cast<unsigned>(year < 0 ? -year : year), 4);
    out += '-';
    append_digits(out, month, 2);
    out += '-';
    append_digits(out, day, 2);
    return out;
}

[[nodiscard]] std::string iso(std::chrono::year_month_day ymd) {
    return iso(int(ymd.year()), unsigned(ymd.month()), unsigned(ymd.day()));
}

[[nodiscard]] Result<Date> to_date(const Result<detail::core::TimeFields>& fields) {
    if (!fields) return fields.error();
    return fields->date();
}

}  // namespace

Result<Date> Date::parse(std::string_view text, std::string_view format) {
    return to_date(detail::core::read_time(text, format));
}

Result<Date> Date::parse(std::string_view text) { return to_date(detail::core::read_time(text)); }

std::string Date::to_string() const { return iso(ymd()); }

std::int32_t Date::reject(std::chrono::year_month_day ymd) {
    detail::core::contract_violation("Date", "a date that exists, from 0001-01-01 to 9999-12-31",
                                     iso(ymd));
}

void Date::reject(std::int64_t days) {
    detail::core::contract_violation(
        "Date::from_days()", "a number of days from -719162 to 2932896", std::to_string(days));
}

std::int32_t period_index(Date date, Period period) noexcept {
    if (period == Period::day) return date.days();
    if (period == Period::week) {
        const std::int32_t since_monday = date.days() + 3;  // 1970-01-01 was a Thursday
        return (since_monday >= 0 ? since_monday : since_monday - 6) / 7;
    }
    const auto ymd = date.ymd();
    return (int(ymd.year()) - 1970) * 12 + static_cast<std::int32_t>(unsigned(ymd.month())) - 1;
}

std::string_view to_string(Period period) noexcept {
    return period_names[static_cast<std::size_t>(period)];
}

Result<Period> parse_period(std::string_view text) {
    return detail::core::parse_enumerator<Period>(text, period_names, "day, week or month");
}

}  // namespace tenure::inline v0
