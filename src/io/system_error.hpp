#pragma once

// What the operating system says went wrong.

#include <string>

namespace tenure::inline v0::detail::io {

/// What an error number means, in our own words: the system's depend on the locale.
[[nodiscard]] std::string describe_errno(int number);

}  // namespace tenure::inline v0::detail::io
