#pragma once

// Files that appear whole or not at all.

#include <optional>
#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::io {

/// A file in the making. What is written goes into a temporary file beside the target, which takes
/// the target's name when it is committed, and is removed where it is not. A link is followed.
/// Standard output
/// (`-`), devices and pipes cannot be replaced, and are written to directly.
class AtomicFile {
public:
    /// `Code::cannot_write` where the folder is missing, not allowed, or the target is a folder.
    [[nodiscard]] static Result<AtomicFile> create(const std::string& path);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    Result<void> write(std::string_view bytes);

    /// Brings the bytes to the disk, and the file under its name. The file is closed whatever comes
    /// of it.
    Result<void> commit() &&;

private:
    AtomicFile(std::string path, int descriptor) noexcept;

    [[nodiscard]] static Result<AtomicFile> open_directly(const std::string& path);
    [[nodiscard]] static Result<AtomicFile> create_beside(const std::string& path,
                                                          const std::string& target);
    Result<void> finish();
    Result<void> close();

    std::string path_;       // as the caller named it
    std::string temporary_;  // empty where the target is written to directly
    std::string target_;
    int descriptor_;
};

/// All of `bytes` as the file `path`. `Code::cannot_write`.
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace tenure::inline v0::detail::io
