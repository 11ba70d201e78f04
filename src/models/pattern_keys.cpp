#include "models/pattern_keys.hpp"

#include <cmath>
#include <iterator>
#include <utility>

#include "core/chunks.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using Item = core::Keyed<std::int64_t>;

// A chunk's keys, and their copy while they are sorted, stay in a core's cache; the more customers
// it has, the more of them share a key.
constexpr std::size_t rows_per_chunk = std::size_t{1} << 16;
constexpr std::size_t items_per_part = std::size_t{1} << 16;

// Nobody is asked whether to go on, so that only an exception can end it.
template <class Body>
void for_each_chunk(const Executor& executor, std::size_t n, std::size_t size, Body&& body) {
    core::for_each_chunk({.executor = executor}, n, size,
                         [&](std::size_t chunk, std::size_t begin, std::size_t end) {
                             body(chunk, begin, end);
                             return Result<void>{};
                         })
        .value();
}

std::size_t chunks_of(std::size_t n, std::size_t size) noexcept { return (n + size - 1) / size; }

// Adds up the customers of equal keys, which stand side by side.
void merge_equal(KeyedCustomers& items) {
    std::size_t last = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
        if (items[i].key == items[last].key) {
            items[last].value += items[i].value;
        } else {
            items[++last] = items[i];
        }
    }
    if (!items.empty()) items.resize(last + 1);
}

// What most rows stand for: one customer. Nothing of it is stored.
struct One {
    constexpr operator std::int64_t() const noexcept { return 1; }
};

// The distinct keys of rows [begin, end), in order.
template <class Weight, class WeightOf>
KeyedCustomers distinct_of(const CustomerBase& base, const PatternKeys& keys, std::size_t begin,
                           std::size_t end, WeightOf&& weight_of) {
    std::vector<core::Keyed<Weight>> rows, scratch;
    rows.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        rows.push_back(
            {keys.key(base.frequency()[i], base.recency()[i], base.age()[i]), weight_of(i)});
    }
    core::radix_sort(rows, scratch);
    KeyedCustomers distinct;
    for (const auto& row : rows) {
        if (distinct.empty() || distinct.back().key != row.key) distinct.push_back({row.key, 0});
        distinct.back().value += row.value;
    }
    return distinct;
}

bool before(const Item& item, std::uint64_t key) noexcept { return item.key < key; }

// Keys that cut sorted lists into parts of about equal size, from evenly spaced items of each list.
std::vector<std::uint64_t> borders_of(const std::vector<KeyedCustomers>& lists) {
    std::size_t items = 0;
    for (const auto& list : lists) items += list.size();
    const std::size_t parts = chunks_of(items, items_per_part);
    constexpr std::size_t step = 256;
    std::vector<core::Keyed<One>> sample, scratch;
    for (const auto& list : lists) {
        for (std::size_t i = 0; i < list.size(); i += step) sample.push_back({list[i].key, {}});
    }
    core::radix_sort(sample, scratch);
    std::vector<std::uint64_t> borders;
    for (std::size_t part = 1; part < parts; ++part) {
        borders.push_back(sample[part * sample.size() / parts].key);
    }
    return borders;
}

}  // namespace

PatternKeys::PatternKeys(const CustomerBase& base, const Executor& executor) {
    struct Range {
        bool whole = true;
        std::int64_t largest_count = 0;
        double oldest = 0.0;
    };
    std::vector<Range> ranges(chunks_of(base.size(), rows_per_chunk));
    const auto is_whole = [](double time) { return time == std::floor(time); };
    for_each_chunk(executor, base.size(), rows_per_chunk,
                   [&](std::size_t chunk, std::size_t begin, std::size_t end) {
                       Range range;
                       for (std::size_t i = begin; i < end; ++i) {
                           const double age = base.age()[i];
                           range.whole =
                               range.whole && is_whole(base.recency()[i]) && is_whole(age);
                           range.largest_count = std::max(range.largest_count, base.frequency()[i]);
                           range.oldest = std::max(range.oldest, age);
                       }
                       ranges[chunk] = range;
                   });
    for (const Range& range : ranges) {
        whole_ = whole_ && range.whole;
        largest_count_ = std::max(largest_count_, range.largest_count);
        oldest_ = std::max(oldest_, range.oldest);
    }
    if (whole_) time_bits_ = std::max(1, bits_of(static_cast<std::uint64_t>(oldest_)));
}

// Chunks of customers first, each on its own; then parts of the keys, each from all chunks.
std::vector<KeyedCustomers> distinct_keys(const CustomerBase& base, const PatternKeys& keys,
                                          const Executor& executor) {
    const bool single = base.customers() == static_cast<std::int64_t>(base.size());
    std::vector<KeyedCustomers> lists(chunks_of(base.size(), rows_per_chunk));
    for_each_chunk(
        executor, base.size(), rows_per_chunk,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) {
            lists[chunk] =
                single ? distinct_of<One>(base, keys, begin, end, [](std::size_t) { return One{}; })
                       : distinct_of<std::int64_t>(base, keys, begin, end,
                                                   [&](std::size_t i) { return base.weight()[i]; });
        });
    if (lists.size() < 2) return lists;

    const std::vector<std::uint64_t> borders = borders_of(lists);
    std::vector<KeyedCustomers> parts(borders.size() + 1);
    for_each_chunk(executor, parts.size(), 1, [&](std::size_t part, std::size_t, std::size_t) {
        KeyedCustomers items, scratch;
        for (const KeyedCustomers& list : lists) {
            const auto at = [&](std::size_t border) {
                return std::lower_bound(list.begin(), list.end(), borders[border], &before);
            };
            const auto first = part == 0 ? list.begin() : at(part - 1);
            const auto last = part == borders.size() ? list.end() : at(part);
            items.insert(items.end(), first, last);
        }
        core::radix_sort(items, scratch);
        merge_equal(items);
        parts[part] = std::move(items);
    });
    return parts;
}

}  // namespace tenure::inline v0::detail::models
