#pragma once

// The rows of a log, shared out by customer.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/grouped_purchases.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0::detail::segments {

/// Customers are shared out by the hashes of their ids, so that the rows of one shard, brought into
/// the order of customers, are a small part of a log that a processor's cache holds. Only places of
/// rows are kept.
class LogShards {
public:
    /// Of the rows up to a day. The log, of at most 2^32 − 1 rows, outlives them.
    LogShards(const Transactions& log, Date until);

    /// A power of two, by the number of rows.
    [[nodiscard]] std::size_t count() const noexcept { return ends_.size(); }
    /// How many rows there are in all.
    [[nodiscard]] std::size_t rows() const noexcept { return places_.size(); }
    /// The rows of a shard by customer, each customer's sorted.
    [[nodiscard]] Result<data::GroupedPurchases> purchases(std::size_t shard) const;

private:
    template <class ShardOf>
    void share_out(std::int32_t until, const ShardOf& shard_of);
    [[nodiscard]] std::span<const std::uint32_t> places(std::size_t shard) const noexcept;

    const Transactions& log_;
    const Column& ids_;
    std::span<const std::int32_t> days_;
    std::span<const std::int64_t> amounts_;
    std::vector<std::size_t> ends_;
    std::vector<std::uint32_t> places_;
};

}  // namespace tenure::inline v0::detail::segments
