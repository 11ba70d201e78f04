#include "reports/figure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "reports/wording.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

void draw_one(Html& html, const FigureText& text, const Canvas& canvas,
              const std::function<void(Html&, const Canvas&)>& draw) {
    const std::string of = text.id + (canvas.narrow ? "-narrow" : "-wide");
    const std::string box = "0 0 " + coordinate(canvas.width) + " " + coordinate(canvas.height);
    html.open("svg", {{"xmlns", "http://www.w3.org/2000/svg"},
                      {"class", canvas.narrow ? "narrow" : "wide"},
                      {"viewBox", box},
                      {"role", "img"},
                      {"aria-labelledby", of + "-title " + of + "-desc"}});
    html.element("title", text.title, {{"id", of + "-title"}});
    html.element("desc", text.description, {{"id", of + "-desc"}});
    draw(html, canvas);
    html.close();
}

std::string points_of(const std::vector<Point>& points) {
    std::string d;
    for (const Point& point : points) {
        d.append(d.empty() ? "M" : "L").append(coordinate(point.x));
        d.append(" ").append(coordinate(point.y));
    }
    return d;
}

}  // namespace

void figure(Html& html, const FigureText& text, double height,
            const std::function<void(Html&, const Canvas&)>& draw,
            const std::function<void(Html&)>& numbers) {
    constexpr double wide = 800, narrow = 358, least_height = 270;
    html.open("figure").element("figcaption", text.title);
    draw_one(html, text, {wide, height, false}, draw);
    draw_one(html, text, {narrow, std::max(least_height, height * 0.72), true}, draw);
    html.open("details").element("summary", "The numbers of this chart");
    numbers(html);
    html.close().close();
}

Frame frame_of(const Canvas& canvas, double right, double top, double bottom) {
    return {canvas.narrow ? 48.0 : 56.0, canvas.width - right, top, canvas.height - bottom};
}

std::vector<std::size_t> thinned(std::size_t count, std::size_t most) {
    std::vector<std::size_t> places;
    if (count == 0) return places;
    const std::size_t last = count - 1;
    const std::size_t step = std::max<std::size_t>((last + most - 1) / most, 1);
    for (std::size_t i = 0; i < last; i += step) places.push_back(i);
    places.push_back(last);
    return places;
}

std::string coordinate(double value) {
    std::array<char, 48> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(),
                                   std::round(value * 10.0) / 10.0 + 0.0);
    return {buffer.data(), end.ptr};
}

void line(Html& html, Point from, Point to, std::string_view style) {
    html.empty("line", {{"x1", coordinate(from.x)},
                        {"y1", coordinate(from.y)},
                        {"x2", coordinate(to.x)},
                        {"y2", coordinate(to.y)},
                        {"class", style}});
}

void rectangle(Html& html, Point at, Point size, std::string_view style) {
    html.empty("rect", {{"x", coordinate(at.x)},
                        {"y", coordinate(at.y)},
                        {"width", coordinate(size.x)},
                        {"height", coordinate(size.y)},
                        {"class", style}});
}

void path(Html& html, const std::vector<Point>& points, std::string_view style) {
    html.empty("path", {{"d", points_of(points)}, {"class", style}});
}

void area(Html& html, const std::vector<Point>& points, double level, std::string_view style) {
    if (points.empty()) return;
    std::vector<Point> closed{{points.front().x, level}};
    closed.insert(closed.end(), points.begin(), points.end());
    closed.push_back({points.back().x, level});
    html.empty("path", {{"d", points_of(closed) + "Z"}, {"class", style}});
}

void label(Html& html, Point at, std::string_view text, std::string_view style) {
    html.element("text", text,
                 {{"x", coordinate(at.x)}, {"y", coordinate(at.y)}, {"class", style}});
}

Ticks ticks(double high, int count, double least) {
    const double reach = std::max(finite(high), least);
    const double rough = reach / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10.0 * power;
    for (const double of : {1.0, 2.0, 5.0}) {
        if (rough <= of * power) {
            step = of * power;
            break;
        }
    }
    Ticks found{step, {0.0}};
    while (found.top() < reach && found.at.size() < 20)
        found.at.push_back(finite(step * static_cast<double>(found.at.size())));
    return found;
}

std::string tick_label(double value, const Ticks& ticks) {
    constexpr std::array<std::pair<double, const char*>, 4> units{
        {{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}}};
    const double step = ticks.step;
    if (value == 0.0) return "0";
    for (const auto& [size, letter] : units) {
        // Thousands from 10,000 on: below, they are short enough as they are.
        if (ticks.top() < size * (size == 1e3 ? 10.0 : 1.0) || ticks.top() >= size * 1e3) continue;
        return decimal(value / size, step < size ? 1 : 0) + letter;
    }
    // Steps are whole digits of their place, up to what the room beside a picture holds.
    constexpr double rounding = 1e-9;
    const double place = std::floor(std::log10(step) + rounding);
    return decimal(value, static_cast<int>(std::clamp(-place, 0.0, 4.0)));
}

void draw_scale(Html& html, const Ticks& ticks, const Scale& y, Point left_right) {
    for (const double at : ticks.at) {
        line(html, {left_right.x, y(at)}, {left_right.y, y(at)}, at == 0.0 ? "axis" : "grid");
        label(html, {left_right.x - 8, y(at) + 4}, tick_label(at, ticks), "tick end");
    }
}

}  // namespace tenure::inline v0::detail::reports
