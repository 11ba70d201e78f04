#include "persist/file.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "core/message.hpp"
#include "io/atomic_file.hpp"
#include "io/file_source.hpp"
#include "io/source_stream.hpp"
#include "persist/envelope.hpp"

namespace tenure::inline v0::detail::persist {

namespace {

using Bytes = std::vector<std::byte>;

// More than this no buffer can hold, whatever the limit.
constexpr std::uint64_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max() / 2;
// Enough to see whose file it is.
constexpr std::uint64_t first_bytes = std::uint64_t{64} << 10;

Error too_large(std::uint64_t limit) {
    return {Code::limit_exceeded,
            core::expected_got("at most " + std::to_string(limit) + " bytes", "a larger file")};
}

// Appends what comes until there are `size` bytes; fewer at the end.
Result<void> fill(Bytes& bytes, io::SourceStream& stream, std::uint64_t size) {
    std::size_t used = bytes.size();
    bytes.resize(static_cast<std::size_t>(size));
    std::size_t count = 1;
    while (count > 0 && used < bytes.size()) {
        const auto read =
            stream.read(reinterpret_cast<char*>(bytes.data()) + used, bytes.size() - used);
        if (!read) return read.error();
        count = *read;
        used += count;
    }
    bytes.resize(used);
    return {};
}

// A file of known size is held once, in the memory that it is returned in.
Result<Bytes> read_all(io::FileSource& file, std::uint64_t limit) {
    io::SourceStream stream(file.source());
    Bytes bytes;
    const bool is_known = file.size() > 0;
    // One byte more than the limit tells a file that ends there from one that goes on.
    const std::uint64_t all = is_known ? file.size() : limit + 1;
    std::uint64_t size = is_known ? std::min(first_bytes, all) : first_bytes;
    if (auto filled = fill(bytes, stream, size); !filled) return filled.error();
    if (auto ours = check_start(bytes); !ours) return ours.error();
    if (file.size() > limit) return too_large(limit);
    while (bytes.size() == size && size < all) {
        size = is_known ? all : std::min(2 * size, all);
        if (auto filled = fill(bytes, stream, size); !filled) return filled.error();
    }
    if (bytes.size() > limit) return too_large(limit);
    return bytes;
}

}  // namespace

Result<Bytes> read_file(const std::string& path, const tenure::persist::LoadLimits& limits) {
    auto file = io::FileSource::open(path);
    if (!file) return file.error();
    auto bytes = read_all(*file, std::min(limits.max_bytes, most_bytes));
    if (bytes) return bytes;
    Error error = bytes.error();
    error.where.file = path;
    return error;
}

Result<void> write_file(const std::string& path, std::span<const std::byte> bytes) {
    return io::write_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace tenure::inline v0::detail::persist
