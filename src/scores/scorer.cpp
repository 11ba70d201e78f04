#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "models/bg_nbd_evaluator.hpp"
#include "models/contract.hpp"
#include "scores/score_columns.hpp"
#include "scores/value.hpp"
#include "tenure/core/money.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

namespace {

using detail::core::contract_violation;
using detail::core::expected_got;
using detail::scores::ScoreColumns;

constexpr std::size_t rows_per_chunk = 4096;

void require(const CustomerFacts& facts, bool with_spend) {
    detail::models::require(facts.purchases);
    if (with_spend) {
        detail::models::require(
            models::SpendHistory{facts.purchases.frequency, facts.monetary_value});
    } else if (!(facts.revenue >= 0.0) || std::isinf(facts.revenue)) {
        contract_violation("revenue", "finite and not negative", facts.revenue);
    }
}

/// Without spend there is no value to discount.
constexpr DiscountRate undiscounted{0.0, Unit::year};

/// A row of a base as facts, in the unit of a model.
CustomerFacts facts_of(const CustomerBase& base, std::size_t row, Unit unit) noexcept {
    CustomerFacts facts{{base.frequency()[row], base.time_in(base.recency()[row], unit),
                         base.time_in(base.age()[row], unit)}};
    if (!base.monetary_value().empty()) facts.monetary_value = base.monetary_value()[row];
    if (!base.revenue().empty())
        facts.revenue = Money{base.revenue()[row], base.revenue_scale()}.to_double();
    return facts;
}

bool has_column(const CustomerBase& base, std::string_view name) noexcept {
    return base.table().find(name) != nullptr;
}

/// Customers of one chunk, which add up exactly in any order.
struct Counts {
    std::array<std::int64_t, 4> bands{};
    std::int64_t spend_undefined = 0;

    void add(const CustomerScore& score, std::int64_t weight) noexcept {
        bands[static_cast<std::size_t>(score.risk_band)] += weight;
        if (!score.expected_spend) spend_undefined += weight;
    }
    void add(const Counts& other) noexcept {
        for (std::size_t i = 0; i < bands.size(); ++i) bands[i] += other.bands[i];
        spend_undefined += other.spend_undefined;
    }
};

}  // namespace

struct Scorer::State {
    explicit State(const ScoreOptions& options)
        : evaluator(*options.purchases.get_if<models::BgNbd>(), options.horizon,
                    options.spend ? options.discount : undiscounted) {
        if (options.spend) spend = *options.spend->get_if<models::GammaGamma>();
        report.cuts = options.cuts;
        report.unit = options.purchases.unit();
        report.horizon = options.horizon;
        report.discount = options.discount;
        report.margin = options.margin;
    }

    [[nodiscard]] CustomerScore score(const CustomerFacts& facts) const;
    [[nodiscard]] ValueBasis basis(const CustomerBase& base) const noexcept;
    [[nodiscard]] Result<Counts> score_rows(const CustomerBase& base, const RunOptions& run,
                                            ScoreColumns& columns) const;

    detail::models::BgNbdEvaluator evaluator;
    std::optional<models::GammaGamma> spend;
    ScoreReport report;  ///< What every batch reports, before its counts.

private:
    void add_clv(const CustomerFacts& facts, double discounted_given_alive,
                 CustomerScore& score) const;
    void add_revenue(const CustomerFacts& facts, CustomerScore& score) const noexcept;
};

CustomerScore Scorer::State::score(const CustomerFacts& facts) const {
    const auto quantities = evaluator(facts.purchases);
    CustomerScore score{};
    score.probability_alive = quantities.probability_alive;
    score.risk = quantities.probability_no_purchase;
    score.risk_band = report.cuts.band(score.risk);
    score.expected_purchases = quantities.expected_purchases;
    if (spend) {
        add_clv(facts, quantities.discounted_given_alive, score);
    } else {
        add_revenue(facts, score);
    }
    return score;
}

void Scorer::State::add_clv(const CustomerFacts& facts, double discounted_given_alive,
                            CustomerScore& score) const {
    const auto amount = spend->expected_spend({facts.purchases.frequency, facts.monetary_value});
    if (!amount) return;
    const double value =
        detail::scores::clv_given_alive(report.margin, *amount, discounted_given_alive);
    score.expected_spend = detail::scores::finite(*amount);
    score.clv_given_alive = value;
    score.clv = score.probability_alive * value;
    score.value_at_risk = value * score.risk;
}

void Scorer::State::add_revenue(const CustomerFacts& facts, CustomerScore& score) const noexcept {
    const double years = Duration{facts.purchases.T, report.unit}.in(Unit::year);
    score.revenue_per_year = detail::scores::revenue_per_year(facts.revenue, years);
    score.value_at_risk = score.revenue_per_year * score.risk;
}

ValueBasis Scorer::State::basis(const CustomerBase& base) const noexcept {
    if (spend) return ValueBasis::clv;
    return has_column(base, "revenue") ? ValueBasis::revenue_per_year : ValueBasis::none;
}

Result<Counts> Scorer::State::score_rows(const CustomerBase& base, const RunOptions& run,
                                         ScoreColumns& columns) const {
    std::vector<Counts> counts((base.size() + rows_per_chunk - 1) / rows_per_chunk);
    auto outcome = detail::core::for_each_chunk(
        run, base.size(), rows_per_chunk,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t row = begin; row < end; ++row) {
                const CustomerFacts facts = facts_of(base, row, report.unit);
                const CustomerScore scored = score(facts);
                columns.set(row, facts, scored);
                counts[chunk].add(scored, base.weight()[row]);
            }
            return {};
        });
    if (!outcome) return outcome.error();
    Counts total;
    for (const Counts& part : counts) total.add(part);
    return total;
}

Result<Scorer> Scorer::make(const ScoreOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    return Scorer(std::make_shared<const State>(options));
}

CustomerScore Scorer::score(const CustomerFacts& facts) const {
    require(facts, state_->spend.has_value());
    return state_->score(facts);
}

Result<ScoreTable> Scorer::score(const CustomerBase& base, const RunOptions& run) const {
    if (state_->spend && !has_column(base, "monetary_value")) {
        return Error{Code::no_amounts,
                     expected_got("a base with the column monetary_value", "one without"),
                     {}};
    }
    ScoreReport report = state_->report;
    report.value_basis = state_->basis(base);
    ScoreColumns columns(base.size(), report.value_basis);
    auto counts = state_->score_rows(base, run, columns);
    if (!counts) return counts.error();
    report.band_counts = counts->bands;
    if (state_->spend) report.spend_undefined = counts->spend_undefined;
    return ScoreTable(std::move(columns).table(base), report);
}

Result<ScoreTable> score(const CustomerBase& base, const ScoreOptions& options) {
    auto scorer = Scorer::make(options);
    if (!scorer) return scorer.error();
    return scorer->score(base, options.run);
}

}  // namespace tenure::inline v0
