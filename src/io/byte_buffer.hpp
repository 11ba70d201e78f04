#pragma once

// A window on a stream of bytes that grows as far as it must, and no further than a limit.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "io/byte_stream.hpp"
#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::io {

class ByteBuffer {
public:
    /// What is read at once, and the least that is held.
    static constexpr std::size_t block = std::size_t{256} << 10;

    /// Never holds more than `limit` + one block.
    ByteBuffer(std::unique_ptr<ByteStream> stream, std::size_t limit);
    /// The source's bytes as they are.
    ByteBuffer(ByteSource source, std::size_t limit);

    /// What was read and not consumed. Views stay valid until `fill`.
    [[nodiscard]] std::string_view bytes() const noexcept {
        return {data_.get() + begin_, end_ - begin_};
    }
    void consume(std::size_t count) noexcept { begin_ += count; }

    /// Reads until the buffer is full or the input ends; a buffer that is full already is doubled
    /// first, so that whoever looks at all its bytes after each call takes linear time.
    /// Its errors are the stream's.
    Result<void> fill();

    /// Whether `bytes()` is all that is left.
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    /// `ByteStream::taken` where `unused` of `bytes()` are left.
    [[nodiscard]] std::uint64_t taken(std::size_t unused) const noexcept {
        return stream_->taken(unused);
    }
    [[nodiscard]] const std::string& name() const noexcept { return stream_->name(); }

private:
    struct Free {
        void operator()(char* memory) const noexcept { std::free(memory); }
    };

    void make_room();
    void reallocate(std::size_t capacity);

    std::unique_ptr<ByteStream> stream_;
    std::size_t limit_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0, end_ = 0;
    bool at_end_ = false;
    std::unique_ptr<char, Free> data_;  // reallocated, so that growing does not hold it twice
};

}  // namespace tenure::inline v0::detail::io
