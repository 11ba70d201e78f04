#include "tenure/segments/cohorts.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "core/chunks.hpp"
#include "core/enumerators.hpp"
#include "core/message.hpp"
#include "core/progress.hpp"
#include "models/option_error.hpp"
#include "segments/cohorts_calendar.hpp"
#include "segments/cohorts_shards.hpp"
#include "segments/cohorts_triangle.hpp"

namespace tenure::inline v0::segments {
namespace {

using detail::core::expected_got;
using detail::models::invalid_option;
using detail::segments::CohortTriangle;
using detail::segments::first_day_of;
using detail::segments::LogShards;
using detail::segments::period_number;
using detail::segments::PeriodsOfDays;

constexpr std::array<std::string_view, 4> period_names{"week", "month", "quarter", "year"};
constexpr std::int64_t most_periods = 1300;  // weeks of 25 years, months of 100: 27 MB

/// The days that are looked at.
struct Frame {
    Date first, until;
};

/// From the first purchase on: a return before it is in no cohort.
Result<Frame> frame_of(const Transactions& log, const CohortOptions& options) {
    const auto days = log.table()["date"].dates();
    const Column* const amounts = log.table().find("amount");
    const std::int32_t until = options.until.value_or(log.last_date().value_or(Date::max())).days();
    std::int32_t first = std::numeric_limits<std::int32_t>::max();
    for (std::size_t row = 0; row < days.size(); ++row) {
        const bool is_purchase = amounts == nullptr || amounts->integers()[row] >= 0;
        if (is_purchase) first = std::min(first, days[row]);
    }
    if (first <= until) return Frame{Date::from_days(first), Date::from_days(until)};
    return Error{Code::no_rows,
                 expected_got("purchases up to " + Date::from_days(until).to_string(), "none"),
                 {}};
}

Result<void> check_size(const Transactions& log, const Frame& frame, CohortPeriod period) {
    if (log.size() > std::numeric_limits<std::uint32_t>::max()) {
        return Error{Code::overflow,
                     expected_got("at most 4294967295 rows", std::to_string(log.size())),
                     {}};
    }
    const std::int64_t periods =
        std::int64_t{1} + period_number(frame.until, period) - period_number(frame.first, period);
    if (periods <= most_periods) return {};
    return invalid_option(
        "period", "at most 1300 periods from the first purchase to " + frame.until.to_string(),
        std::to_string(periods) + ", each a " + std::string(to_string(period)));
}

Result<void> add_shard(const LogShards& shards, std::size_t shard, CohortTriangle& triangle) {
    auto purchases = shards.purchases(shard);
    if (!purchases) return purchases.error();
    for (std::size_t i = 0; i < purchases->groups(); ++i) triangle.add(purchases->of(i));
    return {};
}

/// Shards are counted several at a time, each such lane into a triangle of its own; large triangles
/// are too many bytes for that. What is counted in whole numbers does not depend on it.
Result<CohortTriangle> count(const LogShards& shards, CohortTriangle empty, std::size_t periods,
                             const RunOptions& run) {
    constexpr std::size_t small = std::size_t{1} << 16;
    const std::size_t lanes = CohortTriangle::cell_count(periods) > small ? 1 : 8;
    std::vector<CohortTriangle> triangles(std::min(lanes, shards.count()) - 1, empty);
    triangles.push_back(std::move(empty));
    for (std::size_t first = 0; first < shards.count(); first += triangles.size()) {
        auto added = detail::core::for_each_chunk(RunOptions{run.executor, {}}, triangles.size(), 1,
                                                  [&](std::size_t lane, std::size_t, std::size_t) {
                                                      return add_shard(shards, first + lane,
                                                                       triangles[lane]);
                                                  });
        if (!added) return added.error();
        auto going = detail::core::go_on(run.progress, first + triangles.size(), shards.count());
        if (!going) return going.error();
    }
    for (std::size_t lane = 1; lane < triangles.size(); ++lane) triangles[0].add(triangles[lane]);
    return std::move(triangles[0]);
}

/// All but the cells.
CohortTable described(const Transactions& log, const Frame& frame, const CohortOptions& options) {
    const std::int32_t last = period_number(frame.until, options.period);
    CohortTable table{
        .period = options.period,
        .until = frame.until,
        .last_complete = first_day_of(last + 1, options.period) == frame.until.days() + 1};
    if (const Column* const amounts = log.table().find("amount")) {
        table.has_revenue = true;
        table.revenue_scale = amounts->scale();
    }
    table.rows.rows = static_cast<std::int64_t>(log.size());
    return table;
}

void name_cohorts(CohortTable& table, Date first) {
    const std::int32_t number = period_number(first, table.period);
    for (std::size_t i = 0; i < table.cohorts.size(); ++i) {
        table.cohorts[i].begin =
            Date::from_days(first_day_of(number + static_cast<std::int32_t>(i), table.period));
    }
}

/// The columns of a triangle, cell by cell.
struct CellColumns {
    std::vector<std::int32_t> cohort;
    std::vector<std::int64_t> period, customers, active, revenue;
    std::vector<double> retention;
    std::vector<bool> has_retention, complete;

