#pragma once

/// @file
/// From a customer base and fitted models to scored customers.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/any_model.hpp"

namespace tenure::inline v0 {

/// How high a risk is.
enum class RiskBand : std::uint8_t { low, medium, high, critical };
[[nodiscard]] TENURE_API std::string_view to_string(RiskBand band) noexcept;

/// Where the bands begin: low < `medium` ≤ medium < `high` ≤ high < `critical` ≤ critical.
struct RiskCuts {
    double medium = 0.25;
    double high = 0.50;
    double critical = 0.75;  ///< 0 < medium < high < critical < 1.

    [[nodiscard]] RiskBand band(double risk) const noexcept {
        if (risk < medium) return RiskBand::low;
        if (risk < high) return RiskBand::medium;
        return risk < critical ? RiskBand::high : RiskBand::critical;
    }
};

/// What a score is made of.
struct ScoreOptions {
    models::AnyPurchaseModel purchases;               ///< Required.
    std::optional<models::AnySpendModel> spend = {};  ///< Without it there is no spend and no CLV.
    Duration horizon = {52, Unit::week};              ///< How far ahead. Finite, > 0.
    DiscountRate discount = {0.10, Unit::year};       ///< ≥ 0.
    double margin = 1.0;                              ///< Profit ÷ revenue; finite, ≥ 0.
    RiskCuts cuts = {};
    Accept accept_unusable = Accept::no;  ///< Whether fits that are not usable may score.
    RunOptions run = {};

    /// @return `Code::invalid_option`, `Code::unusable_fit`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// What is known of one customer, times in the purchase model's unit.
struct CustomerFacts {
    models::PurchaseHistory purchases;
    double monetary_value = 0;  ///< Mean amount of the repeat occasions; 0 where there is none.
    double revenue = 0;         ///< All that the customer spent; only read without a spend model.
};

/// The score of one customer.
struct CustomerScore {
    double probability_alive;  ///< P(active at T).
    double risk;  ///< P(no purchase within the horizon): 1 − P(alive) and the risk of the alive.
    double expected_purchases;  ///< E[Y(horizon)].
    /// E[spend per purchase]; none without a spend model or where its mean does not exist (p·x + q
    /// ≤ 1).
    std::optional<double> expected_spend;
    std::optional<double> clv;              ///< margin · spend · discounted expected purchases.
    std::optional<double> clv_given_alive;  ///< The same, for a customer who is active at T.
    double revenue_per_year;                ///< revenue ÷ max(T, 1 year); 0 with a spend model.
    /// What is lost if the customer is: clv_given_alive × risk, or revenue_per_year × risk without
    /// a spend model.
    std::optional<double> value_at_risk;
    RiskBand risk_band;
};

/// Where the scores of many customers go: columns of the host's, each as long as the histories. One
/// that is empty is not wanted, and costs nothing.
struct PurchaseScores {
    std::span<double> probability_alive = {};
    std::span<double> risk = {};
    std::span<double> expected_purchases = {};
};

/// What `ScoreTable::value_at_risk` is made of.
enum class ValueBasis : std::uint8_t {
    clv,               ///< clv_given_alive × risk.
    revenue_per_year,  ///< revenue_per_year × risk.
    none,              ///< There are no amounts.
};
/// The column of the scores that it is: "clv_given_alive" or "revenue_per_year"; "" for none.
[[nodiscard]] TENURE_API std::string_view to_string(ValueBasis basis) noexcept;

/// What happened in a batch.
struct ScoreReport {
    std::array<std::int64_t, 4> band_counts{};  ///< Customers by `RiskBand`.
    RiskCuts cuts = {};
    ValueBasis value_basis = ValueBasis::none;
    std::int64_t spend_undefined = 0;  ///< Customers whose expected spend does not exist.
    Unit unit = Unit::week;            ///< The unit of recency and T in the table.
    Duration horizon = {52, Unit::week};
    DiscountRate discount = {0.10, Unit::year};
    double margin = 1.0;
};

/// Scores of a base, in its order, over a table with the columns `customer, frequency, recency, T,
/// monetary_value, probability_alive, risk, expected_purchases, expected_spend, clv,
/// clv_given_alive, value_at_risk, risk_band`. Without a spend model `expected_spend`, `clv` and
/// `clv_given_alive` are absent and `revenue_per_year` stands before `value_at_risk`; without
/// amounts `monetary_value`, `revenue_per_year` and `value_at_risk` are absent too (a base may know
/// mean amounts and no revenue: then only the last two are). Null: `monetary_value` where x = 0;
/// spend and what follows from it where it does not exist.
class TENURE_API ScoreTable {
public:
    [[nodiscard]] std::size_t size() const noexcept { return table_.rows(); }
    [[nodiscard]] std::span<const double> probability_alive() const;
    [[nodiscard]] std::span<const double> risk() const;
    [[nodiscard]] std::span<const double> expected_purchases() const;
    /// 0 at null rows; a `ContractError` without a spend model, as `clv` and `clv_given_alive` are.
    [[nodiscard]] std::span<const double> expected_spend() const;
    [[nodiscard]] std::span<const double> clv() const;
    [[nodiscard]] std::span<const double> clv_given_alive() const;
    /// 0 at null rows; a `ContractError` without amounts.
    [[nodiscard]] std::span<const double> value_at_risk() const;
    [[nodiscard]] RiskBand risk_band(std::size_t row) const;

    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const ScoreReport& report() const noexcept { return report_; }

