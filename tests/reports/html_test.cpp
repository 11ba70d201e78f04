#include "reports/html.hpp"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace tenure::inline v0::detail::reports {
namespace {

std::string written(Html html) {
    const std::string page = std::move(html).finish();
    return page.substr(page.find('\n') + 1);
}

TEST(Html, BeginsWithItsType) {
    EXPECT_EQ(std::move(Html().open("html")).finish(), "<!DOCTYPE html>\n<html></html>");
}

TEST(Html, ClosesWhatIsOpen) {
    Html html;
    html.open("b").open("i", {{"class", "x"}}).text("text");
    EXPECT_EQ(written(std::move(html)), "<b><i class=\"x\">text</i></b>");
}

TEST(Html, EscapesTextsAndAttributes) {
    Html html;
    html.element("i", "<script>\"&'</script>", {{"class", "\"><b onclick='&'"}});
    EXPECT_EQ(written(std::move(html)),
              "<i class=\"&quot;&gt;&lt;b onclick=&#39;&amp;&#39;\">"
              "&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</i>");
}

TEST(Html, WritesNumbersForPeopleAndPrograms) {
    Html html;
    html.data("1,235", "1234.5").data("1", "1", "one");
    EXPECT_EQ(written(std::move(html)),
              "<data value=\"1234.5\">1,235</data><data value=\"1\" data-figure=\"one\">1</data>");
}

TEST(Html, WritesElementsWithoutContent) {
    Html html;
    html.empty("meta", {{"charset", "utf-8"}});
    EXPECT_EQ(written(std::move(html)), "<meta charset=\"utf-8\"/>");
}

TEST(Visible, KeepsWhatCanBeRead) {
    for (const char* text : {"", "plain <b>", "n\u00E4chste", "\u5BA2\u6237", "\U0001F600",
                             "\u05D0\u05D1 \u0627", "a\u00A0b", "\u200D"})
        EXPECT_EQ(visible(text), text);
}

TEST(Visible, NamesWhatCannotBeSeen) {
    EXPECT_EQ(visible(std::string_view("a\0b\n\x7F", 5)), "a[U+0000]b[U+000A][U+007F]");
    EXPECT_EQ(visible("\u0085\u00AD\u061C\u200B\u200E"),
              "[U+0085][U+00AD][U+061C][U+200B][U+200E]");
    EXPECT_EQ(visible("\u202Efdp.exe\u2066\u2069\uFEFF"),
              "[U+202E]fdp.exe[U+2066][U+2069][U+FEFF]");
    EXPECT_EQ(visible("\u2028\u2029\uFFFE\uFFFF\U0001FFFE\U0010FFFF"),
              "[U+2028][U+2029][U+FFFE][U+FFFF][U+1FFFE][U+10FFFF]");
}

TEST(Visible, NamesFillersAndWhatElseIsDrawnAsNothing) {
    EXPECT_EQ(visible("\u034F\u115F\u1160\u17B4\u17B5\u180B\u180F"),
              "[U+034F][U+115F][U+1160][U+17B4][U+17B5][U+180B][U+180F]");
    EXPECT_EQ(visible("\u2800\u3164\uFE00\uFE0E\uFFA0"),
              "[U+2800][U+3164][U+FE00][U+FE0E][U+FFA0]");
}

TEST(Visible, KeepsTheSelectorThatMakesAnEmoji) {
    for (const char* text : {"\u2764\uFE0F", "\U0001F441\uFE0F\u200D\U0001F5E8\uFE0F"})
        EXPECT_EQ(visible(text), text);
    EXPECT_EQ(visible("\uFE0F"), "[U+FE0F]");
    EXPECT_EQ(visible("A\uFE0F"), "A[U+FE0F]");
    EXPECT_EQ(visible("\u5BA2\uFE0F"), "\u5BA2[U+FE0F]");
    EXPECT_EQ(visible("\u2764\uFE0F\uFE0F"), "\u2764\uFE0F[U+FE0F]");
    EXPECT_EQ(visible("\u2060\uFE0F"), "[U+2060][U+FE0F]");
}

TEST(Visible, KeepsTheSelectorOfSignsOutsideTheSymbols) {
    for (const char* text : {"\u00A9\uFE0F", "\u00AE\uFE0F", "\u2122\uFE0F", "\u3030\uFE0F",
                             "\u303D\uFE0F", "\u3297\uFE0F", "\u3299\uFE0F"})
        EXPECT_EQ(visible(text), text);
    EXPECT_EQ(visible("\u00AA\uFE0F"), "\u00AA[U+FE0F]");
    EXPECT_EQ(visible("\u3298\uFE0F"), "\u3298[U+FE0F]");
}

TEST(Visible, KeepsTheSelectorOfKeycapsAndOfNoOtherDigit) {
    for (const char* text : {"0\uFE0F\u20E3", "9\uFE0F\u20E3x", "#\uFE0F\u20E3", "*\uFE0F\u20E3"})
        EXPECT_EQ(visible(text), text);
    EXPECT_EQ(visible("1\uFE0F"), "1[U+FE0F]");
    EXPECT_EQ(visible("1\uFE0F2"), "1[U+FE0F]2");
    EXPECT_EQ(visible("a\uFE0F\u20E3"), "a[U+FE0F]\u20E3");
    // The frame of a key is a mark on what is before it, and no symbol.
    EXPECT_EQ(visible("1\u20E3\uFE0F"), "1\u20E3[U+FE0F]");
}

TEST(Visible, IsBlankWhereNothingCanBeSeen) {
    for (const char* text : {"", " ", "\u00A0", "\u1680", "\u2000\u2003\u200A", "\u202F\u205F",
                             "\u3000 \u3000", "\u200D"})
        EXPECT_TRUE(is_blank(text)) << text;
    for (const char* text : {"x", " x ", "\u3000\u5BA2", "\u2010", "\xFF", "[U+200B]"})
        EXPECT_FALSE(is_blank(text)) << text;
}

TEST(Visible, ReplacesBytesThatAreNoCharacters) {
    EXPECT_EQ(visible("a\xFFz"), "a\uFFFDz");
    EXPECT_EQ(visible("\xC0\xAF"), "\uFFFD\uFFFD");            // overlong
    EXPECT_EQ(visible("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
    EXPECT_EQ(visible("x\xE2\x80"), "x\uFFFD\uFFFD");          // cut off
}

TEST(Cut, CountsCharacters) {
    EXPECT_EQ(cut("abc", 3), "abc");
    EXPECT_EQ(cut("abcd", 3), "abc\u2026");
    EXPECT_EQ(cut("\u5BA2\u6237\U0001F600x", 3), "\u5BA2\u6237\U0001F600\u2026");
    EXPECT_EQ(cut("\u5BA2\u6237\U0001F600", 3), "\u5BA2\u6237\U0001F600");
    EXPECT_EQ(cut("\xFF\xFF\xFF", 2), "\xFF\xFF\u2026");
    EXPECT_EQ(cut("", 0), "");
}

TEST(Cut, KeepsTheEndOfIds) {
    const std::string alike(69, 'a');
    EXPECT_EQ(cut_within(alike + "1", 60), std::string(50, 'a') + "\u2026aaaaaaaaa1");
    EXPECT_NE(cut_within(alike + "1", 60), cut_within(alike + "2", 60));
    EXPECT_EQ(cut_within("abcdefghijkl", 12), "abcdefghijkl");
    EXPECT_EQ(cut_within("abcdefghijklm", 12), "ab\u2026defghijklm");
    EXPECT_EQ(cut_within("\u5BA2\u6237\U0001F600xabcdefghij", 12), "\u5BA2\u6237\u2026abcdefghij");
    EXPECT_EQ(cut_within(std::string(13, '\xFF'), 12), "\xFF\xFF\u2026" + std::string(10, '\xFF'));
    EXPECT_EQ(cut_within("", 60), "");
}

TEST(Cut, CountsBytesThatAreNoCharactersOneByOne) {
    EXPECT_EQ(count_characters(""), 0u);
    EXPECT_EQ(count_characters("a\u5BA2\U0001F600"), 3u);
    EXPECT_EQ(count_characters("\xFF\xE2\x80"), 3u);
}

}  // namespace
}  // namespace tenure::inline v0::detail::reports
