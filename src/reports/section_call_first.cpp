// Most value at risk.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

constexpr double as_good_as_gone = 0.95;

void write_lead(Html& html, const Page& page) {
    const auto& scores = *page.content.scores;
    std::int64_t gone = 0;
    for (const std::size_t row : page.facts.listed)
        if (scores.risk()[row] >= as_good_as_gone) gone += page.content.base.weight()[row];
    html.open("p", {{"class", "lead"}}).text("Most value at risk first. ");
    if (gone > 0) {
        put(html, gone, "as_good_as_gone").text(" of them ").text(for_count(gone, "is", "are"));
        html.text(" as good as gone (risk " + exact_percent(as_good_as_gone) +
                  " or more): probably lost, and little to be done. A call may still reach the "
                  "others.");
    } else {
        html.text("None of them is certain to be gone: a call may still reach all.");
    }
    if (page.facts.listed_all) html.text(" Nobody else is known to have value at risk.");
    html.close();
}

void write_last_purchase(Html& html, const CustomerBase& base, std::size_t row) {
    const Column* const last = base.table().find("last_date");
    if (last != nullptr && !last->is_null(row)) {
        const Date date = Date::from_days(last->dates()[row]);
        html.element("time", short_date(date), {{"datetime", date.to_string()}});
        return;
    }
    const double silent = base.time_in(base.age()[row] - base.recency()[row], base.unit());
    put_length(html, {silent, base.unit()}).text(" ago");
}

/// Purchases and segment, in small letters under the id.
void write_more(Html& html, const Page& page, std::size_t row) {
    const CustomerBase& base = page.content.base;
    const std::int64_t purchases = base.frequency()[row] + 1;
    const std::int64_t customers = base.weight()[row];
    html.open("small");
    if (customers > 1) put_counted(html, customers, "customer").text(", each with ");
    put_counted(html, purchases, "purchase").text(for_count(purchases, ", ", ", the last "));
    write_last_purchase(html, base, row);
    if (page.content.rfm != nullptr) {
        const auto rule = static_cast<std::size_t>(page.content.rfm->segment()[row]);
        const std::string name = visible(page.content.rfm->report().segments[rule].rule.name);
        html.text("; ").element("bdi", cut(name, 60));
    }
    html.close();
}

/// With as many decimals as its band takes, and the count of those who are as good as gone.
void put_risk(Html& html, double risk, const RiskCuts& cuts) {
    const std::array borders{cuts.medium, cuts.high, cuts.critical, as_good_as_gone};
    html.data(percent_beside(risk, borders), full(risk));
}

void write_customer(Html& html, const Page& page, std::size_t row) {
    const ScoreTable& scores = *page.content.scores;
    html.open("tr").open("th", {{"scope", "row"}});
    html.element("bdi", shown_id(page.content.base, row), {{"class", "id"}});
    write_more(html, page, row);
    html.close();
    put_risk(open_number(html), scores.risk()[row], scores.report().cuts);
    html.element("small", to_string(scores.risk_band(row))).close();
    put_money(open_number(html), page.currency, value_column(scores)->reals()[row]);
    html.close().open("td", {{"class", "n strong"}});
    put_money(html, page.currency, scores.value_at_risk()[row]);
    html.close().close();
}

}  // namespace

std::string shown_id(const CustomerBase& base, std::size_t row) {
    constexpr std::size_t most = 60;
    const Column& ids = base.table()["customer"];
    if (ids.type() == ColumnType::int64) return base.customer(row).to_string();
    const auto index = static_cast<std::size_t>(ids.indices()[row]);
    // Cut before as well: of what is long, little need be made visible.
    return cut_within(visible(cut_within(ids.dictionary()[index], most)), most);
}

void write_call_first(Html& html, const Page& page) {
    if (!has_value(page.content)) {
        html.element("p", without_value(page) + " it is not known what is at stake with whom.");
        return;
    }
    if (page.facts.listed.empty()) {
        html.element("p", page.facts.valued == 0
                              ? capitalized(no_value_known)
                              : "No customer has value at risk: there is nobody to call.");
        return;
    }
    write_lead(html, page);
    open_table(html, "Customers with most value at risk",
               {{"Customer", false}, {"Risk"}, {"Value"}, {"At risk"}}, "calls");
    for (const std::size_t row : page.facts.listed) write_customer(html, page, row);
    close_table(html);
    html.element("p",
                 "Value is " + value_of_one(page.content.scores->report()) +
                     "; at risk is value times risk. Lists like this say who to look at, not "
                     "whether a call helps: that takes a trial.",
                 {{"class", "note"}});
}

}  // namespace tenure::inline v0::detail::reports
