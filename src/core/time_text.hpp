#pragma once

// Texts that must be a date, or a date with a time of day: their fields, or what is wrong with
// them.

#include <string_view>

#include "core/time_format.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::core {

/// The fields of a time that exists, by `format`; of `CivilTime::parse` and `Date::parse`.
[[nodiscard]] Result<TimeFields> read_time(std::string_view text, std::string_view format);

/// The same in the plain forms.
[[nodiscard]] Result<TimeFields> read_time(std::string_view text);

}  // namespace tenure::inline v0::detail::core
