#pragma once

// The Windows code pages, as UTF-8.

#include <span>
#include <string_view>

#include "io/decoded.hpp"

namespace tenure::inline v0::detail::io {

/// Decodes from the front of `bytes` as long as `out` has room for a longest character (4 bytes). A
/// byte without a meaning stays as it is, which is not valid UTF-8.
[[nodiscard]] Decoded decode_windows_1250(std::string_view bytes, std::span<char> out) noexcept;
[[nodiscard]] Decoded decode_windows_1252(std::string_view bytes, std::span<char> out) noexcept;

/// Whether the byte has a meaning.
[[nodiscard]] bool is_windows_1250(char byte) noexcept;
[[nodiscard]] bool is_windows_1252(char byte) noexcept;

}  // namespace tenure::inline v0::detail::io
