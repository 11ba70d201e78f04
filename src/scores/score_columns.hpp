#pragma once

// The columns of a ScoreTable while they are filled.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/bg_nbd_evaluator.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0::detail::scores {

/// One value a row in each column that the basis has. Threads may work on different rows: of some,
/// the times are read, then the model's quantities are written to `quantities`, and each row is
/// `set` to what comes of its `facts` and its `quantities_of`.
class ScoreColumns {
public:
    /// The base outlives the columns; times are read in `unit`.
    ScoreColumns(const CustomerBase& base, ValueBasis basis, Unit unit);

    void read_times(std::size_t begin, std::size_t end) noexcept;
    /// From a row on.
    [[nodiscard]] kernels::HistoryColumns histories(std::size_t begin) const noexcept;
    /// Where the quantities go from a row on; they are overwritten by the scores.
    [[nodiscard]] kernels::BgNbdScores quantities(std::size_t begin) noexcept;

    [[nodiscard]] CustomerFacts facts(std::size_t row) const noexcept;
    [[nodiscard]] models::BgNbdEvaluator::Quantities quantities_of(std::size_t row) const noexcept;
    void set(std::size_t row, const CustomerScore& score) noexcept;

    /// The table that `ScoreTable` describes; what is not a score is copied from the base.
    [[nodiscard]] Table table() &&;

private:
    void set_value(std::size_t row, const CustomerScore& score) noexcept;
    void add_value(Table& table);
    [[nodiscard]] Column with_spend(std::vector<double> values) const;

    const CustomerBase& base_;
    ValueBasis basis_;
    Unit unit_;
    std::uint8_t revenue_scale_ = 0;
    std::vector<double> recency_, age_, probability_alive_, risk_, expected_purchases_;
    std::vector<double> expected_spend_, clv_, clv_given_alive_, revenue_per_year_, value_at_risk_;
    // A byte a row and not std::vector<bool>, in which neighbors share a word.
    std::vector<std::uint8_t> has_spend_;
    std::vector<std::int32_t> risk_band_;
};

}  // namespace tenure::inline v0::detail::scores
