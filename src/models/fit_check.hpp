#pragma once

// What every fit is: checked before one is saved, and of one that was loaded.

#include <string>

#include "tenure/core/result.hpp"
#include "tenure/models/fit.hpp"

namespace tenure::inline v0::detail::models {

/// Counts, limits and text of a report. `Code::invalid_value`, naming the member.
[[nodiscard]] Result<void> check_report(const tenure::models::FitReport& report);

/// `Code::invalid_value` where a variance is below 0; one that is not known is NaN.
[[nodiscard]] Result<void> check_variance(std::string_view parameter, double variance);

/// A valid model with valid variances and a valid report. `Code::invalid_value`, naming the member.
template <class Model>
[[nodiscard]] Result<void> check_fit(const tenure::models::Fitted<Model>& fit) {
    if (auto model = fit.model.check(); !model) return model;
    for (std::size_t i = 0; i < Model::parameter_count; ++i) {
        const double variance = fit.covariance[i * (Model::parameter_count + 1)];
        if (auto known = check_variance(Model::parameter_names[i], variance); !known) return known;
    }
    return check_report(fit.report);
}

}  // namespace tenure::inline v0::detail::models
