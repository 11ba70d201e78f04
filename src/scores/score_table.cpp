#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>

#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

std::string_view to_string(ValueBasis basis) noexcept {
    constexpr std::array<std::string_view, 3> columns{"clv_given_alive", "revenue_per_year", ""};
    return columns[static_cast<std::size_t>(basis)];
}

std::span<const double> ScoreTable::probability_alive() const {
    return table_["probability_alive"].reals();
}

std::span<const double> ScoreTable::risk() const { return table_["risk"].reals(); }

std::span<const double> ScoreTable::expected_purchases() const {
    return table_["expected_purchases"].reals();
}

std::span<const double> ScoreTable::expected_spend() const {
    return table_["expected_spend"].reals();
}

std::span<const double> ScoreTable::clv() const { return table_["clv"].reals(); }

std::span<const double> ScoreTable::clv_given_alive() const {
    return table_["clv_given_alive"].reals();
}

std::span<const double> ScoreTable::value_at_risk() const {
    return table_["value_at_risk"].reals();
}

RiskBand ScoreTable::risk_band(std::size_t row) const {
    const auto bands = table_["risk_band"].indices();
    if (row >= bands.size()) {
        detail::core::contract_violation("row", "below " + std::to_string(bands.size()),
                                         std::to_string(row));
    }
    return static_cast<RiskBand>(bands[row]);
}

std::vector<std::size_t> ScoreTable::most_value_at_risk(std::size_t count) const {
    const Column& column = table_["value_at_risk"];
    const auto values = column.reals();
    const auto before = [&](std::size_t a, std::size_t b) {
        if (column.is_null(a) != column.is_null(b)) return column.is_null(b);
        if (values[a] != values[b]) return values[a] > values[b];
        return a < b;
    };
    std::vector<std::size_t> rows(size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(count, rows.size()));
    std::partial_sort(rows.begin(), end, rows.end(), before);
    rows.erase(end, rows.end());
    return rows;
}

}  // namespace tenure::inline v0
