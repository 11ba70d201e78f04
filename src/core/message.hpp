#pragma once

// The wording of errors: "expected …, got …", on one line, whatever stood in the input.

#include <string>
#include <string_view>

#include "tenure/core/error.hpp"

namespace tenure::inline v0::detail::core {

/// `quoted(text)` is the text in double quotes, fit for one line of a message: control characters,
/// quotes and backslashes escaped (bytes above 127 as they are), and cut where it is long, never
/// inside a UTF-8 sequence. An object, as a function would lose its calls with a std::string to
/// std::quoted.
struct Quote {
    [[nodiscard]] std::string operator()(std::string_view text) const;
};
inline constexpr Quote quoted{};

/// "expected …, got …".
[[nodiscard]] std::string expected_got(std::string_view expected, std::string_view got);

/// An error without a place, about a text that stood in the input: "expected …, got "text"".
[[nodiscard]] Error unexpected(Code code, std::string_view expected, std::string_view text);

}  // namespace tenure::inline v0::detail::core
