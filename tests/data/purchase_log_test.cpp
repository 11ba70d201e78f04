#include "data/purchase_log.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace tenure::detail::data {
namespace {

constexpr std::int32_t all_days = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

// Of both forms.
std::vector<LoggedPurchase> random_purchases(std::size_t count) {
    std::mt19937_64 random(11);
    std::vector<LoggedPurchase> out(count);
    for (LoggedPurchase& p : out) {
        p = {static_cast<std::int64_t>(random() % 1000),
             static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000, random(),
             static_cast<std::int32_t>(random() % 2000) - 200};
    }
    return out;
}

PurchaseLog log_of(const std::vector<LoggedPurchase>& purchases) {
    PurchaseLog log;
    for (const LoggedPurchase& purchase : purchases) log.add(purchase);
    return log;
}

std::vector<LoggedPurchase> sorted(std::vector<LoggedPurchase> purchases) {
    const auto key = [](const LoggedPurchase& p) {
        return std::make_tuple(p.key, p.day, p.amount, p.fingerprint);
    };
    std::sort(purchases.begin(), purchases.end(),
              [&](const auto& a, const auto& b) { return key(a) < key(b); });
    return purchases;
}

std::vector<LoggedPurchase> drained(PurchaseLog& log, std::int32_t before = all_days) {
    std::vector<LoggedPurchase> out;
    log.drain(before, [&out](const LoggedPurchase& purchase) { out.push_back(purchase); });
    return sorted(out);
}

TEST(CompactPurchase, GivesBackWhatItHolds) {
    constexpr std::int64_t most = (std::int64_t{1} << 47) - 1;
    for (const std::int64_t key : {std::int64_t{0}, std::int64_t{0xffffffff}}) {
        for (const std::int64_t amount : {std::int64_t{0}, std::int64_t{-1}, most, -most,
                                          std::int64_t{0xffffffff}, std::int64_t{-0x100000000}}) {
            for (const std::int32_t day : {0, 65535}) {
                const LoggedPurchase purchase{key, amount, 0xfedcba9876543210, day};
                ASSERT_TRUE(CompactPurchase::holds(purchase));
                EXPECT_EQ(CompactPurchase(purchase).purchase(), purchase);
                EXPECT_EQ(CompactPurchase(purchase).day(), day);
            }
        }
    }
}

TEST(CompactPurchase, HoldsNothingBeyond) {
    constexpr std::int64_t beyond = std::int64_t{1} << 47;
    for (const LoggedPurchase& purchase :
         std::vector<LoggedPurchase>{{-1, 0, 0, 0},
                                     {std::int64_t{1} << 32, 0, 0, 0},
                                     {lowest, 0, 0, 0},
                                     {0, beyond, 0, 0},
                                     {0, -beyond, 0, 0},
                                     {0, lowest, 0, 0},
                                     {0, highest, 0, 0},
                                     {0, 0, 0, -1},
                                     {0, 0, 0, 65536}}) {
        EXPECT_FALSE(CompactPurchase::holds(purchase));
    }
}

TEST(PurchaseLog, GivesBackAllOfBothForms) {
    const std::vector<LoggedPurchase> odd = {
        {lowest, highest, 1, all_days - 1}, {highest, lowest, 2, -all_days}, {7, 5, 3, 40}};
    for (const auto& purchases : {std::vector<LoggedPurchase>(), odd, random_purchases(100'000)}) {
        PurchaseLog log = log_of(purchases);
        EXPECT_EQ(log.size(), purchases.size());
        EXPECT_EQ(log.empty(), purchases.empty());
        EXPECT_TRUE(drained(log) == sorted(purchases));
        EXPECT_TRUE(log.empty());
        EXPECT_EQ(log.bytes(), 0u);
    }
}

TEST(PurchaseLog, TakesTwentyBytesForTheUsualAndThirtyTwoForOthers) {
    EXPECT_EQ(log_of({{1, 2, 3, 4}, {2, 2, 3, 4}}).bytes(), 40u);
    EXPECT_EQ(log_of({{1, 2, 3, 4}, {-2, 2, 3, 4}}).bytes(), 52u);
}

TEST(PurchaseLog, KeepsTheDaysThatAreNotOver) {
    const auto purchases = random_purchases(20'000);
    PurchaseLog log = log_of(purchases);
    std::vector<LoggedPurchase> before, behind;
    for (const LoggedPurchase& purchase : purchases) {
        (purchase.day < 300 ? before : behind).push_back(purchase);
    }
    EXPECT_TRUE(drained(log, 300) == sorted(before));
    EXPECT_EQ(log.size(), behind.size());
    EXPECT_TRUE(drained(log) == sorted(behind));
}

TEST(PurchaseLog, RescalesEachOnce) {
    constexpr std::int64_t large = std::int64_t{1}
                                   << 46;  // which the compact form holds, not 10 of it
    PurchaseLog log = log_of({{0, 5, 9, 1}, {1, large, 9, 1}, {1, -large, 9, 1}, {-1, -7, 9, 1}});
    log.rescale(10);
    EXPECT_TRUE(
        drained(log) ==
        sorted({{0, 50, 9, 1}, {1, 10 * large, 9, 1}, {1, -10 * large, 9, 1}, {-1, -70, 9, 1}}));
}

TEST(PurchaseLog, RescalesWhatIsInMemoryAndWhatWasNot) {
    const test::TemporaryFolder folder;
    auto file = io::SpillFile::create(folder.path()).value();
    PurchaseLog log = log_of({{0, 5, 9, 1}, {-1, -7, 9, 1}});
    log.spill(file, 0).value();
    EXPECT_EQ(log.size(), 0u);
    EXPECT_FALSE(log.empty());
    log.add({1, 30, 9, 2});
    log.rescale(10);
    log.spill(file, 1).value();
    log.add({0, 400, 9, 3});
    log.restore(file, 2).value();
    EXPECT_EQ(log.size(), 4u);
    EXPECT_TRUE(drained(log) ==
                sorted({{0, 500, 9, 1}, {0, 400, 9, 3}, {-1, -700, 9, 1}, {1, 3000, 9, 2}}));
}

}  // namespace
}  // namespace tenure::detail::data
