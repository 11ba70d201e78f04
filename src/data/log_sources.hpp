#pragma once

// The texts that are one log, one behind the other.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "io/file_source.hpp"
#include "tenure/io/byte_source.hpp"

namespace tenure::inline v0::detail::data {

/// Files, or the host's own sources. All files must be there before the first is read; each is open
/// while it is read, and only those whose sizes are not known (pipes, devices) from the start on.
class LogSources {
public:
    /// `Code::cannot_open`.
    [[nodiscard]] static Result<LogSources> of_files(const std::vector<std::string>& paths);
    [[nodiscard]] static LogSources of(std::vector<ByteSource> sources);

    [[nodiscard]] bool has_next() const noexcept { return next_ != texts_.size(); }
    /// The next text, and closes the last one. It is valid while the sources stay.
    [[nodiscard]] Result<ByteSource> next();
    /// Of all; 0 where that is not known.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    struct Text {
        std::string path;
        std::optional<io::FileSource> file;
        std::optional<ByteSource> source;  // the host's
    };

    std::vector<Text> texts_;  // which never grows while a file is read
    std::size_t next_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace tenure::inline v0::detail::data
