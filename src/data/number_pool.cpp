#include "data/number_pool.hpp"

#include <utility>

namespace tenure::inline v0::detail::data {
namespace {

constexpr unsigned first_bits = 6;

}  // namespace

NumberPool::NumberPool() : slots_(std::size_t{1} << first_bits), shift_(64 - first_bits) {}

std::uint32_t NumberPool::intern(std::int64_t number) {
    const std::size_t at = find(number);
    if (slots_[at] != 0) return slots_[at] - 1;
    numbers_.push_back(number);
    const auto count = static_cast<std::uint32_t>(numbers_.size());
    slots_[at] = count;
    if (2 * numbers_.size() > slots_.size()) grow();
    return count - 1;
}

// The slot that holds `number`, or the free one where it belongs. Fibonacci hashing: the high bits
// of a product with 2^64 ÷ the golden ratio spread the runs that ids come in.
std::size_t NumberPool::find(std::int64_t number) const noexcept {
    constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (static_cast<std::uint64_t>(number) * golden) >> shift_;
    while (slots_[at] != 0 && numbers_[slots_[at] - 1] != number) at = (at + 1) & mask;
    return at;
}

void NumberPool::grow() {
    --shift_;
    slots_.assign(2 * slots_.size(), 0);
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        slots_[find(numbers_[i])] = static_cast<std::uint32_t>(i + 1);
    }
}

}  // namespace tenure::inline v0::detail::data
