#include "data/customer_shard.hpp"

#include <limits>
#include <map>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/crowded_ids.hpp"
#include "support/temporary_folder.hpp"

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

// Also those that wait to be looked up.
TEST(CustomerShard, HoldsNoRowsWhereTheyWereSpilled) {
    const test::TemporaryFolder folder;
    auto file = io::SpillFile::create(folder.path()).value();
    StringArena texts;
    const std::int32_t index = texts.add("somebody").value();
    const Column ids = Column::texts({index}, std::move(texts));
    const std::string_view id = ids.dictionary()[0];
    CustomerShard shard(CustomerShard::Ids::texts, CustomerStates::Holdout::none);
    shard.add(ids, std::vector<KeyedRow>{{text_id(ids, id), 5, 0, 10, place_of(hash_of(id))}})
        .value();
    EXPECT_GT(shard.held_bytes(), 0u);
    shard.spill(file, 2).value();
    EXPECT_EQ(shard.held_bytes(), 0u);
    shard.restore(file, 3).value();
    const GapLogarithms logarithms;
    CustomerAccumulator accumulator({Date::from_days(20), std::nullopt, Period::day},
                                    Duplicates::keep, logarithms);
    shard.settle_all(accumulator).value();
    EXPECT_EQ(shard.states().state(0).units, 50);
}

}  // namespace
}  // namespace tenure::detail::data
