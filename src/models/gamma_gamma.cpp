#include "tenure/models/gamma_gamma.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "models/contract.hpp"
#include "models/gamma_gamma_likelihood.hpp"
#include "models/gamma_gamma_spend.hpp"
#include "models/search.hpp"

namespace tenure::inline v0::detail::models {

namespace {

template <class Side>
Result<LimitFit<3>> fit_limit(const SpendPatterns& patterns, FitRun& run,
                              const GammaSpend::Point& from) {
    const SpendLikelihood<Side> likelihood(patterns, run);
    const auto found = numeric::maximize(likelihood, Side::project(from), {.max_iterations = 100},
                                         [](const numeric::SearchState<2>&) { return false; });
    if (!found) return found.error();
    LimitFit<3> fit;
    fit.limits = {Side::limit};
    fit.dimension = Side::dimension;
    fit.log_likelihood = found->at.value;
    fit.at = [x = found->x](double scale) { return Side::embed(x, scale); };
    fit.covariance.fill(nan);
    if (condition_number(*found) <= singular_condition) {
        // The parameter that is left is the first coordinate.
        fit.covariance[Side::kept_parameter * 4] =
            std::exp(2.0 * found->x[0]) * found->information.inverse()[0];
    }
    return fit;
}

Result<LimitFit<3>> best_limit(const SpendPatterns& patterns, FitRun& run,
                               const GammaSpend::Point& from) {
    auto equal = fit_limit<EqualSpend>(patterns, run, from);
    if (!equal) return equal;
    auto constant = fit_limit<ConstantPurchases>(patterns, run, from);
    if (!constant) return constant;
    return equal->log_likelihood >= constant->log_likelihood ? equal : constant;
}

// p = q = 3, and the mean pγ/(q − 1) that the data have.
GammaSpend::Point default_start(const SpendPatterns& patterns) {
    return {std::log(3.0), std::log(3.0), std::log(patterns.average * 2.0 / 3.0)};
}

}  // namespace

}  // namespace tenure::inline v0::detail::models

namespace tenure::inline v0::models {

namespace impl = detail::models;

Result<Fitted<GammaGamma>> GammaGamma::fit(const CustomerBase& base, const FitOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    if (base.size() == 0) {
        return Error{Code::invalid_data, "expected at least one customer, got an empty base"};
    }
    if (!base.has_amounts()) {
        return Error{Code::no_amounts,
                     "expected amounts to fit spend to, got a base without the "
                     "column monetary_value"};
    }
    const impl::SpendPatterns patterns(base);
    if (auto possible = patterns.check(); !possible) return possible.error();
    FitReport report;
    report.customers = patterns.customers;
    report.excluded = patterns.excluded;
    report.patterns = static_cast<std::int64_t>(patterns.size());
    const GammaGamma none{impl::nan, impl::nan, impl::nan};
    if (patterns.size() == 0) {
        return impl::without_numbers(none, std::move(report), "no repeat spend above 0");
    }
    if (patterns.constant()) {
        return impl::without_numbers(none, std::move(report), "spend is constant");
    }
    impl::FitRun run(options.run);
    const impl::FullSpendLikelihood likelihood(patterns, run);
    const auto limits = [&](const impl::GammaSpend::Point& from) {
        return impl::best_limit(patterns, run, from);
    };
    impl::MaximumSearch<3, decltype(likelihood), decltype(limits)> search(
        likelihood, limits, static_cast<double>(patterns.customers), options.max_iterations);
    auto outcome = search.run(impl::default_start(patterns));
    if (!outcome) return outcome.error();
    const auto& x = outcome->state.x;
    const GammaGamma model{std::exp(x[0]), std::exp(x[1]), std::exp(x[2])};
    return impl::fitted(model, none, std::move(report), *outcome);
}

Result<void> GammaGamma::check() const { return impl::check_parameters(*this); }

double GammaGamma::log_likelihood(const SpendHistory& history) const {
    impl::require(*this, history);
    if (history.frequency == 0 || history.monetary_value == 0.0) {
        detail::core::contract_violation("history", "a repeat purchase and a mean above 0",
                                         history.monetary_value);
    }
    return impl::log_spend_density(*this, static_cast<double>(history.frequency),
                                   history.monetary_value);
}

std::optional<double> GammaGamma::expected_spend(const SpendHistory& history) const {
    impl::require(*this, history);
    return impl::expected_spend(*this, history);
}

std::optional<double> GammaGamma::expected_spend_of_new() const { return expected_spend({0, 0.0}); }

}  // namespace tenure::inline v0::models
