#pragma once

// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <string>
#include <string_view>

namespace tenure::inline v0::detail::io {

/// The length in bytes of the character at the front of `text` (not empty); 0 where it is not
/// UTF-8.
[[nodiscard]] std::size_t character_length(std::string_view text) noexcept;

/// Where the first byte that is not part of a UTF-8 character stands; `npos` where all are.
[[nodiscard]] std::size_t find_invalid_utf8(std::string_view text) noexcept;

/// A byte as messages show it where it is no character: `0xe9`.
[[nodiscard]] std::string hexadecimal(char byte);

/// Where the first byte that text does not hold stands: a NUL, or one that is not part of a UTF-8
/// character; `npos` where there is none.
[[nodiscard]] std::size_t find_invalid_text(std::string_view text) noexcept;

}  // namespace tenure::inline v0::detail::io
