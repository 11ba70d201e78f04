#include "core/message.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tenure::detail::core {
namespace {

TEST(Quoted, LeavesPrintableTextAsItIs) {
    EXPECT_EQ(quoted(""), "\"\"");
    EXPECT_EQ(quoted("1997-02-30"), "\"1997-02-30\"");
    EXPECT_EQ(quoted("Košice ₤"), "\"Košice ₤\"");
}

TEST(Quoted, StaysOnOneLine) {
    EXPECT_EQ(quoted("a\tb\nc\rd"), R"("a\tb\nc\rd")");
    EXPECT_EQ(quoted(R"(say "\")"), R"("say \"\\\"")");
    EXPECT_EQ(quoted(std::string_view("\0\x1B\x7F", 3)), R"("\x00\x1b\x7f")");
}

TEST(Quoted, CutsLongText) {
    EXPECT_EQ(quoted(std::string(60, 'x')), '"' + std::string(60, 'x') + '"');
    EXPECT_EQ(quoted(std::string(61, 'x')), '"' + std::string(60, 'x') + "…\"");
}

TEST(Quoted, NeverCutsWithinACharacter) {
    for (const std::string_view character : {"é", "€", "😀"}) {
        for (std::size_t before = 0; before < character.size(); ++before) {
            std::string text(before, 'x');
            while (text.size() <= 80) text += character;
            std::string whole(before, 'x');
            while (whole.size() + character.size() <= 60) whole += character;
            EXPECT_EQ(quoted(text), '"' + whole + "…\"");
        }
    }
}

TEST(Quoted, GivesUpLittleOfWhatIsNoUtf8) {
    EXPECT_EQ(quoted(std::string(100, '\x80')).size(), 57 + std::string_view("\"…\"").size());
}

TEST(ExpectedGot, IsTheFormOfAllMessages) {
    EXPECT_EQ(expected_got("a number", "none"), "expected a number, got none");
    const Error error = unexpected(Code::invalid_number, "a number", "x\"");
    EXPECT_EQ(error.code, Code::invalid_number);
    EXPECT_EQ(error.message, R"(expected a number, got "x\"")");
    EXPECT_EQ(error.to_string(), error.message);
}

}  // namespace
}  // namespace tenure::detail::core
