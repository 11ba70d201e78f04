#pragma once

/// @file
/// How the characters of a text are written as bytes.

#include <cstdint>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// The encoding of a text that is read. It is declared, never detected: most bytes mean something
/// in each of them, and the wrong one garbles names without an error. Whatever it is, texts are
/// UTF-8 once they are read, and places and lengths count bytes of that UTF-8. Bytes that are not
/// valid in the declared encoding are `Code::invalid_encoding`, with a suggestion where another
/// encoding is plausible. Of a file of mixed encodings, UTF-8 refuses the first byte that is none;
/// as windows-125x nearly all of its bytes are valid, and so it is read.
enum class Encoding : std::uint8_t {
    /// A byte order mark at the start is skipped.
    utf_8,
    /// The byte order is that of the byte order mark, which is skipped. Without one, the first line
    /// feed within 256 KiB tells it (swapped it would be U+0A00, which is no character); without
    /// that it is little endian, as Windows writes it. Surrogates without their other half, and an
    /// odd number of bytes, are invalid.
    utf_16,
    /// Central European. The five bytes without a meaning are invalid: 81, 83, 88, 90, 98.
    windows_1250,
    /// Western European. The five bytes without a meaning are invalid, and are no control
    /// characters: 81, 8d, 8f, 90, 9d.
    windows_1252,
};

[[nodiscard]] TENURE_API std::string_view to_string(Encoding encoding) noexcept;
/// Reads `utf-8`, `utf-16`, `windows-1250` or `windows-1252`; anything else is
/// `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<Encoding> parse_encoding(std::string_view text);

}  // namespace tenure::inline v0
