// P(alive) by how often a customer came and how long ago the last time was.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

constexpr std::size_t columns = 8;

/// Repeat purchases that are shown: the first few, then fewer, up to the most that there are.
std::vector<std::int64_t> shown_frequencies(const CustomerBase& base) {
    constexpr std::array<std::int64_t, 13> chosen{1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200};
    const std::int64_t most = std::ranges::max(base.frequency());
    std::vector<std::int64_t> shown;
    for (const std::int64_t x : chosen)
        if (x <= most) shown.push_back(x);
    return shown;
}

/// A round number, and the decimals that its multiples need.
struct Step {
    double size;
    int decimals;
};

/// The largest that is not above `most`.
Step round_step(double most) {
    constexpr int most_decimals = 9;
    const auto power = static_cast<int>(std::floor(std::log10(most)));
    const double unit = std::pow(10.0, power);
    for (const double of : {8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5}) {
        if (of * unit > most) continue;
        const int halves = of == std::floor(of) ? 0 : 1;
        return {of * unit, std::clamp(halves - power, 0, most_decimals)};
    }
    return {unit, std::clamp(-power, 0, most_decimals)};
}

/// Chances of being alive by repeat purchases and silence.
struct Grid {
    const models::BgNbd& model;
    double age;
    std::vector<std::int64_t> frequencies;
    std::vector<double> silences = {};
    std::vector<std::string> names = {};  ///< Of the silences.

    [[nodiscard]] double alive(std::int64_t x, double silence) const {
        return model.probability_alive({x, std::max(age - silence, 0.0), age});
    }
};

Grid grid_of(const Page& page) {
    const models::BgNbd& model = *page.content.purchases->get_if<models::BgNbd>();
    const Reach& reach = *page.facts.reach;
    const double longest = reach.silence > 0.0 ? reach.silence : reach.age;
    const Step step = round_step(longest / static_cast<double>(columns - 1));
    Grid grid{model, reach.age, shown_frequencies(page.content.base)};
    for (std::size_t i = 0; i < columns; ++i) {
        grid.silences.push_back(step.size * static_cast<double>(i));
        grid.names.push_back(i == 0 ? "0" : decimal(grid.silences[i], step.decimals));
    }
    return grid;
}

void write_row(Html& html, const Grid& grid, std::int64_t x) {
    open_row(html, whole(x));
    for (const double silence : grid.silences) {
        const double alive = grid.alive(x, silence);
        html.open("td", {{"class", heat(alive)}});
        html.data(cell_percent(alive), full(alive)).close();
    }
    html.close();
}

/// "1 week of silence.", "2 weeks of silence.", "1.0 weeks of silence."
std::string silence(const Grid& grid, std::size_t column) {
    const std::string& name = grid.names[column];
    const double count = name == "1" ? 1.0 : 0.0;
    return name + " " + plural(to_string(grid.model.unit), count) + " of silence.";
}

/// From which silence on who came back so often is more likely gone than not.
std::string gone_after(const Grid& grid, std::int64_t x) {
    std::string text =
        " One who came back " + (x == 1 ? std::string("once") : whole(x) + " times") + ": ";
    for (std::size_t i = 0; i < columns; ++i) {
        if (grid.alive(x, grid.silences[i]) >= 0.5) continue;
        if (i == 0) return text.append("from the last purchase on.");
        return text.append("after ").append(silence(grid, i));
    }
    return text.append("not even after ").append(silence(grid, columns - 1));
}

void write_lead(Html& html, const Grid& grid) {
    std::string lead = "When is a customer more likely gone than not?";
    if (grid.frequencies.size() > 1) lead += gone_after(grid, grid.frequencies.back());
    lead += gone_after(grid, grid.frequencies.front());
    html.element("p", lead, {{"class", "lead"}});
}

}  // namespace

void write_alive(Html& html, const Page& page) {
    const Grid grid = grid_of(page);
    const Unit unit = grid.model.unit;
    write_lead(html, grid);
    std::vector<Heading> headings{{"Repeat purchases", false}};
    for (const std::string& name : grid.names) headings.push_back({name});
    open_table(html,
               "Chance of still being a customer, in per cent, by " + std::string(to_string(unit)) +
                   "s since the last purchase",
               headings, "triangle alive");
    for (const std::int64_t x : grid.frequencies) write_row(html, grid, x);
    close_table(html);
    html.element("p",
                 "For a customer who first bought " + length_of({grid.age, unit}) +
                     " ago; of those who came back, at most one in twenty first bought before "
                     "that. Who has not come back yet is always counted as a customer by this "
                     "model: their risk is in the chance of no purchase, not here.",
                 {{"class", "note"}});
}

}  // namespace tenure::inline v0::detail::reports
