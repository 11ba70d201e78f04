#include "data/purchase_log.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t least_in_block = 16, most_in_block = 4096;

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

void rescale_all(std::span<Purchase> purchases, std::int64_t factor) noexcept {
    for (Purchase& purchase : purchases) purchase.amount *= factor;
}

}  // namespace

void sort_purchases(std::span<Purchase> purchases) {
    // What came in order is the usual case, and may be long.
    if (std::is_sorted(purchases.begin(), purchases.end(), ComesBefore{})) return;
    std::sort(purchases.begin(), purchases.end(), ComesBefore{});
}

void GroupedPurchases::make_room() {
    std::size_t next = 0;
    for (std::size_t& end : ends_) next += std::exchange(end, next);
    rows_ = std::make_unique_for_overwrite<Purchase[]>(next);
}

std::size_t PurchaseLog::size() const noexcept {
    return std::accumulate(blocks_.begin(), blocks_.end(), std::size_t{0},
                           [](std::size_t sum, const Block& block) { return sum + block.size(); });
}

void PurchaseLog::add(std::span<const Purchase> purchases) {
    while (!purchases.empty()) {
        if (blocks_.empty() || blocks_.back().size() == blocks_.back().capacity()) add_block();
        Block& block = blocks_.back();
        const std::size_t some = std::min(purchases.size(), block.capacity() - block.size());
        block.insert(block.end(), purchases.begin(),
                     purchases.begin() + static_cast<std::ptrdiff_t>(some));
        purchases = purchases.subspan(some);
    }
}

// A log is one of many: its blocks are small while it is.
void PurchaseLog::add_block() {
    const std::size_t last = blocks_.empty() ? 0 : blocks_.back().capacity();
    blocks_.emplace_back().reserve(std::clamp(2 * last, least_in_block, most_in_block));
}

void PurchaseLog::rescale(std::int64_t factor) {
    for (Block& block : blocks_) rescale_all(block, factor);
}

Result<void> PurchaseLog::spill(io::SpillFile& file, std::uint8_t scale) {
    for (const Block& block : blocks_) {
        const auto offset = file.append(std::as_bytes(std::span(block)));
        if (!offset) return offset.error();
        spilled_.push_back({*offset, block.size(), scale});
    }
    blocks_ = {};
    return {};
}

Result<void> PurchaseLog::restore(const io::SpillFile& file, std::uint8_t scale) {
    for (const Spilled& spilled : std::exchange(spilled_, {})) {
        Block block(spilled.purchases);
        if (auto read = file.read(spilled.offset, std::as_writable_bytes(std::span(block)));
            !read) {
            return read;
        }
        rescale_all(block, scale_factor(scale - spilled.scale));
        blocks_.push_back(std::move(block));
    }
    return {};
}

PurchaseLog::DayRange PurchaseLog::days_before(std::int32_t before) const noexcept {
    DayRange days{std::numeric_limits<std::int32_t>::max(),
                  std::numeric_limits<std::int32_t>::min(), 0, true};
    for (const Block& block : blocks_) {
        for (const Purchase& purchase : block) {
            if (purchase.day >= before) continue;
            days.in_order = days.in_order && purchase.day >= days.last;
            days.first = std::min(days.first, purchase.day);
            days.last = std::max(days.last, purchase.day);
            ++days.purchases;
        }
    }
    return days;
}

unsigned PurchaseLog::DayRange::shift() const noexcept {
    unsigned shift = 0;
    while (length() >> shift > 2 * purchases) ++shift;
    return shift;
}

template <class GroupOf>
GroupedPurchases PurchaseLog::take_grouped(std::size_t groups, std::int32_t before,
                                           const GroupOf& group_of) {
    GroupedPurchases grouped(groups);
    for (const Block& block : blocks_) {
        for (const Purchase& purchase : block) {
            if (purchase.day < before) grouped.count(group_of(purchase));
        }
    }
    grouped.make_room();
    // Each block is given back as soon as it was copied.
    for (Block& full : std::exchange(blocks_, {})) {
        const Block block = std::exchange(full, {});
        for (const Purchase& purchase : block) {
            if (purchase.day < before) {
                grouped.place(group_of(purchase), purchase);
            } else {
                add({&purchase, 1});
            }
        }
    }
    return grouped;
}

// What is grouped by day first is in the order of days within each customer: that takes less than
// to sort each customer's purchases.
GroupedPurchases PurchaseLog::take(std::size_t customers, std::int32_t before) {
    const DayRange days = days_before(before);
    if (days.in_order) {
        return take_grouped(customers, before,
                            [](const Purchase& purchase) { return purchase.customer; });
    }
    GroupedPurchases by_day =
        take_grouped((days.length() >> days.shift()) + 1, before,
                     [first = std::int64_t{days.first}, shift = days.shift()](const Purchase& p) {
                         return static_cast<std::size_t>(p.day - first) >> shift;
                     });
    GroupedPurchases by_customer(customers);
    for (const Purchase& purchase : by_day.all()) by_customer.count(purchase.customer);
    by_customer.make_room();
    for (const Purchase& purchase : by_day.all()) by_customer.place(purchase.customer, purchase);
    return by_customer;
}

}  // namespace tenure::inline v0::detail::data
