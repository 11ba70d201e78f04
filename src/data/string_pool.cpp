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
    put(slots_, {place, *added});
    return added;
}

// The slot goes to the first free place from its own on.
void StringPool::put(std::vector<Slot>& slots, Slot slot) noexcept {
    const std::size_t mask = slots.size() - 1;
    std::size_t at = slot.place & mask;
    while (slots[at].index != none) at = (at + 1) & mask;
    slots[at] = slot;
}

void StringPool::grow() {
    std::vector<Slot> larger(std::max(first_slots, 2 * slots_.size()), Slot{0, none});
    for (const Slot& slot : slots_) {
        if (slot.index != none) put(larger, slot);
    }
    slots_ = std::move(larger);
}

}  // namespace tenure::inline v0::detail::data
