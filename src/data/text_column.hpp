#pragma once

// A column of texts of which few are different, row by row.

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "data/string_pool.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

class TextColumn {
public:
    /// An empty text is null. `Code::overflow`.
    Result<void> add(std::string_view text) {
        const auto index = text.empty() ? Result<std::int32_t>(0) : pool_.intern(text);
        if (!index) return index.error();
        indices_.push_back(*index);
        is_there_.push_back(!text.empty());
        return {};
    }

    [[nodiscard]] Column finish() && {
        StringArena texts = std::move(pool_).texts();
        // Null rows have index 0, which must be there.
        if (texts.size() == 0) static_cast<void>(texts.add({}));
        return Column::texts(std::move(indices_), std::move(texts)).with_validity(is_there_);
    }

private:
    StringPool pool_;
    std::vector<std::int32_t> indices_;
    std::vector<bool> is_there_;
};

}  // namespace tenure::inline v0::detail::data
