#pragma once

// Fingerprints of rows, by which one that repeats another is known.

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// The two halves of a full product of 64 bits, folded: every bit of either factor reaches every
/// bit of the result.
[[nodiscard]] inline std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Adds a value to a fingerprint.
[[nodiscard]] inline std::uint64_t mix_fingerprint(std::uint64_t fingerprint,
                                                   std::uint64_t value) noexcept {
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15, other = 0xd6e8feb86659fd93;
    return fold_product(fingerprint ^ odd, value ^ other);
}

/// The fingerprint of a text: 16 bytes at a time, and then the last 16 or 8 of it, some of them
/// once more where they do not come out even.
[[nodiscard]] inline std::uint64_t fingerprint(std::string_view text) noexcept {
    constexpr std::uint64_t odd = 0x8bb84b93962eacc9, other = 0x2d358dccaa6c78a5;
    const auto word = [](const char* at) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        return bytes;
    };
    const char* at = text.data();
    std::size_t rest = text.size();
    std::uint64_t out = mix_fingerprint(other, rest);
    if (rest < 8) {
        std::uint64_t bytes = 0;
        if (rest != 0) std::memcpy(&bytes, at, rest);
        return mix_fingerprint(out, bytes);
    }
    for (; rest > 16; rest -= 16, at += 16) {
        out = fold_product(word(at) ^ odd, word(at + 8) ^ out ^ other);
    }
    const char* const end = at + rest;
    // Of 8 to 16 bytes, all; of fewer behind 16, these and some before them.
    const char* const first = text.size() < 16 ? at : end - 16;
    return fold_product(word(first) ^ odd, word(end - 8) ^ out ^ other);
}

/// The fingerprints of a log's rows: of what stands in all columns but the customer, the date and
/// the amount. Those are compared themselves, and may be written in two ways: ids as numbers and as
/// texts, amounts at two scales.
[[nodiscard]] std::vector<std::uint64_t> fingerprints_of(const Table& table);

}  // namespace tenure::inline v0::detail::data
