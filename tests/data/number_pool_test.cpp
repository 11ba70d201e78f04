#include "data/number_pool.hpp"

#include <limits>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "support/crowded_ids.hpp"

namespace tenure::detail::data {
namespace {

TEST(NumberPool, NumbersAsTheyCome) {
    NumberPool pool;
    EXPECT_EQ(pool.intern(7), 0u);
    EXPECT_EQ(pool.intern(0), 1u);
    EXPECT_EQ(pool.intern(std::numeric_limits<std::int64_t>::min()), 2u);
    EXPECT_EQ(pool.intern(7), 0u);
    EXPECT_EQ(pool.numbers(),
              (std::vector<std::int64_t>{7, 0, std::numeric_limits<std::int64_t>::min()}));
}

TEST(NumberPool, TellsAllApartWhateverTheirSpacing) {
    for (const std::int64_t step : {1, 64, 4096, 1 << 20}) {
        NumberPool pool;
        for (std::int64_t i = 0; i < 20000; ++i) ASSERT_EQ(pool.intern(i * step), i) << step;
        for (std::int64_t i = 0; i < 20000; ++i) ASSERT_EQ(pool.intern(i * step), i) << step;
    }
    NumberPool pool;
    std::map<std::int64_t, std::uint32_t> expected;
    std::mt19937_64 random(3);
    for (int i = 0; i < 50000; ++i) {
        const auto number = static_cast<std::int64_t>(random() % 20000) - 10000;
        const auto next = static_cast<std::uint32_t>(expected.size());
        ASSERT_EQ(pool.intern(number), expected.try_emplace(number, next).first->second);
    }
}

// Those beyond the slots near the place are not looked for one after the other.
TEST(NumberPool, IdsMadeUpForOnePlaceAreLookedForInFewSlots) {
    const auto ids = test::crowded_numbers(20'000);
    NumberPool pool;
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
        ASSERT_EQ(place_of(hash_of(ids[i])), place_of(hash_of(ids[0])));
        ASSERT_EQ(pool.intern(ids[i]), i);
    }
    EXPECT_EQ(pool.crowded(), ids.size() - most_probes);
    for (std::uint32_t i = 0; i < ids.size(); ++i) ASSERT_EQ(pool.intern(ids[i]), i);
    EXPECT_EQ(pool.intern(7), ids.size());
    EXPECT_EQ(pool.numbers().size(), ids.size() + 1);
}

}  // namespace
}  // namespace tenure::detail::data
