#pragma once

// Hashes of customer ids. Nothing that is published depends on them.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tenure::inline v0::detail::data {

/// The finalizer of MurmurHash3 (Appleby): every bit of the number moves every bit of the hash.
[[nodiscard]] constexpr std::uint64_t hash_of(std::int64_t number) noexcept {
    auto hash = static_cast<std::uint64_t>(number);
    hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
    hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
    return hash ^ (hash >> 33);
}

/// Multiply and fold over words of eight bytes.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    std::uint64_t hash = text.size();
    const auto mix = [&hash](std::uint64_t word) {
        hash = (hash ^ word) * odd;
        hash ^= hash >> 32;
    };
    for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        mix(word);
    }
    std::uint64_t rest = 0;
    if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
    mix(rest);
    return hash;
}

/// A hash has two parts that know nothing of each other: the upper one tells partitions apart, and
/// the lower one finds a place within one.
constexpr unsigned partition_bits = 8;
constexpr std::size_t partition_count = std::size_t{1} << partition_bits;

[[nodiscard]] constexpr std::size_t partition_of(std::uint64_t hash) noexcept {
    return hash >> (64 - partition_bits);
}
[[nodiscard]] constexpr std::uint32_t place_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash);
}

/// In how many slots of a table, from its place on, an id is looked for. Ids can be made up that
/// all belong to one place: those beyond wait in a map, where a look-up takes the logarithm of
/// their number.
constexpr std::size_t most_probes = 64;

}  // namespace tenure::inline v0::detail::data
