#pragma once

// Tables of numbers, with a caption and headers that a screen reader finds.

#include <string>
#include <string_view>
#include <vector>

#include "reports/html.hpp"

namespace tenure::inline v0::detail::reports {

/// A column: texts stand left, numbers right.
struct Heading {
    std::string_view text;
    bool is_number = true;
};

/// Opens a table in a frame of its own that scrolls where it is too wide; `style` is a class. What
/// follows is its head and its body.
void open_frame(Html& html, std::string_view caption, std::string_view style = {});
/// The same with its head, and its body open.
void open_table(Html& html, std::string_view caption, const std::vector<Heading>& headings,
                std::string_view style = {});
void close_table(Html& html);

/// Opens a row with its header, a text.
void open_row(Html& html, std::string_view header);
/// Opens a cell for a number.
Html& open_number(Html& html);
/// A share in a heat map, in per cent without the sign: "42". Neither all nor nothing where it is
/// not: "<1", ">99".
[[nodiscard]] std::string cell_percent(double share);
/// The share of the accent in a cell's ground, in ten steps, by a share from 0 to 1.
[[nodiscard]] std::string_view heat(double share) noexcept;

}  // namespace tenure::inline v0::detail::reports
