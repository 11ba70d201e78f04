#include "data/customer_shard.hpp"

#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/crowded_ids.hpp"

namespace tenure::detail::data {
namespace {

/// Two rows of each customer, a day apart.
template <class Ids>
void expect_revenue_of_each(CustomerShard& shard, const Column& ids, const Ids& place_of_row,
                            std::size_t customers) {
    for (const std::int32_t day : {10, 11}) {
        std::vector<KeyedRow> rows;
        for (std::size_t i = 0; i < customers; ++i) {
            const auto [id, place] = place_of_row(i);
            rows.push_back({id, static_cast<std::int64_t>(i), 0, day, place});
        }
        shard.add(ids, rows).value();
    }
    const GapLogarithms logarithms;
    CustomerAccumulator accumulator({Date::from_days(20), std::nullopt, Period::day},
                                    Duplicates::keep, logarithms);
    shard.settle_all(accumulator).value();
    ASSERT_EQ(shard.customers(), customers);
    for (std::size_t i = 0; i < customers; ++i) {
        const CustomerState& state = shard.states().state(static_cast<std::uint32_t>(i));
        ASSERT_EQ(state.units, static_cast<std::int64_t>(2 * i));
        ASSERT_EQ(state.occasions, 2u);
    }
}

TEST(CustomerShard, TellsNumbersMadeUpForOnePlaceApart) {
    const auto ids = test::crowded_numbers(20'000);
    const Column column = Column::integers(ids);
    CustomerShard shard(CustomerShard::Ids::numbers, CustomerStates::Holdout::none);
    expect_revenue_of_each(
        shard, column, [&](std::size_t i) { return std::pair(ids[i], place_of(hash_of(ids[i]))); },
        ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(shard.number(i), ids[i]);
}

TEST(CustomerShard, TellsTextsMadeUpForOnePlaceApart) {
    const auto ids = test::crowded_texts(20'000);
    StringArena texts;
    std::vector<std::int32_t> indices;
    for (const auto& id : ids) indices.push_back(texts.add(id).value());
    const Column column = Column::texts(indices, std::move(texts));
    CustomerShard shard(CustomerShard::Ids::texts, CustomerStates::Holdout::none);
    expect_revenue_of_each(
        shard, column,
        [&](std::size_t i) {
            return std::pair(text_id(column, column.dictionary()[i]), place_of(hash_of(ids[i])));
        },
        ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) ASSERT_EQ(shard.text(i), ids[i]);
}

}  // namespace
}  // namespace tenure::detail::data
