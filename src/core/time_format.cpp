#include "core/time_format.hpp"

#include <chrono>
#include <cstddef>

namespace tenure::inline v0::detail::core {
namespace {

constexpr unsigned absent = TimeFields::absent;
constexpr unsigned too_fine = 1'000'000;  // microseconds

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

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

/// AM is 0, PM is 1.
[[nodiscard]] unsigned take_half(std::string_view& text) noexcept {
    if (text.size() < 2 || (text[1] != 'M' && text[1] != 'm')) return absent;
    const char first = text.front();
    text.remove_prefix(2);
    if (first == 'A' || first == 'a') return 0;
    return first == 'P' || first == 'p' ? 1 : absent;
}

/// The microseconds of a fraction, if one stands at the front of `text`: a point and digits.
[[nodiscard]] unsigned take_fraction(std::string_view& text) noexcept {
    if (text.size() < 2 || text.front() != '.' || !is_digit(text[1])) return 0;
    text.remove_prefix(1);
    unsigned microseconds = 0;
    unsigned unit = 100'000;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10) {
        const auto digit = static_cast<unsigned>(text.front() - '0');
        if (unit == 0 && digit != 0) microseconds = too_fine;
        microseconds += digit * unit;
    }
    return microseconds;
}

enum class Kind : std::uint8_t { field, literal, broken_off };

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
    if (format.empty()) return {Kind::broken_off, first};
    const char sign = format.front();
    format.remove_prefix(1);
    return {sign == '%' ? Kind::literal : Kind::field, sign};
}

[[nodiscard]] unsigned take_year_of_century(std::string_view& text) noexcept {
    const unsigned year = take_number(text, 2, 2);
    if (year == absent) return absent;
    return year + (year >= 69 ? 1900 : 2000);  // POSIX strptime
}

/// A field of one or two digits has them where it stands apart. Directly behind another it has two,
/// and so has the field before it, as a second digit is always taken: 1997115 is no date by %Y%m%d.
[[nodiscard]] unsigned take_field(std::string_view& text, char sign, bool apart) noexcept {
    if (sign == 'Y') return take_number(text, 4, 4);
    if (sign == 'y') return take_year_of_century(text);
    if (sign == 'p') return take_half(text);
    return take_number(text, apart ? 1 : 2, 2);
}

/// Takes `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`.
[[nodiscard]] bool take_plain_time(std::string_view& text, TimeFields& fields) noexcept {
    fields.hour = take_number(text, 2, 2);
    if (fields.hour == absent || !take_sign(text, ':')) return false;
    fields.minute = take_number(text, 2, 2);
    if (fields.minute == absent || !take_sign(text, ':')) return fields.minute != absent;
    fields.second = take_number(text, 2, 2);
    fields.microsecond = take_fraction(text);
    return fields.second != absent;
}

[[nodiscard]] bool take_plain_date(std::string_view& text, TimeFields& fields) noexcept {
    fields.year = take_number(text, 4, 4);
    const bool dashes = take_sign(text, '-');
    fields.month = take_number(text, 2, 2);
    if (dashes && !take_sign(text, '-')) return false;
    fields.day = take_number(text, 2, 2);
    return fields.has_date();
}

/// Takes what stands between a date and its time of day: `T`, or blanks.
[[nodiscard]] bool take_separator(std::string_view& text) noexcept {
    if (take_sign(text, 'T')) return true;
    const std::size_t before = text.size();
    while (take_sign(text, ' ') || take_sign(text, '\t')) {
    }
    return text.size() < before;
}

[[nodiscard]] unsigned hour_of(const TimeFields& fields) noexcept {
    if (fields.hour_12 != absent) return fields.hour_12 % 12 + fields.half * 12;
    return fields.hour == absent ? 0 : fields.hour;
}

[[nodiscard]] unsigned or_zero(unsigned field) noexcept { return field == absent ? 0 : field; }

