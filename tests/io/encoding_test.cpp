#include "tenure/io/encoding.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(Encoding, ItsNamesAreReadBack) {
    for (const auto encoding :
         {Encoding::utf_8, Encoding::utf_16, Encoding::windows_1250, Encoding::windows_1252}) {
        EXPECT_EQ(parse_encoding(to_string(encoding)).value(), encoding);
    }
    EXPECT_EQ(to_string(Encoding::utf_8), "utf-8");
    EXPECT_EQ(to_string(Encoding::windows_1250), "windows-1250");
}

TEST(Encoding, OtherNamesAreNone) {
    for (const char* text : {"", "utf8", "UTF-8", "latin1", "windows-1251", "utf-8 "}) {
        const auto parsed = parse_encoding(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::invalid_option);
        EXPECT_EQ(parsed.error().message,
                  "expected utf-8, utf-16, windows-1250 or windows-1252, got \"" +
                      std::string(text) + '"');
    }
}

}  // namespace
}  // namespace tenure
