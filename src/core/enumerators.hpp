#pragma once

// Enumerators by the names that they have in files and options.

#include <array>
#include <cstddef>
#include <string_view>

#include "core/message.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::core {

/// The enumerator whose name `text` is, where `names` holds those of 0, 1, 2 and so on. `expected`
/// lists them in words.
/// @return `Code::invalid_option` where there is none.
template <class Enum, std::size_t count>
[[nodiscard]] Result<Enum> parse_enumerator(std::string_view text,
                                            const std::array<std::string_view, count>& names,
                                            std::string_view expected) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    return unexpected(Code::invalid_option, expected, text);
}

}  // namespace tenure::inline v0::detail::core
