#include "io/source_stream.hpp"

#include <utility>

#include "core/message.hpp"
#include "io/file_source.hpp"

namespace tenure::inline v0::detail::io {

SourceStream::SourceStream(ByteSource source) : source_(std::move(source)) {
    if (source_.read == nullptr) {
        core::contract_violation("source.read", "a function", "null");
    }
}

Result<std::size_t> SourceStream::read(char* buffer, std::size_t size) {
    if (at_end_) return std::size_t{0};
    const std::ptrdiff_t count = source_.read(source_.self, buffer, size);
    if (count < 0) {
        if (auto known = FileSource::failure(source_)) return *std::move(known);
        return Error{Code::cannot_read,
                     core::expected_got("more bytes or the end", "a read error"),
                     {source_.name, 0, 0, {}}};
    }
    const auto bytes = static_cast<std::size_t>(count);
    if (bytes > size) {
        core::contract_violation("source.read", "at most the bytes asked for", "more");
    }
    taken_ += bytes;
    at_end_ = bytes == 0;
    return bytes;
}

}  // namespace tenure::inline v0::detail::io
