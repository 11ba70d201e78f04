#pragma once

// Whole numbers kept once each.

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "data/customer_hash.hpp"

namespace tenure::inline v0::detail::data {

/// Numbers, each with an index: 0, 1, 2, … in the order in which they first came. Holds at most
/// 2^31 − 1.
class NumberPool {
public:
    /// The index of `number`, which is added where it is new.
    [[nodiscard]] std::uint32_t intern(std::int64_t number) {
        const std::uint32_t place = place_of(hash_of(number));
        if (slots_.empty()) return add(number, place);
        for (std::uint32_t probe = 0; probe < most_probes; ++probe) {
            const std::uint32_t slot = slots_[(place + probe) & mask_];
            if (slot == 0) return add(number, place);
            const bool likely = ((slot ^ place) & ~mask_) == 0;
            const std::uint32_t found = (slot & mask_) - 1;
            if (likely && numbers_[found] == number) return found;
        }
        const auto found = crowded_.find(number);
        return found != crowded_.end() ? found->second : add(number, place);
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
    // 0 where free, else index + 1 in those bits that tell slots apart, and in the others those of
    // the place: what is another's is seldom looked at. A power of two, at most two thirds full, so
    // that the bits suffice. Empty at first.
    std::vector<std::uint32_t> slots_;
    std::uint32_t mask_ = 0;  // their number − 1
    std::map<std::int64_t, std::uint32_t> crowded_;
};

}  // namespace tenure::inline v0::detail::data
