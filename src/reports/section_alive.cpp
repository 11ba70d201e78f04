// P(alive) by how often a customer came and how long ago the last time was.

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

constexpr std::size_t columns = 8;

const models::BgNbd* model_of(const Page& page) {
    if (!page.content.purchases) return nullptr;
    return page.content.purchases->get_if<models::BgNbd>();
}

/// The age of the oldest customer, in the model's unit.
double oldest(const Page& page, Unit unit) {
    const auto ages = page.content.base.age();
    return ages.empty() ? 0.0 : page.content.base.time_in(std::ranges::max(ages), unit);
}

/// Repeat purchases that are shown: the first few, then fewer, up to the most that there are.
std::vector<std::int64_t> shown_frequencies(const CustomerBase& base) {
    constexpr std::array<std::int64_t, 13> chosen{1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200};
    const std::int64_t most = std::ranges::max(base.frequency());
    std::vector<std::int64_t> shown;
    for (const std::int64_t x : chosen)
        if (x <= most) shown.push_back(x);
    return shown;
}

/// So long without a purchase, from nothing on, in whole units where there are enough.
std::vector<double> shown_silences(double age) {
    std::vector<double> silences;
    for (std::size_t i = 0; i < columns; ++i) {
        const double exact = age * static_cast<double>(i) / static_cast<double>(columns);
        silences.push_back(age >= 2.0 * columns ? std::round(exact) : exact);
    }
    return silences;
}

void write_row(Html& html, const models::BgNbd& model, std::int64_t x, double age) {
    open_row(html, whole(x));
    for (const double silence : shown_silences(age)) {
        const double alive = model.probability_alive({x, age - silence, age});
        html.open("td", {{"class", heat(alive)}});
        html.data(decimal(100.0 * alive, 0), full(alive)).close();
    }
    html.close();
}

}  // namespace

bool has_alive(const Page& page) {
    const models::BgNbd* const model = model_of(page);
    const auto* const fit = page.content.purchase_fit;
    if (model == nullptr || page.facts.repeaters == 0) return false;
    return (fit == nullptr || fit->usable()) && oldest(page, model->unit) > 0.0;
}

void write_alive(Html& html, const Page& page) {
    const models::BgNbd& model = *model_of(page);
    const double age = oldest(page, model.unit);
    html.element("p",
                 "The more often somebody has come, the sooner a silence means that they are gone: "
                 "who comes every week is missed after a month, who comes once a year is not.",
                 {{"class", "lead"}});
    std::vector<std::string> names;
    for (const double silence : shown_silences(age))
        names.push_back(decimal(silence, silence == std::floor(silence) ? 0 : 1));
    std::vector<Heading> headings{{"Repeat purchases", false}};
    for (const std::string& name : names) headings.push_back({name});
    open_table(html,
               "Chance of still being a customer, in per cent, by " +
                   std::string(to_string(model.unit)) + "s since the last purchase",
               headings, "triangle alive");
    for (const std::int64_t x : shown_frequencies(page.content.base))
        write_row(html, model, x, age);
    close_table(html);
    html.element("p",
                 "For a customer who first bought " + length_of({age, model.unit}) +
                     " ago, as the first customers of this base did. Who has not come back yet is "
                     "always counted as a customer by this model: their risk is in the chance of "
                     "no purchase, not here.",
                 {{"class", "note"}});
}

}  // namespace tenure::inline v0::detail::reports
