#pragma once

// Pieces of a text, found by what stands around them. (GCC 12 warns of std::regex under
// sanitizers.)

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tenure::test {

/// What stands between each `before` and the `after` that follows it.
[[nodiscard]] inline std::vector<std::string> all_between(std::string_view text,
                                                          std::string_view before,
                                                          std::string_view after) {
    std::vector<std::string> found;
    for (std::size_t at = text.find(before); at != std::string_view::npos;
         at = text.find(before, at)) {
        at += before.size();
        found.emplace_back(text.substr(at, text.find(after, at) - at));
    }
    return found;
}

}  // namespace tenure::test