[[nodiscard]] std::chrono::year_month_day calendar_date(const TimeFields& fields) noexcept {
    return std::chrono::year(static_cast<int>(fields.year)) / static_cast<int>(fields.month) /
           static_cast<int>(fields.day);
}

[[nodiscard]] bool is_time_of_day(const TimeFields& fields) noexcept {
    const bool is_hour = fields.hour_12 == absent || (fields.hour_12 >= 1 && fields.hour_12 <= 12);
    return is_hour && hour_of(fields) < 24 && or_zero(fields.minute) < 60 &&
           or_zero(fields.second) < 60;
}

}  // namespace

bool TimeFields::has_time_or_none() const noexcept {
    if ((hour_12 == absent) != (half == absent)) return false;
    if (hour != absent && hour_12 != absent) return false;
    if (minute != absent && hour == absent && hour_12 == absent) return false;
    return second == absent || minute != absent;
}

Date TimeFields::date() const { return calendar_date(*this); }

std::int64_t TimeFields::microseconds_of_day() const noexcept {
    const std::int64_t minutes = std::int64_t{hour_of(*this)} * 60 + or_zero(minute);
    return (minutes * 60 + or_zero(second)) * 1'000'000 + microsecond;
}

unsigned* TimeFields::of(char sign) noexcept {
    switch (sign) {
        case 'Y':
        case 'y':
            return &year;
        case 'm':
            return &month;
        case 'd':
            return &day;
        case 'H':
            return &hour;
        case 'I':
            return &hour_12;
        case 'p':
            return &half;
        case 'M':
            return &minute;
        case 'S':
            return &second;
        default:
            return nullptr;
    }
}

bool take_by_format(std::string_view& text, std::string_view format, TimeFields& fields) noexcept {
    bool apart = true;  // from the digits before
    while (!format.empty()) {
        const Item item = take_item(format);
        if (item.kind == Kind::literal) {
            if (!take_sign(text, item.sign)) return false;
            apart = true;
            continue;
        }
        unsigned* const field = item.kind == Kind::field ? fields.of(item.sign) : nullptr;
        if (field == nullptr || *field != absent) return false;
        *field = take_field(text, item.sign, apart);
        if (*field == absent) return false;
        if (item.sign == 'S') fields.microsecond = take_fraction(text);
        apart = item.sign == 'p';
    }
    return true;
}

bool take_plain_form(std::string_view& text, TimeFields& fields) noexcept {
    if (!take_plain_date(text, fields)) return false;
    if (text.empty()) return true;
    std::string_view rest = text;
    TimeFields with_time = fields;
    if (take_separator(rest) && take_plain_time(rest, with_time)) {
        text = rest;
        fields = with_time;
    }
    return true;
}

std::string_view format_problem(std::string_view format) noexcept {
    constexpr std::string_view date = "a date format with %Y or %y, %m and %d, once each";
    constexpr std::string_view time =
        "a date format with a time of day of %H, or %I and %p, then %M and %S, once each";
    TimeFields seen;
    while (!format.empty()) {
        const Item item = take_item(format);
        if (item.kind == Kind::literal) continue;
        unsigned* const field = item.kind == Kind::field ? seen.of(item.sign) : nullptr;
        if (field == nullptr) return date;
        if (*field != absent) return std::string_view("Yymd").find(item.sign) < 4 ? date : time;
        *field = 0;
    }
    if (!seen.has_date()) return date;
    return seen.has_time_or_none() ? std::string_view() : time;
}

std::string_view field_problem(const TimeFields& fields) noexcept {
    if (fields.year == 0 || !calendar_date(fields).ok()) return "a date that exists";
    if (!is_time_of_day(fields)) return "a time of day from 00:00:00 to 23:59:59";
    return fields.microsecond >= too_fine ? "at most 6 decimals of a second" : std::string_view();
}

}  // namespace tenure::inline v0::detail::core
