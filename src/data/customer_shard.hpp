#pragma once

// Those customers of a log whose ids fall to one shard, and their rows.

#include <cstddef>
#include <cstdint>
#include <span>
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
#include "data/text_queue.hpp"

namespace tenure::inline v0::detail::data {

/// Rows wait under their ids, so that the customers of many are looked up one after the other while
/// the shard's small table is at hand. Integers wait until the rows have their turn. Texts take
/// more room, so they are looked up as soon as it is worth it.
class CustomerShard {
public:
    /// What its ids are: integers in the first half of the shards, texts in the second.
    enum class Ids : std::uint8_t { numbers, texts };

    CustomerShard(Ids ids, CustomerStates::Holdout holdout) : states_(holdout) {
        if (ids == Ids::texts) ids_ = StringPool();
    }

    /// Adds the rows of a batch that are this shard's. `Code::overflow`.
    Result<void> add(const Column& ids, std::span<const KeyedRow> rows);
    /// How many bytes its rows take in memory.
    [[nodiscard]] std::size_t held_bytes() const noexcept { return log_.bytes() + queue_.bytes(); }
    /// Brings all amounts, which fit, to a scale with so many times as many units.
    /// `Code::overflow`.
    Result<void> rescale(std::int64_t factor);
    /// Moves its rows to the file, and notes at which scale they are. `Code::cannot_write`,
    /// `Code::overflow`.
    Result<void> spill(io::SpillFile& file, std::uint8_t scale);
    /// Brings them back, at a scale that is not smaller. `Code::cannot_read`.
    Result<void> restore(const io::SpillFile& file, std::uint8_t scale) {
        return log_.restore(file, scale);
    }

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
    /// over all customers, so it needs rows enough. `Code::overflow`.
    Result<void> settle_if_due(CustomerAccumulator& accumulator, std::int32_t before);
    /// Takes all rows, which are in memory, into the states. Nothing is added any more.
    /// `Code::overflow`.
    Result<void> settle_all(CustomerAccumulator& accumulator);
    /// The states of all customers, by their numbers.
    [[nodiscard]] CustomerStates& states() noexcept { return states_; }

private:
    void add_numbers(std::span<const KeyedRow> rows);
    void add_texts(const Column& ids, std::span<const KeyedRow> rows);
    Result<void> look_up_texts();
    Result<void> settle(CustomerAccumulator& accumulator, std::int32_t before);
    [[nodiscard]] std::vector<Purchase> take_purchases(std::int32_t before);

    std::variant<NumberPool, StringPool> ids_;
    PurchaseLog log_;      // under their ids, or their customers' numbers where these are texts
    TextQueue queue_;      // whose customers are to be looked up
    std::size_t due_ = 0;  // rows that make a turn worth it
    CustomerStates states_;
};

}  // namespace tenure::inline v0::detail::data
