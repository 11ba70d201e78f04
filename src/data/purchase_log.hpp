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

/// Purchases of customers 0, 1, 2, …, those of each together.
class GroupedPurchases {
public:
    explicit GroupedPurchases(std::size_t customers) : ends_(customers, 0) {}

    /// First all are counted, then all are placed.
    void count(const Purchase& purchase) noexcept { ++ends_[purchase.customer]; }
    void make_room();
    void place(const Purchase& purchase) noexcept { rows_[ends_[purchase.customer]++] = purchase; }

    [[nodiscard]] std::size_t customers() const noexcept { return ends_.size(); }
    [[nodiscard]] std::span<Purchase> of(std::size_t customer) noexcept {
        const std::size_t begin = customer == 0 ? 0 : ends_[customer - 1];
        return {rows_.get() + begin, ends_[customer] - begin};
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

    /// Takes the purchases of the days before this one, all of them in memory, out of the log.
    [[nodiscard]] GroupedPurchases take(std::size_t customers, std::int32_t before);

private:
    using Block = std::vector<Purchase>;
    struct Spilled {
        std::uint64_t offset;
        std::size_t purchases;
        std::uint8_t scale;
    };

    void add_block();

    std::vector<Block> blocks_;
    std::vector<Spilled> spilled_;
};

}  // namespace tenure::inline v0::detail::data
