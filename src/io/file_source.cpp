#include "io/file_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

}  // namespace

FileSource::FileSource(int descriptor, std::string name, std::uint64_t size)
    : descriptor_(descriptor), name_(std::move(name)), size_(size) {}

FileSource::FileSource(FileSource&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, none)),
      name_(std::move(other.name_)),
      size_(other.size_) {}

FileSource& FileSource::operator=(FileSource&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(name_, other.name_);
    std::swap(size_, other.size_);
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
    if (S_ISREG(status.st_mode)) file.size_ = static_cast<std::uint64_t>(status.st_size);
    return file;
}

ByteSource FileSource::source() noexcept { return {&FileSource::read, this, name_}; }

std::ptrdiff_t FileSource::read(void* self, char* buffer, std::size_t size) {
    const int descriptor = static_cast<FileSource*>(self)->descriptor_;
    for (;;) {
        const ::ssize_t count = ::read(descriptor, buffer, size);
        if (count >= 0 || errno != EINTR) return count;
    }
}

}  // namespace tenure::inline v0::detail::io
