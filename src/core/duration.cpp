#include "tenure/core/duration.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "core/enumerators.hpp"
#include "core/message.hpp"
#include "core/number.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::leading_real;
using detail::core::shortest;
using detail::core::unexpected;

constexpr std::array<std::string_view, 5> unit_names = {"hour", "day", "week", "month", "year"};
constexpr std::array<std::string_view, 5> unit_suffixes = {"h", "d", "w", "mo", "y"};

}  // namespace

std::string_view to_string(Unit unit) noexcept {
    return unit_names[static_cast<std::size_t>(unit)];
}

Result<Unit> parse_unit(std::string_view text) {
    return detail::core::parse_enumerator<Unit>(text, unit_names, "hour, day, week, month or year");
}

Result<Duration> parse_duration(std::string_view text) {
    constexpr std::string_view expected = "a length of time such as 52w (h, d, w, mo or y)";
    const auto count = leading_real(text);
    if (!count) return unexpected(Code::invalid_option, expected, text);
    const auto unit =
        detail::core::parse_enumerator<Unit>(text.substr(count->length), unit_suffixes, expected);
    if (!unit) return unexpected(Code::invalid_option, expected, text);
    return Duration{count->value, *unit};
}

std::string to_string(Duration duration) {
    return shortest(duration.count).append(unit_suffixes[static_cast<std::size_t>(duration.unit)]);
}

double DiscountRate::continuous(Unit unit) const noexcept {
    // The ratio first: it is exactly 1 where the units agree.
    return std::log1p(fraction) * (hours_per(unit) / hours_per(per));
}

Result<DiscountRate> parse_discount_rate(std::string_view text) {
    constexpr std::string_view expected =
        "a rate such as 0.10/year (hour, day, week, month or year)";
    const auto fraction = leading_real(text);
    if (!fraction) return unexpected(Code::invalid_option, expected, text);
    const std::string_view rest = text.substr(fraction->length);
    if (rest.empty()) return DiscountRate{fraction->value, Unit::year};
    const auto unit = parse_unit(rest.substr(1));
    if (rest.front() != '/' || !unit) return unexpected(Code::invalid_option, expected, text);
    return DiscountRate{fraction->value, *unit};
}

std::string to_string(DiscountRate rate) {
    return shortest(rate.fraction).append("/").append(to_string(rate.per));
}

}  // namespace tenure::inline v0
