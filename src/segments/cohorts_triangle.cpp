#include "segments/cohorts_triangle.hpp"

#include <limits>
#include <optional>

#include "core/message.hpp"

namespace tenure::inline v0::detail::segments {
namespace {

bool fits(Wide sum) noexcept {
    return sum <= std::numeric_limits<std::int64_t>::max() &&
           sum >= std::numeric_limits<std::int64_t>::min();
}

void add_rows(CohortRows& sum, const CohortRows& part) {
    sum.purchases += part.purchases;
    sum.returns += part.returns;
    sum.unmatched_returns += part.unmatched_returns;
    sum.duplicates += part.duplicates;
    sum.duplicates_dropped += part.duplicates_dropped;
}

}  // namespace

/// Where a customer is on the way through the rows.
struct CohortTriangle::Customer {
    std::optional<std::uint32_t> cohort;
    std::uint32_t last_active = 0;
};

void CohortTriangle::add(std::span<const data::Purchase> rows) {
    Customer customer;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool repeats = i > 0 && rows[i] == rows[i - 1];
        if (repeats) ++rows_.duplicates;
        if (repeats && drops_duplicates_) {
            ++rows_.duplicates_dropped;
        } else {
            add(rows[i], customer);
        }
    }
    if (!customer.cohort) ++only_returns_;
}

void CohortTriangle::add(const data::Purchase& row, Customer& customer) {
    if (row.amount < 0) return add_return(row, customer);
    ++rows_.purchases;
    const std::uint32_t period = periods_->of(row.day);
    const bool is_first = !customer.cohort;
    if (is_first) customer.cohort = period;
    CohortCell& here = cell(*customer.cohort, period);
    if (is_first || period != customer.last_active) ++here.active;
    customer.last_active = period;
    here.revenue += row.amount;
}

void CohortTriangle::add_return(const data::Purchase& row, const Customer& customer) {
    if (!customer.cohort) {
        ++rows_.unmatched_returns;
        unmatched_ += row.amount;
        return;
    }
    ++rows_.returns;
    cell(*customer.cohort, periods_->of(row.day)).revenue += row.amount;
}

void CohortTriangle::add(const CohortTriangle& other) {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        cells_[i].active += other.cells_[i].active;
        cells_[i].revenue += other.cells_[i].revenue;
    }
    add_rows(rows_, other.rows_);
    unmatched_ += other.unmatched_;
    only_returns_ += other.only_returns_;
}

Result<void> CohortTriangle::write_to(CohortTable& table) const {
    Wide total = 0;
    bool fit = fits(unmatched_);
    table.cohorts.resize(periods_->count());
    for (std::size_t i = 0; i < table.cohorts.size(); ++i) {
        const auto cells = std::span(cells_).subspan(start_of(i), table.cohorts.size() - i);
        for (const CohortCell& one : cells) {
            fit = fit && fits(one.revenue);
            total += one.revenue;
            table.cohorts[i].active.push_back(one.active);
            table.cohorts[i].revenue.push_back(static_cast<std::int64_t>(one.revenue));
        }
        table.cohorts[i].customers = cells.front().active;
        table.customers += cells.front().active;
    }
    if (!fit || !fits(total)) {
        return Error{Code::overflow, core::expected_got("a revenue within 64 bits", "more"), {}};
    }
    add_rows(table.rows, rows_);
    table.revenue = static_cast<std::int64_t>(total);
    table.unmatched_revenue = static_cast<std::int64_t>(unmatched_);
    table.only_returns = only_returns_;
    return {};
}

}  // namespace tenure::inline v0::detail::segments
