#pragma once

// Texts kept once each.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/customer_hash.hpp"
#include "data/prefetch.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Whether texts are equal: ids are short, so a call would take longer.
[[nodiscard]] inline bool is_same_text(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    const auto same_word = [&](std::size_t at) {
        std::uint64_t one = 0, other = 0;
        std::memcpy(&one, a.data() + at, sizeof one);
        std::memcpy(&other, b.data() + at, sizeof other);
        return one == other;
    };
    constexpr std::size_t word = sizeof(std::uint64_t);
    if (a.size() >= word) {
        for (std::size_t at = 0; at + word < a.size(); at += word) {
            if (!same_word(at)) return false;
        }
        return same_word(a.size() - word);  // may overlap the one before
    }
    for (std::size_t at = 0; at < a.size(); ++at) {
        if (a[at] != b[at]) return false;
    }
    return true;
}

/// Texts, each with a number: 0, 1, 2, … in the order in which they first came.
class StringPool {
public:
    /// The number of `text`, which is added where it is new; `Code::overflow` where the arena is
    /// full. `place` is `place_of` its hash.
    [[nodiscard]] Result<std::int32_t> intern(std::string_view text, std::uint32_t place) {
        const std::int32_t found = find(text, place);
        if (found != none) return found;
        return add(text, place);
    }
    [[nodiscard]] Result<std::int32_t> intern(std::string_view text) {
        return intern(text, place_of(hash_of(text)));
    }

    /// Asks for the memory that looking for a text with this `place` takes: in step 0 for the slot,
    /// in step 1 for where the text is, in step 2 for the text. Each needs what the one before
    /// asked for.
    static constexpr unsigned prefetch_steps = 3;
    void prefetch(std::uint32_t place, unsigned step) const noexcept {
        if (slots_.empty()) return;
        const Slot& slot = slots_[place & (slots_.size() - 1)];
        if (step == 0) {
            data::prefetch(&slot);
        } else if (slot.place == place && slot.index != none) {
            const std::int32_t& offset = texts_.offsets()[static_cast<std::size_t>(slot.index)];
            data::prefetch(step == 1 ? static_cast<const void*>(&offset)
                                     : texts_.bytes().data() + offset);
        }
    }

    [[nodiscard]] const StringArena& texts() const& noexcept { return texts_; }
    [[nodiscard]] StringArena texts() && noexcept { return std::move(texts_); }
    /// Nothing is interned any more: gives back what that took.
    void close() noexcept {
        slots_ = {};
        crowded_ = {};
    }
    /// How many found no slot near their place.
    [[nodiscard]] std::size_t crowded() const noexcept { return crowded_.size(); }

private:
    struct Slot {
        std::uint32_t place;
        std::int32_t index;  // negative where the slot is free
    };
    static constexpr std::int32_t none = -1;

    [[nodiscard]] std::int32_t find(std::string_view text, std::uint32_t place) const noexcept {
        if (slots_.empty()) return none;
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t probe = 0; probe < most_probes; ++probe) {
            const Slot& slot = slots_[(place + probe) & mask];
            if (slot.index == none) return none;
            if (slot.place == place &&
                is_same_text(texts_[static_cast<std::size_t>(slot.index)], text)) {
                return slot.index;
            }
        }
        const auto found = crowded_.find(text);
        return found != crowded_.end() ? found->second : none;
    }
    Result<std::int32_t> add(std::string_view text, std::uint32_t place);
    void put(Slot slot);
    void grow();

    StringArena texts_;
    // Open addressing; a power of two, at most two thirds full. Empty at first.
    std::vector<Slot> slots_;
    std::map<std::string, std::int32_t, std::less<>> crowded_;
};

}  // namespace tenure::inline v0::detail::data
