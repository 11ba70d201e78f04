#pragma once

// Bytes of saved files, whole and forged.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "persist/checksum.hpp"

namespace tenure::test {

using Bytes = std::vector<std::byte>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}
[[nodiscard]] inline std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Where things stand in a file, as the format says (src/persist/envelope.hpp).
inline constexpr std::size_t major_at = 8, minor_at = 10, section_count_at = 12, length_at = 16,
                             header_sum_at = 24, header_bytes = 28, entry_bytes = 28;
/// Within an entry of the section table, from its start.
inline constexpr std::size_t tag_at = 0, version_at = 4, offset_at = 8, section_length_at = 16,
                             section_sum_at = 24;
[[nodiscard]] constexpr std::size_t entry(std::size_t section, std::size_t field) {
    return header_bytes + section * entry_bytes + field;
}

/// The little-endian number of `width` bytes at `at`.
[[nodiscard]] inline std::uint64_t number_at(const Bytes& file, std::size_t at, std::size_t width) {
    std::uint64_t number = 0;
    for (std::size_t i = width; i-- > 0;) {
        number = number << 8 | std::to_integer<std::uint64_t>(file.at(at + i));
    }
    return number;
}
inline void put_number(Bytes& file, std::size_t at, std::size_t width, std::uint64_t number) {
    for (std::size_t i = 0; i < width; ++i)
        file.at(at + i) = static_cast<std::byte>(number >> 8 * i);
}

/// Makes every checksum right that can be: what is wrong with the file is something else then.
inline void repair_checksums(Bytes& file) {
    if (file.size() < header_bytes) return;
    const std::span<const std::byte> all(file);
    const std::size_t entries = (file.size() - header_bytes) / entry_bytes;
    const auto sections = std::min<std::uint64_t>(number_at(file, section_count_at, 4), entries);
    for (std::size_t i = 0; i < sections; ++i) {
        const std::uint64_t offset = number_at(file, entry(i, offset_at), 8);
        const std::uint64_t length = number_at(file, entry(i, section_length_at), 8);
        if (offset > file.size() || length > file.size() - offset) continue;
        put_number(file, entry(i, section_sum_at), 4,
                   detail::persist::crc32(all.subspan(offset, length)));
    }
    const auto table = all.subspan(header_bytes, sections * entry_bytes);
    const auto before = detail::persist::crc32(all.first(header_sum_at));
    put_number(file, header_sum_at, 4, detail::persist::crc32(table, before));
}

/// The file with another number in it, and with checksums that agree.
[[nodiscard]] inline Bytes forged(Bytes file, std::size_t at, std::size_t width,
                                  std::uint64_t number) {
    put_number(file, at, width, number);
    repair_checksums(file);
    return file;
}

[[nodiscard]] inline Bytes with_bit_flipped(Bytes file, std::size_t bit) {
    file.at(bit / 8) ^= static_cast<std::byte>(1u << bit % 8);
    return file;
}

}  // namespace tenure::test
