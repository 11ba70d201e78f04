#pragma once

// From the pieces of a log to the states of its customers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "data/customer_shard.hpp"
#include "data/customer_state.hpp"
#include "data/row_batch.hpp"
#include "io/spill_file.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::inline v0::detail::data {

/// All customers of a log. Shards have their states.
struct GatheredLog {
    std::vector<CustomerShard> shards;
    BaseReport report;  ///< Without `log`, `new_in_holdout` and `only_returns`.
};

/// Gathers rows by customer, shard by shard: what is looked up for one row after the other is then
/// a small part of all customers, which a processor's cache holds. In any order of rows they are
/// kept until the end, which sorts them; by date those of days that are over are taken into the
/// states in the same way from time to time. So both give the same bits.
class LogGatherer {
public:
    LogGatherer(const SummarizeOptions& options, const Window& window);
    LogGatherer(const LogGatherer&) = delete;
    LogGatherer& operator=(const LogGatherer&) = delete;

    /// The scale of all amounts.
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }
    /// Brings all amounts, which fit, to a larger scale. `Code::overflow` where their sums do not.
    Result<void> raise(std::uint8_t scale, std::int64_t factor);
    /// `Code::overflow`, `Code::cannot_write`.
    Result<void> add(const PieceColumns& piece, const Executor& executor);
    /// `Code::overflow`, `Code::cannot_read`, `Code::cancelled`.
    [[nodiscard]] Result<GatheredLog> finish() &&;

private:
    Result<void> add_rows(const PieceColumns& piece, std::size_t begin, std::size_t end,
                          const Executor& executor);
    Result<void> add_to_shard(std::size_t shard, const Column& ids, std::size_t batches);
    [[nodiscard]] std::size_t customers() const noexcept;
    [[nodiscard]] std::size_t held_bytes() const noexcept;
    Result<void> settle_days(const RunOptions& run, std::int32_t before);
    Result<void> spill_above_limit();
    Result<void> settle_shard(std::size_t shard);
    [[nodiscard]] Result<BaseReport> total_report() const;

    SummarizeOptions options_;
    GapLogarithms logarithms_;
    std::uint8_t scale_ = 0;
    std::int64_t rows_ = 0;
    std::vector<RowBatch> batches_;
    std::vector<CustomerShard> shards_;
    std::vector<CustomerAccumulator> accumulators_;  // one for each shard
    std::optional<io::SpillFile> file_;
};

}  // namespace tenure::inline v0::detail::data
