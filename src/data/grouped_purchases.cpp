#include "data/grouped_purchases.hpp"

#include <algorithm>
#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

// An object, so that sorting takes it in. Read as unsigned, amounts below 0 come behind all others,
// the lowest first.
struct ComesBefore {
    bool operator()(const Purchase& a, const Purchase& b) const noexcept {
        if (a.day != b.day) return a.day < b.day;
        if (a.amount != b.amount) {
            return static_cast<std::uint64_t>(a.amount) < static_cast<std::uint64_t>(b.amount);
        }
        return a.fingerprint < b.fingerprint;
    }
};

// How purchases are spread over days.
struct DayRange {
    std::int32_t first, last;
    bool in_order = true;

    static DayRange of(std::span<const Purchase> purchases) noexcept {
        DayRange days{purchases.front().day, purchases.front().day};
        for (const Purchase& purchase : purchases) {
            days.in_order = days.in_order && purchase.day >= days.last;
            days.first = std::min(days.first, purchase.day);
            days.last = std::max(days.last, purchase.day);
        }
        return days;
    }
    [[nodiscard]] std::size_t length() const noexcept {
        return static_cast<std::size_t>(std::int64_t{last} - first);
    }
    // So many bits less tell groups apart: of one day, or of some, where days are many more than
    // purchases.
    [[nodiscard]] unsigned shift(std::size_t purchases) const noexcept {
        unsigned shift = 0;
        while (length() >> shift > 2 * purchases) ++shift;
        return shift;
    }
};

GroupedPurchases group_by_day(std::span<const Purchase> purchases, const DayRange& days) {
    const unsigned shift = days.shift(purchases.size());
    return {purchases, (days.length() >> shift) + 1,
            [first = std::int64_t{days.first}, shift](const Purchase& purchase) {
                return static_cast<std::size_t>(purchase.day - first) >> shift;
            }};
}

}  // namespace

void sort_purchases(std::span<Purchase> purchases) {
    // What came in order is the usual case, and may be long.
    if (std::is_sorted(purchases.begin(), purchases.end(), ComesBefore{})) return;
    std::sort(purchases.begin(), purchases.end(), ComesBefore{});
}

void GroupedPurchases::start_at_counts() noexcept {
    std::size_t next = 0;
    for (std::size_t& end : ends_) next += std::exchange(end, next);
}

// What is grouped by day first is in the order of days within each customer: that takes less than
// to sort each customer's purchases.
GroupedPurchases group_by_customer(std::vector<Purchase> purchases, std::size_t customers) {
    const auto customer_of = [](const Purchase& purchase) { return purchase.customer; };
    if (purchases.empty()) return {purchases, customers, customer_of};
    const DayRange days = DayRange::of(purchases);
    if (days.in_order) return {purchases, customers, customer_of};
    GroupedPurchases by_day = group_by_day(std::exchange(purchases, {}), days);
    return {by_day.all(), customers, customer_of};
}

}  // namespace tenure::inline v0::detail::data
