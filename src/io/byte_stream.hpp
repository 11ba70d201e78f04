#pragma once

// Bytes that come one after another, or an error that says why they do not: what is put between a
// host's source and whoever reads it.

#include <cstddef>
#include <cstdint>
#include <string>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::io {

class ByteStream {
public:
    ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    virtual ~ByteStream() = default;

    /// Puts at most `size` (> 0) bytes into `buffer` and returns how many, 0 at the end.
    [[nodiscard]] virtual Result<std::size_t> read(char* buffer, std::size_t size) = 0;

    /// How many bytes of the source were used for all that was read but the last `unused` bytes: at
    /// the end, all of them. Where bytes are not handed on as they are, those of `unused` may be
    /// among them.
    [[nodiscard]] virtual std::uint64_t taken(std::size_t unused) const noexcept = 0;

    /// How errors call the source.
    [[nodiscard]] virtual const std::string& name() const noexcept = 0;
};

}  // namespace tenure::inline v0::detail::io
