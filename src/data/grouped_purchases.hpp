#pragma once

// Purchases brought into the order of customers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tenure::inline v0::detail::data {

/// The number of the customer, when (days since 1970-01-01), how much in units of the log's scale,
/// and what else stood in the row.
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
    /// `group_of(purchase)` is below `groups`.
    template <class GroupOf>
    GroupedPurchases(std::span<const Purchase> purchases, std::size_t groups,
                     const GroupOf& group_of)
        : ends_(groups, 0), rows_(std::make_unique_for_overwrite<Purchase[]>(purchases.size())) {
        for (const Purchase& purchase : purchases) ++ends_[group_of(purchase)];
        start_at_counts();
        for (const Purchase& purchase : purchases) rows_[ends_[group_of(purchase)]++] = purchase;
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
    void start_at_counts() noexcept;

    std::vector<std::size_t> ends_;  // while they are placed: where the next one goes
    std::unique_ptr<Purchase[]> rows_;
};

/// Groups purchases by customer, of whom there are so many. Those of a customer are then in the
/// order of days, but for a few that are spread over many days.
[[nodiscard]] GroupedPurchases group_by_customer(std::vector<Purchase> purchases,
                                                 std::size_t customers);

}  // namespace tenure::inline v0::detail::data
