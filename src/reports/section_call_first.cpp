// Most value at risk.

#include <algorithm>

#include "reports/sections.hpp"
#include "reports/table.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

constexpr double as_good_as_gone = 0.95;

void write_lead(Html& html, const Page& page) {
    const auto& scores = *page.content.scores;
    const auto gone = std::ranges::count_if(
        page.facts.listed, [&](std::size_t row) { return scores.risk()[row] >= as_good_as_gone; });
    html.open("p", {{"class", "lead"}}).text("Most value at risk first. ");
    if (gone > 0) {
        put(html, gone);
        html.text(gone == 1 ? " of them is" : " of them are");
        html.text(" as good as gone (risk " + percent(as_good_as_gone) +
                  " or more): probably lost, and little to be done. A call may still reach the "
                  "others.");
    } else {
        html.text("None of them is certain to be gone: a call may still reach all.");
    }
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
    html.data(length_of({silent, base.unit()}), full(silent)).text(" ago");
}

/// Purchases and segment, in small letters under the id.
void write_more(Html& html, const Page& page, std::size_t row) {
    const CustomerBase& base = page.content.base;
    const std::int64_t purchases = base.frequency()[row] + 1;
    html.open("small");
    put(html, purchases).text(purchases == 1 ? " purchase, " : " purchases, the last ");
    write_last_purchase(html, base, row);
    if (page.content.rfm != nullptr) {
        const auto rule = static_cast<std::size_t>(page.content.rfm->segment()[row]);
        const std::string name = visible(page.content.rfm->report().segments[rule].rule.name);
        html.text("; ").element("bdi", cut(name, 60));
    }
    html.close();
}

void write_customer(Html& html, const Page& page, std::size_t row) {
    const ScoreTable& scores = *page.content.scores;
    html.open("tr").open("th", {{"scope", "row"}});
    html.element("bdi", shown_id(page.content.base, row), {{"class", "id"}});
    write_more(html, page, row);
    html.close();
    html.open("td", {{"class", "n"}});
    put_percent(html, scores.risk()[row]);
    html.element("small", to_string(scores.risk_band(row))).close();
    html.open("td", {{"class", "n"}});
    put_money(html, page.currency, value_column(scores)->reals()[row]);
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
    // Cut before as well: what is long enough to be cut need not be looked at as a whole.
    return cut(visible(cut(ids.dictionary()[index], most)), most);
}

void write_call_first(Html& html, const Page& page) {
    if (!has_value(page.content)) {
        html.element("p", "Without amounts it is not known what is at stake with whom.");
        return;
    }
    if (page.facts.listed.empty()) {
        html.element("p", "The model of spend knows no value for any of these customers.");
        return;
    }
    write_lead(html, page);
    open_table(html, "Customers with most value at risk",
               {{"Customer", false}, {"Risk"}, {"Value"}, {"At risk"}}, "calls");
    for (const std::size_t row : page.facts.listed) write_customer(html, page, row);
    close_table(html);
    html.element("p",
                 "Value is " + value_in_words(page.content.scores->report()) +
                     "; at risk is value times risk. Lists like this say who to look at, not "
                     "whether a call helps: that takes a trial.",
                 {{"class", "note"}});
}

}  // namespace tenure::inline v0::detail::reports
