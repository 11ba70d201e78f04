#include "data/number_pool.hpp"

#include <algorithm>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t first_slots = 64;

}  // namespace

std::uint32_t NumberPool::add(std::int64_t number, std::uint32_t place) {
    if (3 * (numbers_.size() + 1) > 2 * slots_.size()) grow();
    // By a quarter: a pool is one of many that grow at the same time.
    if (numbers_.size() == numbers_.capacity()) {
        numbers_.reserve(numbers_.size() + numbers_.size() / 4 + 16);
    }
    numbers_.push_back(number);
    const auto index = static_cast<std::uint32_t>(numbers_.size() - 1);
    put(index, place);
    return index;
}

// To the first free slot from its place on, if one is near.
void NumberPool::put(std::uint32_t index, std::uint32_t place) {
    for (std::uint32_t probe = 0; probe < most_probes; ++probe) {
        std::uint32_t& slot = slots_[(place + probe) & mask_];
        if (slot != 0) continue;
        slot = (place & ~mask_) | (index + 1);
        return;
    }
    crowded_.emplace(numbers_[index], index);
}

void NumberPool::grow() {
    slots_.assign(std::max(first_slots, 2 * slots_.size()), 0);
    mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
    crowded_.clear();
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        put(static_cast<std::uint32_t>(i), place_of(hash_of(numbers_[i])));
    }
}

}  // namespace tenure::inline v0::detail::data
