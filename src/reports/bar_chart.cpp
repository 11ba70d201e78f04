#include "reports/bar_chart.hpp"

#include <algorithm>

namespace tenure::inline v0::detail::reports {
namespace {

/// What bars and marks are, drawn as they are.
void draw_key(Html& html, double left) {
    rectangle(html, {left, 6}, {14, 12}, "bar");
    label(html, {left + 20, 17}, "came", "name start");
    line(html, {left + 76, 12}, {left + 96, 12}, "expected");
    label(html, {left + 102, 17}, "expected by the model", "name start");
}

/// The number stands over the bar, and over the mark where that would be struck through.
double number_place(double bar_top, double mark) {
    constexpr double above = 6, height = 14;
    const bool struck = mark < bar_top && mark > bar_top - above - height;
    return (struck ? mark : bar_top) - above;
}

void draw_bar(Html& html, const Bar& bar, const Scale& y, Point place) {
    const auto [left, width] = place;
    const double middle = left + width / 2;
    label(html, {middle, y(0) + 19}, bar.label, "tick middle");
    if (!bar.is_known) {
        label(html, {middle, y(0) - 6}, bar.shown, "number middle");
        return;
    }
    const double top = y(bar.came), mark = y(bar.expected);
    rectangle(html, {left + width * 0.18, top}, {width * 0.64, y(0) - top}, "bar");
    line(html, {left + width * 0.06, mark}, {left + width * 0.94, mark}, "expected halo");
    line(html, {left + width * 0.06, mark}, {left + width * 0.94, mark}, "expected");
    label(html, {middle, number_place(top, mark)}, bar.shown, "number middle");
}

}  // namespace

void draw(Html& html, const Canvas& canvas, const BarChart& chart) {
    const Frame frame = frame_of(canvas, 2, 48, 48);
    double high = 0;
    for (const Bar& bar : chart.bars) high = std::max({high, bar.came, bar.expected});
    const Ticks steps = ticks(high, 4, chart.least);
    const Scale y{0, steps.top(), frame.bottom, frame.top};
    draw_key(html, frame.left);
    draw_scale(html, steps, y, {frame.left, frame.right});
    const double width = (frame.right - frame.left) / static_cast<double>(chart.bars.size());
    double left = frame.left;
    for (const Bar& bar : chart.bars) {
        draw_bar(html, bar, y, {left, width});
        left += width;
    }
    label(html, {(frame.left + frame.right) / 2, frame.bottom + 40}, chart.axis, "tick middle");
}

}  // namespace tenure::inline v0::detail::reports
