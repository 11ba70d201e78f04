#pragma once

/// @file
/// Times of day on calendar dates.

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenure/core/date.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// A date with a time of day, to the microsecond, years 1 to 9999, as the business reads it off its
/// own clock. There is no time zone in it: the host has resolved it, and every day has 24 hours.
class CivilTime {
public:
    /// Midnight, at which the date begins.
    constexpr CivilTime(Date date) noexcept
        : CivilTime(date.days() * microseconds_per_day, Unchecked{}) {}

    /// Microseconds since 1970-01-01T00:00:00; a `ContractError` outside `min()`…`max()`.
    [[nodiscard]] static constexpr CivilTime from_microseconds(std::int64_t microseconds) {
        const CivilTime time(microseconds, Unchecked{});
        if (time < min() || time > max()) reject(microseconds);
        return time;
    }
    [[nodiscard]] static constexpr CivilTime min() noexcept { return Date::min(); }
    /// The last microsecond of 9999-12-31.
    [[nodiscard]] static constexpr CivilTime max() noexcept {
        return {CivilTime(Date::max()).microseconds_ + microseconds_per_day - 1, Unchecked{}};
    }

    /// Reads `text` by `format`: the fields of `Date::parse`, and for the time of day `%H` (0–23),
    /// or `%I` (1–12) with `%p` (AM or PM, in any case), then `%M` and `%S`, each at most once and
    /// none without the one above it. They have 1 or 2 digits, exactly 2 where another field stands
    /// directly before or after (`%p` may: `3PM`). Behind seconds a fraction is read where there is
    /// one, of at most six digits that count. A time that is not in the format is midnight. 24:00
    /// and leap seconds are errors.
    /// @return `Code::invalid_date` where the text does not match or the time does not exist;
    /// `Code::invalid_option` for a bad format.
    [[nodiscard]] static TENURE_API Result<CivilTime> parse(std::string_view text,
                                                            std::string_view format);

    /// Reads `YYYY-MM-DD` or `YYYYMMDD`, alone (midnight) or followed by `T` or blanks and a time
    /// of day as `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff`. Every other form is
    /// `Code::invalid_date`; where one of the usual formats reads it, the message says which. So is
    /// a zone behind the time (`Z`, `+01:00`): zones are resolved by the host.
    [[nodiscard]] static TENURE_API Result<CivilTime> parse(std::string_view text);

    [[nodiscard]] constexpr std::int64_t microseconds() const noexcept { return microseconds_; }
    [[nodiscard]] constexpr Date date() const {
        const std::int64_t of_day = time_of_day().count();
        return Date::from_days((microseconds_ - of_day) / microseconds_per_day);
    }
    /// Since midnight.
    [[nodiscard]] constexpr std::chrono::microseconds time_of_day() const noexcept {
        const std::int64_t rest = microseconds_ % microseconds_per_day;
        return std::chrono::microseconds(rest < 0 ? rest + microseconds_per_day : rest);
    }
    /// `YYYY-MM-DDTHH:MM:SS`, with `.ffffff` behind it unless that is zero.
    [[nodiscard]] TENURE_API std::string to_string() const;

    friend constexpr auto operator<=>(CivilTime, CivilTime) noexcept = default;

private:
    struct Unchecked {};
    constexpr CivilTime(std::int64_t microseconds, Unchecked) noexcept
        : microseconds_(microseconds) {}

    static constexpr std::int64_t microseconds_per_day = 86'400'000'000;

    [[noreturn]] static TENURE_API void reject(std::int64_t microseconds);

    std::int64_t microseconds_;
};

}  // namespace tenure::inline v0
