#pragma once

/// @file
/// The log options for machines.

#include "json.hpp"
#include "log_options.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::tools {

/// The log options as they took effect on `base`, none of which there may be. What a base does not
/// have is null.
[[nodiscard]] Json log_options_json(const LogOptions& options, const CustomerBase* base);

}  // namespace tenure::tools
