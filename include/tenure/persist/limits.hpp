#pragma once

/// @file
/// How much of a saved file is believed before it is read.

#include <cstdint>

namespace tenure::inline v0::persist {

/// What a loader will take. A file is hostile until proved otherwise: it is measured against these
/// before anything is allocated for what it says of itself. Above any of them, loading ends with
/// `Code::limit_exceeded`. Every value is allowed; 0 takes nothing.
struct LoadLimits {
    /// The whole file, in bytes; a model takes a few hundred.
    std::uint64_t max_bytes = std::uint64_t{256} << 20;
    /// Sections of a file.
    std::uint32_t max_sections = 64;
    /// One text, in bytes.
    std::uint32_t max_string = std::uint32_t{64} << 10;
    /// Elements of one sequence.
    std::uint32_t max_elements = std::uint32_t{16} << 20;
};

}  // namespace tenure::inline v0::persist
