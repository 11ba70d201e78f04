#include "models/purchase_patterns.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "kernels/bg_nbd_score.hpp"

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

// The totals of each age from 0 to the largest, where ages are whole numbers.
class AgeCounter {
public:
    // Where there would be many more of them than customers, nothing is counted.
    AgeCounter(double oldest, std::size_t customers) {
        if (!(oldest <= 4.0 * static_cast<double>(customers) + 4096.0)) return;
        customers_.resize(static_cast<std::size_t>(oldest) + 1, 0.0);
        purchases_.resize(customers_.size(), 0.0);
    }

    [[nodiscard]] bool counts() const noexcept { return !customers_.empty(); }
    void add(std::size_t age, double customers, double purchases) noexcept {
        customers_[age] += customers;
        purchases_[age] += purchases;
    }
    [[nodiscard]] AgeTotals totals(const CustomerBase& base) const {
        AgeTotals totals;
        for (std::size_t age = 0; age < customers_.size(); ++age) {
            if (customers_[age] == 0.0) continue;
            totals.age.push_back(base.time_in(static_cast<double>(age), base.unit()));
            totals.customers.push_back(customers_[age]);
            totals.purchases.push_back(purchases_[age]);
        }
        return totals;
    }

private:
    std::vector<double> customers_, purchases_;
};

AgeTotals totals_by_pattern(const PurchasePatterns& patterns) {
    AgeTotals totals{patterns.age, patterns.weight, patterns.weight};
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        totals.purchases[i] *= static_cast<double>(patterns.frequency(i));
    }
    return totals;
}

void fill_last_block(AgeTotals& totals) {
    const std::size_t size =
        (totals.age.size() + kernels::block - 1) / kernels::block * kernels::block;
    for (auto* column : {&totals.age, &totals.customers, &totals.purchases}) {
        column->resize(size, 0.0);
    }
}

double oldest(const CustomerBase& base) noexcept {
    const auto ages = base.age();
    return ages.empty() ? 0.0 : *std::max_element(ages.begin(), ages.end());
}

}  // namespace

PurchasePatterns::PurchasePatterns(const CustomerBase& base) : customers(base.customers()) {
    Collector collector(*this, base);
    if (packable(base)) {
        constexpr std::uint64_t mask = (std::uint64_t{1} << time_bits) - 1;
        AgeCounter by_age(oldest(base), base.size());
        for (const auto& [key, weight_of] : packed_patterns(base)) {
            const auto x = static_cast<std::int64_t>(key >> (2 * time_bits));
            const std::uint64_t whole_age = key & mask;
            collector.add(x, static_cast<double>(key >> time_bits & mask),
                          static_cast<double>(whole_age), weight_of);
            if (!by_age.counts()) continue;
            by_age.add(whole_age, static_cast<double>(weight_of),
                       static_cast<double>(weight_of) * static_cast<double>(x));
        }
        ages = by_age.totals(base);
    } else {
        for (const std::size_t i : sorted_rows(base)) {
            collector.add(base.frequency()[i], base.recency()[i], base.age()[i], base.weight()[i]);
        }
    }
    for (std::size_t i = 0; i < size(); ++i) {
        repeat_purchases += weight[i] * static_cast<double>(frequency(i));
        exposure += weight[i] * age[i];
    }
    if (ages.age.empty()) ages = totals_by_pattern(*this);
    fill_last_block(ages);
}

}  // namespace tenure::inline v0::detail::models
