#include "data/purchase_log.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace tenure::detail::data {
namespace {

constexpr std::int32_t all_days = std::numeric_limits<std::int32_t>::max();

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

PurchaseLog log_of(const std::vector<Purchase>& purchases) {
    PurchaseLog log;
    log.add(purchases);
    return log;
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

template <class Purchases>
auto sorted_keys(const Purchases& purchases) {
    std::vector<decltype(key({}))> keys;
    for (const Purchase& p : purchases) keys.push_back(key(p));
    std::sort(keys.begin(), keys.end());
    return keys;
}

TEST(PurchaseLog, BringsTogetherWhatIsACustomers) {
    for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{100'000}}) {
        const auto purchases = random_purchases(count, 1000);
        PurchaseLog log = log_of(purchases);
        EXPECT_EQ(log.size(), count);
        auto expected = purchases;
        std::stable_sort(expected.begin(), expected.end(), [](const auto& a, const auto& b) {
            return std::pair(a.customer, a.day) < std::pair(b.customer, b.day);
        });
        EXPECT_TRUE(rows_of(log.take(1000, all_days)) == expected);
        EXPECT_TRUE(log.empty());
        EXPECT_EQ(log.size(), 0u);
    }
}

TEST(PurchaseLog, KeepsTheDaysThatAreNotOver) {
    const auto purchases = random_purchases(20'000, 50);
    PurchaseLog log = log_of(purchases);
    std::vector<Purchase> before, behind;
    for (const Purchase& purchase : purchases) {
        (purchase.day < 300 ? before : behind).push_back(purchase);
    }
    EXPECT_EQ(sorted_keys(rows_of(log.take(50, 300))), sorted_keys(before));
    EXPECT_EQ(log.size(), behind.size());
    EXPECT_EQ(sorted_keys(rows_of(log.take(50, all_days))), sorted_keys(behind));
}

// The farthest days that there are, and few purchases.
TEST(PurchaseLog, TakesWhatIsSpreadOverManyDays) {
    constexpr std::int32_t lowest = std::numeric_limits<std::int32_t>::min();
    const std::vector<Purchase> purchases = {
        {1, all_days - 1, 1, 0}, {0, lowest, 2, 0}, {1, 0, 3, 0}, {0, -1, 4, 0}};
    EXPECT_EQ(sorted_keys(rows_of(log_of(purchases).take(2, all_days))), sorted_keys(purchases));
}

TEST(PurchaseLog, RescalesWhatIsInMemoryAndWhatWasNot) {
    const test::TemporaryFolder folder;
    auto file = io::SpillFile::create(folder.path()).value();
    PurchaseLog log = log_of({{0, 1, 5, 9}, {1, 1, -7, 9}});
    log.spill(file, 0).value();
    EXPECT_EQ(log.size(), 0u);
    EXPECT_FALSE(log.empty());
    log.add(std::vector<Purchase>{{1, 2, 30, 9}});
    log.rescale(10);
    log.spill(file, 1).value();
    log.add(std::vector<Purchase>{{0, 3, 400, 9}});
    log.restore(file, 2).value();
    EXPECT_EQ(log.size(), 4u);
    EXPECT_EQ(sorted_keys(rows_of(log.take(2, all_days))),
              sorted_keys(std::vector<Purchase>{
                  {0, 1, 500, 9}, {0, 3, 400, 9}, {1, 1, -700, 9}, {1, 2, 3000, 9}}));
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
