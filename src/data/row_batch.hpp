#pragma once

// The rows of a piece of a log, brought into the order of shards.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/customer_hash.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0::detail::data {

/// Customers are shared out by the hashes of their ids to shards: those whose ids are canonical
/// integers (`CustomerId`) to the first half of them, all others to the second.
constexpr std::size_t shard_count = 2 * partition_count;

/// The columns of a piece.
struct PieceColumns {
    const Column& ids;
    std::span<const std::int32_t> days;
    std::span<const std::int64_t> amounts;  ///< Empty where there are none.
    std::int64_t factor;                    ///< From these amounts to those of the whole log.
    std::span<const std::uint64_t> fingerprints;
};

/// A row of a piece. Its customer's id is the integer `id` in the first half of the shards. In the
/// second it is a text: of a column of texts `id` says where that is (`text_id`), of one of
/// integers it is one that is not canonical.
struct KeyedRow {
    std::int64_t id;
    std::int64_t amount;
    std::uint64_t fingerprint;
    std::int32_t day;
    std::uint32_t place;  ///< `place_of` the hash of the id.
};

/// The `id` of a row whose customer's id is this text of the column's dictionary: where it starts
/// in its bytes and, in the lower 32 bits, its size.
[[nodiscard]] inline std::int64_t text_id(const Column& ids, std::string_view text) noexcept {
    const std::int64_t start = text.data() - ids.dictionary().bytes().data();
    return start << 32 | static_cast<std::int64_t>(text.size());
}
/// That text. Of a column of integers, it is one that is not canonical, which is written to
/// `buffer`.
[[nodiscard]] inline std::string_view text_of(const Column& ids, std::int64_t id,
                                              std::string& buffer) {
    if (ids.type() == ColumnType::text) {
        return {ids.dictionary().bytes().data() + (id >> 32), static_cast<std::uint32_t>(id)};
    }
    buffer = std::to_string(id);
    return buffer;
}

/// Some rows of a piece, shard by shard, in each as they came.
class RowBatch {
public:
    /// Takes the rows [begin, end).
    void fill(const PieceColumns& piece, std::size_t begin, std::size_t end);

    [[nodiscard]] std::span<const KeyedRow> of(std::size_t shard) const noexcept {
        const std::size_t begin = shard == 0 ? 0 : ends_[shard - 1];
        return {rows_.data() + begin, ends_[shard] - begin};
    }

private:
    struct Key {
        std::int64_t id;
        std::uint32_t place;
        std::uint32_t shard;
    };

    static Key key_of(std::int64_t number);
    static Key key_of(const Column& ids, std::int32_t index);
    void find_keys(const PieceColumns& piece, std::size_t begin, std::size_t end);
    void place_rows(const PieceColumns& piece, std::size_t begin);

    std::array<std::uint32_t, shard_count> ends_{};
    std::vector<Key> keys_;
    std::vector<KeyedRow> rows_;
};

}  // namespace tenure::inline v0::detail::data
