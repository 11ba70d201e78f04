#pragma once

/// @file
/// Calendar dates and the periods in which purchases count as one.

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// A calendar date of the business, years 1 to 9999, as days since 1970-01-01. There is no time
/// zone and no clock in it: which day it was is decided by the host.
class Date {
public:
    /// From the standard calendar: `1997y / 9 / 30`. A date that does not exist (30 February) or
    /// lies outside the years 1–9999 is a `ContractError`.
    constexpr Date(std::chrono::year_month_day ymd)
        : days_(valid(ymd) ? static_cast<std::int32_t>(
                                 std::chrono::sys_days(ymd).time_since_epoch().count())
                           : reject(ymd)) {}

    /// Days since 1970-01-01; a `ContractError` outside `min()`…`max()`.
    [[nodiscard]] static constexpr Date from_days(std::int64_t days) {
        if (days < min_days || days > max_days) reject(days);
        return Date(static_cast<std::int32_t>(days), Unchecked{});
    }
    [[nodiscard]] static constexpr Date min() noexcept { return Date(min_days, Unchecked{}); }
    [[nodiscard]] static constexpr Date max() noexcept { return Date(max_days, Unchecked{}); }

    /// Reads `text` by `format`, which consists of `%Y` (4 digits) or `%y` (2 digits: 69–99 are
    /// 19xx, 00–68 are 20xx), `%m` and `%d` (1 or 2 digits; exactly 2 where another field
    /// stands directly before or after), each once, and of `%%` and literal characters. The fields
    /// of a time of day may be there as well, as in `CivilTime::parse`. The whole text must match,
    /// and date and time must exist.
    /// @return `Code::invalid_date` where it does not; `Code::invalid_option` for a bad format.
    [[nodiscard]] static TENURE_API Result<Date> parse(std::string_view text,
                                                       std::string_view format);

    /// Reads `YYYY-MM-DD` or `YYYYMMDD`, alone or with a time of day as in `CivilTime::parse`,
    /// nothing else: every other form has two readings somewhere in the world, and asks for a
    /// format. Where one of the usual formats reads it, the message shows what it would be.
    [[nodiscard]] static TENURE_API Result<Date> parse(std::string_view text);

    [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
    [[nodiscard]] constexpr std::chrono::year_month_day ymd() const noexcept {
        return std::chrono::sys_days(std::chrono::days(days_));
    }
    /// `YYYY-MM-DD`.
    [[nodiscard]] TENURE_API std::string to_string() const;

    friend constexpr auto operator<=>(Date, Date) noexcept = default;
    friend constexpr std::int32_t operator-(Date later, Date earlier) noexcept {
        return later.days_ - earlier.days_;
    }
    /// A `ContractError` outside `min()`…`max()`.
    friend constexpr Date operator+(Date date, std::int32_t days) {
        return from_days(std::int64_t{date.days_} + days);
    }

private:
    struct Unchecked {};
    constexpr Date(std::int32_t days, Unchecked) noexcept : days_(days) {}

    static constexpr std::int32_t min_days = -719162;  // 0001-01-01
    static constexpr std::int32_t max_days = 2932896;  // 9999-12-31

    [[nodiscard]] static constexpr bool valid(std::chrono::year_month_day ymd) noexcept {
        return ymd.ok() && ymd.year() >= std::chrono::year(1) &&
               ymd.year() <= std::chrono::year(9999);
    }
    [[noreturn]] static TENURE_API std::int32_t reject(std::chrono::year_month_day ymd);
    [[noreturn]] static TENURE_API void reject(std::int64_t days);

    std::int32_t days_;
};

/// The span of time within which a customer's purchases count as one occasion.
enum class Period : std::uint8_t {
    day,    ///< The calendar day: what the papers use.
    week,   ///< Monday to Sunday (ISO 8601).
    month,  ///< The calendar month.
};

/// The period's number on the calendar: days since 1970-01-01, weeks since the one of 1969-12-29,
/// months since January 1970. Consecutive periods differ by 1.
[[nodiscard]] TENURE_API std::int32_t period_index(Date date, Period period) noexcept;

[[nodiscard]] TENURE_API std::string_view to_string(Period period) noexcept;
/// Reads `day`, `week` or `month`; anything else is `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<Period> parse_period(std::string_view text);

/// Allows `1997y / 9 / 30`.
namespace literals {
using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): a re-export
}

}  // namespace tenure::inline v0
