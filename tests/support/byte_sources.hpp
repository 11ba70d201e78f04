#pragma once

// Byte sources for tests: from memory, and of lengths that nothing could hold.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "tenure/io/byte_source.hpp"

namespace tenure::test {

/// Bytes from memory, handed out in pieces of at most `piece`. Must outlive its `source()`.
class MemorySource {
public:
    explicit MemorySource(std::string bytes,
                          std::size_t piece = std::numeric_limits<std::size_t>::max())
        : bytes_(std::move(bytes)), piece_(piece) {}

    [[nodiscard]] ByteSource source() { return {&MemorySource::read, this, "memory.csv"}; }

private:
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        auto& memory = *static_cast<MemorySource*>(self);
        const std::size_t count =
            std::min({size, memory.piece_, memory.bytes_.size() - memory.at_});
        std::memcpy(buffer, memory.bytes_.data() + memory.at_, count);
        memory.at_ += count;
        return static_cast<std::ptrdiff_t>(count);
    }

    std::string bytes_;
    std::size_t piece_;
    std::size_t at_ = 0;
};

/// A header, then one line of `length` times the same byte, made up as it is read.
class EndlessLine {
public:
    EndlessLine(std::string start, char byte, std::uint64_t length)
        : start_(std::move(start)), byte_(byte), total_(start_.size() + length) {}

    [[nodiscard]] ByteSource source() { return {&EndlessLine::read, this, "pipe"}; }

    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return at_; }
    /// The most bytes that were asked for at once.
    [[nodiscard]] std::size_t widest_request() const noexcept { return widest_; }

private:
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        auto& line = *static_cast<EndlessLine*>(self);
        line.widest_ = std::max(line.widest_, size);
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(size, line.total_ - line.at_));
        for (std::size_t i = 0; i < count; ++i, ++line.at_) {
            const bool starting = line.at_ < line.start_.size();
            buffer[i] = starting ? line.start_[static_cast<std::size_t>(line.at_)] : line.byte_;
        }
        return static_cast<std::ptrdiff_t>(count);
    }

    std::string start_;
    char byte_;
    std::uint64_t total_;
    std::uint64_t at_ = 0;
    std::size_t widest_ = 0;
};

/// Bytes, and then a failure.
class BrokenSource {
public:
    explicit BrokenSource(std::string bytes) : memory_(std::move(bytes)) {}

    [[nodiscard]] ByteSource source() { return {&BrokenSource::read, this, "broken"}; }

private:
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size) {
        const ByteSource memory = static_cast<BrokenSource*>(self)->memory_.source();
        const std::ptrdiff_t count = memory.read(memory.self, buffer, size);
        return count > 0 ? count : -1;
    }

    MemorySource memory_;
};

}  // namespace tenure::test
