#include "data/customer_index.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "data/id_column.hpp"

namespace tenure::detail::data {
namespace {

std::vector<std::string> sorted_ids(const CustomerIndex& index,
                                    std::vector<std::uint32_t> customers) {
    const auto sorted = index.sorted(std::move(customers)).value();
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sorted.ids.size(); ++i) {
        out.push_back(id_at(sorted.ids, i).to_string());
    }
    return out;
}

TEST(CustomerIndex, KeepsPlacesWhenItTurnsToText) {
    CustomerIndex index;
    EXPECT_EQ(index.add(9).value(), 0u);
    EXPECT_EQ(index.add(10).value(), 1u);
    EXPECT_EQ(index.add("9").value(), 0u) << "a canonical text is its number";
    EXPECT_EQ(index.add("010").value(), 2u);
    EXPECT_EQ(index.add(10).value(), 1u);
    EXPECT_EQ(index.add("10").value(), 1u);
    EXPECT_EQ(index.add(1'000'000'000'000'000'000).value(), 3u);
    EXPECT_EQ(index.size(), 4u);
    EXPECT_EQ(sorted_ids(index, {0, 1, 2, 3}),
              (std::vector<std::string>{"010", "10", "1000000000000000000", "9"}));
}

TEST(CustomerIndex, SortsIntegersByValueAndTextsByBytes) {
    CustomerIndex numbers;
    for (const int n : {10, 9, -1, 2}) ASSERT_TRUE(numbers.add(n));
    EXPECT_EQ(sorted_ids(numbers, {0, 1, 2, 3}), (std::vector<std::string>{"-1", "2", "9", "10"}));
    CustomerIndex texts;
    for (const char* text : {"b", "B", "é", "a", "10", "9"}) ASSERT_TRUE(texts.add(text));
    EXPECT_EQ(sorted_ids(texts, {0, 1, 2, 3, 4, 5}),
              (std::vector<std::string>{"10", "9", "B", "a", "b", "é"}));
}

// What a base holds decides what its ids are, not who else was in the log: written and read again,
// it stays.
TEST(CustomerIndex, CanonicalOnesAmongTextsAreIntegersAgain) {
    CustomerIndex index;
    for (const char* text : {"10", "x", "9"}) ASSERT_TRUE(index.add(text));
    const auto sorted = index.sorted({0, 2}).value();
    EXPECT_EQ(sorted.ids.type(), ColumnType::int64);
    EXPECT_EQ(sorted.customers, (std::vector<std::uint32_t>{2, 0}));
}

}  // namespace
}  // namespace tenure::detail::data
