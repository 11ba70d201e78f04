#pragma once

// Doubles from text, strictly.

#include <string_view>

#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::io {

/// The finite number that all of `text` is, correctly rounded: `-1.5`, `1e3`, with a group sign
/// `1,234.5`. Signs, points and groups are read as `Money::parse` reads them; `-0` is 0.
/// @return `Code::invalid_number`.
[[nodiscard]] Result<double> parse_real(std::string_view text, DecimalStyle style);

}  // namespace tenure::inline v0::detail::io
