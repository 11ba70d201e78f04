#include "tenure/core/date.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/enumerators.hpp"
#include "core/message.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::unexpected;

constexpr std::array<std::string_view, 3> period_names = {"day", "week", "month"};

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

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

constexpr unsigned absent = ~0u;

/// Takes `fewest` to `most` digits from the front of `text`; `absent` where they are not there.
[[nodiscard]] unsigned take_number(std::string_view& text, std::size_t fewest,
                                   std::size_t most) noexcept {
    unsigned number = 0;
    std::size_t taken = 0;
    for (; taken < most && taken < text.size() && is_digit(text[taken]); ++taken) {
        number = number * 10 + static_cast<unsigned>(text[taken] - '0');
    }
    if (taken < fewest) return absent;
    text.remove_prefix(taken);
    return number;
}

[[nodiscard]] bool take_sign(std::string_view& text, char sign) noexcept {
    if (text.empty() || text.front() != sign) return false;
    text.remove_prefix(1);
    return true;
}

/// The fields of a date as far as they were read.
struct Fields {
    unsigned year = absent, month = absent, day = absent;

    [[nodiscard]] bool complete() const noexcept {
        return year != absent && month != absent && day != absent;
    }
    [[nodiscard]] unsigned& of(char sign) noexcept {
        if (sign == 'm') return month;
        return sign == 'd' ? day : year;
    }
};

constexpr Fields nothing{};

enum class Kind : std::uint8_t { field, literal, unknown };

/// A piece of a format: `%` and a field's sign, or a character that stands for itself.
struct Item {
    Kind kind;
    char sign;
};

/// Takes the next piece from the front of `format`, which is not empty.
[[nodiscard]] Item take_item(std::string_view& format) noexcept {
    const char first = format.front();
    format.remove_prefix(1);
    if (first != '%') return {Kind::literal, first};
    if (format.empty()) return {Kind::unknown, first};
    const char sign = format.front();
    format.remove_prefix(1);
    if (sign == '%') return {Kind::literal, sign};
    const bool known = sign == 'Y' || sign == 'y' || sign == 'm' || sign == 'd';
    return {known ? Kind::field : Kind::unknown, sign};
}

/// A month or day has one or two digits where it stands apart. Directly behind a field it has two,
/// and so has the field before it, as a second digit is always taken: 1997115 is no date by %Y%m%d.
[[nodiscard]] unsigned take_field(std::string_view& text, char sign, bool apart) noexcept {
    if (sign == 'Y') return take_number(text, 4, 4);
    if (sign != 'y') return take_number(text, apart ? 1 : 2, 2);
    const unsigned year = take_number(text, 2, 2);
    if (year == absent) return absent;
    return year + (year >= 69 ? 1900 : 2000);  // POSIX strptime
}

/// The fields of `text`; `nothing` where it does not match `format`, or the format is a bad one.
[[nodiscard]] Fields match(std::string_view text, std::string_view format) noexcept {
    Fields fields;
    bool apart = true;  // from the field before
    while (!format.empty()) {
        const Item item = take_item(format);
        if (item.kind == Kind::literal) {
            if (!take_sign(text, item.sign)) return nothing;
            apart = true;
            continue;
        }
        unsigned& field = fields.of(item.sign);
        if (item.kind == Kind::unknown || field != absent) return nothing;
        field = take_field(text, item.sign, apart);
        if (field == absent) return nothing;
        apart = false;
    }
    return text.empty() ? fields : nothing;
}

/// Whether `format` names year, month and day once each, and nothing unknown.
[[nodiscard]] bool is_format(std::string_view format) noexcept {
    Fields seen;
    while (!format.empty()) {
        const Item item = take_item(format);
        if (item.kind == Kind::literal) continue;
        unsigned& field = seen.of(item.sign);
        if (item.kind == Kind::unknown || field != absent) return false;
        field = 0;
    }
    return seen.complete();
}

/// The fields of `YYYY-MM-DD` or `YYYYMMDD`; `nothing` for any other text.
[[nodiscard]] Fields match_iso(std::string_view text) noexcept {
    if (text.size() != 8 && text.size() != 10) return nothing;
    const bool dashes = text.size() == 10;
    Fields fields;
    fields.year = take_number(text, 4, 4);
    if (dashes && !take_sign(text, '-')) return nothing;
    fields.month = take_number(text, 2, 2);
    if (dashes && !take_sign(text, '-')) return nothing;
    fields.day = take_number(text, 2, 2);
    return text.empty() ? fields : nothing;
}

[[nodiscard]] Result<Date> to_date(const Fields& fields, std::string_view form,
                                   std::string_view text) {
    if (!fields.complete()) {
        return unexpected(Code::invalid_date, std::string("a date as ").append(form), text);
    }
    const auto ymd = std::chrono::year(static_cast<int>(fields.year)) /
                     static_cast<int>(fields.month) / static_cast<int>(fields.day);
    if (ymd.ok() && ymd.year() >= std::chrono::year(1)) return Date(ymd);
    return unexpected(Code::invalid_date, "a date that exists", text);
}

}  // namespace

Result<Date> Date::parse(std::string_view text, std::string_view format) {
    const Fields fields = match(text, format);
    if (!fields.complete() && !is_format(format)) {
        return unexpected(Code::invalid_option, "a date format with %Y or %y, %m and %d, once each",
                          format);
    }
    return to_date(fields, format, text);
}

Result<Date> Date::parse(std::string_view text) {
    return to_date(match_iso(text), "YYYY-MM-DD or YYYYMMDD", text);
}

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
