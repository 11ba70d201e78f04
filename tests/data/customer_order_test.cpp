#include "data/customer_order.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "data/id_column.hpp"

namespace tenure::detail::data {
namespace {

/// The ids in order, each behind the number of its customer.
std::vector<std::string> ordered(CustomerOrder order) {
    const auto result = std::move(order).finish().value();
    std::vector<std::string> out;
    for (std::size_t i = 0; i < result.ids.size(); ++i) {
        out.push_back(std::to_string(result.customers[i]) + ":" + id_at(result.ids, i).to_string());
    }
    return out;
}

TEST(CustomerOrder, IntegersByValue) {
    CustomerOrder order;
    for (const int n : {10, 9, -1, 2}) order.add(n, static_cast<std::uint32_t>(n + 1));
    EXPECT_EQ(order.size(), 4u);
    EXPECT_EQ(ordered(std::move(order)),
              (std::vector<std::string>{"0:-1", "3:2", "10:9", "11:10"}));
}

TEST(CustomerOrder, AnyTextMakesAllOfThemTexts) {
    CustomerOrder order;
    order.add(9, 0);
    order.add("b", 1);
    order.add(10, 2);
    order.add("B", 3);
    order.add("010", 4);
    order.add("é", 5);
    order.add(-1, 6);
    EXPECT_EQ(ordered(std::move(order)),
              (std::vector<std::string>{"6:-1", "4:010", "2:10", "0:9", "3:B", "1:b", "5:é"}));
}

// Texts that agree in what they begin with, in the eight bytes behind it, and in zeros at the end.
TEST(CustomerOrder, TextsByAllOfTheirBytes) {
    std::vector<std::string> ids;
    for (const char* prefix : {"", "C", "C0000000", "C00000000000000"}) {
        for (const char* end : {"", "1", "12345678", "123456789", "\xff", "\x7f"}) {
            ids.push_back(std::string("same prefix ") + prefix + end);
            ids.push_back(ids.back() + '\0');
        }
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    auto shuffled = ids;
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
    CustomerOrder order;
    for (const std::string& id : shuffled) order.add(std::string_view(id), 0);
    auto result = std::move(order).finish().value();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ(id_at(result.ids, i), CustomerId(ids[i]));
    }
}

TEST(CustomerOrder, OfMany) {
    std::mt19937_64 random(7);
    std::vector<std::int64_t> ids(5000);
    for (std::int64_t& id : ids) id = static_cast<std::int64_t>(random() >> 5) - (1LL << 58);
    CustomerOrder order;
    order.reserve(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) order.add(ids[i], static_cast<std::uint32_t>(i));
    const auto result = std::move(order).finish().value();
    EXPECT_TRUE(std::is_sorted(result.ids.integers().begin(), result.ids.integers().end()));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ASSERT_EQ(result.ids.integers()[i], ids[result.customers[i]]);
    }
}

}  // namespace
}  // namespace tenure::detail::data
