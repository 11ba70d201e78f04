#pragma once

/// @file
/// Cut points kept in a file, so that next month's customers are measured by this month's.

#include <string>

namespace tenure::tools {

/// The document in `path`, `-` being standard input. Throws the library's `Code::cannot_open`,
/// `Code::cannot_read`, and `Code::limit_exceeded` above a megabyte.
[[nodiscard]] std::string read_cuts(const std::string& path);

}  // namespace tenure::tools
