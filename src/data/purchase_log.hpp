#pragma once

// The rows of a log in their smallest form, gathered in pieces and brought into the order of
// customers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "io/spill_file.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::data {

/// By how much amounts grow in units where their scale grows by so many decimals.
[[nodiscard]] constexpr std::int64_t scale_factor(int decimals) noexcept {
    std::int64_t factor = 1;
    for (; decimals > 0; --decimals) factor *= 10;
    return factor;
}

/// Who, when (days since 1970-01-01), how much in units of the log's scale, and what else stood in
/// the row.
struct Purchase {
    std::uint32_t customer;
    std::int32_t day;
    std::int64_t amount;  ///< Below 0 for a return.
    std::uint64_t fingerprint;

    friend bool operator==(const Purchase&, const Purchase&) = default;
};

/// Sorts one customer's rows by day; of one day purchases before returns, the largest return first;
/// and rows that are equal next to each other.
void sort_purchases(std::span<Purchase> purchases);

/// Purchases in groups 0, 1, 2, …, in each as they came.
class GroupedPurchases {
public:
    explicit GroupedPurchases(std::size_t groups) : ends_(groups, 0) {}

    /// First all are counted, then all are placed.
    void count(std::size_t group) noexcept { ++ends_[group]; }
    void make_room();
    void place(std::size_t group, const Purchase& purchase) noexcept {
        rows_[ends_[group]++] = purchase;
    }

    [[nodiscard]] std::size_t groups() const noexcept { return ends_.size(); }
    [[nodiscard]] std::span<Purchase> of(std::size_t group) noexcept {
        const std::size_t begin = group == 0 ? 0 : ends_[group - 1];
        return {rows_.get() + begin, ends_[group] - begin};
    }
    /// Those of all groups.
    [[nodiscard]] std::span<Purchase> all() noexcept {
        return {rows_.get(), ends_.empty() ? 0 : ends_.back()};
    }

private:
    std::vector<std::size_t> ends_;  // while they are placed: where the next one goes
    std::unique_ptr<Purchase[]> rows_;
};

/// Purchases in blocks, so that gathering them never moves them. Some may wait in a file.
class PurchaseLog {
public:
    void add(std::span<const Purchase> purchases);

    /// How many are held in memory.
    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return blocks_.empty() && spilled_.empty(); }
    /// Brings the amounts in memory, which fit, to a scale with so many times as many units.
    void rescale(std::int64_t factor);

    /// Moves to the file what is in memory, and notes at which scale it is.
    Result<void> spill(io::SpillFile& file, std::uint8_t scale);
    /// Brings back what was moved to the file, at a scale that is not smaller.
    Result<void> restore(const io::SpillFile& file, std::uint8_t scale);

    /// Takes the purchases of the days before this one, all of them in memory, out of the log, and
    /// groups them by customer. Those of a customer are in the order of days, but for a few that
    /// are spread over many days.
    [[nodiscard]] GroupedPurchases take(std::size_t customers, std::int32_t before);

private:
    using Block = std::vector<Purchase>;
    /// How purchases are spread over days.
    struct DayRange {
        std::int32_t first, last;
        std::size_t purchases;
        bool in_order;

        [[nodiscard]] std::size_t length() const noexcept {
            return static_cast<std::size_t>(std::int64_t{last} - first);
        }
        /// So many bits less tell groups apart: of one day, or of some, where days are many more
        /// than purchases.
        [[nodiscard]] unsigned shift() const noexcept;
    };
    struct Spilled {
        std::uint64_t offset;
        std::size_t purchases;
        std::uint8_t scale;
    };

    void add_block();
    [[nodiscard]] DayRange days_before(std::int32_t before) const noexcept;
    template <class GroupOf>
    [[nodiscard]] GroupedPurchases take_grouped(std::size_t groups, std::int32_t before,
                                                const GroupOf& group_of);

    std::vector<Block> blocks_;
    std::vector<Spilled> spilled_;
};

}  // namespace tenure::inline v0::detail::data
