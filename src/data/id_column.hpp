#pragma once

// A column of ids, row by row: integers while all are canonical, texts as a whole from the first
// that is not.

#include <cstdint>
#include <optional>
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
    /// Adds an id that is not empty. `number` is `canonical_integer(text)`.
    Result<void> add(std::string_view text, std::optional<std::int64_t> number);
    Result<void> add(std::int64_t number);

    [[nodiscard]] Column finish() &&;

private:
    Result<void> add_text(std::string_view text);
    Result<void> turn_to_text();

    bool is_text_ = false;
    std::vector<std::int64_t> numbers_;
    std::vector<std::int32_t> indices_;
    StringPool pool_;
};

}  // namespace tenure::inline v0::detail::data
