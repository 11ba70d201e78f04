#include "data/string_pool.hpp"

#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "support/crowded_ids.hpp"

namespace tenure::detail::data {
namespace {

TEST(StringPool, NumbersTextsAsTheyCome) {
    StringPool pool;
    EXPECT_EQ(pool.intern("b").value(), 0);
    EXPECT_EQ(pool.intern("a").value(), 1);
    EXPECT_EQ(pool.intern("b").value(), 0);
    EXPECT_EQ(pool.intern("").value(), 2);
    EXPECT_EQ(pool.intern(std::string_view("\0", 1)).value(), 3);
    EXPECT_EQ(pool.intern("").value(), 2);
    EXPECT_EQ(pool.texts().size(), 4u);
    EXPECT_EQ(pool.texts()[1], "a");
}

// Texts of every length around the word of the hash, which differ in one byte only.
TEST(StringPool, TellsAllTextsApart) {
    StringPool pool;
    std::map<std::string, std::int32_t> expected;
    for (std::size_t length = 0; length < 40; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            for (const char byte : {'\0', 'a', 'b', '\xff'}) {
                std::string text(length, 'x');
                text[at] = byte;
                const auto next = static_cast<std::int32_t>(expected.size());
                const auto [entry, fresh] = expected.try_emplace(text, next);
                ASSERT_EQ(pool.intern(text).value(), entry->second);
            }
        }
    }
    for (const auto& [text, index] : expected) {
        ASSERT_EQ(pool.intern(text).value(), index);
        ASSERT_EQ(pool.texts()[static_cast<std::size_t>(index)], text);
    }
}

TEST(StringPool, GrowsAndGivesItsTexts) {
    StringPool pool;
    constexpr int count = 100000;
    for (int i = 0; i < count; ++i) ASSERT_EQ(pool.intern("c" + std::to_string(i)).value(), i);
    for (int i = 0; i < count; ++i) ASSERT_EQ(pool.intern("c" + std::to_string(i)).value(), i);
    const StringArena texts = std::move(pool).texts();
    ASSERT_EQ(texts.size(), std::size_t{count});
    EXPECT_EQ(texts[99999], "c99999");
}

// Those beyond the slots near the place are not looked for one after the other.
TEST(StringPool, IdsMadeUpForOnePlaceAreLookedForInFewSlots) {
    const auto ids = test::crowded_texts(20'000);
    StringPool pool;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ASSERT_EQ(place_of(hash_of(ids[i])), place_of(hash_of(ids[0])));
        ASSERT_EQ(pool.intern(ids[i]).value(), static_cast<std::int32_t>(i));
    }
    EXPECT_EQ(pool.crowded(), ids.size() - most_probes);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        ASSERT_EQ(pool.intern(ids[i]).value(), static_cast<std::int32_t>(i));
    }
    EXPECT_EQ(pool.intern("another").value(), static_cast<std::int32_t>(ids.size()));
    EXPECT_EQ(pool.texts().size(), ids.size() + 1);
}

}  // namespace
}  // namespace tenure::detail::data
