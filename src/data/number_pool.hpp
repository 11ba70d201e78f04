#pragma once

// Whole numbers kept once each.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/customer_hash.hpp"

namespace tenure::inline v0::detail::data {

/// Numbers, each with an index: 0, 1, 2, … in the order in which they first came. Holds at most
/// 2^31 − 1.
class NumberPool {
public:
    /// The index of `number`, which is added where it is new. `place` is `place_of` its hash.
    [[nodiscard]] std::uint32_t intern(std::int64_t number, std::uint32_t place) {
        if (slots_.empty()) return add(number, place);
        const std::uint32_t found = slots_[find(number, place)];
        return found != 0 ? found - 1 : add(number, place);
    }
    [[nodiscard]] std::uint32_t intern(std::int64_t number) {
        return intern(number, place_of(hash_of(number)));
    }

    /// What may well be one more than the index of a number with this `place`, or 0.
    [[nodiscard]] std::uint32_t guess(std::uint32_t place) const noexcept {
        return slots_.empty() ? 0 : slots_[place & (slots_.size() - 1)];
    }
    /// Whether it is.
    [[nodiscard]] bool is_right(std::uint32_t guess, std::int64_t number) const noexcept {
        return guess != 0 && numbers_[guess - 1] == number;
    }

    [[nodiscard]] const std::vector<std::int64_t>& numbers() const noexcept { return numbers_; }
    /// Nothing is interned any more: gives back what that took.
    void close() noexcept { slots_ = {}; }

private:
    // The slot that holds `number`, or the free one where it belongs.
    [[nodiscard]] std::size_t find(std::int64_t number, std::uint32_t place) const noexcept {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = place & mask;
        while (slots_[at] != 0 && numbers_[slots_[at] - 1] != number) at = (at + 1) & mask;
        return at;
    }
    std::uint32_t add(std::int64_t number, std::uint32_t place);
    void grow();

    std::vector<std::int64_t> numbers_;
    // Index + 1, 0 where free; a power of two, at most two thirds full. Empty at first.
    std::vector<std::uint32_t> slots_;
};

}  // namespace tenure::inline v0::detail::data
