#include "scores/score_columns.hpp"

#include <utility>

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

ScoreColumns::ScoreColumns(std::size_t rows, ValueBasis basis)
    : basis_(basis),
      recency_(rows),
      age_(rows),
      probability_alive_(rows),
      risk_(rows),
      expected_purchases_(rows),
      risk_band_(rows) {
    if (basis != ValueBasis::none) value_at_risk_.resize(rows);
    if (basis == ValueBasis::revenue_per_year) revenue_per_year_.resize(rows);
    if (basis != ValueBasis::clv) return;
    expected_spend_.resize(rows);
    clv_.resize(rows);
    clv_given_alive_.resize(rows);
    has_spend_.resize(rows);
}

void ScoreColumns::set(std::size_t row, const CustomerFacts& facts,
                       const CustomerScore& score) noexcept {
    recency_[row] = facts.purchases.recency;
    age_[row] = facts.purchases.T;
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

Table ScoreColumns::table(const CustomerBase& base) && {
    Table table;
    table.add("customer", base.table()["customer"]);
    table.add("frequency", base.table()["frequency"]);
    table.add("recency", Column::reals(std::move(recency_)));
    table.add("T", Column::reals(std::move(age_)));
    if (const Column* mean = base.table().find("monetary_value"))
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
    const std::vector<bool> valid(has_spend_.begin(), has_spend_.end());
    return Column::reals(std::move(values)).with_validity(valid);
}

}  // namespace tenure::inline v0::detail::scores
