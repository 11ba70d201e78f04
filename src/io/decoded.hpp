#pragma once

// What decoders of bytes into UTF-8 have in common.
//
// What is not valid in a text's encoding becomes bytes that are not valid UTF-8 and that tell what
// it was. So whoever checks the text finds it where it stands.

#include <cstddef>

namespace tenure::inline v0::detail::io {

/// How far a decoder came.
struct Decoded {
    std::size_t consumed;  ///< Bytes of the encoding.
    std::size_t produced;  ///< Bytes of UTF-8.
};

/// Stands for the byte that is left over where UTF-16 ends within a character.
inline constexpr char half_unit = '\xff';
/// Stands for a UTF-8 byte order mark at the start of a text of another encoding.
inline constexpr char utf8_mark = '\xfe';

}  // namespace tenure::inline v0::detail::io