    /// The rows with most value at risk, most first; equal values in the order of the base, null
    /// last. A `ContractError` where `value_at_risk` is.
    [[nodiscard]] std::vector<std::size_t> most_value_at_risk(std::size_t count) const;

private:
    friend class Scorer;
    ScoreTable(Table table, const ScoreReport& report)
        : table_(std::move(table)), report_(report) {}
    Table table_;
    ScoreReport report_;
};

/// The models, the horizon and the discount rate, with all tables built: immutable, cheap to copy,
/// shared by the nightly batch and the till. One customer and a batch give the same bits. It uses
/// the vector instructions of the `simd_level()` that it was made under.
class TENURE_API Scorer {
public:
    /// @return `Code::invalid_option`, `Code::unusable_fit`.
    [[nodiscard]] static Result<Scorer> make(const ScoreOptions& options);

    /// The purchase model's, in which `CustomerFacts` are counted.
    [[nodiscard]] Unit unit() const noexcept;

    /// Scores one customer; allocates nothing. An impossible history is a `ContractError`.
    [[nodiscard]] CustomerScore score(const CustomerFacts& facts) const;

    /// Scores customers from the host's structs, with the bits of one by one and faster; allocates
    /// nothing. Lengths that differ and, before any is scored, an impossible history are a
    /// `ContractError`.
    void score(std::span<const CustomerFacts> facts, std::span<CustomerScore> scores) const;

    /// Scores customers from columns to columns, times in `unit()`; allocates nothing. No column of
    /// the scores may overlap another, or one of the histories. Columns of another length than
    /// `histories.frequency` are a `ContractError`.
    /// @return `Code::invalid_value` for the first row (from 1, as the line) whose history cannot
    /// be, `Code::cancelled`; the columns are then not all written.
    [[nodiscard]] Result<void> score(const models::PurchaseHistories& histories,
                                     const PurchaseScores& scores,
                                     const RunOptions& run = {}) const;

    /// Scores a base, which is read in the purchase model's unit.
    /// @return `Code::no_amounts` where there is a spend model and the base has none,
    /// `Code::cancelled`.
    [[nodiscard]] Result<ScoreTable> score(const CustomerBase& base,
                                           const RunOptions& run = {}) const;

private:
    struct State;
    explicit Scorer(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

/// `Scorer::make(options)` and its batch in one call.
[[nodiscard]] TENURE_API Result<ScoreTable> score(const CustomerBase& base,
                                                  const ScoreOptions& options);

}  // namespace tenure::inline v0
