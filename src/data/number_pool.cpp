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
    const auto count = static_cast<std::uint32_t>(numbers_.size());
    slots_[find(number, place)] = count;
    return count - 1;
}

void NumberPool::grow() {
    slots_.assign(std::max(first_slots, 2 * slots_.size()), 0);
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        slots_[find(numbers_[i], place_of(hash_of(numbers_[i])))] =
            static_cast<std::uint32_t>(i + 1);
    }
}

}  // namespace tenure::inline v0::detail::data
