#include "io/byte_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "core/message.hpp"

namespace tenure::inline v0::detail::io {

ByteBuffer::ByteBuffer(ByteSource source, std::size_t limit)
    : source_(std::move(source)), limit_(limit + block) {
    if (source_.read == nullptr) {
        core::contract_violation("source.read", "a function", "null");
    }
    reallocate(block);
}

Result<void> ByteBuffer::fill() {
    make_room();
    while (!at_end_ && end_ < capacity_) {
        const std::size_t room = capacity_ - end_;
        const std::ptrdiff_t count = source_.read(source_.self, data_.get() + end_, room);
        if (count < 0) {
            return Error{Code::cannot_read,
                         core::expected_got("more bytes or the end", "a read error"),
                         {source_.name, 0, 0, {}}};
        }
        if (static_cast<std::size_t>(count) > room) {
            core::contract_violation("source.read", "at most the bytes asked for", "more");
        }
        end_ += static_cast<std::size_t>(count);
        at_end_ = count == 0;
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
