#include "reports/facts.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "segments/quantiles.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::reports {
namespace {

using tenure::reports::PageContent;
__extension__ using Wide = __int128;  // holds every sum of products of customers and money

ExactSum exact_sum(Wide units, std::uint8_t scale) {
    constexpr Wide most = std::numeric_limits<std::int64_t>::max();
    if (units <= most) {
        const Money sum{static_cast<std::int64_t>(units), scale};
        return {sum.to_double(), sum.to_string()};
    }
    constexpr double powers_of_ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    const double amount = static_cast<double>(units) / powers_of_ten[scale];
    return {amount, full(amount)};
}

void add_base(const CustomerBase& base, Facts& facts) {
    Wide revenue = 0;
    facts.customers = base.customers();
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::int64_t weight = base.weight()[row], x = base.frequency()[row];
        if (x > 0) facts.repeaters += weight;
        facts.occasions += static_cast<double>(weight) * (1.0 + static_cast<double>(x));
        if (!base.revenue().empty()) revenue += Wide{weight} * base.revenue()[row];
    }
    if (!base.revenue().empty()) facts.revenue = exact_sum(revenue, base.revenue_scale());
}

void add_dates(const CustomerBase& base, Facts& facts) {
    facts.until = base.until();
    const Column* const first = base.table().find("first_date");
    if (first == nullptr || first->size() == 0 || first->null_count() != 0) return;
    facts.first = Date::from_days(std::ranges::min(first->dates()));
}

void add_values(const PageContent& content, Facts& facts) {
    const ScoreTable& scores = *content.scores;
    const auto values = value_column(scores)->reals();
    const auto at_risk = scores.value_at_risk();
    const Column& known = scores.table()["value_at_risk"];
    const auto weight = content.base.weight();
    for (std::size_t row = 0; row < scores.size(); ++row) {
        facts.value += static_cast<double>(weight[row]) * values[row];
        facts.value_at_risk += static_cast<double>(weight[row]) * at_risk[row];
        if (!known.is_null(row)) facts.valued += weight[row];
    }
    facts.value = finite(facts.value);
    facts.value_at_risk = finite(facts.value_at_risk);
    for (const std::size_t row : scores.most_value_at_risk(content.most_at_risk)) {
        facts.listed_all = !(at_risk[row] > 0.0);  // 0 where it is not known
        if (facts.listed_all) break;
        facts.listed.push_back(row);
        facts.listed_at_risk += static_cast<double>(weight[row]) * at_risk[row];
    }
    facts.listed_customers = customers_in(content.base, facts.listed);
    facts.listed_at_risk = finite(facts.listed_at_risk);
}

void add_scores(const PageContent& content, Facts& facts) {
    if (content.scores == nullptr) return;
    const auto alive = content.scores->probability_alive();
    for (std::size_t row = 0; row < alive.size(); ++row)
        facts.gone += static_cast<double>(content.base.weight()[row]) * (1.0 - alive[row]);
    if (has_value(content)) add_values(content, facts);
}

Reach reach_of(const CustomerBase& base, Unit unit) {
    constexpr std::array most{0.95};
    std::vector<std::int64_t> came_back(base.size());
    std::vector<double> silences(base.size());
    for (std::size_t row = 0; row < base.size(); ++row) {
        came_back[row] = base.frequency()[row] > 0 ? base.weight()[row] : 0;
        silences[row] = base.age()[row] - base.recency()[row];
    }
    const auto reach = [&](std::span<const double> values) {
        return base.time_in(segments::quantiles(values, came_back, most).value()[0], unit);
    };
    return {reach(base.age()), reach(silences)};
}

/// In the BG/NBD the chances differ between those who came back.
void add_reach(const PageContent& content, Facts& facts) {
    const auto& any = content.purchases;
    const auto* const model = any ? any->get_if<models::BgNbd>() : nullptr;
    const auto* const fit = content.purchase_fit;
    if (model == nullptr || facts.repeaters == 0 || (fit != nullptr && !fit->usable())) return;
    const Reach reach = reach_of(content.base, model->unit);
    if (reach.age > 0.0) facts.reach = reach;
}

}  // namespace

bool has_value(const PageContent& content) noexcept {
    return content.scores != nullptr && value_column(*content.scores) != nullptr;
}

const Column* value_column(const ScoreTable& scores) noexcept {
    return scores.table().find(to_string(scores.report().value_basis));
}

std::int64_t customers_in(const CustomerBase& base, std::span<const std::size_t> rows) {
    std::int64_t customers = 0;
    for (const std::size_t row : rows) customers += base.weight()[row];
    return customers;
}

Facts facts_of(const PageContent& content) {
    Facts facts;
    add_base(content.base, facts);
    add_dates(content.base, facts);
    add_scores(content, facts);
    add_reach(content, facts);
    return facts;
}

}  // namespace tenure::inline v0::detail::reports
