#include "models/purchase_patterns.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/block.hpp"
#include "models/pattern_keys.hpp"

namespace tenure::inline v0::detail::models {

namespace {

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

// Takes distinct keys into the patterns and into the totals of their ages.
void collect_packed(const KeyedCustomers& items, const PatternKeys& keys, Collector& collector,
                    AgeCounter& by_age) {
    for (const auto& [key, customers] : items) {
        const std::int64_t x = keys.count(key);
        const std::uint64_t age = keys.age(key);
        collector.add(x, static_cast<double>(keys.recency(key)), static_cast<double>(age),
                      customers);
        if (!by_age.counts()) continue;
        const auto weight = static_cast<double>(customers);
        by_age.add(age, weight, weight * static_cast<double>(x));
    }
}

void collect_sorted(const CustomerBase& base, Collector& collector) {
    const auto equal = [&base](std::size_t i, std::size_t j) {
        return base.frequency()[i] == base.frequency()[j] &&
               base.recency()[i] == base.recency()[j] && base.age()[i] == base.age()[j];
    };
    const std::vector<std::size_t> rows = sorted_rows(base);
    for (std::size_t i = 0; i < rows.size();) {
        const std::size_t first = rows[i];
        std::int64_t customers = 0;
        for (; i < rows.size() && equal(rows[i], first); ++i) customers += base.weight()[rows[i]];
        collector.add(base.frequency()[first], base.recency()[first], base.age()[first], customers);
    }
}

}  // namespace

PurchasePatterns::PurchasePatterns(const CustomerBase& base, const Executor& executor)
    : customers(base.customers()) {
    Collector collector(*this, base);
    if (const PatternKeys keys(base, executor); keys.possible()) {
        AgeCounter by_age(keys.oldest(), base.size());
        for (const KeyedCustomers& part : distinct_keys(base, keys, executor)) {
            collect_packed(part, keys, collector, by_age);
        }
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
