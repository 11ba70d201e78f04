#include "data/id_column.hpp"

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

Column IdColumn::finish() && {
    if (is_text_) return Column::texts(std::move(indices_), std::move(pool_).texts());
    return Column::integers(std::move(numbers_));
}

Result<void> IdColumn::add_text(std::string_view text) {
    const auto index = pool_.intern(text);
    if (!index) return index.error();
    indices_.push_back(*index);
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
