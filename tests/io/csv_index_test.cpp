#include "io/csv_index.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::io {
namespace {

// Bytes of which many are signs, or differ from one in a single bit.
std::string random_bytes(std::mt19937& random, std::size_t size) {
    constexpr std::string_view alphabet("\",\n\",\n\",\naaaa #*\x0b\x8a\xac\xa2\r\0\xff\x0a\x2c",
                                        25);
    std::string bytes(size, ' ');
    for (char& byte : bytes) byte = alphabet[random() % alphabet.size()];
    return bytes;
}

SignMasks one_by_one(std::string_view bytes, char delimiter) {
    SignMasks masks{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint64_t bit = std::uint64_t{1} << i;
        if (bytes[i] == delimiter || bytes[i] == '\n') masks.separators |= bit;
        if (bytes[i] == '"') masks.quotes |= bit;
    }
    return masks;
}

TEST(FindSigns, EveryByteInEveryPlace) {
    for (const char delimiter : {',', ';', '\t', '\x01', '~'}) {
        for (std::size_t place = 0; place < 64; ++place) {
            std::string bytes(64, ' ');
            for (int value = 0; value < 256; ++value) {
                bytes[place] = static_cast<char>(value);
                const SignMasks expected = one_by_one(bytes, delimiter);
                ASSERT_EQ(find_signs(bytes.data(), delimiter), expected) << value;
                ASSERT_EQ(find_signs_by_words(bytes.data(), delimiter), expected) << value;
            }
        }
    }
}

TEST(FindSigns, ManyAtOnce) {
    std::mt19937 random(1);
    for (int i = 0; i < 20000; ++i) {
        const std::string bytes = random_bytes(random, 64);
        const SignMasks expected = one_by_one(bytes, ',');
        ASSERT_EQ(find_signs(bytes.data(), ','), expected) << testing::PrintToString(bytes);
        ASSERT_EQ(find_signs_by_words(bytes.data(), ','), expected);
    }
}

TEST(AppendPositions, OfEachBit) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::uint64_t bits = random();
        for (auto n = random() % 5; n > 0; --n) bits &= random();
        const std::size_t base = random() % 1023 * 64;
        std::vector<std::uint16_t> expected;
        for (std::size_t place = 0; place < 64; ++place) {
            if ((bits >> place & 1) != 0) {
                expected.push_back(static_cast<std::uint16_t>(base + place + 1));
            }
        }
        for (const auto append : {append_positions, append_positions_by_bytes}) {
            std::vector<std::uint16_t> got(expected.size() + positions_too_many);
            const std::uint16_t* const end = append(bits, base, got.data());
            ASSERT_EQ(end, got.data() + expected.size());
            got.resize(expected.size());
            ASSERT_EQ(got, expected);
        }
    }
}

TEST(PrefixXor, IsTheParityUpToEachBit) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t bits = random() & random();
        bool odd = false;
        for (unsigned place = 0; place < 64; ++place) {
            odd ^= (bits >> place & 1) != 0;
            ASSERT_EQ((prefix_xor(bits) >> place & 1) != 0, odd);
        }
    }
}

using Positions = std::vector<std::size_t>;

// Where fields start, by the parity of the quotes before them, and where quotes end.
struct Expected {
    explicit Expected(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '"') quotes.push_back(i + 1);
            const bool separates = text[i] == ',' || text[i] == '\n';
            if (separates && quotes.size() % 2 == 0) starts.push_back(i + 1);
        }
    }
    Positions starts{0}, quotes;
};

Positions starts_of(const CsvIndex& index) {
    const CsvIndex::Run run = index.run(1);
    return {run.starts, run.starts + run.records + 1};
}

TEST(CsvIndex, HoldsWhatStandsOutsideOfQuotes) {
    std::mt19937 random(2);
    CsvIndex index(',');
    for (int i = 0; i < 5000; ++i) {
        const std::string text = random_bytes(random, random() % 300);
        index.build(text);
        const Expected expected(text);
        ASSERT_EQ(starts_of(index), expected.starts) << testing::PrintToString(text);
        EXPECT_EQ(index.begin(), text.data());
        EXPECT_EQ(index.end(), text.data() + text.size());
        EXPECT_EQ(index.fields(), expected.starts.size() - 1);
        EXPECT_EQ(index.run(3).records, (expected.starts.size() - 1) / 3);
    }
}

TEST(CsvIndex, OfEveryKindAsManyAsThereCanBe) {
    CsvIndex index(',');
    for (const char sign : {',', '\n', '"', 'x'}) {
        for (const std::size_t size : {CsvIndex::window, CsvIndex::window - 1, std::size_t{1}}) {
            const std::string text(size, sign);
            index.build(text);
            ASSERT_EQ(starts_of(index), Expected(text).starts);
        }
    }
}

TEST(CsvIndex, IsBoundedByItsWindow) {
    const std::string text(3 * CsvIndex::window, ',');
    CsvIndex index(',');
    index.build(text);
    EXPECT_EQ(index.end(), text.data() + CsvIndex::window);
    EXPECT_EQ(index.fields(), CsvIndex::window);
}

// A record may start at the front and behind each line feed that the index holds.
TEST(CsvIndex, SeeksRecords) {
    std::mt19937 random(3);
    CsvIndex index(',');
    for (int i = 0; i < 3000; ++i) {
        const std::string text = random_bytes(random, 1 + random() % 300);
        const Expected expected(text);
        index.build(text);
        for (std::size_t at = 0; at < text.size(); at += 1 + random() % 3) {
            const bool start = std::ranges::binary_search(expected.starts, at) &&
                               (at == 0 || text[at - 1] == '\n');
            ASSERT_EQ(index.seek(text.data() + at), start) << testing::PrintToString(text) << at;
            if (!start) continue;
            const auto quote = std::ranges::upper_bound(expected.quotes, at);
            const CsvIndex::Run run = index.run(1);
            EXPECT_EQ(run.starts[0], at);
            for (std::size_t n = 0; n < 3; ++n) {
                const bool last = expected.quotes.end() - quote <= static_cast<std::ptrdiff_t>(n);
                EXPECT_EQ(run.quotes[n], last ? 65535 : quote[static_cast<std::ptrdiff_t>(n)]);
            }
            if (index.fields() > 0 && random() % 2 == 0) {
                index.skip(1);
                ASSERT_EQ(index.run(1).starts[0], run.starts[1]);
                at = run.starts[1] - std::size_t{1};
            }
        }
    }
}

}  // namespace
}  // namespace tenure::detail::io
