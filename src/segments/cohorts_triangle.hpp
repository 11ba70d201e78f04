#pragma once

// The cells of cohorts while customers are counted into them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/grouped_purchases.hpp"
#include "segments/cohorts_calendar.hpp"
#include "segments/concentration_sums.hpp"
#include "tenure/segments/cohorts.hpp"

namespace tenure::inline v0::detail::segments {

using tenure::segments::CohortRows;
using tenure::segments::CohortTable;

/// One cell. Sums have room for what passes 64 bits on the way.
struct CohortCell {
    Wide revenue = 0;
    std::int64_t active = 0;
};

/// Counts customers into cells; what several have counted adds up in any order.
class CohortTriangle {
public:
    /// `periods` outlives it.
    CohortTriangle(const PeriodsOfDays& periods, Duplicates duplicates)
        : periods_(&periods),
          drops_duplicates_(duplicates == Duplicates::drop),
          cells_(cell_count(periods.count())) {}

    [[nodiscard]] static constexpr std::size_t cell_count(std::size_t periods) noexcept {
        return periods * (periods + 1) / 2;
    }

    /// One customer's rows up to the end, as `sort_purchases` orders them.
    void add(std::span<const data::Purchase> rows);
    void add(const CohortTriangle& other);
    /// Writes the cohorts and all counts but those of rows after the end. `Code::overflow`.
    [[nodiscard]] Result<void> write_to(CohortTable& table) const;

private:
    struct Customer;

    void add(const data::Purchase& row, Customer& customer);
    void add_return(const data::Purchase& row, const Customer& customer);
    [[nodiscard]] CohortCell& cell(std::uint32_t cohort, std::uint32_t period) noexcept {
        return cells_[start_of(cohort) + period - cohort];
    }
    [[nodiscard]] std::size_t start_of(std::size_t cohort) const noexcept {
        return cell_count(periods_->count()) - cell_count(periods_->count() - cohort);
    }

    const PeriodsOfDays* periods_;
    bool drops_duplicates_;
    std::vector<CohortCell> cells_;  // of the first cohort, of the second, and so on
    CohortRows rows_;
    Wide unmatched_ = 0;
    std::int64_t only_returns_ = 0;
};

}  // namespace tenure::inline v0::detail::segments
