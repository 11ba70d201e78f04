#include "reports/line_chart.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "reports/wording.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

/// Of no more points than there are pixels.
std::vector<Point> placed(const LineChart& chart, const std::vector<double>& values, const Scale& x,
                          const Scale& y) {
    constexpr std::size_t most = 700;
    std::vector<Point> points;
    for (const std::size_t i : thinned(values.size(), most))
        points.push_back({x(chart.dates[i].days()), y(values[i])});
    return points;
}

/// How many whole times `step` goes into `month`, which is below 0 before 1970.
double multiples(int step, int month) {
    return std::floor(static_cast<double>(month) / static_cast<double>(step));
}

/// The first days of months, so many apart that at most `most` of them fit.
std::vector<Date> month_ticks(Date first, Date last, int most) {
    using std::chrono::months;
    const int from = period_index(first, Period::month) + 1;
    const int to = period_index(last, Period::month);
    int step = 1;
    for (const int next : {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000}) {
        step = next;
        if (multiples(step, to) - multiples(step, from - 1) <= most) break;
    }
    std::vector<Date> at;
    const auto january_1970 = std::chrono::year(1970) / std::chrono::January / 1;
    for (int month = from; month <= to; ++month)
        if (month % step == 0) at.push_back(Date(january_1970 + months(month)));
    return at;
}

void draw_dates(Html& html, const LineChart& chart, const Scale& x, const Frame& frame,
                bool narrow) {
    const auto at = month_ticks(chart.dates.front(), chart.dates.back(), narrow ? 3 : 9);
    for (const Date day : at) {
        line(html, {x(day.days()), frame.bottom}, {x(day.days()), frame.bottom + 5}, "axis");
        label(html, {x(day.days()), frame.bottom + 20}, month_of(day), "tick middle");
    }
    if (!at.empty()) return;
    label(html, {frame.left, frame.bottom + 20}, short_date(chart.dates.front()), "tick start");
    label(html, {frame.right, frame.bottom + 20}, short_date(chart.dates.back()), "tick end");
}

/// Where the model's knowledge ends, if that is in the picture; each side is named where there is
/// room for its name.
void draw_until(Html& html, const LineChart& chart, const Scale& x, const Frame& frame) {
    if (chart.until < chart.dates.front() || chart.until >= chart.dates.back()) return;
    constexpr double gap = 6, letter = 7;
    constexpr std::string_view before = "fitted", after = "foretold";
    const auto room = [](std::string_view name) {
        return gap + letter * static_cast<double>(name.size());
    };
    const double at = x(chart.until.days()), above = frame.top - 6;
    line(html, {at, frame.top - 14}, {at, frame.bottom}, "mark");
    if (at - room(before) >= frame.left) label(html, {at - gap, above}, before, "tick end");
    if (at + room(after) <= frame.right) label(html, {at + gap, above}, after, "tick start");
}

/// Names at the ends of the lines, so far apart that they can be read.
void draw_names(Html& html, double x, double came, double expected) {
    constexpr double apart = 16;
    const double middle = (came + expected) / 2;
    if (std::abs(came - expected) < apart) {
        const double shift = came <= expected ? -apart / 2 : apart / 2;
        came = middle + shift;
        expected = middle - shift;
    }
    label(html, {x + 6, came + 4}, "came", "name start");
    label(html, {x + 6, expected + 4}, "expected", "name accent start");
}

}  // namespace

void draw(Html& html, const Canvas& canvas, const LineChart& chart) {
    if (chart.dates.empty()) return;
    const Frame frame = frame_of(canvas, 76, 26, 32);
    const double high = std::max(std::ranges::max(chart.came), std::ranges::max(chart.expected));
    const Ticks steps = ticks(high, 5, 1.0);
    const Scale y{0, steps.top(), frame.bottom, frame.top};
    const Scale x{static_cast<double>(chart.dates.front().days()),
                  static_cast<double>(chart.dates.back().days()), frame.left, frame.right};
    draw_scale(html, steps, y, {frame.left, frame.right});
    draw_dates(html, chart, x, frame, canvas.narrow);
    draw_until(html, chart, x, frame);
    path(html, placed(chart, chart.came, x, y), "line");
    path(html, placed(chart, chart.expected, x, y), "line dashed");
    draw_names(html, frame.right, y(chart.came.back()), y(chart.expected.back()));
}

}  // namespace tenure::inline v0::detail::reports
