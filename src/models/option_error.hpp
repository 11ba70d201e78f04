#pragma once

// How an option outside its range is reported.

#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::models {

/// `Code::invalid_option` with the option's path as the field: "expected …, got …".
[[nodiscard]] Error invalid_option(std::string_view option, std::string_view expected,
                                   std::string_view got);
[[nodiscard]] Error invalid_option(std::string_view option, std::string_view expected, double got);

/// What the check of a model said, as the error of the option that the model was given for.
[[nodiscard]] Result<void> as_option(std::string_view option, const Result<void>& checked);

}  // namespace tenure::inline v0::detail::models
