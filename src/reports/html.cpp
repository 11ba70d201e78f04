#include "reports/html.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

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
constexpr std::array hidden{Range{0x00, 0x1F},     Range{0x7F, 0x9F},      Range{0xAD, 0xAD},
                            Range{0x061C, 0x061C}, Range{0x180E, 0x180E},  Range{0x200B, 0x200B},
                            Range{0x200E, 0x200F}, Range{0x2028, 0x202E},  Range{0x2060, 0x206F},
                            Range{0xFDD0, 0xFDEF}, Range{0xFEFF, 0xFEFF},  Range{0xFFF9, 0xFFFB},
                            Range{0xFFFE, 0xFFFF}, Range{0xE0000, 0xE0FFF}};

bool is_hidden(char32_t point) noexcept {
    if ((point & 0xFFFEu) == 0xFFFEu) return true;  // the last two of each plane
    return std::ranges::any_of(
        hidden, [point](Range range) { return range.first <= point && point <= range.last; });
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
    while (!text.empty()) {
        const std::size_t length = io::character_length(text);
        const auto character = text.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0) {
            out += "\uFFFD";
        } else if (is_hidden(decode(character))) {
            out += name_of(decode(character));
        } else {
            out += character;
        }
        text.remove_prefix(character.size());
    }
    return out;
}

std::string cut(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (std::size_t characters = 0; end < text.size(); ++characters) {
        if (characters == most) return std::string(text.substr(0, end)) + "…";
        end += std::max<std::size_t>(io::character_length(text.substr(end)), 1);
    }
    return std::string(text);
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
    if (figure.empty()) return element("data", shown, {{"value", full}});
    return element("data", shown, {{"value", full}, {"data-figure", figure}});
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
