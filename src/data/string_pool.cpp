#include "data/string_pool.hpp"

#include <algorithm>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t first_slots = 64;

}  // namespace

Result<std::int32_t> StringPool::add(std::string_view text, std::uint32_t place) {
    auto added = texts_.add(text);
    if (!added) return added;
    if (3 * texts_.size() > 2 * slots_.size()) grow();
    put({place, *added});
    return added;
}

// To the first free slot from its place on, if one is near.
void StringPool::put(Slot slot) {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t probe = 0; probe < most_probes; ++probe) {
        Slot& there = slots_[(slot.place + probe) & mask];
        if (there.index != none) continue;
        there = slot;
        return;
    }
    crowded_.emplace(texts_[static_cast<std::size_t>(slot.index)], slot.index);
}

void StringPool::grow() {
    const std::vector<Slot> before = std::exchange(
        slots_, std::vector<Slot>(std::max(first_slots, 2 * slots_.size()), Slot{0, none}));
    const auto crowded_before = std::exchange(crowded_, {});
    for (const Slot& slot : before) {
        if (slot.index != none) put(slot);
    }
    for (const auto& [text, index] : crowded_before) put({place_of(hash_of(text)), index});
}

}  // namespace tenure::inline v0::detail::data
