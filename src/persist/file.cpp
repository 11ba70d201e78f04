#include "persist/file.hpp"

#include <algorithm>
#include <limits>
#include <string_view>

#include "core/message.hpp"
#include "io/atomic_file.hpp"
#include "io/byte_buffer.hpp"
#include "io/file_source.hpp"
#include "persist/envelope.hpp"

namespace tenure::inline v0::detail::persist {

namespace {

// More than this no buffer can hold, whatever the limit.
constexpr std::uint64_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max() / 2;

std::span<const std::byte> bytes_of(const io::ByteBuffer& buffer) {
    return std::as_bytes(std::span(buffer.bytes()));
}

Error too_large(std::uint64_t limit) {
    return {Code::limit_exceeded,
            core::expected_got("at most " + std::to_string(limit) + " bytes", "a larger file")};
}

Result<void> fill(io::ByteBuffer& buffer, std::uint64_t limit, std::uint64_t known_size) {
    if (auto filled = buffer.fill(); !filled) return filled;
    if (auto ours = check_start(bytes_of(buffer)); !ours) return ours;
    if (known_size > limit) return too_large(limit);
    while (!buffer.at_end() && buffer.bytes().size() <= limit) {
        if (auto filled = buffer.fill(); !filled) return filled;
    }
    return buffer.bytes().size() > limit ? Result<void>(too_large(limit)) : Result<void>();
}

}  // namespace

Result<std::vector<std::byte>> read_file(const std::string& path,
                                         const tenure::persist::LoadLimits& limits) {
    auto file = io::FileSource::open(path);
    if (!file) return file.error();
    const std::uint64_t limit = std::min(limits.max_bytes, most_bytes);
    io::ByteBuffer buffer(file->source(), static_cast<std::size_t>(limit));
    if (auto filled = fill(buffer, limit, file->size()); !filled) {
        Error error = filled.error();
        error.where.file = path;
        return error;
    }
    const auto bytes = bytes_of(buffer);
    return std::vector<std::byte>(bytes.begin(), bytes.end());
}

Result<void> write_file(const std::string& path, std::span<const std::byte> bytes) {
    return io::write_file(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace tenure::inline v0::detail::persist
