#include "io/utf8.hpp"

#include <algorithm>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace tenure::detail::io {
namespace {

constexpr std::size_t valid = std::string_view::npos;

// The encoding by its definition (RFC 3629, section 3), for code points below 2^21.
std::string encoded(char32_t point, int length) {
    if (length == 1) return {static_cast<char>(point)};
    std::string out;
    const int lead_bits[] = {0, 0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(lead_bits[length] | static_cast<int>(point >> (6 * (length - 1))));
    for (int i = length - 2; i >= 0; --i) {
        out += static_cast<char>(0x80 | static_cast<int>(point >> (6 * i) & 0x3f));
    }
    return out;
}

int shortest_length(char32_t point) {
    if (point < 0x80) return 1;
    if (point < 0x800) return 2;
    return point < 0x10000 ? 3 : 4;
}

TEST(Utf8, EveryCodePointIsValidInItsShortestForm) {
    for (char32_t point = 0; point <= 0x10ffff; ++point) {
        const std::string bytes = encoded(point, shortest_length(point));
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        ASSERT_EQ(find_invalid_utf8(bytes) == valid, !surrogate) << std::hex << unsigned(point);
        if (!surrogate) {
            ASSERT_EQ(character_length(bytes), bytes.size());
        }
    }
}

TEST(Utf8, EveryOverlongFormIsInvalid) {
    for (char32_t point = 0; point < 0x10000; ++point) {
        for (int length = shortest_length(point) + 1; length <= 4; ++length) {
            ASSERT_EQ(find_invalid_utf8(encoded(point, length)), 0u) << std::hex << unsigned(point);
        }
    }
}

TEST(Utf8, NothingAboveTheLastCodePointIsValid) {
    for (char32_t point = 0x110000; point < 0x200000; point += 0x111) {
        ASSERT_EQ(find_invalid_utf8(encoded(point, 4)), 0u) << std::hex << unsigned(point);
    }
    EXPECT_EQ(find_invalid_utf8("\xf8\x88\x80\x80\x80"), 0u);
}

TEST(Utf8, TellsWhereItGoesWrong) {
    EXPECT_EQ(find_invalid_utf8(""), valid);
    EXPECT_EQ(find_invalid_utf8("caf\xc3\xa9"), valid);
    EXPECT_EQ(find_invalid_utf8("caf\xe9"), 3u);
    EXPECT_EQ(find_invalid_utf8("\xc3\xa9\x80"), 2u);
    EXPECT_EQ(find_invalid_utf8("ab\xe2\x82"), 2u) << "cut off";
    EXPECT_EQ(find_invalid_utf8("\xe2\x82z"), 0u);
}

TEST(Utf8, ShowsBytesThatAreNone) {
    EXPECT_EQ(hexadecimal('\xe9'), "0xe9");
    EXPECT_EQ(hexadecimal('\0'), "0x00");
}

// Pieces of plain ASCII are skipped, whatever stands around them.
TEST(Utf8, FindsTheOddByteAnywhere) {
    for (std::size_t size = 0; size < 200; ++size) {
        const std::string plain(size, '\x7f');
        ASSERT_EQ(find_invalid_utf8(plain), valid);
        ASSERT_EQ(find_invalid_text(plain), valid);
        for (std::size_t at = 0; at < size; ++at) {
            std::string text = plain;
            text[at] = '\xff';
            ASSERT_EQ(find_invalid_utf8(text), at) << size;
            ASSERT_EQ(find_invalid_text(text), at) << size;
            text[at] = '\0';
            ASSERT_EQ(find_invalid_utf8(text), valid) << size << ' ' << at;
            ASSERT_EQ(find_invalid_text(text), at) << size;
            text.replace(at, 1, "\xc3\xa9");
            ASSERT_EQ(find_invalid_text(text), valid) << size << ' ' << at;
            ASSERT_EQ(find_invalid_text(text.substr(0, at + 1)), at) << "cut off";
        }
    }
}

// Texts of all kinds of characters, against looking at each.
TEST(Utf8, AgreesWithItsCharacters) {
    const std::string characters[] = {
        "a",    "\x01",     "é",   "€", "𝄞", std::string(70, 'x'), std::string(1, '\0'),
        "\x80", "\xed\xa0", "\xff"};
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        std::size_t invalid = valid, nul = valid;
        for (std::size_t n = random() % 12; n > 0; --n) {
            const std::size_t kind = random() % 20 == 0 ? random() % 10 : random() % 6;
            if (kind == 6) nul = std::min(nul, text.size());
            if (kind > 6) invalid = std::min(invalid, text.size());
            text += characters[kind];
        }
        ASSERT_EQ(find_invalid_utf8(text), invalid) << testing::PrintToString(text);
        ASSERT_EQ(find_invalid_text(text), std::min(invalid, nul)) << testing::PrintToString(text);
    }
}

}  // namespace
}  // namespace tenure::detail::io
