#include "data/purchase_log.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "data/money_column.hpp"

namespace tenure::inline v0::detail::data {

void PurchaseLog::reserve(std::size_t purchases) {
    constexpr std::size_t least = std::size_t{1} << 16;
    const bool room =
        !blocks_.empty() && blocks_.back().capacity() - blocks_.back().size() >= purchases;
    if (!room) blocks_.emplace_back().reserve(std::max(purchases, least));
}

std::size_t PurchaseLog::size() const noexcept {
    return std::accumulate(blocks_.begin(), blocks_.end(), std::size_t{0},
                           [](std::size_t sum, const auto& block) { return sum + block.size(); });
}

Result<void> PurchaseLog::raise(std::uint8_t scale) {
    for (auto& block : blocks_) {
        for (Purchase& purchase : block) {
            if (auto fits = rescale(purchase.amount, scale_, scale); !fits) return fits;
        }
    }
    scale_ = scale;
    return {};
}

// From the last block on, each is given back as soon as it was copied.
std::vector<Purchase> PurchaseLog::take() {
    if (blocks_.size() == 1) {
        std::vector<Purchase> all = std::move(blocks_.front());
        blocks_.clear();
        return all;
    }
    std::vector<Purchase> all;
    all.reserve(size());
    for (; !blocks_.empty(); blocks_.pop_back()) {
        all.insert(all.end(), blocks_.back().begin(), blocks_.back().end());
    }
    return all;
}

// American flag sort (McIlroy, Bostic and McIlroy 1993): each purchase is swapped to the next free
// place of its group until one comes that belongs where the chain began.
std::vector<std::size_t> group_by_customer(std::vector<Purchase>& purchases, std::size_t groups,
                                           unsigned shift) {
    std::vector<std::size_t> begin(groups + 1, 0);
    for (const Purchase& purchase : purchases) ++begin[(purchase.customer >> shift) + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    std::vector<std::size_t> next(begin.begin(), begin.end() - 1);
    for (std::size_t group = 0; group < groups; ++group) {
        while (next[group] != begin[group + 1]) {
            Purchase& here = purchases[next[group]];
            const std::size_t home = here.customer >> shift;
            if (home == group) {
                ++next[group];
            } else {
                std::swap(here, purchases[next[home]++]);
            }
        }
    }
    return begin;
}

void sort_purchases(std::span<Purchase> purchases) {
    std::sort(purchases.begin(), purchases.end(), [](const Purchase& a, const Purchase& b) {
        return a.customer != b.customer ? a.customer < b.customer : a.day < b.day;
    });
}

}  // namespace tenure::inline v0::detail::data
