#pragma once

// Texts kept once each.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "data/customer_hash.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

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

    /// The number of what may well be a text with this `place`, or a negative one.
    [[nodiscard]] std::int32_t guess(std::uint32_t place) const noexcept {
        if (slots_.empty()) return none;
        const Slot& slot = slots_[place & (slots_.size() - 1)];
        return slot.place == place ? slot.index : none;
    }
    /// Whether it is.
    [[nodiscard]] bool is_right(std::int32_t guess, std::string_view text) const noexcept {
        return guess != none && texts_[static_cast<std::size_t>(guess)] == text;
    }

    [[nodiscard]] const StringArena& texts() const& noexcept { return texts_; }
    [[nodiscard]] StringArena texts() && noexcept { return std::move(texts_); }
    /// Nothing is interned any more: gives back what that took.
    void close() noexcept { slots_ = {}; }

private:
    struct Slot {
        std::uint32_t place;
        std::int32_t index;  // negative where the slot is free
    };
    static constexpr std::int32_t none = -1;

    [[nodiscard]] std::int32_t find(std::string_view text, std::uint32_t place) const noexcept {
        if (slots_.empty()) return none;
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = place & mask;; at = (at + 1) & mask) {
            const Slot& slot = slots_[at];
            if (slot.index == none) return none;
            if (slot.place == place && texts_[static_cast<std::size_t>(slot.index)] == text) {
                return slot.index;
            }
        }
    }
    Result<std::int32_t> add(std::string_view text, std::uint32_t place);
    static void put(std::vector<Slot>& slots, Slot slot) noexcept;
    void grow();

    StringArena texts_;
    // Open addressing; a power of two, at most two thirds full. Empty at first.
    std::vector<Slot> slots_;
};

}  // namespace tenure::inline v0::detail::data
