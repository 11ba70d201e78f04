#pragma once

// A host's source, or a file of ours, as a stream.

#include "io/byte_stream.hpp"
#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::io {

class SourceStream final : public ByteStream {
public:
    explicit SourceStream(ByteSource source);

    /// `Code::cannot_read`. The source is not asked again after its end: a terminal would wait.
    [[nodiscard]] Result<std::size_t> read(char* buffer, std::size_t size) override;
    [[nodiscard]] std::uint64_t taken(std::size_t unused) const noexcept override {
        return taken_ - unused;
    }
    [[nodiscard]] const std::string& name() const noexcept override { return source_.name; }

private:
    ByteSource source_;
    std::uint64_t taken_ = 0;
    bool at_end_ = false;
};

}  // namespace tenure::inline v0::detail::io
