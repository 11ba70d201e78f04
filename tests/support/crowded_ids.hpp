#pragma once

// Ids made up for one place of one shard, as somebody would who knows how they are hashed. All
// steps of the hashes can be undone.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::test {

/// The number that an odd one is multiplied with to give 1.
constexpr std::uint64_t inverse(std::uint64_t odd) {
    std::uint64_t inverse = odd;  // right in three bits, and in twice as many each time
    for (int i = 0; i < 5; ++i) inverse *= 2 - odd * inverse;
    return inverse;
}

/// Equal in partition and place; `i` fills the bits between them.
constexpr std::uint64_t crowded_hash(std::uint64_t i) { return 0xab00'0000'1234'5678u | i << 32; }

constexpr std::int64_t number_with_hash(std::uint64_t hash) {
    hash ^= hash >> 33;
    hash *= inverse(0xc4ceb9fe1a85ec53);
    hash ^= hash >> 33;
    hash *= inverse(0xff51afd7ed558ccd);
    return static_cast<std::int64_t>(hash ^ hash >> 33);
}

/// Positive ones of at most 18 digits.
inline std::vector<std::int64_t> crowded_numbers(std::size_t count) {
    std::vector<std::int64_t> out;
    for (std::uint64_t i = 0; out.size() < count; ++i) {
        const std::int64_t number = number_with_hash(crowded_hash(i));
        if (number > 0 && number < 1'000'000'000'000'000'000) out.push_back(number);
    }
    return out;
}

/// Of eight bytes.
inline std::string text_with_hash(std::uint64_t hash) {
    const auto unmixed = [](std::uint64_t mixed) {
        return (mixed ^ mixed >> 32) * inverse(0x9e3779b97f4a7c15);
    };
    const std::uint64_t word = unmixed(unmixed(hash)) ^ 8;
    std::string text(sizeof word, ' ');
    std::memcpy(text.data(), &word, sizeof word);
    return text;
}

inline std::vector<std::string> crowded_texts(std::size_t count) {
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < count; ++i) out.push_back(text_with_hash(crowded_hash(i)));
    return out;
}

}  // namespace tenure::test
