#include "data/customer_shard.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "data/prefetch.hpp"

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t customers_ahead = 16;

}  // namespace

Result<void> CustomerShard::add(const Column& ids, std::span<const KeyedRow> rows) {
    if (has_numbers()) {
        add_numbers(rows);
        return {};
    }
    add_texts(ids, rows);
    constexpr std::size_t least = 64, customers_per_row = 2;
    const bool is_worth_it = queue_.size() >= std::max(least, customers() / customers_per_row);
    return is_worth_it ? look_up_texts() : Result<void>();
}

void CustomerShard::add_numbers(std::span<const KeyedRow> rows) {
    for (const KeyedRow& row : rows) log_.add({row.id, row.amount, row.fingerprint, row.day});
}

void CustomerShard::add_texts(const Column& ids, std::span<const KeyedRow> rows) {
    std::string buffer;
    if (ids.type() == ColumnType::text) {
        for (const KeyedRow& row : rows) prefetch(text_of(ids, row.id, buffer).data());
    }
    for (const KeyedRow& row : rows) {
        queue_.add(text_of(ids, row.id, buffer), {row.amount, row.fingerprint, row.day, row.place});
    }
}

Result<void> CustomerShard::look_up_texts() {
    auto* const texts = std::get_if<StringPool>(&ids_);
    return queue_.drain(
        StringPool::prefetch_steps,
        [texts](std::uint32_t place, unsigned step) { texts->prefetch(place, step); },
        [this, texts](std::string_view id, const UnnamedPurchase& row) -> Result<void> {
            const auto customer = texts->intern(id, row.place);
            if (!customer) return customer.error();
            log_.add({*customer, row.amount, row.fingerprint, row.day});
            return {};
        });
}

Result<void> CustomerShard::rescale(std::int64_t factor) {
    if (auto found = look_up_texts(); !found) return found;
    log_.rescale(factor);
    states_.rescale(factor);
    return {};
}

Result<void> CustomerShard::spill(io::SpillFile& file, std::uint8_t scale) {
    if (auto found = look_up_texts(); !found) return found;
    queue_ = {};  // with the room that it would keep
    return log_.spill(file, scale);
}

std::size_t CustomerShard::customers() const noexcept {
    const auto* numbers = std::get_if<NumberPool>(&ids_);
    return numbers != nullptr ? numbers->numbers().size()
                              : std::get_if<StringPool>(&ids_)->texts().size();
}

// Takes the purchases before this day out of the log, each with its customer's number.
std::vector<Purchase> CustomerShard::take_purchases(std::int32_t before) {
    std::vector<Purchase> out;
    out.reserve(log_.size());
    const auto take = [&](const auto& customer_of) {
        log_.drain(before, [&](const LoggedPurchase& logged) {
            out.push_back({customer_of(logged.key), logged.day, logged.amount, logged.fingerprint});
        });
    };
    if (auto* const numbers = std::get_if<NumberPool>(&ids_)) {
        take([numbers](std::int64_t id) { return numbers->intern(id); });
    } else {
        take([](std::int64_t customer) { return static_cast<std::uint32_t>(customer); });
    }
    return out;
}

Result<void> CustomerShard::settle(CustomerAccumulator& accumulator, std::int32_t before) {
    if (auto found = look_up_texts(); !found) return found;
    if (log_.empty()) return {};
    auto purchases = take_purchases(before);
    GroupedPurchases grouped = group_by_customer(std::move(purchases), customers());
    states_.grow(customers());
    for (std::size_t customer = 0; customer < grouped.groups(); ++customer) {
        const auto rows = grouped.of(customer);
        const std::size_t next = customer + customers_ahead;
        if (next < grouped.groups() && !grouped.of(next).empty()) {
            prefetch(&states_.state(static_cast<std::uint32_t>(next)));
        }
        if (rows.empty()) continue;
        sort_purchases(rows);
        const auto number = static_cast<std::uint32_t>(customer);
        accumulator.add(rows, states_.state(number), states_.holdout(number));
    }
    return {};
}

Result<void> CustomerShard::settle_if_due(CustomerAccumulator& accumulator, std::int32_t before) {
    constexpr std::size_t least = 64;
    if (log_.size() + queue_.size() < due_) return {};
    if (auto settled = settle(accumulator, before); !settled) return settled;
    const std::size_t left = log_.size();
    due_ = left + std::max({left, least, customers()});
    return {};
}

Result<void> CustomerShard::settle_all(CustomerAccumulator& accumulator) {
    if (auto settled = settle(accumulator, std::numeric_limits<std::int32_t>::max()); !settled) {
        return settled;
    }
    queue_ = {};
    std::visit([](auto& pool) { pool.close(); }, ids_);
    return {};
}

}  // namespace tenure::inline v0::detail::data
