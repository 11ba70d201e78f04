#pragma once

/// @file
/// Who moved from which segment to which between two dates, and what it was worth.

#include <cstdint>
#include <utility>
#include <vector>

#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/segments/rfm.hpp"

namespace tenure::inline v0::segments {

/// Customers who made one move.
struct MigrationCell {
    std::int64_t customers = 0;
    /// What they spent between the dates less what was returned, at the scale of the report; 0
    /// without amounts.
    std::int64_t revenue = 0;
};

/// All moves. Segments are numbered as the rules are; the row after the last is customers who were
/// not there before.
struct MigrationReport {
    RfmCuts cuts;                   ///< Of both dates.
    bool cuts_from_earlier = true;  ///< Whether they are the earlier base's quintiles.
    std::vector<RfmRule> segments;
    /// [from][to]; `from` = segments.size() are new customers.
    std::vector<std::vector<MigrationCell>> cells;
    std::vector<MigrationCell> from;  ///< Sums over `to`.
    std::vector<MigrationCell> to;    ///< Sums over `from`.
    MigrationCell total{};
    std::int64_t stayed = 0;        ///< In the segment where they were.
    std::int64_t improved = 0;      ///< To a segment that stands before in the rules.
    std::int64_t worsened = 0;      ///< To one that stands behind.
    std::int64_t joined = 0;        ///< New customers.
    std::int64_t gone = 0;          ///< In the earlier base and not in the later; in no cell.
    std::int64_t gone_revenue = 0;  ///< What those had spent up to the earlier date.
    bool has_revenue = false;
    std::uint8_t revenue_scale = 0;
};

/// The moves of the later base's customers, in its order, over a table with the columns `customer,
/// from (null where new), to, revenue_between (money; absent where either base has no revenues)`.
class TENURE_API MigrationTable {
public:
    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const MigrationReport& report() const noexcept { return report_; }

    MigrationTable(Table table, MigrationReport report)
        : table_(std::move(table)), report_(std::move(report)) {}

private:
    Table table_;
    MigrationReport report_;
};

/// Compares two bases of one log, as of two dates, under the cut points of the earlier (or those of
/// the options), so that customers move and not the borders. Customers are matched by id, an
/// integer with the text that it is written as. `total.revenue` − `gone_revenue` is the difference
/// of the bases' revenues.
/// @return as `rfm`; `Code::not_in_order` where the later base's `until` is not after the
/// earlier's, or either has none; `Code::invalid_data` where a customer's weight is not the same in
/// both; `Code::overflow` where a sum at the finer of the bases' scales does not fit into 64 bits.
[[nodiscard]] TENURE_API Result<MigrationTable> migration(const CustomerBase& earlier,
                                                          const CustomerBase& later,
                                                          const RfmOptions& options = {});

}  // namespace tenure::inline v0::segments
