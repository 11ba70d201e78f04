#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>

#include "core/message.hpp"
#include "io/system_error.hpp"

namespace tenure::inline v0::detail::io {
namespace {

constexpr int none = -1;
constexpr std::string_view standard_output = "-";

Error cannot_write(const std::string& path, std::string_view got) {
    return {Code::cannot_write, core::expected_got("a file to write to", got), {path, 0, 0, {}}};
}

Error cannot_write(const std::string& path) { return cannot_write(path, describe_errno(errno)); }

// With its slash; empty for a name alone.
std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

bool is_there(const std::string& path, struct stat& status) {
    return ::lstat(path.c_str(), &status) == 0;
}

// What a link stands for; nothing where that is not there.
std::string resolved(const std::string& link) {
    const std::unique_ptr<char, void (*)(void*)> path(::realpath(link.c_str(), nullptr),
                                                      &std::free);
    return path == nullptr ? std::string() : std::string(path.get());
}

// Names under these are doors to what is open already (`/dev/stdout`), wherever they lead.
bool is_door(std::string_view path) {
    return path.starts_with("/dev/") || path.starts_with("/proc/");
}

// Brings the folder's new entry to the disk. Not every file system can; the file itself is safe by
// now.
void sync_folder(const std::string& target) {
    const std::string folder = folder_of(target);
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor == none) return;
    static_cast<void>(::fsync(descriptor));
    ::close(descriptor);
}

}  // namespace

AtomicFile::AtomicFile(std::string path, int descriptor) noexcept
    : path_(std::move(path)), descriptor_(descriptor) {}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      target_(std::move(other.target_)),
      descriptor_(std::exchange(other.descriptor_, none)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    path_.swap(other.path_);
    temporary_.swap(other.temporary_);
    target_.swap(other.target_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

AtomicFile::~AtomicFile() {
    static_cast<void>(close());
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<AtomicFile> AtomicFile::create(const std::string& path) {
    if (path == standard_output) {
        static_cast<void>(std::fflush(stdout));  // what the host has printed comes first
        return AtomicFile(path, STDOUT_FILENO);
    }
    struct stat status {};
    if (!is_there(path, status) || S_ISREG(status.st_mode)) return create_beside(path, path);
    if (S_ISDIR(status.st_mode)) return cannot_write(path, describe_errno(EISDIR));
    if (!S_ISLNK(status.st_mode) || is_door(path)) return open_directly(path);
    const std::string target = resolved(path);
    if (target.empty()) return cannot_write(path, "a link to nowhere");
    if (::stat(path.c_str(), &status) != 0) return cannot_write(path);
    if (S_ISDIR(status.st_mode)) return cannot_write(path, describe_errno(EISDIR));
    return S_ISREG(status.st_mode) ? create_beside(path, target) : open_directly(path);
}

Result<AtomicFile> AtomicFile::open_directly(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor == none) return cannot_write(path);
    return AtomicFile(path, descriptor);
}

// The name is not random, but nobody else's either: creating it fails where it is taken, by a link
// too.
Result<AtomicFile> AtomicFile::create_beside(const std::string& path, const std::string& target) {
    constexpr int most_tries = 10000;
    const std::string stem = folder_of(target) + ".tenure-" + std::to_string(::getpid()) + '-';
    AtomicFile file(path, none);
    for (int i = 0; i < most_tries; ++i) {
        std::string name = stem + std::to_string(i);
        file.descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file.descriptor_ != none) {
            file.temporary_ = std::move(name);
            break;
        }
        if (errno != EEXIST) return cannot_write(path);
    }
    if (file.descriptor_ == none) return cannot_write(path);
    struct stat status {};
    if (is_there(target, status)) {
        static_cast<void>(::fchmod(file.descriptor_, status.st_mode & 07777));
    }
    file.target_ = target;
    return file;
}

Result<void> AtomicFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ::ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return cannot_write(path_);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> AtomicFile::commit() && {
    if (temporary_.empty()) return close();
    auto finished = finish();
    if (finished) {
        temporary_.clear();
        sync_folder(target_);
    }
    return finished;
}

Result<void> AtomicFile::finish() {
    if (::fsync(descriptor_) != 0) return cannot_write(path_);
    if (auto closed = close(); !closed) return closed;
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) return cannot_write(path_);
    return {};
}

Result<void> AtomicFile::close() {
    const int descriptor = std::exchange(descriptor_, none);
    if (descriptor == none || path_ == standard_output) return {};
    return ::close(descriptor) == 0 ? Result<void>() : cannot_write(path_);
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    auto file = AtomicFile::create(path);
    if (!file) return file.error();
    if (auto written = file->write(bytes); !written) return written;
    return std::move(*file).commit();
}

}  // namespace tenure::inline v0::detail::io
