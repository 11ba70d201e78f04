#include "data/grouped_purchases.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

auto key(const Purchase& p) { return std::make_tuple(p.customer, p.day, p.amount, p.fingerprint); }

std::vector<Purchase> random_purchases(std::size_t count, std::uint32_t customers) {
    std::mt19937 random(11);
    std::vector<Purchase> out(count);
    for (Purchase& p : out) {
        p = {static_cast<std::uint32_t>(random() % customers),
             static_cast<std::int32_t>(random() % 2000) - 1000,
             static_cast<std::int64_t>(random()) - 1'000'000'000, random() % 3};
    }
    return out;
}

std::vector<Purchase> rows_of(GroupedPurchases grouped) {
    std::vector<Purchase> out;
    for (std::size_t customer = 0; customer < grouped.groups(); ++customer) {
        for (const Purchase& purchase : grouped.of(customer)) {
            EXPECT_EQ(purchase.customer, customer);
            out.push_back(purchase);
        }
    }
    return out;
}

auto sorted_keys(const std::vector<Purchase>& purchases) {
    std::vector<decltype(key({}))> keys;
    for (const Purchase& p : purchases) keys.push_back(key(p));
    std::sort(keys.begin(), keys.end());
    return keys;
}

TEST(GroupByCustomer, BringsTogetherWhatIsACustomersInTheOrderOfDays) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}}) {
        const auto purchases = random_purchases(count, 1000);
        auto expected = purchases;
        std::stable_sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
            return std::pair(a.customer, a.day) < std::pair(b.customer, b.day);
        });
        EXPECT_TRUE(rows_of(group_by_customer(purchases, 1000)) == expected);
    }
}

TEST(GroupByCustomer, LeavesWhatIsInOrderInThatOrder) {
    auto purchases = random_purchases(10'000, 30);
    const auto before = [](const auto& a, const auto& b) { return a.day < b.day; };
    std::stable_sort(purchases.begin(), purchases.end(), before);
    auto expected = purchases;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.customer < b.customer; });
    EXPECT_TRUE(rows_of(group_by_customer(purchases, 30)) == expected);
}

// The farthest days that there are, and few purchases.
TEST(GroupByCustomer, TakesWhatIsSpreadOverManyDays) {
    constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
    constexpr std::int32_t highest = std::numeric_limits<std::int32_t>::max();
    const std::vector<Purchase> purchases = {
        {1, highest, 1, 0}, {0, lowest, 2, 0}, {1, 0, 3, 0}, {0, -1, 4, 0}};
    EXPECT_EQ(sorted_keys(rows_of(group_by_customer(purchases, 2))), sorted_keys(purchases));
}

TEST(SortPurchases, ByDayThenPurchasesBeforeReturnsTheLargestReturnFirst) {
    std::vector<Purchase> rows = {{0, 2, 1, 0}, {0, 1, -3, 0}, {0, 1, 5, 2}, {0, 1, -4, 0},
                                  {0, 1, 5, 1}, {0, 1, 0, 0},  {0, 1, 5, 2}, {0, 0, -1, 0}};
    sort_purchases(rows);
    EXPECT_TRUE(rows == (std::vector<Purchase>{{0, 0, -1, 0},
                                               {0, 1, 0, 0},
                                               {0, 1, 5, 1},
                                               {0, 1, 5, 2},
                                               {0, 1, 5, 2},
                                               {0, 1, -4, 0},
                                               {0, 1, -3, 0},
                                               {0, 2, 1, 0}}));
}

TEST(SortPurchases, OfAnyNumber) {
    for (const std::size_t count :
         {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{50}, std::size_t{30'000}}) {
        const auto before = random_purchases(count, 1);
        auto rows = before;
        sort_purchases(rows);
        EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
            return std::make_tuple(a.day, a.amount < 0, a.amount, a.fingerprint) <
                   std::make_tuple(b.day, b.amount < 0, b.amount, b.fingerprint);
        }));
        EXPECT_EQ(sorted_keys(rows), sorted_keys(before));
    }
}

}  // namespace
}  // namespace tenure::detail::data
