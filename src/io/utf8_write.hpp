#pragma once

// A code point as UTF-8.

#include <cstddef>

namespace tenure::inline v0::detail::io {

/// The most bytes of a character.
inline constexpr std::size_t longest_utf8 = 4;

/// Writes the code point (at most U+10FFFF) to `out`, and returns how many bytes that were. A
/// surrogate is written as if it were a character, which is not valid UTF-8.
constexpr std::size_t write_utf8(char32_t point, char* out) noexcept {
    const auto tail = [point](unsigned shift) {
        return static_cast<char>(0x80 | (point >> shift & 0x3f));
    };
    if (point < 0x80) {
        out[0] = static_cast<char>(point);
        return 1;
    }
    if (point < 0x800) {
        out[0] = static_cast<char>(0xc0 | point >> 6);
        out[1] = tail(0);
        return 2;
    }
    if (point < 0x10000) {
        out[0] = static_cast<char>(0xe0 | point >> 12);
        out[1] = tail(6);
        out[2] = tail(0);
        return 3;
    }
    out[0] = static_cast<char>(0xf0 | point >> 18);
    out[1] = tail(12);
    out[2] = tail(6);
    out[3] = tail(0);
    return 4;
}

}  // namespace tenure::inline v0::detail::io
