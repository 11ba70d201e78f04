#include "data/id_order.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

using Order = std::vector<std::size_t>;

Column texts(const std::vector<std::string>& dictionary, std::vector<std::int32_t> indices) {
    StringArena arena;
    for (const std::string& text : dictionary) EXPECT_TRUE(arena.add(text));
    return Column::texts(std::move(indices), std::move(arena));
}

TEST(IdOrder, OrdersRows) {
    EXPECT_EQ(order_by_id(Column::integers({10, 9, -1, 9})), (Order{2, 1, 3, 0}));
    EXPECT_EQ(order_by_id(Column::integers({1, 2, 3})), (Order{0, 1, 2}));
    EXPECT_EQ(order_by_id(Column::integers({})), Order());
    EXPECT_EQ(order_by_id(texts({"b", "10", "9"}, {0, 2, 1, 0})), (Order{2, 1, 0, 3}));
}

TEST(IdOrder, ComparesIds) {
    const Column numbers = Column::integers({1, 2, 1});
    EXPECT_TRUE(compare_ids(numbers, 0, 2) == 0);
    EXPECT_TRUE(compare_ids(numbers, 0, 1) < 0);
    EXPECT_TRUE(compare_ids(numbers, 1, 2) > 0);
    const Column names = texts({"a", "b", "a"}, {0, 1, 2});
    EXPECT_TRUE(compare_ids(names, 0, 2) == 0)
        << "by what is written, not by its place in the dictionary";
    EXPECT_TRUE(compare_ids(names, 1, 0) > 0);
}

TEST(IdOrder, ReordersColumns) {
    const Order order = {2, 0, 1};
    const Column money = reordered(Column::integers({1, 2, 3}, 4), order);
    EXPECT_EQ(money.integers()[0], 3);
    EXPECT_EQ(money.scale(), 4);
    EXPECT_EQ(reordered(Column::dates({1, 2, 3}), order).dates()[1], 1);
    const Column names = reordered(texts({"a", "b"}, {0, 1, 1}), order);
    EXPECT_EQ(names.dictionary()[static_cast<std::size_t>(names.indices()[1])], "a");
    const Column reals =
        reordered(Column::reals({1, 2, 3}).with_validity({true, false, true}), order);
    EXPECT_EQ(reals.reals()[0], 3);
    EXPECT_TRUE(reals.is_null(2));
    EXPECT_EQ(reals.null_count(), 1u);
}

}  // namespace
}  // namespace tenure::detail::data
