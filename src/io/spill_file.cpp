#include "io/spill_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "core/message.hpp"
#include "io/system_error.hpp"

namespace tenure::inline v0::detail::io {
namespace {

constexpr int none = -1;

Error cannot_write(const std::string& folder, std::string_view got) {
    return {Code::cannot_write,
            core::expected_got("a folder for temporary files", got),
            {folder, 0, 0, {}}};
}

Error cannot_read(const std::string& folder, std::string_view got) {
    return {Code::cannot_read,
            core::expected_got("the bytes of a temporary file", got),
            {folder, 0, 0, {}}};
}

// A file that never had a name; `none` where the file system knows of no such thing.
int open_nameless(const std::string& folder) noexcept {
#if defined(O_TMPFILE)
    return ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
#else
    static_cast<void>(folder);
    return none;
#endif
}

// A file whose name is taken away at once.
int open_and_unlink(const std::string& folder) {
    std::string name = folder + "/.tenure-XXXXXX";
    const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor == none || ::unlink(name.c_str()) == 0) return descriptor;
    const int failure = errno;
    ::close(descriptor);
    errno = failure;
    return none;
}

::off_t offset_of(std::uint64_t position) noexcept { return static_cast<::off_t>(position); }

}  // namespace

SpillFile::SpillFile(std::string folder, int descriptor) noexcept
    : folder_(std::move(folder)), descriptor_(descriptor) {}

SpillFile::SpillFile(SpillFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      descriptor_(std::exchange(other.descriptor_, none)),
      size_(other.size_) {}

SpillFile& SpillFile::operator=(SpillFile&& other) noexcept {
    folder_.swap(other.folder_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    return *this;
}

SpillFile::~SpillFile() {
    if (descriptor_ != none) ::close(descriptor_);
}

Result<SpillFile> SpillFile::create(const std::string& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) return cannot_write(folder, describe_errno(errno));
    if (!S_ISDIR(status.st_mode)) return cannot_write(folder, describe_errno(ENOTDIR));
    int descriptor = open_nameless(folder);
    if (descriptor == none) descriptor = open_and_unlink(folder);
    if (descriptor == none) return cannot_write(folder, describe_errno(errno));
    return SpillFile(folder, descriptor);
}

// At an offset of our own, so that what of a failed call was written is written over.
Result<std::uint64_t> SpillFile::append(std::span<const std::byte> bytes) {
    std::uint64_t at = size_;
    while (!bytes.empty()) {
        const ::ssize_t count = ::pwrite(descriptor_, bytes.data(), bytes.size(), offset_of(at));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_write(folder_, describe_errno(errno));
        at += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return std::exchange(size_, at);
}

Result<void> SpillFile::read(std::uint64_t offset, std::span<std::byte> bytes) const {
    while (!bytes.empty()) {
        const ::ssize_t count = ::pread(descriptor_, bytes.data(), bytes.size(), offset_of(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_read(folder_, describe_errno(errno));
        if (count == 0) return cannot_read(folder_, "the end of it");
        offset += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

}  // namespace tenure::inline v0::detail::io
