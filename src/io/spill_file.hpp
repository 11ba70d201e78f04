#pragma once

// A place on disk for what does not fit into memory.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::io {

/// A temporary file without a name: however the program ends, nothing is left of it.
class SpillFile {
public:
    /// `Code::cannot_write` where the folder is missing, or not allowed.
    [[nodiscard]] static Result<SpillFile> create(const std::string& folder);

    SpillFile(SpillFile&& other) noexcept;
    SpillFile& operator=(SpillFile&& other) noexcept;
    ~SpillFile();

    /// Writes the bytes behind all others, and returns where they start. `Code::cannot_write`, as
    /// of a full disk; the file is then as it was.
    [[nodiscard]] Result<std::uint64_t> append(std::span<const std::byte> bytes);

    /// Reads what was appended at `offset` before. `Code::cannot_read`.
    [[nodiscard]] Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) const;

private:
    SpillFile(std::string folder, int descriptor) noexcept;

    std::string folder_;
    int descriptor_;
    std::uint64_t size_ = 0;
};

}  // namespace tenure::inline v0::detail::io
