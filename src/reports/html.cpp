#include "reports/html.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "io/utf8.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

/// The code point of a valid character.
char32_t decode(std::string_view character) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return byte(0);
    constexpr std::array<unsigned, 5> lead{0, 0, 0x1Fu, 0x0Fu, 0x07u};
    char32_t point = byte(0) & lead[character.size()];
    for (std::size_t i = 1; i < character.size(); ++i) point = point << 6 | (byte(i) & 0x3Fu);
    return point;
}

struct Range {
    char32_t first, last;
};

/// Controls, marks and overrides of writing direction, separators of lines, what has no width, and
/// what is no character: none of it is shown, some of it changes what is, and XML has no place for
/// the first.
constexpr std::array hidden{Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},
                            Range{0x034F, 0x034F}, Range{0x061C, 0x061C}, Range{0x115F, 0x1160},
                            Range{0x17B4, 0x17B5}, Range{0x180B, 0x180F}, Range{0x200B, 0x200B},
                            Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
                            Range{0x2800, 0x2800}, Range{0x3164, 0x3164}, Range{0xFDD0, 0xFDEF},
                            Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF}, Range{0xFFA0, 0xFFA0},
                            Range{0xFFF9, 0xFFFB}, Range{0xFFFE, 0xFFFF}, Range{0xE0000, 0xE0FFF}};

/// Where symbols stand that can be an emoji; not U+20D0 to U+20FF, which are marks on others.
constexpr std::array symbols{Range{0xA9, 0xA9},     Range{0xAE, 0xAE},     Range{0x203C, 0x20CF},
                             Range{0x2100, 0x2BFF}, Range{0x3030, 0x3030}, Range{0x303D, 0x303D},
                             Range{0x3297, 0x3297}, Range{0x3299, 0x3299}, Range{0x1F000, 0x1FAFF}};

/// What is wide but empty, and joiners, which have no picture of their own.
constexpr std::array blanks{Range{0x20, 0x20},     Range{0xA0, 0xA0},     Range{0x1680, 0x1680},
                            Range{0x2000, 0x200A}, Range{0x200C, 0x200D}, Range{0x202F, 0x202F},
                            Range{0x205F, 0x205F}, Range{0x3000, 0x3000}};

template <std::size_t count>
bool is_in(const std::array<Range, count>& ranges, char32_t point) noexcept {
    return std::ranges::any_of(
        ranges, [point](Range range) { return range.first <= point && point <= range.last; });
}

bool is_hidden(char32_t point) noexcept {
    if ((point & 0xFFFEu) == 0xFFFEu) return true;  // the last two of each plane
    return is_in(hidden, point);
}

/// Whether U+FE0F turns what is before it into an emoji, as most that are typed have one: behind a
/// symbol, and between a digit, # or * and the frame of its key. Behind a letter it does nothing,
/// but to make two ids of one look.
bool makes_emoji(char32_t before, std::string_view after) noexcept {
    const bool is_key = ('0' <= before && before <= '9') || before == '#' || before == '*';
    if (is_key) return after.starts_with("\u20E3");
    return is_in(symbols, before) && !is_hidden(before);
}

/// The character at the front of a text that is not empty, or the byte that is none.
std::string_view first_of(std::string_view text) noexcept {
    return text.substr(0, std::max<std::size_t>(io::character_length(text), 1));
}

/// How many bytes the first characters of a text have.
std::size_t length_of_first(std::string_view text, std::size_t characters) noexcept {
    std::size_t length = 0;
    for (; characters > 0 && length < text.size(); --characters)
        length += first_of(text.substr(length)).size();
    return length;
}

std::string name_of(char32_t point) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string name;
    for (; point != 0 || name.size() < 4; point >>= 4) name += digits[point & 0xFu];
    std::ranges::reverse(name);
    return "[U+" + name + "]";
}

std::string_view escape_of(char byte) noexcept {
    switch (byte) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char byte : text) {
        const std::string_view escape = escape_of(byte);
        if (escape.empty()) {
            out += byte;
        } else {
            out += escape;
        }
    }
}

/// Elements after which a line ends, for those who read the source.
bool ends_line(std::string_view tag) noexcept {
    constexpr std::array<std::string_view, 17> tags{
        "head",  "title",   "style", "header", "nav", "section", "h1",  "h2", "p",
        "table", "caption", "tr",    "li",     "div", "figure",  "svg", "dd"};
    return std::ranges::find(tags, tag) != tags.end();
}

}  // namespace

std::string visible(std::string_view text) {
    std::string out;
    char32_t before = 0;
    while (!text.empty()) {
        const std::size_t length = io::character_length(text);
        const auto character = first_of(text);
        const char32_t point = length == 0 ? 0xFFFD : decode(character);
        text.remove_prefix(character.size());
        if (length == 0) {
            out += "\uFFFD";
        } else if (is_hidden(point) && !(point == 0xFE0F && makes_emoji(before, text))) {
            out += name_of(point);
        } else {
            out += character;
        }
        before = point;
    }
    return out;
}

bool is_blank(std::string_view text) noexcept {
    for (; !text.empty(); text.remove_prefix(first_of(text).size())) {
        if (io::character_length(text) == 0 || !is_in(blanks, decode(first_of(text)))) return false;
    }
    return true;
}

std::string cut(std::string_view text, std::size_t most) {
    const std::string_view begin = text.substr(0, length_of_first(text, most));
    return std::string(begin) + (begin.size() < text.size() ? "…" : "");
}

std::string cut_within(std::string_view text, std::size_t most) {
    constexpr std::size_t end = 10;
    const std::size_t characters = count_characters(text);
    if (characters <= most) return std::string(text);
    const std::size_t left_out = length_of_first(text, characters - end);
    return cut(text, most - end).append(text.substr(left_out));
}

std::size_t count_characters(std::string_view text) noexcept {
    std::size_t characters = 0;
    for (; !text.empty(); ++characters) text.remove_prefix(first_of(text).size());
    return characters;
}

void Html::begin(std::string_view tag, Attributes attributes) {
    out_.append("<").append(tag);
    for (const auto& [name, value] : attributes) {
        out_.append(" ").append(name).append("=\"");
        append_escaped(out_, value);
        out_ += '"';
    }
}

Html& Html::open(std::string_view tag, Attributes attributes) {
    begin(tag, attributes);
    out_ += '>';
    open_.push_back(tag);
    return *this;
}

Html& Html::close() {
    const std::string_view tag = open_.back();
    open_.pop_back();
    out_.append("</").append(tag).append(">");
    if (ends_line(tag)) out_ += '\n';
    return *this;
}

Html& Html::text(std::string_view text) {
    append_escaped(out_, text);
    return *this;
}

Html& Html::element(std::string_view tag, std::string_view text, Attributes attributes) {
    return open(tag, attributes).text(text).close();
}

Html& Html::empty(std::string_view tag, Attributes attributes) {
    begin(tag, attributes);
    out_ += "/>";
    return *this;
}

Html& Html::data(std::string_view shown, std::string_view full, std::string_view figure) {
    return open_data(full, figure).text(shown).close();
}

Html& Html::open_data(std::string_view full, std::string_view figure) {
    if (figure.empty()) return open("data", {{"value", full}});
    return open("data", {{"value", full}, {"data-figure", figure}});
}

Html& Html::verbatim(std::string_view text) {
    out_ += text;
    return *this;
}

std::string Html::finish() && {
    while (!open_.empty()) close();
    return std::move(out_);
}

}  // namespace tenure::inline v0::detail::reports
