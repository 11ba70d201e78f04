#include "io/utf8.hpp"

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

TEST(Utf8, PlainAsciiIsNeitherAboveNorNul) {
    for (std::size_t size = 0; size < 40; ++size) {
        const std::string plain(size, '\x01');
        ASSERT_TRUE(is_plain_ascii(plain));
        for (std::size_t at = 0; at < size; ++at) {
            for (const char odd : {'\0', '\x80', '\xff'}) {
                std::string text = plain;
                text[at] = odd;
                ASSERT_FALSE(is_plain_ascii(text)) << size << ' ' << at;
            }
        }
    }
    EXPECT_TRUE(is_plain_ascii("\x01\x7f\x01\x7f\x01\x7f\x01\x7f"));
}

}  // namespace
}  // namespace tenure::detail::io
