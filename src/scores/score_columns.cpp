#include "scores/score_columns.hpp"

#include <algorithm>
#include <utility>

#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::scores {

namespace {

/// The texts of `RiskBand`, at their numbers.
StringArena band_names() {
    StringArena names;
    for (const auto band : {RiskBand::low, RiskBand::medium, RiskBand::high, RiskBand::critical})
        static_cast<void>(names.add(to_string(band)).value());
    return names;
}

}  // namespace

ScoreColumns::ScoreColumns(const CustomerBase& base, ValueBasis basis, Unit unit)
    : base_(base),
      basis_(basis),
      unit_(unit),
      recency_(base.size()),
      age_(base.size()),
      probability_alive_(base.size()),
      risk_(base.size()),
      expected_purchases_(base.size()),
      risk_band_(base.size()) {
    if (!base.revenue().empty()) revenue_scale_ = base.revenue_scale();
    if (basis != ValueBasis::none) value_at_risk_.resize(base.size());
    if (basis == ValueBasis::revenue_per_year) revenue_per_year_.resize(base.size());
    if (basis != ValueBasis::clv) return;
    expected_spend_.resize(base.size());
    clv_.resize(base.size());
    clv_given_alive_.resize(base.size());
    has_spend_.resize(base.size());
}

void ScoreColumns::read_times(std::size_t begin, std::size_t end) noexcept {
    for (std::size_t row = begin; row < end; ++row) {
        recency_[row] = base_.time_in(base_.recency()[row], unit_);
        age_[row] = base_.time_in(base_.age()[row], unit_);
    }
}

kernels::HistoryColumns ScoreColumns::histories(std::size_t begin) const noexcept {
    return {base_.frequency().data() + begin, recency_.data() + begin, age_.data() + begin};
}

kernels::BgNbdScores ScoreColumns::quantities(std::size_t begin) noexcept {
    return {probability_alive_.data() + begin, risk_.data() + begin,
            expected_purchases_.data() + begin,
            basis_ == ValueBasis::clv ? clv_given_alive_.data() + begin : nullptr};
}

CustomerFacts ScoreColumns::facts(std::size_t row) const noexcept {
    CustomerFacts facts{{base_.frequency()[row], recency_[row], age_[row]}};
    if (!base_.monetary_value().empty()) facts.monetary_value = base_.monetary_value()[row];
    if (basis_ == ValueBasis::revenue_per_year) {
        facts.revenue = Money{base_.revenue()[row], revenue_scale_}.to_double();
    }
    return facts;
}

models::BgNbdEvaluator::Quantities ScoreColumns::quantities_of(std::size_t row) const noexcept {
    return {probability_alive_[row], risk_[row], expected_purchases_[row],
            basis_ == ValueBasis::clv ? clv_given_alive_[row] : 0.0};
}

void ScoreColumns::set(std::size_t row, const CustomerScore& score) noexcept {
    probability_alive_[row] = score.probability_alive;
    risk_[row] = score.risk;
    expected_purchases_[row] = score.expected_purchases;
    risk_band_[row] = static_cast<std::int32_t>(score.risk_band);
    if (basis_ != ValueBasis::none) set_value(row, score);
}

void ScoreColumns::set_value(std::size_t row, const CustomerScore& score) noexcept {
    value_at_risk_[row] = score.value_at_risk.value_or(0.0);
    if (basis_ == ValueBasis::revenue_per_year) {
        revenue_per_year_[row] = score.revenue_per_year;
        return;
    }
    expected_spend_[row] = score.expected_spend.value_or(0.0);
    clv_[row] = score.clv.value_or(0.0);
    clv_given_alive_[row] = score.clv_given_alive.value_or(0.0);
    has_spend_[row] = score.expected_spend.has_value();
}

Table ScoreColumns::table() && {
    Table table;
    table.add("customer", base_.table()["customer"]);
    table.add("frequency", base_.table()["frequency"]);
    table.add("recency", Column::reals(std::move(recency_)));
    table.add("T", Column::reals(std::move(age_)));
    if (const Column* mean = base_.table().find("monetary_value"))
        table.add("monetary_value", *mean);
    table.add("probability_alive", Column::reals(std::move(probability_alive_)));
    table.add("risk", Column::reals(std::move(risk_)));
    table.add("expected_purchases", Column::reals(std::move(expected_purchases_)));
    add_value(table);
    table.add("risk_band", Column::texts(std::move(risk_band_), band_names()));
    return table;
}

void ScoreColumns::add_value(Table& table) {
    if (basis_ == ValueBasis::clv) {
        table.add("expected_spend", with_spend(std::move(expected_spend_)));
        table.add("clv", with_spend(std::move(clv_)));
        table.add("clv_given_alive", with_spend(std::move(clv_given_alive_)));
        table.add("value_at_risk", with_spend(std::move(value_at_risk_)));
    } else if (basis_ == ValueBasis::revenue_per_year) {
        table.add("revenue_per_year", Column::reals(std::move(revenue_per_year_)));
        table.add("value_at_risk", Column::reals(std::move(value_at_risk_)));
    }
}

Column ScoreColumns::with_spend(std::vector<double> values) const {
    if (std::find(has_spend_.begin(), has_spend_.end(), 0) == has_spend_.end()) {
        return Column::reals(std::move(values));
    }
    const std::vector<bool> valid(has_spend_.begin(), has_spend_.end());
    return Column::reals(std::move(values)).with_validity(valid);
}

}  // namespace tenure::inline v0::detail::scores
