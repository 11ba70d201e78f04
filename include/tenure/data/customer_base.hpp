#pragma once

/// @file
/// One row of sufficient statistics per customer: all that the customer models need to know of a
/// log.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "tenure/core/customer_id.hpp"
#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/log_report.hpp"

namespace tenure::inline v0 {

/// What became of the rows of a log: `rows` = `duplicates_dropped` + `occasions` + `merged` +
/// `returns` + `holdout_occasions` + `holdout_merged` + `holdout_returns` + `after_holdout`. All
/// zero for a base that was not made from a log.
struct BaseReport {
    /// What became of the records before, where the log was read from text; else all rows are kept.
    LogReport log = {};
    std::int64_t rows = 0;       ///< Rows given.
    std::int64_t occasions = 0;  ///< Purchase occasions up to `until`.
    std::int64_t merged = 0;     ///< Rows that fell into an occasion already there.
    /// Purchases up to `until` with an amount of 0, which are kept.
    std::int64_t zero_amounts = 0;
    /// Occasions after `until`, up to `holdout_until`, those of customers who came later only among
    /// them.
    std::int64_t holdout_occasions = 0;
    std::int64_t holdout_merged = 0;
    std::int64_t after_holdout = 0;   ///< Rows after `holdout_until`, or after `until` without one.
    std::int64_t new_in_holdout = 0;  ///< Customers whose first purchase came after `until`.

    std::int64_t duplicates = 0;          ///< Rows that repeat another one exactly.
    std::int64_t duplicates_dropped = 0;  ///< Of those, left out.

    std::int64_t returns = 0;  ///< Rows up to `until` that took something back.
    /// Rows after `until`, up to `holdout_until`, that took something back; what of them found
    /// nothing is not counted.
    std::int64_t holdout_returns = 0;
    /// Of `returns`: those that found less than their amount in the customer's occasions before
    /// them, and what was left of them.
    std::int64_t unmatched_returns = 0;
    std::int64_t returned_units = 0;   ///< The sum of `returns`, ≥ 0, at the scale of `revenue`.
    std::int64_t unmatched_units = 0;  ///< The part of it that found nothing.
    /// Customers with returns up to `until` but no purchase: they are not in the base.
    std::int64_t only_returns = 0;
};

/// The customer base: one row per customer, ordered by id (integers by value, texts by bytes).
///
/// Columns of `table()`, where occasion means the purchases of one merge period together:
/// `customer`; `frequency` x, the occasions after the first; `recency` t_x, from the first occasion
/// to the last; `T`, from the first occasion to `until`; `monetary_value`, the mean amount of the
/// repeat occasions (null where x = 0; absent without amounts); `revenue` and `repeat_revenue`
/// (money; absent where not known); `sum_log_gaps`, the sum of the logarithms of the times between
/// occasions in merge periods (absent where not known); `first_date`, `last_date` (absent where not
/// known); `weight`, how many customers the row stands for; and, where there is a holdout,
/// `holdout_frequency` and `holdout_revenue`.
///
/// Times are kept once, as counts of the merge period; `unit()` is the unit that models read them
/// in.
class TENURE_API CustomerBase {
public:
    /// Takes a table of the columns above: `customer`, `frequency`, `recency`, `T` and `weight` at
    /// least. Types, lengths and scales are checked (`ContractError`; money has one scale, all else
    /// is whole), then meaning:
    /// - 0 ≤ t_x ≤ T ≤ 2^53 merge periods; x ≥ 0, and t_x = 0 where x = 0;
    /// - x at most one a millisecond of t_x (which may have been rounded down by a merge period)
    ///   and, where both dates are known, at most the merge periods between them;
    /// - a mean that is finite and ≥ 0 where x > 0; amounts ≥ 0; `repeat_revenue` at most what
    ///   `revenue` is, 0 where x = 0, and x times the mean up to rounding (to whole units of the
    ///   currency);
    /// - `first_date` ≤ `last_date` ≤ `until`, all of them a `Date`;
    /// - `sum_log_gaps` finite, 0 where x = 0; `holdout_frequency` ≥ 0, and no `holdout_revenue`
    ///   where it is 0;
    /// - weights ≥ 1, ids that rise strictly.
    /// @return `Code::invalid_value` or `Code::duplicate_customer`, with the row (from 1) as the
    /// line.
    [[nodiscard]] static Result<CustomerBase> from_table(Table table, Period merge, Unit unit,
                                                         std::optional<Date> until = {},
                                                         const BaseReport& report = {});

