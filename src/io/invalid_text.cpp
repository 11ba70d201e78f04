#include "io/invalid_text.hpp"

#include <algorithm>

#include "io/decoded.hpp"
#include "io/utf8.hpp"
#include "io/windows_text.hpp"

namespace tenure::inline v0::detail::io {
namespace {

bool is_ascii(char c) noexcept { return (c & '\x80') == 0; }

bool is_continuation(char c) noexcept { return (c & '\xc0') == '\x80'; }

// ASCII in UTF-16 is a NUL in every other byte.
bool alternates(std::string_view text, std::size_t nul) noexcept {
    return nul + 2 < text.size() && text[nul + 1] != '\0' && text[nul + 2] == '\0';
}

// Of a surrogate, the three bytes of which are not valid UTF-8. They may not all be read yet.
std::string surrogate_in_words(std::string_view bytes) {
    if (bytes.size() < 3) return "half of a surrogate pair";
    const auto high = static_cast<char>(0xd0 | (bytes[1] & 0x3f) >> 2);
    const auto low = static_cast<char>((bytes[1] & 0x03) << 6 | (bytes[2] & 0x3f));
    return "half of a surrogate pair (" + hexadecimal(high) + hexadecimal(low).substr(2) + ')';
}

std::string question(bool windows_1252, bool windows_1250) {
    if (windows_1252 && windows_1250) return "; is it windows-1252 or windows-1250?";
    if (windows_1252) return "; is it windows-1252?";
    return windows_1250 ? "; is it windows-1250?" : "";
}

// A letter of a code page stands alone among ASCII; a piece of a character of UTF-8, or a valid one
// before it, speaks against that.
std::string suggest_for_utf8(std::string_view text, std::size_t at) {
    if (at == 0 && (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))) {
        return "; is it utf-16?";
    }
    const bool goes_on = at + 1 < text.size() && is_continuation(text[at + 1]);
    if (goes_on || !std::ranges::all_of(text.substr(0, at), is_ascii)) return {};
    return question(is_windows_1252(text[at]), is_windows_1250(text[at]));
}

// All bytes of a character of UTF-8 are above ASCII, and so what comes before such a one would be.
std::string suggest_for_windows(std::string_view text, std::size_t at) {
    if (text[at] == utf8_mark || (at > 0 && !is_ascii(text[at - 1]))) return "; is it utf-8?";
    return question(is_windows_1252(text[at]), is_windows_1250(text[at]));
}

}  // namespace

std::string_view encoding_in_words(Encoding encoding) noexcept {
    if (encoding == Encoding::utf_8) return "UTF-8";
    if (encoding == Encoding::utf_16) return "UTF-16";
    return to_string(encoding);
}

std::string describe_invalid(Encoding encoding, std::string_view bytes) {
    if (encoding == Encoding::utf_8) return hexadecimal(bytes.front());
    if (bytes.front() == utf8_mark) return "a UTF-8 byte order mark";
    if (encoding != Encoding::utf_16) return hexadecimal(bytes.front());
    return bytes.front() == half_unit ? "half a character" : surrogate_in_words(bytes);
}

std::string suggest_encoding(Encoding declared, std::string_view text, std::size_t at) {
    const bool utf16 = declared == Encoding::utf_16;
    if (text[at] == '\0') return !utf16 && alternates(text, at) ? "; is it utf-16?" : "";
    if (declared == Encoding::utf_8) return suggest_for_utf8(text, at);
    if (!utf16) return suggest_for_windows(text, at);
    return text[at] == utf8_mark ? "; is it utf-8?" : "";
}

}  // namespace tenure::inline v0::detail::io
