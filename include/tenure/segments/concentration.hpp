#pragma once

/// @file
/// How much of the business hangs on how few.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::segments {

/// The class of a customer by ABC analysis.
enum class AbcClass : std::uint8_t {
    a,  ///< The few who bring most of the revenue.
    b,  ///< Those behind them.
    c,  ///< The many who bring the rest, and all who bring nothing.
};
/// `A`, `B`, `C`.
[[nodiscard]] TENURE_API std::string_view to_string(AbcClass of) noexcept;

/// What is looked at.
struct ConcentrationOptions {
    /// Customers, largest first, are A until their share of the revenue reaches `a`, and B until it
    /// reaches `b`; who reaches it is in the class. 0 < a < b < 1. Equal revenues have one class:
    /// that of the first of them. Who brings nothing is C.
    double a = 0.80;
    double b = 0.95;
    /// Shares of the customers, within (0, 1]: the fewest of the largest customers that are at
    /// least such a share of all are looked at, which are 472 of 2,357 for 0.20.
    std::vector<double> top_shares{0.01, 0.05, 0.10, 0.20, 0.50};
    /// Numbers of customers, ≥ 1: what is lost if so many of the largest leave.
    std::vector<std::int64_t> top_counts{1, 3, 5, 10, 20, 50, 100};
    /// A customer with at least this share of the revenue is a single point of failure; within
    /// (0, 1].
    double single_point = 0.10;
    /// Points of the curve, evenly over the customers, ends among them; 2 to 1,000,000.
    std::size_t curve_points = 101;
    RunOptions run = {};

    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// The largest customers together.
struct TopShare {
    std::int64_t customers = 0;
    double revenue = 0;  ///< What is lost if they leave.
    double share = 0;    ///< Of all revenue; 0 where there is none.
};

/// A point of the concentration curve: of the customers, the share `customers`, largest first, has
/// the share `revenue` of the revenue. Between two customers the curve is a straight line. The
/// Lorenz curve is the same turned around: L(p) = 1 − revenue at 1 − p.
struct CurvePoint {
    double customers = 0;
    double revenue = 0;  ///< 0 where nothing was spent.
};

/// Who is in a class, and what they bring.
struct AbcTotal {
    std::int64_t customers = 0;
    double revenue = 0;
    double share = 0;  ///< Of all revenue; 0 where there is none.
};

/// What was found. Sums of money, and of ranks times money, are exact, and each figure that is a
/// quotient of two of them is rounded once: it depends neither on the order of customers nor on the
/// unit of the money. So does the HHI, whose shares are rounded before they are squared (3 ulp).
struct ConcentrationReport {
    std::int64_t customers = 0;
    std::int64_t without_revenue = 0;  ///< Customers with a revenue of 0.
    double revenue = 0;                ///< In units of the currency.
    /// 2 Σ i·x₍ᵢ₎ / (n Σ x) − (n + 1)/n, x rising, i from 1: 0 where all are equal or nothing was
    /// spent, at most 1 − 1/n.
    double gini = 0;
    /// Herfindahl–Hirschman: Σ (share)², from 1/n to 1; 0 where nothing was spent.
    double hhi = 0;
    /// 1/HHI: as many equal ones would be as concentrated; 0 where nothing was spent.
    double effective_customers = 0;
    std::array<AbcTotal, 3> abc{};     ///< By `AbcClass`.
    std::vector<TopShare> top_shares;  ///< As asked for.
    std::vector<TopShare> top_counts;  ///< As asked for; those above the customers there are, all.
    std::vector<CurvePoint> curve;
    /// Rows of the base that are single points of failure, largest first.
    std::vector<std::size_t> single_points;
    ConcentrationOptions options;  ///< As used, without `run`.
};

/// The customers of a base, largest revenue first, equal ones in the order of the base, over a
/// table with the columns `customer`, `revenue` (money), `share` of all revenue,
/// `cumulative_share` up to and with this row, `rank` (from 1, no two alike) and `class`. For a row
/// that stands for several customers, `revenue` is that of each, as in the base, `share` is that of
/// all of them, and `rank` that of the first.
class TENURE_API ConcentrationTable {
public:
    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const ConcentrationReport& report() const noexcept { return report_; }

    ConcentrationTable(Table table, ConcentrationReport report)
        : table_(std::move(table)), report_(std::move(report)) {}

private:
    Table table_;
    ConcentrationReport report_;
};

/// Concentration of the revenue of a base. A row of weight w stands for w customers who brought its
/// revenue each: the figures are those of w rows. Takes 32 bytes a row beside the table.
/// @return `Code::no_amounts` for a base without revenues, `Code::invalid_data` for an empty one,
/// `Code::overflow` where the revenue in units of its scale, times the customers or the points of
/// the curve, is not below 2^125, or for more than 2^32 − 1 rows, `Code::invalid_option`,
/// `Code::cancelled`.
[[nodiscard]] TENURE_API Result<ConcentrationTable> concentration(
    const CustomerBase& base, const ConcentrationOptions& options = {});

/// The same figures of any values ≥ 0, as scores are; `single_points` are their positions, from 0.
/// Sums are of 104 bits, taken from the largest value on: they, too, do not depend on order. What
/// is more than 2^1074 times smaller than the largest value counts as 0.
/// @return `Code::invalid_value` for one that is negative or not finite, with its position (from 1)
/// as the line, `Code::invalid_data` where there is none, `Code::overflow` where their sum is not
/// finite or they are more than 2^32 − 1, `Code::invalid_option`, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<ConcentrationReport> concentration(
    std::span<const double> values, const ConcentrationOptions& options = {});

}  // namespace tenure::inline v0::segments
