#include <cmath>
#include <string>

#include "models/option_error.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::inline v0 {

namespace {

using detail::models::as_option;
using detail::models::invalid_option;

/// Whether a fit may score, by how it ended.
template <class AnyModel>
Result<void> check_usable(std::string_view option, const AnyModel& model, Accept accept_unusable) {
    const models::FitReport report{.status = model.status()};
    if (report.usable() || accept_unusable == Accept::yes) return {};
    Error error{Code::unusable_fit, "expected a fit that is usable, got "};
    error.message.append(model.name()).append(" ").append(to_string(model.status()));
    error.where.field = option;
    return error;
}

Result<void> check_purchases(const ScoreOptions& options) {
    const auto& model = options.purchases;
    if (auto usable = check_usable("purchases", model, options.accept_unusable); !usable)
        return usable;
    return as_option("purchases", model.get_if<models::BgNbd>()->check());
}

Result<void> check_spend(const ScoreOptions& options) {
    if (!options.spend) return {};
    const auto& model = *options.spend;
    if (auto usable = check_usable("spend", model, options.accept_unusable); !usable) return usable;
    return as_option("spend", model.get_if<models::GammaGamma>()->check());
}

bool finite_and_at_least(double number, double least) noexcept {
    return std::isfinite(number) && number >= least;
}

Result<void> check_numbers(const ScoreOptions& options) {
    // In the unit that it is used in: there, too, it must neither vanish nor overflow.
    const double horizon = options.horizon.in(options.purchases.unit());
    if (!std::isfinite(horizon) || !(horizon > 0.0))
        return invalid_option("horizon", "a finite time above 0", to_string(options.horizon));
    if (!finite_and_at_least(options.discount.fraction, 0.0)) {
        return invalid_option("discount", "a finite rate of at least 0",
                              to_string(options.discount));
    }
    if (!finite_and_at_least(options.margin, 0.0))
        return invalid_option("margin", "a finite number of at least 0", options.margin);
    return {};
}

Result<void> check_cuts(const RiskCuts& cuts) {
    if (!(cuts.medium > 0.0)) return invalid_option("cuts.medium", "a number above 0", cuts.medium);
    if (!(cuts.high > cuts.medium))
        return invalid_option("cuts.high", "a number above cuts.medium", cuts.high);
    if (!(cuts.critical > cuts.high) || !(cuts.critical < 1.0)) {
        return invalid_option("cuts.critical", "a number above cuts.high and below 1",
                              cuts.critical);
    }
    return {};
}

}  // namespace

Result<void> ScoreOptions::check() const {
    for (auto* check : {&check_purchases, &check_spend, &check_numbers})
        if (auto checked = check(*this); !checked) return checked;
    return check_cuts(cuts);
}

}  // namespace tenure::inline v0
