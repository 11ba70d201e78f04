#include "io/byte_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "io/source_stream.hpp"

namespace tenure::inline v0::detail::io {

ByteBuffer::ByteBuffer(std::unique_ptr<ByteStream> stream, std::size_t limit)
    : stream_(std::move(stream)), limit_(limit + block) {
    reallocate(block);
}

ByteBuffer::ByteBuffer(ByteSource source, std::size_t limit)
    : ByteBuffer(std::make_unique<SourceStream>(std::move(source)), limit) {}

Result<void> ByteBuffer::fill() {
    make_room();
    while (!at_end_ && end_ < capacity_) {
        const auto count = stream_->read(data_.get() + end_, capacity_ - end_);
        if (!count) return count.error();
        end_ += *count;
        at_end_ = *count == 0;
    }
    return {};
}

void ByteBuffer::make_room() {
    if (begin_ > 0) {
        std::memmove(data_.get(), data_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == capacity_) reallocate(std::min(2 * capacity_, limit_));
}

void ByteBuffer::reallocate(std::size_t capacity) {
    auto* const memory = static_cast<char*>(std::realloc(data_.get(), capacity));
    if (memory == nullptr) throw std::bad_alloc();
    static_cast<void>(data_.release());
    data_.reset(memory);
    capacity_ = capacity;
}

}  // namespace tenure::inline v0::detail::io
