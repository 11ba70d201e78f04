#include "data/id_column.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

namespace tenure::inline v0::detail::data {

CustomerId id_at(const Column& ids, std::size_t row) {
    if (ids.type() == ColumnType::int64) return ids.integers()[row];
    return std::string(ids.dictionary()[static_cast<std::size_t>(ids.indices()[row])]);
}

Result<void> IdColumn::add(std::string_view text, std::optional<std::int64_t> number) {
    if (is_text_) return add_text(text);
    if (number) {
        numbers_.push_back(*number);
        return {};
    }
    if (auto turned = turn_to_text(); !turned) return turned;
    return add_text(text);
}

Result<void> IdColumn::add(std::int64_t number) {
    if (!is_text_ && is_canonical(number)) {
        numbers_.push_back(number);
        return {};
    }
    return add(std::to_string(number), std::nullopt);
}

Result<void> IdColumn::add_all(const Column& ids) {
    if (ids.type() == ColumnType::int64) {
        for (const std::int64_t number : ids.integers()) {
            if (auto added = add(number); !added) return added;
        }
        return {};
    }
    for (const std::int32_t index : ids.indices()) {
        const std::string_view text = ids.dictionary()[static_cast<std::size_t>(index)];
        if (auto added = add(text, canonical_integer(text)); !added) return added;
    }
    return {};
}

Result<void> IdColumn::add_all(std::span<const std::string_view> texts,
                               std::span<const std::uint8_t> is_integer,
                               std::span<const std::int64_t> numbers) {
    const auto is_text = [](std::uint8_t integer) { return integer == 0; };
    if (!is_text_ && std::none_of(is_integer.begin(), is_integer.end(), is_text)) {
        numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
        return {};
    }
    if (!is_text_) {
        if (auto turned = turn_to_text(); !turned) return turned;
    }
    return add_texts(texts);
}

void IdColumn::reserve(std::size_t rows) {
    if (!is_text_) return numbers_.reserve(rows);
    indices_.reserve(rows);
    // A few ids of a megabyte do not mean that the others are as long.
    constexpr std::size_t longest = 64;
    const std::size_t bytes = arena_.bytes().size(), ids = std::max<std::size_t>(size(), 1);
    arena_.reserve(rows, bytes + std::min(bytes / ids + 1, longest) * (rows - std::min(rows, ids)));
}

Column IdColumn::finish() && {
    if (!is_text_) return Column::integers(std::move(numbers_));
    StringArena texts = texts_ == Texts::once ? std::move(pool_).texts() : std::move(arena_);
    return Column::texts(std::move(indices_), std::move(texts));
}

Result<void> IdColumn::add_text(std::string_view text) {
    const auto index = texts_ == Texts::once ? pool_.intern(text) : arena_.add(text);
    if (!index) return index.error();
    indices_.push_back(*index);
    return {};
}

Result<void> IdColumn::add_texts(std::span<const std::string_view> texts) {
    if (texts_ == Texts::once) {
        for (const std::string_view text : texts) {
            if (auto added = add_text(text); !added) return added;
        }
        return {};
    }
    const auto first = static_cast<std::int32_t>(arena_.size());
    if (auto added = arena_.add_all(texts); !added) return added;
    indices_.resize(indices_.size() + texts.size());
    std::iota(indices_.end() - static_cast<std::ptrdiff_t>(texts.size()), indices_.end(), first);
    return {};
}

// A canonical integer is written in one way only, so nothing was lost by reading it as a number.
Result<void> IdColumn::turn_to_text() {
    is_text_ = true;
    const std::vector<std::int64_t> numbers = std::exchange(numbers_, {});
    indices_.reserve(numbers.size() + 1);
    for (const std::int64_t number : numbers) {
        if (auto added = add_text(std::to_string(number)); !added) return added;
    }
    return {};
}

}  // namespace tenure::inline v0::detail::data
