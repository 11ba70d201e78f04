#pragma once

// Pictures: each is drawn twice, for a phone and for wider paper, so that its letters have the size
// of the text around it in both; and its numbers stand below it in a table that opens.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html.hpp"

namespace tenure::inline v0::detail::reports {

/// What a picture is drawn on, in CSS pixels.
struct Canvas {
    double width, height;
    bool narrow;
};

/// What a picture says to those who do not see it, and what its table is called.
struct FigureText {
    std::string id;  ///< Of letters: others are made of it.
    std::string title;
    std::string description;
};

/// A picture with its numbers, which are a table; `height` is that of the wide one.
void figure(Html& html, const FigureText& text, double height,
            const std::function<void(Html&, const Canvas&)>& draw,
            const std::function<void(Html&)>& numbers);

/// Where something is on a canvas.
struct Point {
    double x, y;
};

/// What of a canvas the data have.
struct Frame {
    double left, right, top, bottom;
};
/// The frame that leaves so much room on three sides, and on the left what a scale's labels need.
[[nodiscard]] Frame frame_of(const Canvas& canvas, double right, double top, double bottom);

/// Places in a row of `count`, evenly from 0 on, about `most` of them where there are more; the
/// last place is one of them.
[[nodiscard]] std::vector<std::size_t> thinned(std::size_t count, std::size_t most);

/// A coordinate: one decimal is a tenth of a pixel.
[[nodiscard]] std::string coordinate(double value);

/// The shapes that charts are made of. Styles are classes of the style sheet.
void line(Html& html, Point from, Point to, std::string_view style);
void rectangle(Html& html, Point at, Point size, std::string_view style);
void path(Html& html, const std::vector<Point>& points, std::string_view style);
/// The area between a path and a level.
void area(Html& html, const std::vector<Point>& points, double level, std::string_view style);
/// `style` holds where the text is anchored: start, middle or end.
void label(Html& html, Point at, std::string_view text, std::string_view style);

/// From numbers to places, in a straight line.
struct Scale {
    double low, high;   ///< Numbers.
    double begin, end;  ///< Places.
    [[nodiscard]] double operator()(double number) const noexcept {
        return high == low ? begin : begin + (end - begin) * ((number - low) / (high - low));
    }
};

/// Round numbers from 0 to at least `high`, about `count` steps of 1, 2 or 5 times a power of ten,
/// and never below `least`. All are finite: the last one may be no round number where a round one
/// is not.
struct Ticks {
    double step;
    std::vector<double> at;
    [[nodiscard]] double top() const noexcept { return at.back(); }
};
[[nodiscard]] Ticks ticks(double high, int count, double least);

/// A tick in few letters, in the unit of all of them: "1,500", "15k", "2.5M".
[[nodiscard]] std::string tick_label(double value, const Ticks& ticks);

/// Draws the lines and labels of a vertical scale between two places.
void draw_scale(Html& html, const Ticks& ticks, const Scale& y, Point left_right);

}  // namespace tenure::inline v0::detail::reports
