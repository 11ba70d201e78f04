#pragma once

// Sorts by whole numbers, a byte at a time: linear where a comparison sort is not.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tenure::inline v0::detail::core {

/// A value and the number that it is sorted by. Signed numbers keep their order as keys when their
/// sign bit is flipped. A value of an empty class takes no room.
template <class Value>
struct Keyed {
    std::uint64_t key;
    [[no_unique_address]] Value value;
};

namespace radix {

using Counts = std::array<std::size_t, 256>;

[[nodiscard]] constexpr std::size_t byte_of(std::uint64_t key, unsigned shift) noexcept {
    return static_cast<std::size_t>(key >> shift & 0xFFu);
}

/// Which bits are not the same in all keys; nothing where they are in order already.
template <class Value>
[[nodiscard]] std::uint64_t unsorted_bits(const std::vector<Keyed<Value>>& items) noexcept {
    std::uint64_t differing = 0;
    bool sorted = true;
    for (std::size_t i = 1; i < items.size(); ++i) {
        differing |= items[i].key ^ items[0].key;
        sorted = sorted && items[i - 1].key <= items[i].key;
    }
    return sorted ? 0 : differing;
}

/// Where the items of each byte begin in the sorted order.
template <class Value>
[[nodiscard]] Counts starts(const std::vector<Keyed<Value>>& items, unsigned shift) noexcept {
    Counts counts{};
    for (const auto& item : items) ++counts[byte_of(item.key, shift)];
    std::size_t start = 0;
    for (std::size_t& count : counts) start += std::exchange(count, start);
    return counts;
}

}  // namespace radix

/// Sorts by key; what has the same key keeps its order. Bytes in which all keys agree cost nothing.
/// `scratch` holds the other copy of the items and may be used again; its content is lost.
template <class Value>
void radix_sort(std::vector<Keyed<Value>>& items, std::vector<Keyed<Value>>& scratch) {
    constexpr std::size_t few = 256;  // below it 256 counters cost more than they save
    if (items.size() < few) {
        std::stable_sort(items.begin(), items.end(),
                         [](const auto& a, const auto& b) { return a.key < b.key; });
        return;
    }
    const std::uint64_t differing = radix::unsorted_bits(items);
    if (differing != 0) scratch.resize(items.size());
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (radix::byte_of(differing, shift) == 0) continue;
        auto next = radix::starts(items, shift);
        for (auto& item : items) {
            scratch[next[radix::byte_of(item.key, shift)]++] = std::move(item);
        }
        items.swap(scratch);
    }
}

}  // namespace tenure::inline v0::detail::core
