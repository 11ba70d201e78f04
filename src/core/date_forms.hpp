#pragma once

// The date formats that are in use. A text that none of the plain forms reads has one or two
// readings among them, which a message can show: we never choose between them.

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>

namespace tenure::inline v0::detail::core {

/// Dates of year, month and day in the usual orders, each alone or followed by a time of day.
inline constexpr std::size_t date_form_count = 80;

/// The format of this number, fit for `Date::parse` and `CivilTime::parse`.
[[nodiscard]] std::string date_form(std::size_t number);

/// Which of them read the whole text, as a date and a time of day that exist.
[[nodiscard]] std::bitset<date_form_count> date_forms_of(std::string_view text) noexcept;

/// What is expected where `text` is no date in the plain forms, in words: those forms, or a format,
/// and what the usual formats make of it.
[[nodiscard]] std::string expected_date(std::string_view text);

}  // namespace tenure::inline v0::detail::core
