#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "core/number.hpp"
#include "models/bg_nbd_evaluator.hpp"
#include "models/contract.hpp"
#include "models/gamma_gamma_spend.hpp"
#include "scores/score_columns.hpp"
#include "scores/value.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

namespace {

using detail::core::contract_violation;
using detail::core::expected_got;
using detail::scores::ScoreColumns;

constexpr std::size_t rows_per_chunk = 4096;
constexpr std::size_t group = 64;  // customers that are scored together where rows are structs

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

Error impossible(const models::PurchaseHistories& histories, std::size_t row) {
    const auto why =
        detail::models::fault({histories.frequency[row], histories.recency[row], histories.T[row]});
    Error error{Code::invalid_value,
                expected_got(why->expected, detail::core::shortest(why->got)),
                {.field = std::string(why->argument)}};
    error.where.line = row + 1;
    return error;
}

void require_length(std::string_view column, std::size_t length, std::size_t expected) {
    if (length == expected) return;
    contract_violation(column, std::to_string(expected) + " rows", std::to_string(length));
}

void require(const models::PurchaseHistories& histories, const PurchaseScores& scores) {
    const std::size_t rows = histories.frequency.size();
    require_length("recency", histories.recency.size(), rows);
    require_length("T", histories.T.size(), rows);
    const auto if_wanted = [rows](std::string_view name, std::span<double> column) {
        if (!column.empty()) require_length(name, column.size(), rows);
    };
    if_wanted("probability_alive", scores.probability_alive);
    if_wanted("risk", scores.risk);
    if_wanted("expected_purchases", scores.expected_purchases);
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
    void score(std::span<const CustomerFacts> facts, CustomerScore* scores) const;
    [[nodiscard]] Result<void> score(const models::PurchaseHistories& histories,
                                     const PurchaseScores& scores, std::size_t begin,
                                     std::size_t end) const;
    [[nodiscard]] ValueBasis basis(const CustomerBase& base) const noexcept;
    [[nodiscard]] Result<Counts> score_rows(const CustomerBase& base, const RunOptions& run,
                                            ScoreColumns& columns) const;

    detail::models::BgNbdEvaluator evaluator;
    std::optional<models::GammaGamma> spend;
    ScoreReport report;  ///< What every batch reports, before its counts.

private:
    using Quantities = detail::models::BgNbdEvaluator::Quantities;

    [[nodiscard]] CustomerScore score(const CustomerFacts& facts,
                                      const Quantities& quantities) const;
    void add_clv(const CustomerFacts& facts, double discounted_given_alive,
                 CustomerScore& score) const;
    void add_revenue(const CustomerFacts& facts, CustomerScore& score) const noexcept;
};

// At most `group` customers.
void Scorer::State::score(std::span<const CustomerFacts> facts, CustomerScore* scores) const {
    std::array<std::int64_t, group> frequency;
    std::array<double, group> recency, age, alive, no_purchase, expected, discounted;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        frequency[i] = facts[i].purchases.frequency;
        recency[i] = facts[i].purchases.recency;
        age[i] = facts[i].purchases.T;
    }
    evaluator(
        {frequency.data(), recency.data(), age.data()}, facts.size(),
        {alive.data(), no_purchase.data(), expected.data(), spend ? discounted.data() : nullptr});
    for (std::size_t i = 0; i < facts.size(); ++i) {
        scores[i] =
            score(facts[i], {alive[i], no_purchase[i], expected[i], spend ? discounted[i] : 0.0});
    }
}

CustomerScore Scorer::State::score(const CustomerFacts& facts) const {
    return score(facts, evaluator(facts.purchases));
}

CustomerScore Scorer::State::score(const CustomerFacts& facts, const Quantities& quantities) const {
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
    const auto amount =
        detail::models::expected_spend(*spend, {facts.purchases.frequency, facts.monetary_value});
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

Result<void> Scorer::State::score(const models::PurchaseHistories& histories,
                                  const PurchaseScores& scores, std::size_t begin,
                                  std::size_t end) const {
    constexpr std::size_t step = 512;
    double unwanted[step];  // the evaluator always says who is active
    const auto from = [](auto column, std::size_t row) {
        return column.empty() ? nullptr : column.data() + row;
    };
    for (std::size_t row = begin; row < end; row += step) {
        const std::size_t n = std::min(step, end - row);
        double* const wanted = from(scores.probability_alive, row);
        const std::size_t impossible_at = evaluator(
            {from(histories.frequency, row), from(histories.recency, row), from(histories.T, row)},
            n,
            {wanted != nullptr ? wanted : unwanted, from(scores.risk, row),
             from(scores.expected_purchases, row), nullptr});
        if (impossible_at < n) return impossible(histories, row + impossible_at);
    }
    return {};
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
            columns.read_times(begin, end);
            evaluator(columns.histories(begin), end - begin, columns.quantities(begin));
            for (std::size_t row = begin; row < end; ++row) {
                const auto scored = score(columns.facts(row), columns.quantities_of(row));
                columns.set(row, scored);
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

void Scorer::score(std::span<const CustomerFacts> facts, std::span<CustomerScore> scores) const {
    require_length("scores", scores.size(), facts.size());
    for (const CustomerFacts& one : facts) require(one, state_->spend.has_value());
    for (std::size_t i = 0; i < facts.size(); i += group) {
        state_->score(facts.subspan(i, std::min(group, facts.size() - i)), scores.data() + i);
    }
}

Result<void> Scorer::score(const models::PurchaseHistories& histories, const PurchaseScores& scores,
                           const RunOptions& run) const {
    require(histories, scores);
    return detail::core::for_each_chunk(run, histories.frequency.size(), rows_per_chunk,
                                        [&](std::size_t, std::size_t begin, std::size_t end) {
                                            return state_->score(histories, scores, begin, end);
                                        });
}

Result<ScoreTable> Scorer::score(const CustomerBase& base, const RunOptions& run) const {
    if (state_->spend && !has_column(base, "monetary_value")) {
        return Error{Code::no_amounts,
                     expected_got("a base with the column monetary_value", "one without"),
                     {}};
    }
    ScoreReport report = state_->report;
    report.value_basis = state_->basis(base);
    ScoreColumns columns(base, report.value_basis, report.unit);
    auto counts = state_->score_rows(base, run, columns);
    if (!counts) return counts.error();
    report.band_counts = counts->bands;
    if (state_->spend) report.spend_undefined = counts->spend_undefined;
    return ScoreTable(std::move(columns).table(), report);
}

Result<ScoreTable> score(const CustomerBase& base, const ScoreOptions& options) {
    auto scorer = Scorer::make(options);
    if (!scorer) return scorer.error();
    return scorer->score(base, options.run);
}

Unit Scorer::unit() const noexcept { return state_->report.unit; }

}  // namespace tenure::inline v0
