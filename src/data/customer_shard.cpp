#include "data/customer_shard.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t rows_at_once = 64;
constexpr std::size_t customers_ahead = 16;

using Customers = std::array<std::uint32_t, rows_at_once>;

void find_customers(NumberPool& numbers, std::span<const KeyedRow> rows, Customers& out) {
    std::array<bool, rows_at_once> right{};
    for (std::size_t i = 0; i < rows.size(); ++i) out[i] = numbers.guess(rows[i].place);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        right[i] = numbers.is_right(out[i], rows[i].id);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = right[i] ? out[i] - 1 : numbers.intern(rows[i].id, rows[i].place);
    }
}

Result<void> find_customers(StringPool& texts, const Column& ids, std::span<const KeyedRow> rows,
                            Customers& out) {
    std::array<std::int32_t, rows_at_once> guesses{};
    std::array<bool, rows_at_once> right{};
    std::string buffer;
    for (std::size_t i = 0; i < rows.size(); ++i) guesses[i] = texts.guess(rows[i].place);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        right[i] = texts.is_right(guesses[i], text_of(ids, rows[i].id, buffer));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!right[i]) {
            const auto customer = texts.intern(text_of(ids, rows[i].id, buffer), rows[i].place);
            if (!customer) return customer.error();
            guesses[i] = *customer;
        }
        out[i] = static_cast<std::uint32_t>(guesses[i]);
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
    std::visit(
        [rows, step](const auto& pool) {
            for (const KeyedRow& row : rows) pool.prefetch(row.place, step);
        },
        ids_);
    if (!has_numbers() && ids.type() == ColumnType::text) {
        prefetch_texts(ids.dictionary(), rows, step);
    }
}

Result<void> CustomerShard::add(const Column& ids, std::span<const KeyedRow> rows) {
    Customers customers;
    std::array<Purchase, rows_at_once> purchases;
    for (; !rows.empty(); rows = rows.subspan(std::min(rows.size(), rows_at_once))) {
        const auto some = rows.first(std::min(rows.size(), rows_at_once));
        if (auto* numbers = std::get_if<NumberPool>(&ids_)) {
            find_customers(*numbers, some, customers);
        } else {
            auto found = find_customers(*std::get_if<StringPool>(&ids_), ids, some, customers);
            if (!found) return found;
        }
        for (std::size_t i = 0; i < some.size(); ++i) {
            purchases[i] = {customers[i], some[i].day, some[i].amount, some[i].fingerprint};
        }
        log_.add({purchases.data(), some.size()});
    }
    return {};
}

std::size_t CustomerShard::customers() const noexcept {
    const auto* numbers = std::get_if<NumberPool>(&ids_);
    return numbers != nullptr ? numbers->numbers().size()
                              : std::get_if<StringPool>(&ids_)->texts().size();
}

void CustomerShard::make_states(CustomerStates& states) {
    while (state_blocks_.size() * CustomerStates::block_size < customers()) {
        state_blocks_.push_back(states.add_block());
    }
}

void CustomerShard::settle(CustomerStates& states, CustomerAccumulator& accumulator,
                           std::int32_t before) {
    if (log_.empty()) return;
    GroupedPurchases grouped = log_.take(customers(), before);
    for (std::size_t customer = 0; customer < grouped.groups(); ++customer) {
        const auto rows = grouped.of(customer);
        const std::size_t next = customer + customers_ahead;
        if (next < grouped.groups() && !grouped.of(next).empty()) {
            data::prefetch(&states.state(state_number(next)));
        }
        if (rows.empty()) continue;
        sort_purchases(rows);
        const std::uint32_t number = state_number(customer);
        accumulator.add(rows, states.state(number), states.holdout(number));
    }
}

void CustomerShard::settle_if_due(CustomerStates& states, CustomerAccumulator& accumulator,
                                  std::int32_t before) {
    constexpr std::size_t least = 64, customers_per_row = 2;
    if (log_.size() < due_) return;
    settle(states, accumulator, before);
    const std::size_t left = log_.size();
    due_ = left + std::max({left, least, customers() / customers_per_row});
}

void CustomerShard::settle_all(CustomerStates& states, CustomerAccumulator& accumulator) {
    std::visit([](auto& pool) { pool.close(); }, ids_);
    settle(states, accumulator, std::numeric_limits<std::int32_t>::max());
}

}  // namespace tenure::inline v0::detail::data
