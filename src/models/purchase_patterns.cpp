#include "models/purchase_patterns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace tenure::inline v0::detail::models {

namespace {

// Times that are small whole numbers, as counts of days are, pack with x into one word whose order
// is the order of patterns.
constexpr unsigned time_bits = 22;
constexpr unsigned count_bits = 64 - 2 * time_bits;

struct Packed {
    std::uint64_t key;
    std::int64_t weight;
};

bool fits(double time) noexcept {
    return time < static_cast<double>(1U << time_bits) && time == std::floor(time);
}

bool packable(const CustomerBase& base) noexcept {
    for (std::size_t i = 0; i < base.size(); ++i) {
        if (base.frequency()[i] >> count_bits != 0 || !fits(base.recency()[i]) ||
            !fits(base.age()[i])) {
            return false;
        }
    }
    return true;
}

// Least significant digit first, skipping digits that are all the same: linear in the number of
// customers, where a comparison sort is the larger part of a fit.
void radix_sort(std::vector<Packed>& items) {
    constexpr unsigned digit_bits = 11;
    constexpr std::size_t buckets = std::size_t{1} << digit_bits;
    std::vector<Packed> scratch(items.size());
    for (unsigned shift = 0; shift < 64; shift += digit_bits) {
        std::array<std::size_t, buckets> start{};
        const auto digit = [shift](const Packed& item) {
            return static_cast<std::size_t>(item.key >> shift) & (buckets - 1);
        };
        for (const auto& item : items) ++start[digit(item)];
        if (start[digit(items.front())] == items.size()) continue;
        std::exclusive_scan(start.begin(), start.end(), start.begin(), std::size_t{0});
        for (const auto& item : items) scratch[start[digit(item)]++] = item;
        items.swap(scratch);
    }
}

std::vector<Packed> packed_patterns(const CustomerBase& base) {
    std::vector<Packed> items(base.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto x = static_cast<std::uint64_t>(base.frequency()[i]);
        const auto recency = static_cast<std::uint64_t>(base.recency()[i]);
        const auto age = static_cast<std::uint64_t>(base.age()[i]);
        items[i] = {(x << time_bits | recency) << time_bits | age, base.weight()[i]};
    }
    if (!items.empty()) radix_sort(items);
    return items;
}

std::vector<std::size_t> sorted_rows(const CustomerBase& base) {
    std::vector<std::size_t> rows(base.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const auto less = [&base](std::size_t i, std::size_t j) {
        if (base.frequency()[i] != base.frequency()[j])
            return base.frequency()[i] < base.frequency()[j];
        if (base.recency()[i] != base.recency()[j]) return base.recency()[i] < base.recency()[j];
        return base.age()[i] < base.age()[j];
    };
    std::sort(rows.begin(), rows.end(), less);
    return rows;
}

// Collects customers in the order of patterns, in periods.
class Collector {
public:
    Collector(PurchasePatterns& out, const CustomerBase& base) : out_(out), base_(base) {}

    void add(std::int64_t x, double recency, double age, std::int64_t weight) {
        const bool new_count = out_.counts.empty() || out_.counts.back() != x;
        if (new_count) out_.counts.push_back(x);
        if (new_count || recency != recency_ || age != age_) {
            recency_ = recency;
            age_ = age;
            out_.count_index.push_back(static_cast<std::uint32_t>(out_.counts.size() - 1));
            out_.recency.push_back(base_.time_in(recency, base_.unit()));
            out_.age.push_back(base_.time_in(age, base_.unit()));
            out_.weight.push_back(0.0);
        }
        out_.weight.back() += static_cast<double>(weight);
    }

private:
    PurchasePatterns& out_;
    const CustomerBase& base_;
    double recency_ = -1.0;
    double age_ = -1.0;
};

}  // namespace

PurchasePatterns::PurchasePatterns(const CustomerBase& base) : customers(base.customers()) {
    Collector collector(*this, base);
    if (packable(base)) {
        constexpr std::uint64_t mask = (std::uint64_t{1} << time_bits) - 1;
        for (const auto& item : packed_patterns(base)) {
            collector.add(static_cast<std::int64_t>(item.key >> (2 * time_bits)),
                          static_cast<double>(item.key >> time_bits & mask),
                          static_cast<double>(item.key & mask), item.weight);
        }
    } else {
        for (const std::size_t i : sorted_rows(base)) {
            collector.add(base.frequency()[i], base.recency()[i], base.age()[i], base.weight()[i]);
        }
    }
    for (std::size_t i = 0; i < size(); ++i) {
        repeat_purchases += weight[i] * static_cast<double>(frequency(i));
        exposure += weight[i] * age[i];
    }
}

}  // namespace tenure::inline v0::detail::models
