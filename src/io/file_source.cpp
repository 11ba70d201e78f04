#include "io/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "core/message.hpp"
#include "io/system_error.hpp"

namespace tenure::inline v0::detail::io {
namespace {

constexpr int none = -1;
constexpr std::string_view standard_input = "-";

Error cannot_open(const std::string& path, const std::string& got) {
    return {Code::cannot_open, core::expected_got("a readable file", got), {path, 0, 0, {}}};
}

// What is left of a regular file; 0 of anything else.
std::uint64_t bytes_left(int descriptor, const struct stat& status) noexcept {
    if (!S_ISREG(status.st_mode)) return 0;
    const ::off_t at = ::lseek(descriptor, 0, SEEK_CUR);
    return at < 0 || at > status.st_size ? 0 : static_cast<std::uint64_t>(status.st_size - at);
}

::ssize_t read_some(int descriptor, char* buffer, std::size_t size) noexcept {
    for (;;) {
        const ::ssize_t count = ::read(descriptor, buffer, size);
        if (count >= 0 || errno != EINTR) return count;
    }
}

}  // namespace

FileSource::FileSource(int descriptor, std::string name, std::uint64_t size)
    : descriptor_(descriptor), name_(std::move(name)), size_(size) {}

FileSource::FileSource(FileSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, none)),
      name_(std::move(other.name_)),
      size_(other.size_),
      read_(other.read_),
      failure_(std::move(other.failure_)) {}

FileSource& FileSource::operator=(FileSource&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(name_, other.name_);
    std::swap(size_, other.size_);
    std::swap(read_, other.read_);
    std::swap(failure_, other.failure_);
    return *this;
}

FileSource::~FileSource() {
    if (descriptor_ != none && name_ != standard_input) ::close(descriptor_);
}

Result<FileSource> FileSource::open(const std::string& path) {
    const int descriptor =
        path == standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor == none) return cannot_open(path, describe_errno(errno));
    FileSource file(descriptor, path, 0);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) return cannot_open(path, describe_errno(errno));
    if (S_ISDIR(status.st_mode)) return cannot_open(path, describe_errno(EISDIR));
    file.size_ = bytes_left(descriptor, status);
    return file;
}

ByteSource FileSource::source() noexcept { return {&FileSource::read, this, name_}; }

std::optional<Error> FileSource::failure(const ByteSource& source) {
    if (source.read != &FileSource::read) return std::nullopt;
    return static_cast<const FileSource*>(source.self)->failure_;
}

std::ptrdiff_t FileSource::read(void* self, char* buffer, std::size_t size) {
    auto& file = *static_cast<FileSource*>(self);
    const std::size_t wanted = file.wanted(size);
    if (wanted == 0) return 0;
    const ::ssize_t count = read_some(file.descriptor_, buffer, wanted);
    if (count < 0) return file.fail("more bytes or the end", describe_errno(errno));
    if (count == 0 && file.read_ < file.size_) {
        return file.fail(std::to_string(file.size_) + " bytes",
                         std::to_string(file.read_) + ": the file shrank");
    }
    file.read_ += static_cast<std::uint64_t>(count);
    return count;
}

std::size_t FileSource::wanted(std::size_t size) const noexcept {
    return size_ == 0 ? size
                      : static_cast<std::size_t>(std::min<std::uint64_t>(size, size_ - read_));
}

std::ptrdiff_t FileSource::fail(std::string_view expected, std::string_view got) {
    failure_ = Error{Code::cannot_read, core::expected_got(expected, got), {name_, 0, 0, {}}};
    return -1;
}

}  // namespace tenure::inline v0::detail::io
