#pragma once

// Options that are lists, in errors.

#include <cstddef>
#include <string>
#include <string_view>

namespace tenure::inline v0::detail::segments {

/// The path of an element, as in `top_shares[2]`.
[[nodiscard]] inline std::string element(std::string_view option, std::size_t index) {
    return std::string(option) + '[' + std::to_string(index) + ']';
}

}  // namespace tenure::inline v0::detail::segments
