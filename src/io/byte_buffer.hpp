#pragma once

// A window on a byte source that grows as far as it must, and no further than a limit.

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::io {

class ByteBuffer {
public:
    /// What is read at once, and the least that is held.
    static constexpr std::size_t block = std::size_t{256} << 10;

    /// Never holds more than `limit` + one block.
    ByteBuffer(ByteSource source, std::size_t limit);

    /// What was read and not consumed. Views stay valid until `fill`.
    [[nodiscard]] std::string_view bytes() const noexcept {
        return {data_.get() + begin_, end_ - begin_};
    }
    void consume(std::size_t count) noexcept {
        begin_ += count;
        consumed_ += count;
    }

    /// Reads until the buffer is full or the input ends; a buffer that is full already is doubled
    /// first, so that whoever looks at all its bytes after each call takes linear time.
    /// `Code::cannot_read`.
    Result<void> fill();

    /// Whether `bytes()` is all that is left.
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    /// All bytes that were read and consumed.
    [[nodiscard]] std::size_t consumed() const noexcept { return consumed_; }
    [[nodiscard]] const std::string& name() const noexcept { return source_.name; }

private:
    struct Free {
        void operator()(char* memory) const noexcept { std::free(memory); }
    };

    void make_room();
    void reallocate(std::size_t capacity);

    ByteSource source_;
    std::size_t limit_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0, end_ = 0;
    std::size_t consumed_ = 0;
    bool at_end_ = false;
    std::unique_ptr<char, Free> data_;  // reallocated, so that growing does not hold it twice
};

}  // namespace tenure::inline v0::detail::io
