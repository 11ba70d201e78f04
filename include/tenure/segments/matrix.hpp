#pragma once

/// @file
/// Value × risk: whom to protect first.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0::segments {

/// How much a customer is worth, beside the others.
enum class ValueBand : std::uint8_t {
    low,
    medium,
    high,
    key,  ///< The few whose loss would be felt.
};
[[nodiscard]] TENURE_API std::string_view to_string(ValueBand band) noexcept;

/// How much care a cell of the matrix asks for.
enum class Protection : std::uint8_t {
    standard,  ///< What all customers get.
    watch,     ///< Look again at the next scoring.
    active,    ///< Contact with the next campaign.
    priority,  ///< Contact now, in person.
};
[[nodiscard]] TENURE_API std::string_view to_string(Protection level) noexcept;

/// Where the value bands begin: low < `medium` ≤ medium < `high` ≤ high < `key` ≤ key, in units of
/// the currency. Two that are equal leave the band between them empty. A value of 0 or less is low,
/// wherever the bands begin: where most are worth nothing, nobody is worth much for that.
struct ValueCuts {
    double medium = 0;
    double high = 0;
    double key = 0;  ///< medium ≤ high ≤ key, all finite.

    [[nodiscard]] ValueBand band(double value) const noexcept {
        if (value < medium || value <= 0) return ValueBand::low;
        if (value < high) return ValueBand::medium;
        return value < key ? ValueBand::high : ValueBand::key;
    }
    friend bool operator==(const ValueCuts&, const ValueCuts&) = default;
};

/// For each value band a row, low first, for each risk band a column, low first.
using ProtectionLevels = std::array<std::array<Protection, 4>, 4>;
/// More value and more risk never ask for less care:
///
///             low       medium    high      critical
///     low     standard  standard  standard  watch
///     medium  standard  standard  watch     active
///     high    standard  watch     active    priority
///     key     watch     active    priority  priority
[[nodiscard]] TENURE_API ProtectionLevels default_protection_levels() noexcept;

/// How a scored base becomes a matrix.
struct MatrixOptions {
    /// Default: the quantiles below of the customers' values. Those of a report, used again, put
    /// every customer whose value has not changed into the same band; on another SIMD level values
    /// differ in their last bits, and so may the band of one who is exactly on a cut point.
    std::optional<ValueCuts> cuts = {};
    /// The shares of customers below medium, high and key, rising, within (0, 1), in the form of
    /// Hyndman and Fan's type 7 (NumPy's default), each customer counting once.
    std::array<double, 3> quantiles{0.50, 0.80, 0.95};
    ProtectionLevels levels = default_protection_levels();
    RunOptions run = {};

    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// One cell, or a sum of cells.
struct MatrixCell {
    std::int64_t customers = 0;
    double value = 0;          ///< Sum of clv_given_alive, or of revenue_per_year.
    double value_at_risk = 0;  ///< Sum.
};

/// What stands in the matrix. Sums over a cell are of 104 bits before they are rounded; the totals
/// are the sums of the cells, in their order.
struct MatrixReport {
    ValueCuts cuts;
    bool cuts_from_scores = false;      ///< Else they were given.
    std::array<double, 3> quantiles{};  ///< That the cuts are, where they are from the scores.
    RiskCuts risk_cuts;                 ///< Of the scores.
    ValueBasis basis = ValueBasis::none;
    ProtectionLevels levels{};
    std::array<std::array<MatrixCell, 4>, 4> cells{};  ///< [value band][risk band].
    std::array<MatrixCell, 4> by_value{};
    std::array<MatrixCell, 4> by_risk{};
    std::array<MatrixCell, 4> by_protection{};
    MatrixCell total{};
    std::int64_t without_value = 0;  ///< Customers whose value does not exist; in no cell.
};

/// The cells of customers, in the order of the scores, over a table with the columns `customer,
/// value, risk, value_at_risk, value_band, risk_band, cell, protection`; `cell` is
/// "value band/risk band", and the four last but risk_band are null where the value does not exist.
class TENURE_API MatrixTable {
public:
    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const MatrixReport& report() const noexcept { return report_; }

    MatrixTable(Table table, const MatrixReport& report)
        : table_(std::move(table)), report_(report) {}

private:
    Table table_;
    MatrixReport report_;
};

/// Value × risk of scored customers; `base` is what they were scored from and tells how many
/// customers each row stands for.
/// @return `Code::no_amounts` where the scores know no value, `Code::invalid_data` where no
/// customer has one and there are no cut points, `Code::overflow` where there are none and more
/// than 2^53 customers, `Code::invalid_option`, `Code::cancelled`. Scores of other customers than
/// those of the base are a `ContractError`.
[[nodiscard]] TENURE_API Result<MatrixTable> value_risk_matrix(const CustomerBase& base,
                                                               const ScoreTable& scores,
                                                               const MatrixOptions& options = {});

}  // namespace tenure::inline v0::segments
