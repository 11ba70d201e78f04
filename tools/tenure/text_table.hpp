#pragma once

/// @file
/// Tables for people: columns under each other.

#include <string>
#include <string_view>
#include <vector>

namespace tenure::tools {

/// Rows of cells, shown with the first column to the left and the others to the right.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> header) { add(std::move(header)); }

    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }

    /// One line a row, each behind two blanks.
    [[nodiscard]] std::string to_string() const;

private:
    std::vector<std::vector<std::string>> rows_;
};

/// Text from a file as it may be shown on a terminal or in one line: the bytes of control
/// characters, those of the direction of writing among them, as `\xNN`.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tenure::tools
