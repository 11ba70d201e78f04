#include "models/fit_check.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/message.hpp"
#include "core/number.hpp"
#include "io/utf8.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using tenure::models::FitReport;
using tenure::models::FitStatus;

Error invalid(std::string_view member, std::string_view expected, std::string_view got) {
    return {Code::invalid_value, core::expected_got(expected, got), {.field = std::string(member)}};
}

Result<void> check_count(std::string_view member, std::int64_t count) {
    if (count >= 0) return {};
    return invalid(member, "a count of 0 or more", std::to_string(count));
}

Result<void> check_counts(const FitReport& report) {
    if (auto count = check_count("customers", report.customers); !count) return count;
    if (auto count = check_count("excluded", report.excluded); !count) return count;
    if (auto count = check_count("patterns", report.patterns); !count) return count;
    if (auto count = check_count("iterations", report.iterations); !count) return count;
    if (report.patterns <= report.customers) return {};
    return invalid("patterns",
                   "no more than the " + std::to_string(report.customers) + " customers",
                   std::to_string(report.patterns));
}

Result<void> check_limits(const FitReport& report) {
    const auto& limits = report.limits;
    if (limits.empty() != (report.status != FitStatus::boundary)) {
        return invalid("limits", "limits at a boundary, and only there", to_string(report.status));
    }
    if (std::ranges::adjacent_find(limits, std::greater_equal{}) == limits.end()) return {};
    return invalid("limits", "each limit once, in the order of Limit", "another order");
}

}  // namespace

Result<void> check_variance(std::string_view parameter, double variance) {
    if (!(variance < 0.0)) return {};
    return invalid("covariance", "a variance of " + std::string(parameter) + " of 0 or more",
                   core::shortest(variance));
}

Result<void> check_report(const FitReport& report) {
    if (report.usable() && !std::isfinite(report.log_likelihood)) {
        return invalid("log_likelihood", "a finite number", core::shortest(report.log_likelihood));
    }
    if (io::find_invalid_utf8(report.explanation) != std::string::npos) {
        return invalid("explanation", "UTF-8", core::quoted(report.explanation));
    }
    if (auto counts = check_counts(report); !counts) return counts;
    return check_limits(report);
}

}  // namespace tenure::inline v0::detail::models
