#include "reports/curve_chart.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/wording.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

std::vector<Point> placed(const std::vector<segments::CurvePoint>& curve, const Scale& x,
                          const Scale& y) {
    constexpr std::size_t most = 400;
    std::vector<Point> points;
    for (const std::size_t i : thinned(curve.size(), most))
        points.push_back({x(curve[i].customers), y(curve[i].revenue)});
    return points;
}

void draw_axes(Html& html, const Scale& x, const Scale& y, const Frame& frame) {
    for (const double at : {0.0, 0.25, 0.5, 0.75, 1.0}) {
        line(html, {frame.left, y(at)}, {frame.right, y(at)}, at == 0.0 ? "axis" : "grid");
        label(html, {frame.left - 8, y(at) + 4}, percent(at), "tick end");
        const char* const anchor = at == 1.0 ? "tick end" : "tick middle";
        label(html, {x(at), frame.bottom + 19}, percent(at), anchor);
    }
    label(html, {frame.left, frame.top - 14}, "share of revenue", "tick start");
    label(html, {frame.right, frame.bottom + 40}, "share of customers, largest first", "tick end");
}

/// Where a class ends: down to the customers and across to the revenue, with what it says.
struct Drop {
    const char* name;
    double customers, revenue;
    double above;  ///< Of the axis stands the text.
};

void draw_drop(Html& html, const Drop& drop, const Scale& x, const Scale& y) {
    const Point at{x(drop.customers), y(drop.revenue)};
    line(html, {at.x, y(0)}, at, "mark");
    line(html, {x(0), at.y}, at, "mark");
    html.empty("circle",
               {{"cx", coordinate(at.x)}, {"cy", coordinate(at.y)}, {"r", "4"}, {"class", "dot"}});
    // Beside the foot of the drop, where the curve never is, on the side that has room.
    const std::string says =
        std::string(drop.name) + ": " + percent(drop.customers) + " bring " + percent(drop.revenue);
    const double width = 7.6 * static_cast<double>(says.size());
    const bool fits = at.x + 8 + width < x(1);
    label(html, {at.x + (fits ? 8 : -8), y(0) - drop.above}, says,
          fits ? "name halo start" : "name halo end");
}

void draw_classes(Html& html, const segments::ConcentrationReport& report, const Scale& x,
                  const Scale& y) {
    const auto& [a, b, c] = report.abc;
    const std::int64_t both = a.customers + b.customers;
    if (a.customers > 0 && a.customers < report.customers)
        draw_drop(html, {"A", share(a.customers, report.customers), a.share, 32}, x, y);
    if (b.customers > 0 && both < report.customers)
        draw_drop(html, {"A and B", share(both, report.customers), a.share + b.share, 12}, x, y);
}

}  // namespace

void draw(Html& html, const Canvas& canvas, const segments::ConcentrationReport& report) {
    const Frame frame = frame_of(canvas, 4, 34, 48);
    const Scale x{0, 1, frame.left, frame.right};
    const Scale y{0, 1, frame.bottom, frame.top};
    const auto curve = placed(report.curve, x, y);
    area(html, curve, frame.bottom, "area");
    draw_axes(html, x, y, frame);
    line(html, {x(0), y(0)}, {x(1), y(1)}, "equal");
    label(html, {x(0.5) + 6, y(0.5) + 16}, "all alike", "tick halo start");
    path(html, curve, "line accent");
    draw_classes(html, report, x, y);
}

}  // namespace tenure::inline v0::detail::reports
