#pragma once

// Tables of numbers, with a caption and headers that a screen reader finds.

#include <string_view>
#include <vector>

#include "reports/html.hpp"

namespace tenure::inline v0::detail::reports {

/// A column: texts stand left, numbers right.
struct Heading {
    std::string_view text;
    bool is_number = true;
};

/// Opens a table in a frame of its own that scrolls where it is too wide, and its body; `style` is
/// a class.
void open_table(Html& html, std::string_view caption, const std::vector<Heading>& headings,
                std::string_view style = {});
void close_table(Html& html);

/// Opens a row with its header, a text.
void open_row(Html& html, std::string_view header);
/// The share of the accent in a cell's ground, in ten steps, by a share from 0 to 1.
[[nodiscard]] std::string_view heat(double share) noexcept;

}  // namespace tenure::inline v0::detail::reports
