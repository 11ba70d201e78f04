#pragma once

// A column of ids, row by row: integers while all are canonical, texts as a whole from the first
// that is not.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "data/string_pool.hpp"
#include "tenure/core/customer_id.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Whether the integer, written out, is a canonical id: at most 18 digits.
[[nodiscard]] constexpr bool is_canonical(std::int64_t number) noexcept {
    constexpr std::int64_t limit = 1'000'000'000'000'000'000;
    return number > -limit && number < limit;
}

/// The id at a row of an integer or text column.
[[nodiscard]] CustomerId id_at(const Column& ids, std::size_t row);

class IdColumn {
public:
    /// Whether a text that comes again stands in the dictionary again: then nothing is looked up.
    enum class Texts : std::uint8_t { once, as_they_come };
    explicit IdColumn(Texts texts = Texts::once) : texts_(texts) {}

    /// Makes room for so many ids, if they go on as they began.
    void reserve(std::size_t rows);

    /// Adds an id that is not empty. `number` is `canonical_integer(text)`.
    Result<void> add(std::string_view text, std::optional<std::int64_t> number);
    Result<void> add(std::int64_t number);
    /// Adds all ids of another column.
    Result<void> add_all(const Column& ids);
    /// Adds ids that are texts, of which those are canonical integers that `is_integer` says, and
    /// `numbers` holds them.
    Result<void> add_all(std::span<const std::string_view> texts,
                         std::span<const std::uint8_t> is_integer,
                         std::span<const std::int64_t> numbers);

    [[nodiscard]] Column finish() &&;

private:
    [[nodiscard]] std::size_t size() const noexcept {
        return is_text_ ? indices_.size() : numbers_.size();
    }
    Result<void> add_text(std::string_view text);
    Result<void> add_texts(std::span<const std::string_view> texts);
    Result<void> turn_to_text();

    Texts texts_;
    bool is_text_ = false;
    std::vector<std::int64_t> numbers_;
    std::vector<std::int32_t> indices_;
    StringPool pool_;
    StringArena arena_;  // instead of the pool, for texts as they come
};

}  // namespace tenure::inline v0::detail::data
