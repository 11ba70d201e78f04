#include "data/fingerprint.hpp"

#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

TEST(Fingerprint, DependsOnEveryByteAndOnTheLength) {
    for (std::size_t size = 0; size <= 70; ++size) {
        const std::string text(size, 'a');
        std::set<std::uint64_t> seen = {fingerprint(text)};
        for (std::size_t at = 0; at < size; ++at) {
            std::string other = text;
            other[at] = 'b';
            EXPECT_TRUE(seen.insert(fingerprint(other)).second) << size << ' ' << at;
        }
        EXPECT_TRUE(seen.insert(fingerprint(text + '\0')).second) << size;
        EXPECT_TRUE(seen.insert(fingerprint(text + 'a')).second) << size;
    }
}

// Of 200,000 random texts no two agree: by chance they would with 1e-9.
TEST(Fingerprint, TellsManyTextsApart) {
    std::mt19937_64 random(5);
    std::set<std::string> texts;
    std::set<std::uint64_t> fingerprints;
    for (int i = 0; i < 200'000; ++i) {
        std::string text(random() % 40, '0');
        for (char& c : text) c = static_cast<char>('0' + random() % 10);
        texts.insert(text);
        fingerprints.insert(fingerprint(text));
    }
    EXPECT_EQ(fingerprints.size(), texts.size());
}

Table table_of(std::vector<std::int64_t> numbers, std::vector<std::int32_t> days,
               std::vector<std::int32_t> texts) {
    StringArena names;
    EXPECT_TRUE(names.add("x"));
    EXPECT_TRUE(names.add("y"));
    EXPECT_TRUE(names.add("x"));
    Table table;
    table.add("number", Column::integers(std::move(numbers)));
    table.add("day", Column::dates(std::move(days)));
    table.add("text", Column::texts(std::move(texts), std::move(names)));
    return table;
}

TEST(Fingerprint, OfRowsIsThatOfAllTheirColumns) {
    const auto rows = fingerprints_of(table_of({1, 1, 1, 2, 1}, {5, 5, 5, 5, 6}, {0, 2, 1, 0, 0}));
    EXPECT_EQ(rows[0], rows[1]) << "the same text twice in the dictionary";
    const std::set<std::uint64_t> different(rows.begin(), rows.end());
    EXPECT_EQ(different.size(), 4u);
}

TEST(Fingerprint, LeavesOutWhatIsComparedItself) {
    Table table;
    table.add("customer", Column::integers({1, 2}));
    table.add("date", Column::dates({3, 4}));
    table.add("amount", Column::integers({5, 6}, 2));
    const auto rows = fingerprints_of(table);
    EXPECT_EQ(rows[0], rows[1]);
}

TEST(Fingerprint, NullIsNotZero) {
    Table table;
    table.add("number", Column::integers({0, 0}).with_validity({true, false}));
    const auto rows = fingerprints_of(table);
    EXPECT_NE(rows[0], rows[1]);
}

}  // namespace
}  // namespace tenure::detail::data
