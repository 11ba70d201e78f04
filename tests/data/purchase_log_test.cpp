#include "data/purchase_log.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

auto key(const Purchase& p) { return std::make_tuple(p.customer, p.day, p.amount); }

std::vector<Purchase> random_purchases(std::size_t count, std::uint32_t customers) {
    std::mt19937 random(11);
    std::vector<Purchase> out(count);
    for (Purchase& p : out) {
        p = {static_cast<std::uint32_t>(random() % customers),
             static_cast<std::int32_t>(random() % 2000) - 1000,
             static_cast<std::int64_t>(random())};
    }
    return out;
}

template <class Purchases>
auto sorted_keys(const Purchases& purchases) {
    std::vector<decltype(key({}))> keys;
    for (const Purchase& p : purchases) keys.push_back(key(p));
    std::sort(keys.begin(), keys.end());
    return keys;
}

TEST(PurchaseLog, GathersPiecesOfAnySize) {
    const auto purchases = random_purchases(300000, 1000);
    PurchaseLog log;
    for (std::size_t at = 0, size = 1; at < purchases.size(); size = size * 3 % 100003) {
        const std::size_t end = std::min(purchases.size(), at + size);
        log.reserve(end - at);
        for (; at < end; ++at) log.add(purchases[at]);
    }
    EXPECT_EQ(log.size(), purchases.size());
    EXPECT_EQ(sorted_keys(log.take()), sorted_keys(purchases));
    EXPECT_EQ(log.size(), 0u);
}

TEST(PurchaseLog, RaisesItsScale) {
    PurchaseLog log;
    log.reserve(2);
    log.add({1, 1, 5});
    log.add({2, 1, 0});
    log.raise(2).value();
    EXPECT_EQ(log.scale(), 2);
    EXPECT_EQ(log.take()[0].amount, 500);
    log.reserve(1);
    log.add({1, 1, std::numeric_limits<std::int64_t>::max() / 50});
    EXPECT_EQ(log.raise(4).error().code, Code::overflow);
}

TEST(GroupByCustomer, BringsGroupsTogether) {
    for (const std::uint32_t customers : {1u, 7u, 1000u, 5000u}) {
        constexpr unsigned shift = 3;
        const std::size_t groups = (customers + 7) / 8;
        const auto before = random_purchases(20000, customers);
        auto purchases = before;
        const auto begin = group_by_customer(purchases, groups, shift);
        ASSERT_EQ(begin.size(), groups + 1);
        EXPECT_EQ(begin.front(), 0u);
        EXPECT_EQ(begin.back(), purchases.size());
        for (std::size_t group = 0; group < groups; ++group) {
            for (std::size_t i = begin[group]; i < begin[group + 1]; ++i) {
                ASSERT_EQ(purchases[i].customer >> shift, group);
            }
        }
        EXPECT_EQ(sorted_keys(purchases), sorted_keys(before));
    }
}

TEST(SortPurchases, ByCustomerThenDay) {
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, std::size_t{50}, std::size_t{30000}}) {
        const auto before = random_purchases(count, 200);
        auto purchases = before;
        sort_purchases(purchases);
        EXPECT_TRUE(std::is_sorted(
            purchases.begin(), purchases.end(), [](const Purchase& a, const Purchase& b) {
                return std::tie(a.customer, a.day) < std::tie(b.customer, b.day);
            }));
        EXPECT_EQ(sorted_keys(purchases), sorted_keys(before));
    }
}

}  // namespace
}  // namespace tenure::detail::data
