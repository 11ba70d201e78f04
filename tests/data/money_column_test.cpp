#include "data/money_column.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

TEST(MoneyColumn, KeepsTheSmallestCommonScale) {
    MoneyColumn amounts;
    amounts.add({12, 0}).value();
    EXPECT_EQ(amounts.scale(), 0);
    amounts.add({125, 1}).value();
    amounts.add({3, 0}).value();
    amounts.add({1, 3}).value();
    amounts.add({0, 0}).value();
    EXPECT_EQ(amounts.size(), 5u);
    const Column column = std::move(amounts).finish();
    EXPECT_EQ(column.scale(), 3);
    const std::vector<std::int64_t> expected = {12000, 12500, 3000, 1, 0};
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), column.integers().begin()));
}

TEST(MoneyColumn, WhatDoesNotFitIsAnOverflow) {
    MoneyColumn amounts;
    amounts.add({largest, 0}).value();
    const auto finer = amounts.add({1, 1});
    ASSERT_FALSE(finer);
    EXPECT_EQ(finer.error().code, Code::overflow);
    MoneyColumn fine;
    fine.add({1, 6}).value();
    const auto larger = fine.add({largest / 1000, 0});
    ASSERT_FALSE(larger);
    EXPECT_EQ(larger.error().code, Code::overflow);
    EXPECT_EQ(larger.error().message,
              "expected an amount within 64 bits at a larger scale, got \"9223372036854775\"");
}

TEST(MoneyColumn, DecimalsThatAreNotNeededDoNotCount) {
    MoneyColumn amounts;
    amounts.add({1200, 2}).value();
    amounts.add({largest, 0}).value();
    const std::vector<std::int64_t> whole = {500, 0};
    amounts.add_all(whole, 2).value();
    EXPECT_EQ(amounts.scale(), 0);
    const Column column = std::move(amounts).finish();
    const std::vector<std::int64_t> expected = {12, largest, 5, 0};
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), column.integers().begin()));
}

TEST(MoneyColumn, TakesManyAtOnce) {
    MoneyColumn amounts;
    const std::vector<std::int64_t> cents = {1230, 100, 5}, mills = {7};
    amounts.add_all(cents, 2).value();
    EXPECT_EQ(amounts.scale(), 2);
    amounts.add_all(cents, 2).value();
    amounts.add_all(mills, 3).value();
    const Column column = std::move(amounts).finish();
    EXPECT_EQ(column.scale(), 3);
    const std::vector<std::int64_t> expected = {12300, 1000, 50, 12300, 1000, 50, 7};
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), column.integers().begin()));
}

TEST(MoneyColumn, RaisesItsScale) {
    MoneyColumn amounts;
    amounts.add({5, 1}).value();
    amounts.raise(4).value();
    EXPECT_EQ(amounts.scale(), 4);
    amounts.add({1, 4}).value();
    const Column column = std::move(amounts).finish();
    EXPECT_EQ(column.integers()[0], 5000);
    EXPECT_EQ(column.integers()[1], 1);
}

}  // namespace
}  // namespace tenure::detail::data
