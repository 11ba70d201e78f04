#pragma once

// Dates and times of day as texts: by a format of fields, and in the plain forms that need none.

#include <cstdint>
#include <string_view>

#include "tenure/core/date.hpp"

namespace tenure::inline v0::detail::core {

/// The fields of a date and a time of day as far as they were read; they may be out of range.
struct TimeFields {
    static constexpr unsigned absent = ~0u;

    unsigned year = absent, month = absent, day = absent;
    unsigned hour = absent;     ///< Of the day.
    unsigned hour_12 = absent;  ///< Of a half of the day, 1 to 12.
    unsigned half = absent;     ///< 0 for AM, 1 for PM.
    unsigned minute = absent, second = absent;
    unsigned microsecond = 0;  ///< 1,000,000 where there are more than six decimals that count.

    /// Whether they are a date, and a time of day or none: no field without the one above it.
    [[nodiscard]] bool complete() const noexcept { return has_date() && has_time_or_none(); }
    [[nodiscard]] bool has_date() const noexcept {
        return year != absent && month != absent && day != absent;
    }
    [[nodiscard]] bool has_time_or_none() const noexcept;
    /// The field that `%` and `sign` stand for; null for a sign that is none.
    [[nodiscard]] unsigned* of(char sign) noexcept;

    /// The date, and the time since midnight (0 where there is none), of complete fields that
    /// exist.
    [[nodiscard]] Date date() const;
    [[nodiscard]] std::int64_t microseconds_of_day() const noexcept;
};

/// Takes what `format` asks for from the front of `text`. Fields that the format does not name stay
/// as they are.
/// @return Whether it was there; not where the format has an unknown or a second field.
[[nodiscard]] bool take_by_format(std::string_view& text, std::string_view format,
                                  TimeFields& fields) noexcept;

/// Takes `YYYY-MM-DD` or `YYYYMMDD`, and a time of day behind it where there is one, from the front
/// of `text`.
[[nodiscard]] bool take_plain_form(std::string_view& text, TimeFields& fields) noexcept;

/// What a format must be and this one is not, in words; empty for a good one.
[[nodiscard]] std::string_view format_problem(std::string_view format) noexcept;

/// What complete fields must be and these are not, in words; empty where they exist.
[[nodiscard]] std::string_view field_problem(const TimeFields& fields) noexcept;

}  // namespace tenure::inline v0::detail::core
