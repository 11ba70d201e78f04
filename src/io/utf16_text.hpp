#pragma once

// UTF-16 (RFC 2781), as UTF-8.

#include <cstdint>
#include <span>
#include <string_view>

#include "io/decoded.hpp"

namespace tenure::inline v0::detail::io {

enum class ByteOrder : std::uint8_t { little, big };

/// The byte order of a text that starts with `front`: what its byte order mark says; without one,
/// what the first line feed says, as with its bytes swapped it would be U+0A00, which is no
/// character; without that, little endian.
[[nodiscard]] ByteOrder utf16_order(std::string_view front) noexcept;

/// Decodes from the front of `bytes` as long as `out` has room for a longest character (4 bytes).
/// Without `at_end`, what may go on behind `bytes` is left. A byte order mark is a character as any
/// other. A surrogate without its other half becomes its three bytes, which are not valid UTF-8,
/// and a byte that is left over becomes `half_unit`.
[[nodiscard]] Decoded decode_utf16(ByteOrder order, std::string_view bytes, bool at_end,
                                   std::span<char> out) noexcept;

}  // namespace tenure::inline v0::detail::io
