#include "io/invalid_text.hpp"

#include <gtest/gtest.h>

namespace tenure::detail::io {
namespace {

TEST(InvalidText, NamesTheEncoding) {
    EXPECT_EQ(encoding_in_words(Encoding::utf_8), "UTF-8");
    EXPECT_EQ(encoding_in_words(Encoding::utf_16), "UTF-16");
    EXPECT_EQ(encoding_in_words(Encoding::windows_1250), "windows-1250");
    EXPECT_EQ(encoding_in_words(Encoding::windows_1252), "windows-1252");
}

TEST(InvalidText, SaysWhatStoodThere) {
    EXPECT_EQ(describe_invalid(Encoding::utf_8, "\xe9z"), "0xe9");
    EXPECT_EQ(describe_invalid(Encoding::utf_8, "\xff"), "0xff");
    EXPECT_EQ(describe_invalid(Encoding::windows_1252, "\x81"), "0x81");
    EXPECT_EQ(describe_invalid(Encoding::windows_1252, "\xfe"), "a UTF-8 byte order mark");
    EXPECT_EQ(describe_invalid(Encoding::utf_16, "\xfe"), "a UTF-8 byte order mark");
    EXPECT_EQ(describe_invalid(Encoding::utf_16, "\xff"), "half a character");
    EXPECT_EQ(describe_invalid(Encoding::utf_16, "\xed\xa0\xbdz"),
              "half of a surrogate pair (0xd83d)");
    EXPECT_EQ(describe_invalid(Encoding::utf_16, "\xed\xbf\xbf"),
              "half of a surrogate pair (0xdfff)");
    EXPECT_EQ(describe_invalid(Encoding::utf_16, "\xed\xa0"), "half of a surrogate pair");
}

constexpr const char* windows = "; is it windows-1252 or windows-1250?";

TEST(InvalidText, SuggestsWindowsForALoneByte) {
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "caf\xe9\n", 3), windows);
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "caf\xe9", 3), windows);
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "\x83z", 0), "; is it windows-1252?");
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "\x8dz", 0), "; is it windows-1250?");
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "\x81z", 0), "") << "neither";
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "\xed\xa0\x80", 0), "") << "a surrogate";
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "caf\xc3\xa9\ncaf\xe9\n", 9), "")
        << "mixed encodings: there is no right answer";
}

TEST(InvalidText, SuggestsUtf16) {
    constexpr const char* utf16 = "; is it utf-16?";
    const std::string_view little("a\0,\0", 4), big("\0a\0,", 4), lone("x\0y\n", 4);
    EXPECT_EQ(suggest_encoding(Encoding::utf_8,
                               "\xff\xfe"
                               "a",
                               0),
              utf16);
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "\xfe\xff", 0), utf16);
    EXPECT_EQ(suggest_encoding(Encoding::utf_8, "z\xff\xfe", 1), windows) << "not at the start";
    for (const Encoding encoding : {Encoding::utf_8, Encoding::windows_1250}) {
        EXPECT_EQ(suggest_encoding(encoding, little, 1), utf16);
        EXPECT_EQ(suggest_encoding(encoding, big, 0), utf16);
        EXPECT_EQ(suggest_encoding(encoding, lone, 1), "");
        EXPECT_EQ(suggest_encoding(encoding, little, 3), "") << "nothing behind it";
    }
    EXPECT_EQ(suggest_encoding(Encoding::utf_16, little, 1), "");
}

TEST(InvalidText, SuggestsInsteadOfACodePage) {
    EXPECT_EQ(suggest_encoding(Encoding::windows_1252, "a\x8dz", 1), "; is it windows-1250?");
    EXPECT_EQ(suggest_encoding(Encoding::windows_1250, "a\x83z", 1), "; is it windows-1252?");
    EXPECT_EQ(suggest_encoding(Encoding::windows_1252, "a\x81z", 1), "");
    EXPECT_EQ(suggest_encoding(Encoding::windows_1252, "Ã\x81z", 2), "; is it utf-8?");
    EXPECT_EQ(suggest_encoding(Encoding::windows_1252, "\xfez", 0), "; is it utf-8?");
    EXPECT_EQ(suggest_encoding(Encoding::utf_16, "\xfez", 0), "; is it utf-8?");
    EXPECT_EQ(suggest_encoding(Encoding::utf_16, "\xff", 0), "");
}

}  // namespace
}  // namespace tenure::detail::io
