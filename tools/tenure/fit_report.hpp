#pragma once

/// @file
/// A fit for people and for machines.

#include <string>

#include "json.hpp"
#include "model_fits.hpp"

namespace tenure::tools {

/// Estimates with standard errors, likelihood and status, as aligned text.
[[nodiscard]] std::string to_text(const FitSummary& fit);

/// The object that `fit --json` prints.
[[nodiscard]] Json fit_json(const FitSummary& fit);

/// One line that says why a fit that is not usable is not.
[[nodiscard]] std::string why_unusable(const FitSummary& fit);

}  // namespace tenure::tools
