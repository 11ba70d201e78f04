#pragma once

// The columns of a ScoreTable while they are filled.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tenure/scores/score.hpp"

namespace tenure::inline v0::detail::scores {

/// One value a row in each column that the basis has. Threads may write different rows.
class ScoreColumns {
public:
    ScoreColumns(std::size_t rows, ValueBasis basis);

    void set(std::size_t row, const CustomerFacts& facts, const CustomerScore& score) noexcept;

    /// The table that `ScoreTable` describes; what is not a score is copied from the base.
    [[nodiscard]] Table table(const CustomerBase& base) &&;

private:
    void set_value(std::size_t row, const CustomerScore& score) noexcept;
    void add_value(Table& table);
    [[nodiscard]] Column with_spend(std::vector<double> values) const;

    ValueBasis basis_;
    std::vector<double> recency_, age_, probability_alive_, risk_, expected_purchases_;
    std::vector<double> expected_spend_, clv_, clv_given_alive_, revenue_per_year_, value_at_risk_;
    // A byte a row and not std::vector<bool>, in which neighbors share a word.
    std::vector<std::uint8_t> has_spend_;
    std::vector<std::int32_t> risk_band_;
};

}  // namespace tenure::inline v0::detail::scores
