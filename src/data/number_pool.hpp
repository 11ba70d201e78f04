#pragma once

// Whole numbers kept once each.

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "data/customer_hash.hpp"
#include "data/prefetch.hpp"

namespace tenure::inline v0::detail::data {

/// Numbers, each with an index: 0, 1, 2, … in the order in which they first came. Holds at most
/// 2^31 − 1.
class NumberPool {
public:
    /// The index of `number`, which is added where it is new. `place` is `place_of` its hash.
    [[nodiscard]] std::uint32_t intern(std::int64_t number, std::uint32_t place) {
        if (slots_.empty()) return add(number, place);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t probe = 0; probe < most_probes; ++probe) {
            const std::uint32_t found = slots_[(place + probe) & mask];
            if (found == 0) return add(number, place);
            if (numbers_[found - 1] == number) return found - 1;
        }
        const auto found = crowded_.find(number);
        return found != crowded_.end() ? found->second : add(number, place);
    }
    [[nodiscard]] std::uint32_t intern(std::int64_t number) {
        return intern(number, place_of(hash_of(number)));
    }

    /// Asks for the memory that looking for a number with this `place` takes: in step 0 for the
    /// slot, in step 1 for the number.
    void prefetch(std::uint32_t place, unsigned step) const noexcept {
        if (slots_.empty() || step > 1) return;
        const std::uint32_t& slot = slots_[place & (slots_.size() - 1)];
        if (step == 0) {
            data::prefetch(&slot);
        } else {
            data::prefetch(numbers_.data() + slot);
        }
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
    /// How many found no slot near their place.
    [[nodiscard]] std::size_t crowded() const noexcept { return crowded_.size(); }
    /// Nothing is interned any more: gives back what that took.
    void close() noexcept {
        slots_ = {};
        crowded_ = {};
    }

private:
    std::uint32_t add(std::int64_t number, std::uint32_t place);
    void put(std::uint32_t index, std::uint32_t place);
    void grow();

    std::vector<std::int64_t> numbers_;
    // Index + 1, 0 where free; a power of two, at most two thirds full. Empty at first.
    std::vector<std::uint32_t> slots_;
    std::map<std::int64_t, std::uint32_t> crowded_;
};

}  // namespace tenure::inline v0::detail::data
