#pragma once

// What errors say of text that is not what was declared.

#include <cstddef>
#include <string>
#include <string_view>

#include "tenure/io/encoding.hpp"

namespace tenure::inline v0::detail::io {

/// The encoding as prose names it.
[[nodiscard]] std::string_view encoding_in_words(Encoding encoding) noexcept;

/// What stood in a text of that encoding, where its UTF-8 now starts with these bytes, which are
/// not valid.
[[nodiscard]] std::string describe_invalid(Encoding encoding, std::string_view bytes);

/// A question for the end of a message, `; is it utf-16?`, where the invalid byte at `at` of `text`
/// (or the NUL) looks like another encoding; else nothing. `text` is what was read and still is at
/// hand, in UTF-8.
[[nodiscard]] std::string suggest_encoding(Encoding declared, std::string_view text,
                                           std::size_t at);

}  // namespace tenure::inline v0::detail::io
