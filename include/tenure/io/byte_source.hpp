#pragma once

/// @file
/// Where bytes come from: a file, memory, or whatever the host reads them from.

#include <cstddef>
#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// The host's own input. `read(self, buffer, size)` puts at most `size` (> 0) bytes into `buffer`
/// and returns how many, 0 at the end, or a negative number where reading failed.
struct ByteSource {
    std::ptrdiff_t (*read)(void* self, char* buffer, std::size_t size);
    void* self;
    std::string name;  ///< How errors call it.
};

}  // namespace tenure::inline v0
