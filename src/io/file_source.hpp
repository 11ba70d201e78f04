#pragma once

// A file, or standard input, as a byte source.

#include <cstdint>
#include <string>

#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::io {

/// An open file. It must stay where it is while `source()` is in use.
class FileSource {
public:
    /// Opens `path`; `-` is standard input. `Code::cannot_open` where it is missing, not allowed or
    /// a directory.
    [[nodiscard]] static Result<FileSource> open(const std::string& path);

    FileSource(FileSource&& other) noexcept;
    FileSource& operator=(FileSource&& other) noexcept;
    ~FileSource();

    [[nodiscard]] ByteSource source() noexcept;

    /// The size in bytes; 0 where it is not known.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    FileSource(int descriptor, std::string name, std::uint64_t size);
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size);

    int descriptor_;
    std::string name_;
    std::uint64_t size_;
};

}  // namespace tenure::inline v0::detail::io
