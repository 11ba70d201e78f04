#include "data/log_gatherer.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/chunks.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Batches that are filled together, and from which the shards then take their rows: so many rows as
// a processor's cache holds on the way.
constexpr std::size_t batch_rows = std::size_t{1} << 13;
constexpr std::size_t group_rows = 8 * batch_rows;

void add_counts(BaseReport& sum, const BaseReport& part) {
    sum.occasions += part.occasions;
    sum.merged += part.merged;
    sum.zero_amounts += part.zero_amounts;
    sum.holdout_occasions += part.holdout_occasions;
    sum.holdout_merged += part.holdout_merged;
    sum.after_holdout += part.after_holdout;
    sum.duplicates += part.duplicates;
    sum.duplicates_dropped += part.duplicates_dropped;
    sum.returns += part.returns;
    sum.holdout_returns += part.holdout_returns;
    sum.unmatched_returns += part.unmatched_returns;
    sum.returned_units += part.returned_units;
    sum.unmatched_units += part.unmatched_units;
}

// Several in each chunk, as many chunks as run at once.
template <class Body>
Result<void> for_each_shard(const RunOptions& run, const Body& body) {
    constexpr std::size_t shards_at_once = 8;
    return core::for_each_chunk(
        run, shard_count, shards_at_once,
        [&](std::size_t, std::size_t first, std::size_t last) -> Result<void> {
            for (std::size_t shard = first; shard < last; ++shard) {
                if (auto done = body(shard); !done) return done;
            }
            return {};
        });
}

}  // namespace

LogGatherer::LogGatherer(const SummarizeOptions& options, const Window& window)
    : options_(options),
      accumulators_(shard_count, CustomerAccumulator(window, options.duplicates, logarithms_)) {
    const auto holdout =
        options.until ? CustomerStates::Holdout::kept : CustomerStates::Holdout::none;
    shards_.reserve(shard_count);
    for (std::size_t shard = 0; shard < shard_count; ++shard) {
        shards_.emplace_back(
            shard < partition_count ? CustomerShard::Ids::numbers : CustomerShard::Ids::texts,
            holdout);
    }
}

Result<void> LogGatherer::raise(std::uint8_t scale, std::int64_t factor) {
    for (CustomerAccumulator& accumulator : accumulators_) {
        accumulator.rescale(factor);
        if (auto fits = accumulator.check(); !fits) return fits;
    }
    for (CustomerShard& shard : shards_) {
        if (auto rescaled = shard.rescale(factor); !rescaled) return rescaled;
    }
    scale_ = scale;
    return {};
}

Result<void> LogGatherer::add(const PieceColumns& piece, const Executor& executor) {
    const std::size_t rows = piece.days.size();
    for (std::size_t begin = 0; begin < rows; begin += group_rows) {
        const std::size_t end = std::min(rows, begin + group_rows);
        if (auto added = add_rows(piece, begin, end, executor); !added) return added;
    }
    return {};
}

Result<void> LogGatherer::add_rows(const PieceColumns& piece, std::size_t begin, std::size_t end,
                                   const Executor& executor) {
    const std::size_t rows = end - begin, batches = (rows + batch_rows - 1) / batch_rows;
    RunOptions run;
    if (batches > 1) run.executor = executor;  // else it is not worth a thread
    if (batches_.size() < batches) batches_.resize(batches);
    auto filled = core::for_each_chunk(
        run, rows, batch_rows,
        [&](std::size_t batch, std::size_t from, std::size_t to) -> Result<void> {
            batches_[batch].fill(piece, begin + from, begin + to);
            return {};
        });
    if (!filled) return filled;
    auto added = for_each_shard(
        run, [&](std::size_t shard) { return add_to_shard(shard, piece.ids, batches); });
    if (!added) return added;
    rows_ += static_cast<std::int64_t>(rows);
    if (options_.order == RowOrder::by_date) return settle_days(run, piece.days[end - 1]);
    return spill_above_limit();
}

std::size_t LogGatherer::customers() const noexcept {
    std::size_t sum = 0;
    for (const CustomerShard& shard : shards_) sum += shard.customers();
    return sum;
}

// Of the rows that wait.
std::size_t LogGatherer::held_bytes() const noexcept {
    std::size_t sum = 0;
    for (const CustomerShard& shard : shards_) sum += shard.held_bytes();
    return sum;
}

Result<void> LogGatherer::add_to_shard(std::size_t shard, const Column& ids, std::size_t batches) {
    for (std::size_t batch = 0; batch < batches; ++batch) {
        if (auto added = shards_[shard].add(ids, batches_[batch].of(shard)); !added) return added;
    }
    return {};
}

Result<void> LogGatherer::settle_days(const RunOptions& run, std::int32_t before) {
    auto settled = for_each_shard(run, [&](std::size_t shard) {
        auto settled_shard = shards_[shard].settle_if_due(accumulators_[shard], before);
        return settled_shard ? accumulators_[shard].check() : settled_shard;
    });
    return settled ? check_customer_count(customers()) : settled;
}

Result<void> LogGatherer::spill_above_limit() {
    if (options_.memory_limit == 0 || held_bytes() <= options_.memory_limit) return {};
    if (!file_) {
        auto created = io::SpillFile::create(options_.spill_folder);
        if (!created) return created.error();
        file_.emplace(*std::move(created));
    }
    for (CustomerShard& shard : shards_) {
        if (auto spilled = shard.spill(*file_, scale_); !spilled) return spilled;
    }
    return {};
}

Result<GatheredLog> LogGatherer::finish() && {
    batches_ = {};
    auto settled = core::for_each_chunk(
        options_.run, shard_count, 1,
        [this](std::size_t shard, std::size_t, std::size_t) { return settle_shard(shard); });
    if (!settled) return settled.error();
    if (auto fits = check_customer_count(customers()); !fits) return fits.error();
    auto report = total_report();
    if (!report) return report.error();
    return GatheredLog{std::move(shards_), *std::move(report)};
}

Result<void> LogGatherer::settle_shard(std::size_t shard) {
    if (file_) {
        auto restored = shards_[shard].restore(*file_, scale_);
        if (!restored) return restored;
    }
    if (auto settled = shards_[shard].settle_all(accumulators_[shard]); !settled) return settled;
    return accumulators_[shard].check();
}

Result<BaseReport> LogGatherer::total_report() const {
    BaseReport sum;
    sum.rows = rows_;
    for (const CustomerAccumulator& accumulator : accumulators_) {
        const BaseReport& part = accumulator.report();
        if (part.returned_units > std::numeric_limits<std::int64_t>::max() - sum.returned_units) {
            return returns_overflow();
        }
        add_counts(sum, part);
    }
    return sum;
}

}  // namespace tenure::inline v0::detail::data