    [[nodiscard]] std::size_t size() const noexcept { return table_.rows(); }
    /// The number of customers: the sum of the weights.
    [[nodiscard]] std::int64_t customers() const noexcept { return customers_; }

    [[nodiscard]] CustomerId customer(std::size_t row) const;
    [[nodiscard]] std::span<const std::int64_t> frequency() const noexcept { return frequency_; }
    /// t_x and T in merge periods.
    [[nodiscard]] std::span<const double> recency() const noexcept { return recency_; }
    [[nodiscard]] std::span<const double> age() const noexcept { return age_; }
    [[nodiscard]] std::span<const std::int64_t> weight() const noexcept { return weight_; }

    [[nodiscard]] bool has_amounts() const noexcept { return !monetary_value_.empty(); }
    /// Mean spend of the repeat occasions, 0 where x = 0; empty without amounts.
    [[nodiscard]] std::span<const double> monetary_value() const noexcept {
        return monetary_value_;
    }
    /// All that a customer spent up to `until`, first occasion included; empty where not known.
    [[nodiscard]] std::span<const std::int64_t> revenue() const noexcept { return revenue_; }
    [[nodiscard]] std::uint8_t revenue_scale() const noexcept;
    /// Occasions after `until`; empty without a holdout.
    [[nodiscard]] std::span<const std::int64_t> holdout_frequency() const noexcept {
        return holdout_frequency_;
    }

    /// The factor from merge periods to `unit`: times in `unit` are counts × periods_to(unit)
    /// rounded once, computed as count × hours(period) ÷ hours(unit).
    [[nodiscard]] double time_in(double periods, Unit unit) const noexcept {
        return periods * hours_per(merge_) / hours_per(unit);
    }

    [[nodiscard]] Period merge() const noexcept { return merge_; }
    [[nodiscard]] Unit unit() const noexcept { return unit_; }
    /// The last day that was observed, if known.
    [[nodiscard]] std::optional<Date> until() const noexcept { return until_; }
    [[nodiscard]] std::optional<Date> holdout_until() const noexcept { return holdout_until_; }
    /// The same base, read in another unit.
    [[nodiscard]] CustomerBase in_unit(Unit unit) const;
    /// The same base with the end of its holdout noted; a `ContractError` where that is not after
    /// `until()`.
    [[nodiscard]] CustomerBase with_holdout_until(Date date) &&;

    [[nodiscard]] const BaseReport& report() const noexcept { return report_; }
    [[nodiscard]] const Table& table() const noexcept { return table_; }

    CustomerBase(const CustomerBase& other);
    CustomerBase(CustomerBase&&) noexcept = default;
    CustomerBase& operator=(const CustomerBase& other);
    CustomerBase& operator=(CustomerBase&&) noexcept = default;

private:
    CustomerBase(Table table, Period merge, Unit unit, std::optional<Date> until,
                 const BaseReport& report);
    void bind();

    Table table_;
    Period merge_;
    Unit unit_;
    std::optional<Date> until_;
    std::optional<Date> holdout_until_;
    BaseReport report_;
    std::int64_t customers_ = 0;
    // Views into table_.
    std::span<const std::int64_t> frequency_, weight_, revenue_, holdout_frequency_;
    std::span<const double> recency_, age_, monetary_value_;
};

}  // namespace tenure::inline v0
