#include "core/message.hpp"

#include <cstddef>

namespace tenure::inline v0::detail::core {
namespace {

constexpr std::size_t longest_quote = 60;  // bytes of the text that a message repeats

[[nodiscard]] bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u;
}

/// At most `longest_quote` bytes, not ending within a UTF-8 sequence. Bytes that are not UTF-8 at
/// all may be nothing but continuations; a sequence has three at most, and only that many are given
/// up.
[[nodiscard]] std::string_view head(std::string_view text) noexcept {
    if (text.size() <= longest_quote) return text;
    std::size_t end = longest_quote;
    while (end > longest_quote - 3 && is_continuation(text[end])) --end;
    return text.substr(0, end);
}

void append_hexadecimal(std::string& out, unsigned char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\x";
    out += digits[byte >> 4u];
    out += digits[byte & 15u];
}

void append_escaped(std::string& out, char byte) {
    switch (byte) {
        case '\t':
            out += "\\t";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        default:
            break;
    }
    const auto code = static_cast<unsigned char>(byte);
    if (code < 0x20u || code == 0x7Fu) {
        append_hexadecimal(out, code);
    } else {
        out += byte;
    }
}

}  // namespace

std::string Quote::operator()(std::string_view text) const {
    const std::string_view shown = head(text);
    std::string out = "\"";
    for (const char byte : shown) append_escaped(out, byte);
    if (shown.size() < text.size()) out += "…";
    out += '"';
    return out;
}

std::string expected_got(std::string_view expected, std::string_view got) {
    std::string out = "expected ";
    out += expected;
    out += ", got ";
    out += got;
    return out;
}

Error unexpected(Code code, std::string_view expected, std::string_view text) {
    return {code, expected_got(expected, quoted(text)), {}};
}

}  // namespace tenure::inline v0::detail::core
