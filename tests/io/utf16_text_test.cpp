#include "io/utf16_text.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "io/encoded_text.hpp"
#include "io/utf8.hpp"

namespace tenure::detail::io {
namespace {

using test::code_points;
using test::utf16;

std::string decoded(ByteOrder order, std::string_view bytes) {
    std::string out(2 * bytes.size() + 4, '\0');
    const Decoded step = decode_utf16(order, bytes, true, out);
    EXPECT_EQ(step.consumed, bytes.size());
    out.resize(step.produced);
    return out;
}

std::string decoded(std::u16string_view units) {
    std::string bytes;
    for (const char16_t unit : units) {
        bytes += static_cast<char>(unit & 0xff);
        bytes += static_cast<char>(unit >> 8);
    }
    return decoded(ByteOrder::little, bytes);
}

TEST(Utf16, EveryCodePointInBothOrders) {
    for (char32_t point = 0; point <= 0x10ffff; ++point) {
        if (point >= 0xd800 && point <= 0xdfff) continue;
        const std::u32string one(1, point);
        const std::string little = decoded(ByteOrder::little, utf16(one, false));
        ASSERT_EQ(code_points(little), one);
        ASSERT_EQ(find_invalid_utf8(little), std::string::npos);
        ASSERT_EQ(decoded(ByteOrder::big, utf16(one, true)), little);
    }
}

TEST(Utf16, SurrogatesWithoutTheirOtherHalf) {
    for (char16_t unit = 0xd800; unit <= 0xdfff; ++unit) {
        const std::u16string lone(1, unit);
        const std::string marked = decoded(lone);
        ASSERT_EQ(code_points(marked), std::u32string(1, unit));
        ASSERT_EQ(find_invalid_utf8(marked), 0u);
        ASSERT_EQ(decoded(u"a" + lone + u"b"), "a" + marked + "b");
    }
    EXPECT_EQ(decoded(u"\xd83d\xd83d\xde00"), "\xed\xa0\xbd\xf0\x9f\x98\x80") << "high, pair";
    EXPECT_EQ(decoded(u"\xde00\xd83d"), "\xed\xb8\x80\xed\xa0\xbd") << "the wrong way round";
}

TEST(Utf16, AByteThatIsLeftOver) {
    EXPECT_EQ(decoded(ByteOrder::little, std::string_view("a\0b", 3)), "a\xff");
    EXPECT_EQ(decoded(ByteOrder::big, "\n"), "\xff");
    EXPECT_EQ(decoded(ByteOrder::little, std::string_view("\x3d\xd8\0", 3)), "\xed\xa0\xbd\xff")
        << "half of a pair";
}

TEST(Utf16, LeavesWhatMayGoOn) {
    const std::string bytes = utf16(U"a😀");
    ASSERT_EQ(bytes.size(), 6u);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        char out[16];
        const Decoded step = decode_utf16(ByteOrder::little, {bytes.data(), size}, false, out);
        EXPECT_EQ(step.consumed, size < 2 ? 0u : size < 6 ? 2u : 6u) << size;
        EXPECT_EQ(step.produced, size < 2 ? 0u : size < 6 ? 1u : 5u) << size;
    }
}

// What is not ASCII falls on every place of the blocks that ASCII is copied by.
TEST(Utf16, RunsAreDecodedUnitByUnit) {
    std::mt19937 random(1);
    for (int i = 0; i < 2000; ++i) {
        std::u32string text(random() % 60, U'x');
        for (char32_t& point : text) {
            if (random() % (1 + static_cast<unsigned>(i) % 30) == 0)
                point = U"é☃😀\0~"[random() % 5];
        }
        ASSERT_EQ(code_points(decoded(ByteOrder::little, utf16(text))), text);
        ASSERT_EQ(code_points(decoded(ByteOrder::big, utf16(text, true))), text);
    }
}

TEST(Utf16, StopsWhereThereIsNoRoom) {
    const std::string bytes = utf16(U"0123456789é☃😀012345678901234567890");
    const std::string whole = decoded(ByteOrder::little, bytes);
    for (std::size_t room = 4; room < whole.size() + 4; ++room) {
        std::string out(room, '\0');
        const Decoded step = decode_utf16(ByteOrder::little, bytes, true, out);
        ASSERT_EQ(out.substr(0, step.produced), whole.substr(0, step.produced));
        ASSERT_TRUE(step.consumed == bytes.size() || room - step.produced < 4) << room;
    }
}

TEST(Utf16, TheByteOrderMarkTellsTheOrder) {
    EXPECT_EQ(utf16_order(utf16(U"\ufeffa\n")), ByteOrder::little);
    EXPECT_EQ(utf16_order(utf16(U"\ufeffa\n", true)), ByteOrder::big);
    EXPECT_EQ(utf16_order(utf16(U"\ufeff\u0a00")), ByteOrder::little) << "whatever follows";
    EXPECT_EQ(utf16_order(utf16(U"\ufeff\u0a00", true)), ByteOrder::big);
}

TEST(Utf16, WithoutAMarkTheFirstLineFeedDoes) {
    for (const char32_t* text : {U"a\n", U"\n", U"é,b\n1,2\n", U"一月\r\n", U"\u0d00\u0900\n"}) {
        EXPECT_EQ(utf16_order(utf16(text)), ByteOrder::little);
        EXPECT_EQ(utf16_order(utf16(text, true)), ByteOrder::big);
        EXPECT_EQ(utf16_order(utf16(text, true) + "x"), ByteOrder::big);
    }
    EXPECT_EQ(utf16_order(std::string_view("a\0\0\na\0", 6)), ByteOrder::big);
    EXPECT_EQ(utf16_order(std::string_view("a\n\0a", 4)), ByteOrder::little) << "no unit";
}

TEST(Utf16, WithoutEitherItIsLittleEndian) {
    for (const char* text : {"", "\n", "a,", "\xff", "\xfe"}) {
        EXPECT_EQ(utf16_order(text), ByteOrder::little);
    }
    EXPECT_EQ(utf16_order(utf16(U"a,b", true)), ByteOrder::little);
}

}  // namespace
}  // namespace tenure::detail::io
