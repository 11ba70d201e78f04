#pragma once

// Purchase histories as words whose order is that of the histories, where times are whole numbers.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/radix_sort.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::models {

/// How x, t_x and T share a word.
class PatternKeys {
public:
    PatternKeys(const CustomerBase& base, const Executor& executor);

    /// Whether all histories fit; if not, nothing below may be asked.
    [[nodiscard]] bool possible() const noexcept {
        const int count_bits = bits_of(static_cast<std::uint64_t>(largest_count_));
        return whole_ && count_bits + 2 * time_bits_ <= 64;
    }
    [[nodiscard]] std::uint64_t key(std::int64_t x, double recency, double age) const noexcept {
        const std::uint64_t leading =
            static_cast<std::uint64_t>(x) << time_bits_ | static_cast<std::uint64_t>(recency);
        return leading << time_bits_ | static_cast<std::uint64_t>(age);
    }
    [[nodiscard]] std::int64_t count(std::uint64_t key) const noexcept {
        return static_cast<std::int64_t>(key >> time_bits_ >> time_bits_);
    }
    [[nodiscard]] std::uint64_t recency(std::uint64_t key) const noexcept {
        return time(key >> time_bits_);
    }
    [[nodiscard]] std::uint64_t age(std::uint64_t key) const noexcept { return time(key); }
    [[nodiscard]] double oldest() const noexcept { return oldest_; }

private:
    static int bits_of(std::uint64_t number) noexcept {
        return static_cast<int>(std::bit_width(number));
    }
    [[nodiscard]] std::uint64_t time(std::uint64_t bits) const noexcept {
        return bits & ((std::uint64_t{1} << time_bits_) - 1);
    }

    bool whole_ = true;
    std::int64_t largest_count_ = 0;
    double oldest_ = 0.0;
    int time_bits_ = 1;  // at most 54: no age is above 2^53
};

/// Customers by key.
using KeyedCustomers = std::vector<core::Keyed<std::int64_t>>;

/// The distinct keys of a base in their order, each with its customers, in consecutive parts. The
/// host's threads share the work; what comes out depends on the base alone.
[[nodiscard]] std::vector<KeyedCustomers> distinct_keys(const CustomerBase& base,
                                                        const PatternKeys& keys,
                                                        const Executor& executor);

}  // namespace tenure::inline v0::detail::models
