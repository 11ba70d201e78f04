#pragma once

// Whole numbers kept once each.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tenure::inline v0::detail::data {

/// Numbers, each with an index: 0, 1, 2, … in the order in which they first came. Holds at most
/// 2^31 − 1.
class NumberPool {
public:
    NumberPool();

    /// The index of `number`, which is added where it is new.
    [[nodiscard]] std::uint32_t intern(std::int64_t number);

    [[nodiscard]] const std::vector<std::int64_t>& numbers() const noexcept { return numbers_; }

private:
    [[nodiscard]] std::size_t find(std::int64_t number) const noexcept;
    void grow();

    std::vector<std::int64_t> numbers_;
    std::vector<std::uint32_t>
        slots_;       // index + 1, 0 where free; a power of two, at most half full
    unsigned shift_;  // of a hash, to an index into slots_
};

}  // namespace tenure::inline v0::detail::data
