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
        page += line + '\n';
    }
    return page;
}

std::string printable(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20U || byte == 0x7FU) {
            fmt::format_to(std::back_inserter(shown), "\\x{:02X}", byte);
        } else {
            shown += c;
        }
    }
    return shown;
}

}  // namespace tenure::tools
