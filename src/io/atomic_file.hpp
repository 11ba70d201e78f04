#pragma once

// Files that appear whole or not at all.

#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::io {

/// A file in the making. What is written goes into a temporary file beside the target, which takes
/// the target's name when it is published, and is removed where it is not. Links are followed.
/// Standard output (`-`), what is open already (`/dev/stdout`, `/dev/fd/3`), devices, pipes and
/// sockets cannot be replaced: they are written to directly, where they stand.
///
/// Several files appear together, or none, where all are prepared before the first is published:
/// what is likely to fail (a full disk) has failed by then, and only renaming is left.
class AtomicFile {
public:
    /// `Code::cannot_write` where the folder is missing, not allowed, or the target is a folder or
    /// may not be written to: renaming would replace a read-only file without asking.
    [[nodiscard]] static Result<AtomicFile> create(const std::string& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    Result<void> write(std::string_view bytes);

    /// Ends the writing: the bytes are on the disk, still under the temporary name, and the file is
    /// closed whatever comes of it.
    Result<void> prepare();

    /// Brings what was prepared under its name. Nothing where it was written to directly.
    Result<void> publish() &&;

    /// `prepare` and `publish`.
    Result<void> commit() &&;

private:
    AtomicFile(std::string path, int descriptor) noexcept;

    [[nodiscard]] static Result<AtomicFile> write_through(const std::string& path,
                                                          int open_already);
    [[nodiscard]] static Result<AtomicFile> open_directly(const std::string& path);
    [[nodiscard]] static Result<AtomicFile> create_beside(const std::string& path,
                                                          const std::string& target);
    Result<void> open_temporary();
    Result<void> close();

    std::string path_;       // as the caller named it
    std::string temporary_;  // empty where the target is written to directly
    std::string target_;
    int descriptor_;
};

/// All of `bytes` as the file `path`. `Code::cannot_write`.
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace tenure::inline v0::detail::io
