#pragma once

/// @file
/// What a saved file is made of, whatever was saved.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenure/core/result.hpp"
#include "tenure/persist/limits.hpp"

namespace tenure::inline v0::persist {

/// One section of a saved file.
struct SectionSummary {
    /// Four letters. A reader that does not know a section refuses the file where the first letter
    /// is upper case, and skips the section where it is lower case.
    std::string tag;
    std::uint32_t version = 0;
    std::uint64_t bytes = 0;  ///< The length of its payload.
};

/// The envelope of a saved file.
struct FileSummary {
    std::uint16_t major = 0;  ///< Versions of the format: a higher major one is not read, …
    std::uint16_t minor = 0;  ///< … a higher minor one is.
    std::uint64_t bytes = 0;  ///< The length of the file.
    std::vector<SectionSummary> sections = {};
};

/// Reads the file at `path` (`-` is standard input) and checks its envelope: lengths and checksums.
/// The sections themselves are not looked into, so that files of a newer Tenure can be inspected
/// too.
///
/// The checksums (CRC-32) find accidents. They do not tell who wrote the file: where that matters,
/// the host signs it.
/// @return `Code::cannot_open`, `Code::cannot_read`, `Code::not_a_tenure_file`,
/// `Code::unsupported_version`, `Code::corrupt_file`, `Code::limit_exceeded`.
[[nodiscard]] TENURE_API Result<FileSummary> inspect(const std::string& path,
                                                     const LoadLimits& limits = {});

/// The same from memory.
[[nodiscard]] TENURE_API Result<FileSummary> inspect_from(std::span<const std::byte> bytes,
                                                          const LoadLimits& limits = {});

}  // namespace tenure::inline v0::persist
