#include "data/row_batch.hpp"

#include <utility>

#include "data/id_column.hpp"

namespace tenure::inline v0::detail::data {

void RowBatch::fill(const PieceColumns& piece, std::size_t begin, std::size_t end) {
    keys_.resize(end - begin);
    find_keys(piece, begin, end);
    ends_.fill(0);
    for (const Key& key : keys_) ++ends_[key.shard];
    std::uint32_t next = 0;
    for (std::uint32_t& shard : ends_) next += std::exchange(shard, next);
    rows_.resize(end - begin);
    place_rows(piece, begin);
}

RowBatch::Key RowBatch::key_of(std::int64_t number) {
    const bool canonical = is_canonical(number);
    const std::uint64_t hash =
        canonical ? hash_of(number) : hash_of(std::string_view(std::to_string(number)));
    const std::size_t shard = partition_of(hash) + (canonical ? 0 : partition_count);
    return {number, place_of(hash), static_cast<std::uint32_t>(shard)};
}

RowBatch::Key RowBatch::key_of(const Column& ids, std::int32_t index) {
    const std::string_view text = ids.dictionary()[static_cast<std::size_t>(index)];
    if (const auto number = canonical_integer(text)) return key_of(*number);
    const std::uint64_t hash = hash_of(text);
    return {text_id(ids, text), place_of(hash),
            static_cast<std::uint32_t>(partition_of(hash) + partition_count)};
}

void RowBatch::find_keys(const PieceColumns& piece, std::size_t begin, std::size_t end) {
    if (piece.ids.type() == ColumnType::int64) {
        const auto numbers = piece.ids.integers();
        for (std::size_t row = begin; row < end; ++row) keys_[row - begin] = key_of(numbers[row]);
        return;
    }
    const auto indices = piece.ids.indices();
    for (std::size_t row = begin; row < end; ++row) {
        keys_[row - begin] = key_of(piece.ids, indices[row]);
    }
}

void RowBatch::place_rows(const PieceColumns& piece, std::size_t begin) {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        const Key& key = keys_[i];
        const std::size_t row = begin + i;
        rows_[ends_[key.shard]++] = {
            key.id, piece.amounts.empty() ? 0 : piece.amounts[row] * piece.factor,
            piece.fingerprints.empty() ? 0 : piece.fingerprints[row], piece.days[row], key.place};
    }
}

}  // namespace tenure::inline v0::detail::data
