#pragma once

// A file, or standard input, as a byte source.

#include <cstdint>
#include <optional>
#include <string>

#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::io {

/// An open file. It must stay where it is while `source()` is in use.
///
/// A regular file is read as far as it went when it was opened: of a log that grows meanwhile, what
/// is appended later may end anywhere. Where its end comes before that, reading fails. One that was
/// empty is read to its end, as a file may say so of what is made up while it is read (/proc).
class FileSource {
public:
    /// Opens `path`; `-` is standard input. `Code::cannot_open` where it is missing, not allowed or
    /// a directory.
    [[nodiscard]] static Result<FileSource> open(const std::string& path);

    FileSource(FileSource&& other) noexcept;
    FileSource& operator=(FileSource&& other) noexcept;
    ~FileSource();

    [[nodiscard]] ByteSource source() noexcept;

    /// Why reading from a source failed, if it is one of ours: `Code::cannot_read`.
    [[nodiscard]] static std::optional<Error> failure(const ByteSource& source);

    /// The size in bytes, of standard input from where it stood; 0 where it is not known.
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    FileSource(int descriptor, std::string name, std::uint64_t size);
    static std::ptrdiff_t read(void* self, char* buffer, std::size_t size);
    [[nodiscard]] std::size_t wanted(std::size_t size) const noexcept;
    std::ptrdiff_t fail(std::string_view expected, std::string_view got);

    int descriptor_;
    std::string name_;
    std::uint64_t size_;
    std::uint64_t read_ = 0;
    std::optional<Error> failure_;
};

}  // namespace tenure::inline v0::detail::io
