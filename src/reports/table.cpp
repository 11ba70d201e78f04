#include "reports/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/wording.hpp"

namespace tenure::inline v0::detail::reports {

void open_frame(Html& html, std::string_view caption, std::string_view style) {
    html.open(
        "div",
        {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", caption}});
    html.open("table", {{"class", style}}).element("caption", caption);
}

void open_table(Html& html, std::string_view caption, const std::vector<Heading>& headings,
                std::string_view style) {
    open_frame(html, caption, style);
    html.open("thead").open("tr");
    for (const Heading& heading : headings) {
        html.element("th", heading.text,
                     {{"scope", "col"}, {"class", heading.is_number ? "n" : "t"}});
    }
    html.close().close().open("tbody");
}

void close_table(Html& html) { html.close().close().close(); }

void open_row(Html& html, std::string_view header) {
    html.open("tr").element("th", header, {{"scope", "row"}});
}

Html& open_number(Html& html) { return html.open("td", {{"class", "n"}}); }

std::string cell_percent(double share) {
    if (share > 0.0 && share < 0.01) return "<1";
    if (share > 0.99 && share < 1.0) return ">99";
    return decimal(100.0 * share, 0);
}

std::string_view heat(double share) noexcept {
    constexpr std::array<std::string_view, 10> steps{"h0", "h1", "h2", "h3", "h4",
                                                     "h5", "h6", "h7", "h8", "h9"};
    const double step = std::clamp(std::floor(share * 10.0), 0.0, 9.0);
    return steps[static_cast<std::size_t>(step)];
}

}  // namespace tenure::inline v0::detail::reports
