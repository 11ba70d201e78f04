#include "models/pattern_keys.hpp"

#include <cstdint>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "support/bases.hpp"
#include "tenure/core/random.hpp"
#include "tenure/core/thread_pool.hpp"

namespace tenure {
namespace {

namespace impl = detail::models;
using test::BaseRow;

// Customers of several chunks, half of them with histories that others have too.
std::vector<BaseRow> many(std::size_t customers, std::int64_t largest_weight) {
    RandomStream random(7, 1);
    const auto up_to = [&](std::int64_t most) {
        return static_cast<std::int64_t>(random.uniform() * static_cast<double>(most + 1));
    };
    std::vector<BaseRow> rows;
    for (std::size_t i = 0; i < customers; ++i) {
        const std::int64_t spread = random.uniform() < 0.5 ? 4 : 800;
        const std::int64_t x = up_to(spread / 4);
        const std::int64_t recency = x == 0 ? 0 : 800 + up_to(spread);
        const std::int64_t weight = 1 + up_to(largest_weight - 1);
        rows.push_back({x, static_cast<double>(recency), static_cast<double>(1600 + up_to(spread)),
                        0.0, 0, weight});
    }
    return rows;
}

std::map<std::uint64_t, std::int64_t> counted(const CustomerBase& base,
                                              const impl::PatternKeys& keys) {
    std::map<std::uint64_t, std::int64_t> customers;
    for (std::size_t i = 0; i < base.size(); ++i) {
        customers[keys.key(base.frequency()[i], base.recency()[i], base.age()[i])] +=
            base.weight()[i];
    }
    return customers;
}

void expect_distinct(const CustomerBase& base, const Executor& executor) {
    const impl::PatternKeys keys(base, executor);
    ASSERT_TRUE(keys.possible());
    const auto expected = counted(base, keys);
    ASSERT_LT(expected.size(), base.size());
    auto next = expected.begin();
    for (const auto& part : impl::distinct_keys(base, keys, executor)) {
        for (const auto& [key, customers] : part) {
            ASSERT_NE(next, expected.end());
            ASSERT_EQ(key, next->first);
            ASSERT_EQ(customers, next->second);
            ++next;
        }
    }
    EXPECT_EQ(next, expected.end());
}

TEST(PatternKeysThreads, CountTheCustomersOfEachHistory) {
    ThreadPool pool(3);
    for (const std::int64_t largest_weight : {1, 5}) {
        const CustomerBase base = test::base_of(many(300'000, largest_weight), {}, Unit::day);
        expect_distinct(base, {});
        expect_distinct(base, pool.executor());
    }
}

TEST(PatternKeys, OfOneHistoryAreOne) {
    const std::vector<BaseRow> rows(200'000, BaseRow{2, 30.0, 90.0});
    const CustomerBase base = test::base_of(rows, {}, Unit::day);
    const impl::PatternKeys keys(base, {});
    std::vector<detail::core::Keyed<std::int64_t>> all;
    for (const auto& part : impl::distinct_keys(base, keys, {})) {
        all.insert(all.end(), part.begin(), part.end());
    }
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].value, 200'000);
    EXPECT_EQ(keys.count(all[0].key), 2);
    EXPECT_EQ(keys.recency(all[0].key), 30u);
    EXPECT_EQ(keys.age(all[0].key), 90u);
}

TEST(PatternKeys, AreNotForTimesThatAreNoWholeNumbersOrDoNotFit) {
    const auto possible = [](const std::vector<BaseRow>& rows) {
        return impl::PatternKeys(test::base_of(rows, {}, Unit::day), {}).possible();
    };
    EXPECT_TRUE(possible({{1, 30.0, 90.0}}));
    EXPECT_FALSE(possible({{1, 30.5, 90.0}}));
    EXPECT_FALSE(possible({{1, 30.0, 90.5}}));
    EXPECT_TRUE(possible({{3, 1.0, 0x1p31 - 1}}));
    EXPECT_FALSE(possible({{4, 1.0, 0x1p31 - 1}}));
    EXPECT_FALSE(possible({{1, 1.0, 0x1p31}}));
    EXPECT_TRUE(possible({{0, 0.0, 0.0}}));
}

}  // namespace
}  // namespace tenure
