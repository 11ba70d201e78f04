#pragma once

// Texts kept once each.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Texts, each with a number: 0, 1, 2, … in the order in which they first came.
class StringPool {
public:
    StringPool();

    /// The number of `text`, which is added where it is new; `Code::overflow` where the arena is
    /// full.
    [[nodiscard]] Result<std::int32_t> intern(std::string_view text);

    [[nodiscard]] const StringArena& texts() const& noexcept { return texts_; }
    [[nodiscard]] StringArena texts() && noexcept { return std::move(texts_); }

private:
    struct Slot {
        std::uint32_t hash;
        std::int32_t index;  // negative where the slot is free
    };

    [[nodiscard]] std::size_t find(std::uint32_t hash, std::string_view text) const noexcept;
    void grow();

    StringArena texts_;
    std::vector<Slot> slots_;  // open addressing; a power of two, at most half full
};

}  // namespace tenure::inline v0::detail::data
