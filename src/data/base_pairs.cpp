#include "data/base_pairs.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "data/customer_order.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// A column of ids with its rows in the order of these as texts.
class TextIds {
public:
    static Result<TextIds> of(const Column& ids) {
        if (ids.type() == ColumnType::int64) return written(ids.integers());
        TextIds out;
        out.rows_.resize(ids.size());
        std::iota(out.rows_.begin(), out.rows_.end(), std::uint32_t{0});
        out.indices_.assign(ids.indices().begin(), ids.indices().end());
        out.texts_ = ids.dictionary();
        return out;
    }

    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
    [[nodiscard]] std::size_t row(std::size_t i) const noexcept { return rows_[i]; }
    [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
        return texts_[static_cast<std::size_t>(indices_[i])];
    }

private:
    static Result<TextIds> written(std::span<const std::int64_t> numbers) {
        TextIds out;
        std::vector<std::string> texts;
        texts.reserve(numbers.size());
        for (const std::int64_t number : numbers) texts.push_back(std::to_string(number));
        CustomerOrder order;
        for (std::size_t row = 0; row < texts.size(); ++row) {
            order.add(std::string_view(texts[row]), static_cast<std::uint32_t>(row));
        }
        if (order.size() == 0) return out;
        auto ordered = std::move(order).finish();
        if (!ordered) return ordered.error();
        out.rows_ = std::move(ordered->customers);
        out.indices_.assign(ordered->ids.indices().begin(), ordered->ids.indices().end());
        out.texts_ = ordered->ids.dictionary();
        return out;
    }

    std::vector<std::uint32_t> rows_;
    std::vector<std::int32_t> indices_;
    StringArena texts_;
};

// The same of integers, which stand in order.
struct NumberIds {
    std::span<const std::int64_t> numbers;

    [[nodiscard]] std::size_t size() const noexcept { return numbers.size(); }
    [[nodiscard]] std::size_t row(std::size_t i) const noexcept { return i; }
    [[nodiscard]] std::int64_t operator[](std::size_t i) const noexcept { return numbers[i]; }
};

// The id of a row, which may be written to `buffer`.
std::string_view text_at(const Column& ids, std::size_t row, std::string& buffer) {
    if (ids.type() == ColumnType::text) {
        return ids.dictionary()[static_cast<std::size_t>(ids.indices()[row])];
    }
    buffer = std::to_string(ids.integers()[row]);
    return buffer;
}

// Walks along both in the order of ids.
template <class Ids>
std::vector<BasePair> paired(const Ids& earlier, const Ids& later) {
    std::vector<BasePair> pairs;
    pairs.reserve(std::max(earlier.size(), later.size()));
    for (std::size_t i = 0, j = 0; i < earlier.size() || j < later.size();) {
        const bool from_earlier =
            j == later.size() || (i < earlier.size() && earlier[i] <= later[j]);
        const bool from_later = i == earlier.size() || (j < later.size() && later[j] <= earlier[i]);
        BasePair pair;
        if (from_earlier) pair.earlier = earlier.row(i++);
        if (from_later) pair.later = later.row(j++);
        pairs.push_back(pair);
    }
    return pairs;
}

}  // namespace

Result<BasePairs> BasePairs::of(const Column& earlier, const Column& later) {
    BasePairs pairs(earlier, later);
    if (earlier.type() == ColumnType::int64 && later.type() == ColumnType::int64) {
        pairs.rows_ = paired(NumberIds{earlier.integers()}, NumberIds{later.integers()});
        return pairs;
    }
    const auto one = TextIds::of(earlier), other = TextIds::of(later);
    if (!one) return one.error();
    if (!other) return other.error();
    pairs.rows_ = paired(*one, *other);
    return pairs;
}

Result<Column> BasePairs::ids() const {
    if (earlier_->type() == ColumnType::int64 && later_->type() == ColumnType::int64) {
        std::vector<std::int64_t> numbers;
        numbers.reserve(rows_.size());
        for (const BasePair& pair : rows_) {
            numbers.push_back(pair.earlier ? earlier_->integers()[*pair.earlier]
                                           : later_->integers()[*pair.later]);
        }
        return Column::integers(std::move(numbers));
    }
    StringArena texts;
    std::string buffer;
    for (const BasePair& pair : rows_) {
        const Column& ids = pair.earlier ? *earlier_ : *later_;
        const std::size_t row = pair.earlier ? *pair.earlier : *pair.later;
        if (auto added = texts.add(text_at(ids, row, buffer)); !added) return added.error();
    }
    std::vector<std::int32_t> indices(rows_.size());
    std::iota(indices.begin(), indices.end(), 0);
    return Column::texts(std::move(indices), std::move(texts));
}

}  // namespace tenure::inline v0::detail::data
