#include "io/windows_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "io/utf8_write.hpp"

namespace tenure::inline v0::detail::io {
namespace {

// One of the upper half of a code page.
struct Character {
    char bytes[longest_utf8 - 1];  // all are below U+10000
    std::uint8_t length;
};
static_assert(sizeof(Character) == longest_utf8, "copied as a whole");

using UpperHalf = std::array<Character, 128>;

// `points` are those of 80 to ff; where one is 0, the byte has no meaning.
constexpr UpperHalf upper_half(const char16_t (&points)[129]) noexcept {
    UpperHalf half{};
    for (std::size_t i = 0; i < half.size(); ++i) {
        Character& character = half[i];
        if (points[i] == 0) {
            character = {{static_cast<char>(128 + i)}, 1};
        } else {
            character.length = static_cast<std::uint8_t>(write_utf8(points[i], character.bytes));
        }
    }
    return half;
}

// The tables of Microsoft's code pages as the Unicode Consortium publishes them
// (MAPPINGS/VENDORS/MICSFT/WINDOWS), 16 to a line.
constexpr UpperHalf windows_1250 = upper_half(
    u"€\0‚\0„…†‡\0‰Š‹ŚŤŽŹ"
    u"\0‘’“”•–—\0™š›śťžź"
    u"\u00a0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00ad®Ż"
    u"°±˛ł´µ¶·¸ąş»Ľ˝ľż"
    u"ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
    u"ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß"
    u"ŕáâăäĺćçčéęëěíîď"
    u"đńňóôőö÷řůúűüýţ˙");
constexpr UpperHalf windows_1252 = upper_half(
    u"€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0"
    u"\0‘’“”•–—˜™š›œ\0žŸ"
    u"\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯"
    u"°±²³´µ¶·¸¹º»¼½¾¿"
    u"ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
    u"ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
    u"àáâãäåæçèéêëìíîï"
    u"ðñòóôõö÷øùúûüýþÿ");

constexpr std::uint64_t high_bits = 0x8080808080808080;

bool is_ascii(char c) noexcept { return (c & '\x80') == 0; }

// The bytes of a word, as it stands in memory, before the first with its high bit set.
std::size_t ascii_bytes(std::uint64_t word) noexcept {
    const std::uint64_t high = word & high_bits;
    const int zeros = std::endian::native == std::endian::little ? std::countr_zero(high)
                                                                 : std::countl_zero(high);
    return static_cast<std::size_t>(zeros) / 8;
}

// Copies the ASCII at the front of `size` bytes and returns how much that is. Up to `size` bytes of
// `to` are written.
std::size_t copy_ascii(const char* from, std::size_t size, char* to) noexcept {
    std::size_t at = 0;
    for (std::uint64_t words[2]; at + sizeof words <= size; at += sizeof words) {
        std::memcpy(words, from + at, sizeof words);
        std::memcpy(to + at, words, sizeof words);
        if (((words[0] | words[1]) & high_bits) == 0) continue;
        const std::size_t first = ascii_bytes(words[0]);
        return at + (first < sizeof words[0] ? first : first + ascii_bytes(words[1]));
    }
    for (; at < size && is_ascii(from[at]); ++at) to[at] = from[at];
    return at;
}

const Character& character_of(const UpperHalf& half, char byte) noexcept {
    return half[static_cast<unsigned char>(byte) & 0x7f];
}

// It writes whole characters of the table, and moves by their lengths.
Decoded decode(const UpperHalf& half, std::string_view bytes, std::span<char> out) noexcept {
    std::size_t in = 0, to = 0;
    while (in < bytes.size() && out.size() - to >= longest_utf8) {
        const std::size_t most = std::min(bytes.size() - in, out.size() - to);
        const std::size_t plain = copy_ascii(bytes.data() + in, most, out.data() + to);
        in += plain;
        to += plain;
        while (in < bytes.size() && !is_ascii(bytes[in]) && out.size() - to >= longest_utf8) {
            const Character& character = character_of(half, bytes[in]);
            std::memcpy(out.data() + to, &character, sizeof character);
            to += character.length;
            ++in;
        }
    }
    return {in, to};
}

bool has_meaning(const UpperHalf& half, char byte) noexcept {
    return is_ascii(byte) || character_of(half, byte).length > 1;
}

}  // namespace

Decoded decode_windows_1250(std::string_view bytes, std::span<char> out) noexcept {
    return decode(windows_1250, bytes, out);
}

Decoded decode_windows_1252(std::string_view bytes, std::span<char> out) noexcept {
    return decode(windows_1252, bytes, out);
}

bool is_windows_1250(char byte) noexcept { return has_meaning(windows_1250, byte); }

bool is_windows_1252(char byte) noexcept { return has_meaning(windows_1252, byte); }

}  // namespace tenure::inline v0::detail::io
