#include "models/purchase_patterns.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/radix_sort.hpp"
#include "kernels/block.hpp"

namespace tenure::inline v0::detail::models {

namespace {

// Times that are whole numbers, as counts of merge periods are, pack with x into one word whose
// order is the order of patterns.
class Packing {
public:
    explicit Packing(const CustomerBase& base) {
        for (std::size_t i = 0; i < base.size(); ++i) {
            whole_ = whole_ && is_whole(base.recency()[i]) && is_whole(base.age()[i]);
            largest_count_ = std::max(largest_count_, base.frequency()[i]);
            oldest_ = std::max(oldest_, base.age()[i]);
        }
        if (whole_) time_bits_ = std::max(1, bits_of(static_cast<std::uint64_t>(oldest_)));
    }

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
    static bool is_whole(double time) noexcept { return time == std::floor(time); }
    [[nodiscard]] std::uint64_t time(std::uint64_t bits) const noexcept {
        return bits & ((std::uint64_t{1} << time_bits_) - 1);
    }

    bool whole_ = true;
    std::int64_t largest_count_ = 0;
    double oldest_ = 0.0;
    int time_bits_ = 1;  // at most 54: no age is above 2^53
};

// What most rows stand for: one customer. Nothing of it is stored.
struct One {
    constexpr operator std::int64_t() const noexcept { return 1; }
};

// The customers' weights under their keys, in the order of patterns. Linear in their number, where
// a comparison sort is the larger part of a fit.
template <class Weight, class WeightOf>
std::vector<core::Keyed<Weight>> packed_patterns(const CustomerBase& base, const Packing& packing,
                                                 WeightOf&& weight_of) {
    std::vector<core::Keyed<Weight>> items;
    items.reserve(base.size());
    for (std::size_t i = 0; i < base.size(); ++i) {
        items.push_back(
            {packing.key(base.frequency()[i], base.recency()[i], base.age()[i]), weight_of(i)});
    }
    std::vector<core::Keyed<Weight>> scratch;
    core::radix_sort(items, scratch);
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

    /// The next pattern, and all who have it.
    void add(std::int64_t x, double recency, double age, std::int64_t customers) {
        if (out_.counts.empty() || out_.counts.back() != x) out_.counts.push_back(x);
        out_.count_index.push_back(static_cast<std::uint32_t>(out_.counts.size() - 1));
        out_.recency.push_back(base_.time_in(recency, base_.unit()));
        out_.age.push_back(base_.time_in(age, base_.unit()));
        out_.weight.push_back(static_cast<double>(customers));
    }

private:
    PurchasePatterns& out_;
    const CustomerBase& base_;
};

// Calls `pattern(first, customers)` for each run of equal items, with the first of them and the sum
// of their weights, which no order changes: it is of whole numbers.
template <class Items, class Equal, class WeightOf, class Pattern>
void for_each_run(const Items& items, Equal&& equal, WeightOf&& weight_of, Pattern&& pattern) {
    for (std::size_t i = 0; i < items.size();) {
        const auto& first = items[i];
        std::int64_t customers = 0;
        for (; i < items.size() && equal(items[i], first); ++i) customers += weight_of(items[i]);
        pattern(first, customers);
    }
}

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
    const std::size_t size = kernels::in_whole_blocks(totals.age.size());
    for (auto* column : {&totals.age, &totals.customers, &totals.purchases}) {
        column->resize(size, 0.0);
    }
}

// Takes sorted customers into the patterns and into the totals of their ages.
template <class Weight>
void collect(const std::vector<core::Keyed<Weight>>& items, const Packing& packing,
             Collector& collector, AgeCounter& by_age) {
    using Item = core::Keyed<Weight>;
    for_each_run(
        items, [](const Item& a, const Item& b) { return a.key == b.key; },
        [](const Item& item) { return std::int64_t{item.value}; },
        [&](const Item& first, std::int64_t customers) {
            const std::int64_t x = packing.count(first.key);
            const std::uint64_t age = packing.age(first.key);
            collector.add(x, static_cast<double>(packing.recency(first.key)),
                          static_cast<double>(age), customers);
            if (!by_age.counts()) return;
            const auto weight = static_cast<double>(customers);
            by_age.add(age, weight, weight * static_cast<double>(x));
        });
}

void collect_packed(const CustomerBase& base, const Packing& packing, Collector& collector,
                    AgeCounter& by_age) {
    if (base.customers() == static_cast<std::int64_t>(base.size())) {
        const auto one = [](std::size_t) { return One{}; };
        collect(packed_patterns<One>(base, packing, one), packing, collector, by_age);
    } else {
        const auto weight = [&](std::size_t i) { return base.weight()[i]; };
        collect(packed_patterns<std::int64_t>(base, packing, weight), packing, collector, by_age);
    }
}

void collect_sorted(const CustomerBase& base, Collector& collector) {
    const auto equal = [&base](std::size_t i, std::size_t j) {
        return base.frequency()[i] == base.frequency()[j] &&
               base.recency()[i] == base.recency()[j] && base.age()[i] == base.age()[j];
    };
    for_each_run(
        sorted_rows(base), equal, [&](std::size_t i) { return base.weight()[i]; },
        [&](std::size_t i, std::int64_t customers) {
            collector.add(base.frequency()[i], base.recency()[i], base.age()[i], customers);
        });
}

}  // namespace

PurchasePatterns::PurchasePatterns(const CustomerBase& base) : customers(base.customers()) {
    Collector collector(*this, base);
    if (const Packing packing(base); packing.possible()) {
        AgeCounter by_age(packing.oldest(), base.size());
        collect_packed(base, packing, collector, by_age);
        ages = by_age.totals(base);
    } else {
        collect_sorted(base, collector);
    }
    for (std::size_t i = 0; i < size(); ++i) {
        repeat_purchases += weight[i] * static_cast<double>(frequency(i));
        exposure += weight[i] * age[i];
    }
    if (ages.age.empty()) ages = totals_by_pattern(*this);
    fill_last_block(ages);
}

}  // namespace tenure::inline v0::detail::models
