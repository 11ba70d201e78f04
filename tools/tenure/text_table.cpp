#include "text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace tenure::tools {

namespace {

/// The number of code points of a UTF-8 text: every byte that does not continue one.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 0);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    return widths;
}

/// Whether `text` starts with `lead` and a last byte in [first, last].
bool starts_with(std::string_view text, std::string_view lead, unsigned first, unsigned last) {
    if (text.size() <= lead.size() || !text.starts_with(lead)) return false;
    const auto byte = static_cast<unsigned char>(text[lead.size()]);
    return first <= byte && byte <= last;
}

/// The length in bytes of the control character that `text` starts with; 0 where it is none.
/// Those that turn the direction of writing are among them: a text could look like another one.
std::size_t control_length(std::string_view text) {
    if (starts_with(text, "", 0x00, 0x1F) || starts_with(text, "", 0x7F, 0x7F)) return 1;
    if (starts_with(text, "\xC2", 0x80, 0x9F)) return 2;             // U+0080 to U+009F
    const bool turns = starts_with(text, "\xE2\x80", 0x8E, 0x8F) ||  // U+200E, U+200F
                       starts_with(text, "\xE2\x80", 0xAA, 0xAE) ||  // U+202A to U+202E
                       starts_with(text, "\xE2\x81", 0xA6, 0xA9);    // U+2066 to U+2069
    return turns ? 3 : 0;
}

}  // namespace

std::string TextTable::to_string() const {
    const auto widths = column_widths(rows_);
    std::string page;
    for (const auto& row : rows_) {
        std::string line = "  " + row.front();
        line.append(row.size() == 1 ? 0 : widths.front() - width(row.front()), ' ');
        for (std::size_t i = 1; i < row.size(); ++i) {
            line.append(2 + widths[i] - width(row[i]), ' ').append(row[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);  // empty cells at the end
        page += line + '\n';
    }
    return page;
}

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const std::size_t hidden = control_length(text);
        for (const char c : text.substr(0, hidden)) {
            const auto byte = static_cast<unsigned char>(c);
            fmt::format_to(std::back_inserter(shown), "\\x{:02X}", byte);
        }
        if (hidden == 0) shown += text.front();
        text.remove_prefix(std::max<std::size_t>(hidden, 1));
    }
    return shown;
}

}  // namespace tenure::tools
