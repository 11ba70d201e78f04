#pragma once

/// @file
/// What may be done about a log that is refused.

#include <string>
#include <vector>

#include "check_report.hpp"

namespace tenure::tools {

/// Whether a notation is one of no day at all, but of zeros that stand where none is known.
[[nodiscard]] bool is_no_day(const DateNotation& notation) noexcept;

/// One sentence for each kind of rows that an option would settle.
[[nodiscard]] std::vector<std::string> advice_on(const CheckFindings& findings,
                                                 const LogOptions& options);

}  // namespace tenure::tools
