#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/message.hpp"
#include "io/system_error.hpp"

namespace tenure::inline v0::detail::io {
namespace {

namespace fs = std::filesystem;

constexpr int none = -1;
constexpr std::string_view standard_output = "-";

Error cannot_write(const std::string& path, std::string_view got) {
    return {Code::cannot_write, core::expected_got("a file to write to", got), {path, 0, 0, {}}};
}

Error cannot_write(const std::string& path) { return cannot_write(path, describe_errno(errno)); }

// With its slash; empty for a name alone.
std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

// What follows `start` as a descriptor's number.
std::optional<int> number_after(std::string_view path, std::string_view start) {
    if (!path.starts_with(start)) return std::nullopt;
    path.remove_prefix(start.size());
    int number = none;
    const char* const end = path.data() + path.size();
    const auto read = std::from_chars(path.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < 0) return std::nullopt;
    return number;
}

// The descriptor of ours that such a name as `/dev/stdout` is a door to.
std::optional<int> own_door(std::string_view path) {
    if (path == standard_output || path == "/dev/stdout") return STDOUT_FILENO;
    if (path == "/dev/stderr") return STDERR_FILENO;
    const std::string own = "/proc/" + std::to_string(::getpid()) + "/fd/";
    for (const std::string_view folder :
         {std::string_view("/dev/fd/"), std::string_view("/proc/self/fd/"),
          std::string_view("/proc/thread-self/fd/"), std::string_view(own)}) {
        if (const auto descriptor = number_after(path, folder)) return descriptor;
    }
    return std::nullopt;
}

// A name of what some process has open, wherever it leads: it is written to, never replaced.
bool is_door(std::string_view path) {
    return own_door(path) || (path.starts_with("/proc/") && path.find("/fd/") != path.npos);
}

// Where links lead, as far as what is no link, or a door.
std::string followed(std::string path) {
    constexpr int most_links = 40;  // that Linux follows
    for (int i = 0; i < most_links && !is_door(path); ++i) {
        std::error_code no_link;
        const fs::path next = fs::read_symlink(path, no_link);
        if (no_link) break;
        path = (fs::path(path).parent_path() / next).string();
    }
    return path;
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
    const std::string target = followed(path);
    if (const auto descriptor = own_door(target)) return write_through(path, *descriptor);
    struct stat status {};
    if (::stat(target.c_str(), &status) != 0) {
        if (errno != ENOENT) return cannot_write(path);
        if (target != path) return cannot_write(path, "a link to nowhere");
        return create_beside(path, path);
    }
    if (S_ISDIR(status.st_mode)) return cannot_write(path, describe_errno(EISDIR));
    if (!S_ISREG(status.st_mode) || is_door(target)) return open_directly(path);
    if (::faccessat(AT_FDCWD, target.c_str(), W_OK, AT_EACCESS) != 0) return cannot_write(path);
    return create_beside(path, target);
}

// Opened anew, a file would be written from its start, over what is there.
Result<AtomicFile> AtomicFile::write_through(const std::string& path, int open_already) {
    // What the host has printed comes first.
    if (open_already == STDOUT_FILENO) static_cast<void>(std::fflush(stdout));
    const int descriptor = ::fcntl(open_already, F_DUPFD_CLOEXEC, 0);
    if (descriptor == none) return cannot_write(path);
    return AtomicFile(path, descriptor);
}

Result<AtomicFile> AtomicFile::open_directly(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor == none) return cannot_write(path);
    return AtomicFile(path, descriptor);
}

Result<AtomicFile> AtomicFile::create_beside(const std::string& path, const std::string& target) {
    AtomicFile file(path, none);
    file.target_ = target;
    if (auto opened = file.open_temporary(); !opened) return opened.error();
    struct stat status {};
    if (::stat(target.c_str(), &status) == 0) {
        static_cast<void>(::fchmod(file.descriptor_, status.st_mode & 07777));
    }
    return file;
}

// The name is not random, but nobody else's either: creating it fails where it is taken, by a link
// too.
Result<void> AtomicFile::open_temporary() {
    constexpr int most_tries = 10000;
    const std::string stem = folder_of(target_) + ".tenure-" + std::to_string(::getpid()) + '-';
    for (int i = 0; i < most_tries; ++i) {
        std::string name = stem + std::to_string(i);
        descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ != none) {
            temporary_ = std::move(name);
            return {};
        }
        if (errno != EEXIST) break;
    }
    return cannot_write(path_);
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

Result<void> AtomicFile::prepare() {
    const bool kept = temporary_.empty() || ::fsync(descriptor_) == 0;
    const int failure = errno;
    auto closed = close();
    return kept ? closed : cannot_write(path_, describe_errno(failure));
}

Result<void> AtomicFile::publish() && {
    if (temporary_.empty()) return {};
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) return cannot_write(path_);
    temporary_.clear();
    sync_folder(target_);
    return {};
}

Result<void> AtomicFile::commit() && {
    if (auto prepared = prepare(); !prepared) return prepared;
    return std::move(*this).publish();
}

Result<void> AtomicFile::close() {
    const int descriptor = std::exchange(descriptor_, none);
    if (descriptor == none) return {};
    return ::close(descriptor) == 0 ? Result<void>() : cannot_write(path_);
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
    auto file = AtomicFile::create(path);
    if (!file) return file.error();
    if (auto written = file->write(bytes); !written) return written;
    return std::move(*file).commit();
}

}  // namespace tenure::inline v0::detail::io