    void add(const CohortTable& table, std::size_t i) {
        const Cohort& of = table.cohorts[i];
        for (std::size_t k = 0; k < of.active.size(); ++k) {
            cohort.push_back(of.begin.days());
            period.push_back(static_cast<std::int64_t>(k));
            customers.push_back(of.customers);
            active.push_back(of.active[k]);
            revenue.push_back(of.revenue[k]);
            retention.push_back(of.retention(k).value_or(0));
            has_retention.push_back(of.customers > 0);
            complete.push_back(table.is_complete(i, k));
        }
    }
};

}  // namespace

std::string_view to_string(CohortPeriod period) noexcept {
    return period_names[static_cast<std::size_t>(period)];
}

Result<CohortPeriod> parse_cohort_period(std::string_view text) {
    return detail::core::parse_enumerator<CohortPeriod>(text, period_names,
                                                        "week, month, quarter or year");
}

Result<void> CohortOptions::check() const {
    if (period > CohortPeriod::year) return invalid_option("period", "a calendar period", "none");
    if (duplicates > Duplicates::drop)
        return invalid_option("duplicates", "keep or drop", "neither");
    return {};
}

std::optional<double> CohortTable::retention(std::size_t k) const {
    std::int64_t came = 0, all = 0;
    for (std::size_t i = 0; i < cohorts.size() && is_complete(i, k); ++i) {
        came += cohorts[i].active[k];
        all += cohorts[i].customers;
    }
    if (all == 0) return std::nullopt;
    return static_cast<double>(came) / static_cast<double>(all);
}

Table CohortTable::table() const {
    CellColumns cells;
    for (std::size_t i = 0; i < cohorts.size(); ++i) cells.add(*this, i);
    Table table;
    table.add("cohort", Column::dates(std::move(cells.cohort)));
    table.add("period", Column::integers(std::move(cells.period)));
    table.add("customers", Column::integers(std::move(cells.customers)));
    table.add("active", Column::integers(std::move(cells.active)));
    table.add("retention",
              Column::reals(std::move(cells.retention)).with_validity(cells.has_retention));
    if (has_revenue)
        table.add("revenue", Column::integers(std::move(cells.revenue), revenue_scale));
    table.add("complete", Column::booleans(cells.complete));
    return table;
}

Result<CohortTable> cohorts(const Transactions& log, const CohortOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    const auto frame = frame_of(log, options);
    if (!frame) return frame.error();
    if (auto checked = check_size(log, *frame, options.period); !checked) return checked.error();
    const PeriodsOfDays periods(frame->first, frame->until, options.period);
    const LogShards shards(log, frame->until);
    const auto triangle =
        count(shards, CohortTriangle(periods, options.duplicates), periods.count(), options.run);
    if (!triangle) return triangle.error();
    CohortTable table = described(log, *frame, options);
    if (auto written = triangle->write_to(table); !written) return written.error();
    table.rows.after_until = table.rows.rows - static_cast<std::int64_t>(shards.rows());
    name_cohorts(table, frame->first);
    return table;
}

}  // namespace tenure::inline v0::segments
