#include "data/customer_shard.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t rows_at_once = 64;
constexpr std::size_t customers_ahead = 16;

// Finds the number of each text, which it is added under where it is new.
Result<void> find_texts(StringPool& texts, const Column& ids, std::span<const KeyedRow> rows,
                        std::span<std::int32_t> out) {
    std::array<bool, rows_at_once> right{};
    std::string buffer;
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = texts.guess(rows[i].place);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        right[i] = texts.is_right(out[i], text_of(ids, rows[i].id, buffer));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (right[i]) continue;
        const auto customer = texts.intern(text_of(ids, rows[i].id, buffer), rows[i].place);
        if (!customer) return customer.error();
        out[i] = *customer;
    }
    return {};
}

// Asks for the texts of a piece: where they stand, then their bytes.
void prefetch_texts(const StringArena& texts, std::span<const KeyedRow> rows, unsigned step) {
    for (const KeyedRow& row : rows) {
        const std::int32_t& offset = texts.offsets()[static_cast<std::size_t>(row.id)];
        if (step == 0) {
            prefetch(&offset);
        } else if (step == 1) {
            prefetch(texts.bytes().data() + offset);
        }
    }
}

}  // namespace

void CustomerShard::prefetch(const Column& ids, std::span<const KeyedRow> rows,
                             unsigned step) const {
    const auto* const texts = std::get_if<StringPool>(&ids_);
    if (texts == nullptr) return;
    for (const KeyedRow& row : rows) texts->prefetch(row.place, step);
    if (ids.type() == ColumnType::text) prefetch_texts(ids.dictionary(), rows, step);
}

Result<void> CustomerShard::add(const Column& ids, std::span<const KeyedRow> rows) {
    if (has_numbers()) {
        for (const KeyedRow& row : rows) log_.add({row.id, row.amount, row.fingerprint, row.day});
        return {};
    }
    auto& texts = *std::get_if<StringPool>(&ids_);
    std::array<std::int32_t, rows_at_once> found;
    for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), rows_at_once))) {
        const auto some = rows.first(std::min(rows.size(), rows_at_once));
        if (auto done = find_texts(texts, ids, some, found); !done) return done;
        for (std::size_t i = 0; i < some.size(); ++i) {
            log_.add({found[i], some[i].amount, some[i].fingerprint, some[i].day});
        }
    }
    return {};
}

void CustomerShard::rescale(std::int64_t factor) {
    log_.rescale(factor);
    states_.rescale(factor);
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

void CustomerShard::settle(CustomerAccumulator& accumulator, std::int32_t before) {
    if (log_.empty()) return;
    auto purchases = take_purchases(before);
    GroupedPurchases grouped = group_by_customer(std::move(purchases), customers());
    states_.grow(customers());
    for (std::size_t customer = 0; customer < grouped.groups(); ++customer) {
        const auto rows = grouped.of(customer);
        const std::size_t next = customer + customers_ahead;
        if (next < grouped.groups() && !grouped.of(next).empty()) {
            data::prefetch(&states_.state(static_cast<std::uint32_t>(next)));
        }
        if (rows.empty()) continue;
        sort_purchases(rows);
        const auto number = static_cast<std::uint32_t>(customer);
        accumulator.add(rows, states_.state(number), states_.holdout(number));
    }
}

void CustomerShard::settle_if_due(CustomerAccumulator& accumulator, std::int32_t before) {
    constexpr std::size_t least = 64, rows_per_customer = 2;
    if (log_.size() < due_) return;
    settle(accumulator, before);
    const std::size_t left = log_.size();
    due_ = left + std::max({left, least, rows_per_customer * customers()});
}

void CustomerShard::settle_all(CustomerAccumulator& accumulator) {
    settle(accumulator, std::numeric_limits<std::int32_t>::max());
    std::visit([](auto& pool) { pool.close(); }, ids_);
}

}  // namespace tenure::inline v0::detail::data
