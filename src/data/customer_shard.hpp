#pragma once

// Those customers of a log whose ids fall to one shard, and their rows.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "data/customer_state.hpp"
#include "data/customer_states.hpp"
#include "data/number_pool.hpp"
#include "data/purchase_log.hpp"
#include "data/row_batch.hpp"
#include "data/string_pool.hpp"

namespace tenure::inline v0::detail::data {

class CustomerShard {
public:
    /// What its ids are: integers in the first half of the shards, texts in the second.
    enum class Ids : std::uint8_t { numbers, texts };

    explicit CustomerShard(Ids ids) {
        if (ids == Ids::texts) ids_ = StringPool();
    }

    /// Asks for the memory that adding these rows will look at. Each step needs what the one before
    /// asked for.
    static constexpr unsigned prefetch_steps = 3;
    void prefetch(const Column& ids, std::span<const KeyedRow> rows, unsigned step) const;
    /// Adds the rows of a batch that are this shard's. `Code::overflow`.
    Result<void> add(const Column& ids, std::span<const KeyedRow> rows);
    [[nodiscard]] const PurchaseLog& log() const noexcept { return log_; }
    [[nodiscard]] PurchaseLog& log() noexcept { return log_; }

    [[nodiscard]] std::size_t customers() const noexcept;
    [[nodiscard]] bool has_numbers() const noexcept { return ids_.index() == 0; }
    [[nodiscard]] std::int64_t number(std::size_t customer) const noexcept {
        return std::get_if<NumberPool>(&ids_)->numbers()[customer];
    }
    [[nodiscard]] std::string_view text(std::size_t customer) const noexcept {
        return std::get_if<StringPool>(&ids_)->texts()[customer];
    }
    /// The number of a customer's state; there must be states for all.
    [[nodiscard]] std::uint32_t state_number(std::size_t customer) const noexcept {
        return state_blocks_[customer / CustomerStates::block_size] +
               static_cast<std::uint32_t>(customer % CustomerStates::block_size);
    }

    /// Makes states for all customers.
    void make_states(CustomerStates& states);
    /// Takes the rows of days before this one into the states, where it is time for it: a turn goes
    /// over all customers, so it needs rows enough.
    void settle_if_due(CustomerStates& states, CustomerAccumulator& accumulator,
                       std::int32_t before);
    /// Takes all rows, which are in memory, into the states. Nothing is added any more.
    void settle_all(CustomerStates& states, CustomerAccumulator& accumulator);

private:
    void settle(CustomerStates& states, CustomerAccumulator& accumulator, std::int32_t before);

    std::variant<NumberPool, StringPool> ids_;
    PurchaseLog log_;
    std::size_t due_ = 0;                      // rows that make a turn worth it
    std::vector<std::uint32_t> state_blocks_;  // the numbers of their first states
};

}  // namespace tenure::inline v0::detail::data
