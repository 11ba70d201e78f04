#pragma once

// Those customers of a log whose ids fall to one shard, and their rows.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "data/customer_state.hpp"
#include "data/customer_states.hpp"
#include "data/grouped_purchases.hpp"
#include "data/number_pool.hpp"
#include "data/purchase_log.hpp"
#include "data/row_batch.hpp"
#include "data/string_pool.hpp"

namespace tenure::inline v0::detail::data {

/// Rows wait under their ids where these are integers, so that the customers are looked up when all
/// rows of the shard have their turn, and its small table is at hand. Of texts the rows could only
/// keep copies: those are looked up as they come.
class CustomerShard {
public:
    /// What its ids are: integers in the first half of the shards, texts in the second.
    enum class Ids : std::uint8_t { numbers, texts };

    CustomerShard(Ids ids, CustomerStates::Holdout holdout) : states_(holdout) {
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
    /// Brings all amounts, which fit, to a scale with so many times as many units.
    void rescale(std::int64_t factor);

    /// How many customers are known; those of rows that wait need not be.
    [[nodiscard]] std::size_t customers() const noexcept;
    [[nodiscard]] bool has_numbers() const noexcept { return ids_.index() == 0; }
    [[nodiscard]] std::int64_t number(std::size_t customer) const noexcept {
        return std::get_if<NumberPool>(&ids_)->numbers()[customer];
    }
    [[nodiscard]] std::string_view text(std::size_t customer) const noexcept {
        return std::get_if<StringPool>(&ids_)->texts()[customer];
    }

    /// Takes the rows of days before this one into the states, where it is time for it: a turn goes
    /// over all customers, so it needs rows enough.
    void settle_if_due(CustomerAccumulator& accumulator, std::int32_t before);
    /// Takes all rows, which are in memory, into the states. Nothing is added any more.
    void settle_all(CustomerAccumulator& accumulator);
    /// The states of all customers, by their numbers.
    [[nodiscard]] CustomerStates& states() noexcept { return states_; }

private:
    void settle(CustomerAccumulator& accumulator, std::int32_t before);
    [[nodiscard]] std::vector<Purchase> take_purchases(std::int32_t before);

    std::variant<NumberPool, StringPool> ids_;
    PurchaseLog log_;
    std::size_t due_ = 0;  // rows that make a turn worth it
    CustomerStates states_;
};

}  // namespace tenure::inline v0::detail::data
