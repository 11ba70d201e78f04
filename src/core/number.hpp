#pragma once

// Doubles as text, without a locale.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tenure::inline v0::detail::core {

/// A number at the start of a text, and how many bytes of it there are.
struct LeadingReal {
    double value;
    std::size_t length;
};

/// The finite decimal ≥ 0 that `text` starts with, correctly rounded: `1`, `.5`, `1e3`; no sign, no
/// `inf`, no `nan`, and nothing that rounds to infinity.
[[nodiscard]] std::optional<LeadingReal> leading_real(std::string_view text) noexcept;

/// The shortest decimal that reads back as the same double; `inf`, `-inf` and `nan` for those.
[[nodiscard]] std::string shortest(double value);

}  // namespace tenure::inline v0::detail::core
