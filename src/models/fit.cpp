#include "tenure/models/fit.hpp"

#include "models/option_error.hpp"

namespace tenure::inline v0::models {

std::string_view to_string(FitStatus status) noexcept {
    switch (status) {
        case FitStatus::converged:
            return "converged";
        case FitStatus::boundary:
            return "boundary";
        case FitStatus::not_identified:
            return "not_identified";
        case FitStatus::max_iterations:
            return "max_iterations";
    }
    return "unknown";
}

std::string_view to_string(Limit limit) noexcept {
    switch (limit) {
        case Limit::no_dropout:
            return "no_dropout";
        case Limit::geometric_dropout:
            return "geometric_dropout";
        case Limit::polarized_dropout:
            return "polarized_dropout";
        case Limit::equal_rates:
            return "equal_rates";
        case Limit::equal_spend:
            return "equal_spend";
        case Limit::constant_purchases:
            return "constant_purchases";
    }
    return "unknown";
}

Result<void> FitOptions::check() const {
    if (max_iterations >= 1) return {};
    return detail::models::invalid_option("max_iterations", "at least 1",
                                          static_cast<double>(max_iterations));
}

}  // namespace tenure::inline v0::models
