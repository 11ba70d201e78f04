#pragma once

// Saved files on disk.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "tenure/core/result.hpp"
#include "tenure/persist/limits.hpp"

namespace tenure::inline v0::detail::persist {

/// All of the file `path`; `-` is standard input. Reading ends as soon as it is clear that the file
/// cannot be loaded: at its first bytes, or above `limits.max_bytes`.
/// @return `Code::cannot_open`, `Code::cannot_read`, `Code::not_a_tenure_file`,
/// `Code::unsupported_version`, `Code::limit_exceeded`, with the file as the place.
[[nodiscard]] Result<std::vector<std::byte>> read_file(const std::string& path,
                                                       const tenure::persist::LoadLimits& limits);

/// The file `path` with these bytes, whole or not at all. `Code::cannot_write`.
[[nodiscard]] Result<void> write_file(const std::string& path, std::span<const std::byte> bytes);

/// What `load(bytes, limits)` makes of the file `path`; its errors are placed there.
template <class Load>
[[nodiscard]] auto load_file(const std::string& path, const tenure::persist::LoadLimits& limits,
                             Load load) -> decltype(load(std::span<const std::byte>(), limits)) {
    const auto bytes = read_file(path, limits);
    if (!bytes) return bytes.error();
    auto loaded = load(std::span<const std::byte>(*bytes), limits);
    if (loaded) return loaded;
    Error error = loaded.error();
    error.where.file = path;
    return error;
}

}  // namespace tenure::inline v0::detail::persist
