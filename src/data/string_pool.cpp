#include "data/string_pool.hpp"

#include <cstring>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t first_size = 64;
constexpr std::int32_t free_slot = -1;

// Multiply and fold over words of eight bytes. Nothing that is published depends on it.
std::uint32_t hash_of(std::string_view text) noexcept {
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
    return static_cast<std::uint32_t>(hash);
}

}  // namespace

StringPool::StringPool() : slots_(first_size, Slot{0, free_slot}) {}

Result<std::int32_t> StringPool::intern(std::string_view text) {
    const std::uint32_t hash = hash_of(text);
    const std::size_t at = find(hash, text);
    if (slots_[at].index != free_slot) return slots_[at].index;
    auto added = texts_.add(text);
    if (!added) return added;
    slots_[at] = {hash, *added};
    if (2 * texts_.size() > slots_.size()) grow();
    return added;
}

// The slot that holds `text`, or the free one where it belongs.
std::size_t StringPool::find(std::uint32_t hash, std::string_view text) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const Slot& slot = slots_[at];
        if (slot.index == free_slot) return at;
        if (slot.hash == hash && texts_[static_cast<std::size_t>(slot.index)] == text) return at;
    }
}

void StringPool::grow() {
    std::vector<Slot> larger(2 * slots_.size(), Slot{0, free_slot});
    const std::size_t mask = larger.size() - 1;
    for (const Slot& slot : slots_) {
        if (slot.index == free_slot) continue;
        std::size_t at = slot.hash & mask;
        while (larger[at].index != free_slot) at = (at + 1) & mask;
        larger[at] = slot;
    }
    slots_ = std::move(larger);
}

}  // namespace tenure::inline v0::detail::data
