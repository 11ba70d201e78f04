#include "io/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace tenure::inline v0::detail::io {
namespace {

using Byte = unsigned char;

// What may follow a lead byte (RFC 3629, section 4): how many bytes, and the range of the first of
// them.
struct Form {
    std::size_t length;
    Byte low, high;
};

Form form_of(Byte lead) noexcept {
    if (lead < 0x80) return {1, 0, 0};
    if (lead < 0xc2) return {0, 0, 0};
    if (lead < 0xe0) return {2, 0x80, 0xbf};
    if (lead == 0xe0) return {3, 0xa0, 0xbf};
    if (lead == 0xed) return {3, 0x80, 0x9f};
    if (lead < 0xf0) return {3, 0x80, 0xbf};
    if (lead == 0xf0) return {4, 0x90, 0xbf};
    if (lead < 0xf4) return {4, 0x80, 0xbf};
    if (lead == 0xf4) return {4, 0x80, 0x8f};
    return {0, 0, 0};
}

Byte byte_at(std::string_view text, std::size_t index) noexcept {
    return static_cast<Byte>(text[index]);
}

// Whether so many bytes, a multiple of 8, are ASCII and none is NUL: what needs no closer look.
template <std::size_t bytes>
bool are_plain(const char* text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080, ones = 0x0101010101010101;
    std::uint64_t seen = 0;
    for (std::size_t at = 0; at < bytes; at += sizeof seen) {
        std::uint64_t word = 0;
        std::memcpy(&word, text + at, sizeof word);
        // The second term has a high bit where a byte of an ASCII word is 0 (a borrow can set more,
        // never fewer).
        seen |= word | ((word - ones) & ~word);
    }
    return (seen & high_bits) == 0;
}

bool is_plain(char byte) noexcept { return byte != '\0' && (byte & '\x80') == 0; }

// The end of the plain bytes from `at` on.
std::size_t skip_plain(std::string_view text, std::size_t at) noexcept {
    while (text.size() - at >= 64 && are_plain<64>(text.data() + at)) at += 64;
    while (text.size() - at >= 8 && are_plain<8>(text.data() + at)) at += 8;
    while (at < text.size() && is_plain(text[at])) ++at;
    return at;
}

template <bool nul_is_valid>
std::size_t find_invalid(std::string_view text) noexcept {
    for (std::size_t at = skip_plain(text, 0); at < text.size(); at = skip_plain(text, at)) {
        do {  // characters above ASCII come in groups
            const std::size_t length = character_length(text.substr(at));
            if (length == 0 || (!nul_is_valid && text[at] == '\0')) return at;
            at += length;
        } while (at < text.size() && !is_plain(text[at]));
    }
    return std::string_view::npos;
}

}  // namespace

std::size_t character_length(std::string_view text) noexcept {
    const Form form = form_of(byte_at(text, 0));
    if (form.length <= 1) return form.length;
    if (text.size() < form.length) return 0;
    if (byte_at(text, 1) < form.low || byte_at(text, 1) > form.high) return 0;
    for (std::size_t i = 2; i < form.length; ++i) {
        if ((byte_at(text, i) & 0xc0) != 0x80) return 0;
    }
    return form.length;
}

std::size_t find_invalid_utf8(std::string_view text) noexcept { return find_invalid<true>(text); }

std::size_t find_invalid_text(std::string_view text) noexcept { return find_invalid<false>(text); }

std::string hexadecimal(char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto bits = static_cast<Byte>(byte);
    return {'0', 'x', digits[bits >> 4], digits[bits & 15]};
}

}  // namespace tenure::inline v0::detail::io
