#pragma once

/// @file
/// Lengths of time, the units they are counted in, and rates, which never travel without one.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenure/core/date.hpp"

namespace tenure::inline v0 {

/// The unit in which a model counts time. All convert through hours, exactly: a day is 24, a week
/// 168, a month 730.5 and a year 8,766.
enum class Unit : std::uint8_t { hour, day, week, month, year };

[[nodiscard]] constexpr double hours_per(Unit unit) noexcept {
    constexpr double hours[] = {1.0, 24.0, 168.0, 730.5, 8766.0};
    return hours[static_cast<std::size_t>(unit)];
}

/// The length of a merge period, in hours.
[[nodiscard]] constexpr double hours_per(Period period) noexcept {
    constexpr double hours[] = {24.0, 168.0, 730.5};
    return hours[static_cast<std::size_t>(period)];
}

[[nodiscard]] TENURE_API std::string_view to_string(Unit unit) noexcept;
/// Reads `hour`, `day`, `week`, `month` or `year`; anything else is `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<Unit> parse_unit(std::string_view text);

/// A length of time: `39_weeks`, or `Duration{39, Unit::week}`.
struct Duration {
    double count;
    Unit unit;

    /// The same length, counted in another unit.
    [[nodiscard]] constexpr double in(Unit other) const noexcept {
        return unit == other ? count : count * hours_per(unit) / hours_per(other);
    }
    friend constexpr bool operator==(const Duration&, const Duration&) noexcept = default;
};

/// Reads a count followed by `h`, `d`, `w`, `mo` or `y`: `52w`, `1.5y`. The count is finite, not
/// below 0, and written without a sign.
/// @return `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<Duration> parse_duration(std::string_view text);
/// The form that `parse_duration` reads, with the shortest count that reads back as the same.
[[nodiscard]] TENURE_API std::string to_string(Duration duration);

/// An effective interest rate: money grows by `fraction` in one `per`. Ten per cent a year is
/// `{0.10, Unit::year}`, and not ten per cent a week, whatever the model's unit.
struct DiscountRate {
    double fraction;
    Unit per = Unit::year;

    /// The continuous rate δ = ln(1 + fraction) per `unit`, so that money after time u is worth
    /// e^(−δu).
    [[nodiscard]] TENURE_API double continuous(Unit unit) const noexcept;
    friend constexpr bool operator==(const DiscountRate&, const DiscountRate&) noexcept = default;
};

/// Reads a fraction with its unit, `0.10/year`, or without one, which means a year. The fraction is
/// finite and ≥ 0, and is written without a sign.
/// @return `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<DiscountRate> parse_discount_rate(std::string_view text);
/// The form that `parse_discount_rate` reads, with the unit.
[[nodiscard]] TENURE_API std::string to_string(DiscountRate rate);

namespace literals {
[[nodiscard]] constexpr Duration operator""_hours(unsigned long long n) noexcept {
    return {static_cast<double>(n), Unit::hour};
}
[[nodiscard]] constexpr Duration operator""_days(unsigned long long n) noexcept {
    return {static_cast<double>(n), Unit::day};
}
[[nodiscard]] constexpr Duration operator""_weeks(unsigned long long n) noexcept {
    return {static_cast<double>(n), Unit::week};
}
[[nodiscard]] constexpr Duration operator""_months(unsigned long long n) noexcept {
    return {static_cast<double>(n), Unit::month};
}
[[nodiscard]] constexpr Duration operator""_years(unsigned long long n) noexcept {
    return {static_cast<double>(n), Unit::year};
}
[[nodiscard]] constexpr DiscountRate operator""_percent_per_year(unsigned long long n) noexcept {
    return {static_cast<double>(n) / 100.0, Unit::year};
}
[[nodiscard]] constexpr DiscountRate operator""_percent_per_year(long double n) noexcept {
    return {static_cast<double>(n) / 100.0, Unit::year};
}
}  // namespace literals

}  // namespace tenure::inline v0
