#include "core/radix_sort.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tenure/core/random.hpp"

namespace tenure::detail::core {
namespace {

using Item = Keyed<std::uint32_t>;

bool is_same(const Item& a, const Item& b) { return a.key == b.key && a.value == b.value; }

/// `count` items whose values are their numbers, so that the order of equal keys is seen.
template <class MakeKey>
std::vector<Item> items(std::size_t count, MakeKey&& make_key) {
    std::vector<Item> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back({make_key(i), static_cast<std::uint32_t>(i)});
    }
    return out;
}

std::vector<Item> stable_sorted(std::vector<Item> given) {
    std::stable_sort(given.begin(), given.end(),
                     [](const Item& a, const Item& b) { return a.key < b.key; });
    return given;
}

void expect_sorted(const std::vector<Item>& given) {
    std::vector<Item> sorted = given, scratch(3, Item{7, 7});
    radix_sort(sorted, scratch);
    const std::vector<Item> expected = stable_sorted(given);
    ASSERT_EQ(sorted.size(), expected.size());
    EXPECT_TRUE(std::equal(sorted.begin(), sorted.end(), expected.begin(), is_same))
        << given.size() << " items";
}

constexpr std::size_t sizes[] = {0, 1, 2, 3, 100, 255, 256, 257, 1000, 20'000};

TEST(RadixSort, IsAStableSort) {
    RandomStream random(1, 0);
    for (const std::size_t size : sizes) {
        for (unsigned bits = 1; bits <= 64; bits += 7) {
            expect_sorted(items(size, [&](std::size_t) { return random.bits() >> (64 - bits); }));
        }
    }
}

// Bytes in which all agree are passed over, between others as well; an odd and an even number of
// passes end in the same place.
TEST(RadixSort, PassesOverBytesThatAgree) {
    RandomStream random(2, 0);
    constexpr std::uint64_t masks[] = {0,
                                       0xFF,
                                       0xFF00,
                                       0xFFFF,
                                       0xFF0000FF0000,
                                       0x1000000000000001,
                                       0xFF00FF00FF00FF00,
                                       0xFFFFFFFFFFFFFFFF};
    for (const std::size_t size : sizes) {
        for (const std::uint64_t mask : masks) {
            const std::uint64_t same = random.bits() & ~mask;
            expect_sorted(items(size, [&](std::size_t) { return (random.bits() & mask) | same; }));
        }
    }
}

TEST(RadixSort, KeepsWhatIsInOrder) {
    for (const std::size_t size : sizes) {
        expect_sorted(items(size, [](std::size_t i) { return i / 3; }));
        expect_sorted(items(size, [size](std::size_t i) { return size - i / 3; }));
        expect_sorted(items(size, [](std::size_t) { return ~std::uint64_t{0}; }));
    }
}

// What is in order but for one item, wherever that is, is not taken for ordered.
TEST(RadixSort, SeesOneItemOutOfOrder) {
    constexpr std::size_t size = 300;
    for (std::size_t at = 0; at < size; ++at) {
        expect_sorted(items(size, [at](std::size_t i) {
            return i == at ? std::numeric_limits<std::uint64_t>::max() : i;
        }));
        expect_sorted(items(size, [at](std::size_t i) { return i == at ? 0 : i + 1; }));
    }
}

TEST(RadixSort, MovesWhatItSorts) {
    std::vector<Keyed<std::string>> texts, scratch;
    for (std::uint64_t i = 0; i < 1000; ++i) {
        const std::uint64_t key = i * 7919 % 1000;
        texts.push_back({key, "the text of the key " + std::to_string(key)});
    }
    radix_sort(texts, scratch);
    for (std::uint64_t i = 0; i < 1000; ++i) {
        EXPECT_EQ(texts[i].key, i);
        EXPECT_EQ(texts[i].value, "the text of the key " + std::to_string(i));
    }
}

}  // namespace
}  // namespace tenure::detail::core
