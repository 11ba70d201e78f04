#pragma once

// Streams, read to their end.

#include <cstddef>
#include <optional>
#include <string>

#include "io/byte_stream.hpp"
#include "support/byte_sources.hpp"

namespace tenure::test {

struct StreamRead {
    std::string bytes;           ///< What came before the end or the error.
    std::optional<Error> error;  ///< Why it did not come to an end.
};

/// Reads `size` bytes at a time.
inline StreamRead read_all(detail::io::ByteStream& stream, std::size_t size) {
    StreamRead out;
    std::string buffer(size, '\0');
    for (;;) {
        const auto count = stream.read(buffer.data(), size);
        if (!count) {
            out.error = count.error();
            return out;
        }
        if (*count == 0) return out;
        out.bytes.append(buffer, 0, *count);
    }
}

}  // namespace tenure::test
