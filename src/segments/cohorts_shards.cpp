#include "segments/cohorts_shards.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "data/customer_hash.hpp"
#include "data/number_pool.hpp"
#include "data/string_pool.hpp"

namespace tenure::inline v0::detail::segments {
namespace {

/// About so many rows in a shard, as far as there are shards.
constexpr std::size_t rows_of_shard = std::size_t{1} << 15;

std::size_t shards_for(std::size_t rows) noexcept {
    return std::min(data::partition_count, std::bit_ceil(rows / rows_of_shard + 1));
}

/// Numbers the customers of a shard whose ids are texts. The dictionary may hold one twice.
class NumbersOfTexts {
public:
    explicit NumbersOfTexts(const StringArena& dictionary) : dictionary_(dictionary) {}

    [[nodiscard]] Result<std::uint32_t> of(std::int32_t index) {
        const std::uint32_t place = indices_.intern(index);
        if (place == customers_.size()) {
            const auto customer = texts_.intern(dictionary_[static_cast<std::size_t>(index)]);
            if (!customer) return customer.error();
            customers_.push_back(static_cast<std::uint32_t>(*customer));
        }
        return customers_[place];
    }
    [[nodiscard]] std::size_t count() const noexcept { return texts_.texts().size(); }

private:
    const StringArena& dictionary_;
    data::NumberPool indices_;
    std::vector<std::uint32_t> customers_;  // by place of the index
    data::StringPool texts_;
};

}  // namespace

LogShards::LogShards(const Transactions& log, Date until)
    : log_(log),
      ids_(log.table()["customer"]),
      days_(log.table()["date"].dates()),
      ends_(shards_for(log.size()), 0) {
    if (const Column* amounts = log.table().find("amount")) amounts_ = amounts->integers();
    const auto shard_of_hash = [mask = count() - 1](std::uint64_t hash) {
        return static_cast<std::uint8_t>(data::partition_of(hash) & mask);
    };
    if (ids_.type() == ColumnType::int64) {
        share_out(until.days(), [&, numbers = ids_.integers()](std::size_t row) {
            return shard_of_hash(data::hash_of(numbers[row]));
        });
        return;
    }
    std::vector<std::uint8_t> of_text(ids_.dictionary().size());
    for (std::size_t i = 0; i < of_text.size(); ++i)
        of_text[i] = shard_of_hash(data::hash_of(ids_.dictionary()[i]));
    share_out(until.days(), [&, indices = ids_.indices()](std::size_t row) {
        return of_text[static_cast<std::size_t>(indices[row])];
    });
}

template <class ShardOf>
void LogShards::share_out(std::int32_t until, const ShardOf& shard_of) {
    std::vector<std::uint8_t> shards(days_.size());
    for (std::size_t row = 0; row < days_.size(); ++row) {
        shards[row] = shard_of(row);
        if (days_[row] <= until) ++ends_[shards[row]];
    }
    std::size_t next = 0;
    for (std::size_t& end : ends_) next += std::exchange(end, next);
    places_.resize(next);
    for (std::size_t row = 0; row < days_.size(); ++row) {
        if (days_[row] <= until) places_[ends_[shards[row]]++] = static_cast<std::uint32_t>(row);
    }
}

std::span<const std::uint32_t> LogShards::places(std::size_t shard) const noexcept {
    const std::size_t begin = shard == 0 ? 0 : ends_[shard - 1];
    return std::span(places_).subspan(begin, ends_[shard] - begin);
}

Result<data::GroupedPurchases> LogShards::purchases(std::size_t shard) const {
    std::vector<data::Purchase> rows;
    rows.reserve(places(shard).size());
    const auto add = [&](std::size_t row, std::uint32_t customer) {
        rows.push_back(
            {customer, days_[row], amounts_.empty() ? 0 : amounts_[row], log_.fingerprints()[row]});
    };
    std::size_t customers = 0;
    if (ids_.type() == ColumnType::int64) {
        data::NumberPool numbers;
        for (const std::uint32_t row : places(shard))
            add(row, numbers.intern(ids_.integers()[row]));
        customers = numbers.numbers().size();
    } else {
        NumbersOfTexts numbers(ids_.dictionary());
        for (const std::uint32_t row : places(shard)) {
            const auto customer = numbers.of(ids_.indices()[row]);
            if (!customer) return customer.error();
            add(row, *customer);
        }
        customers = numbers.count();
    }
    auto grouped = data::group_by_customer(std::move(rows), customers);
    for (std::size_t i = 0; i < grouped.groups(); ++i) data::sort_purchases(grouped.of(i));
    return grouped;
}

}  // namespace tenure::inline v0::detail::segments
