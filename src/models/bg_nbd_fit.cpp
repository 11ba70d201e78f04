// Maximum likelihood for the BG/NBD: where the search starts, and the limits that it may run into.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "models/bg_nbd_full_likelihood.hpp"
#include "models/bg_nbd_likelihood.hpp"
#include "models/search.hpp"
#include "tenure/models/bg_nbd.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using numeric::SearchState;
using tenure::models::BgNbd;

template <class Side>
concept HasLimit = requires {
    Side::limit;
};

// The covariance of the parameters that a limiting model still has.
template <class Rates, class Dropout, std::size_t Size>
std::array<double, 16> limit_covariance(const SearchState<Size>& state, const FullPoint& full) {
    std::array<double, 16> covariance;
    covariance.fill(nan);
    if (condition_number(state) > singular_condition) return covariance;
    std::array<std::size_t, 4> coordinate{Size, Size, Size,
                                          Size};  // of each parameter, if it has one
    if constexpr (!HasLimit<Rates>) coordinate[0] = 0, coordinate[1] = 1;
    if constexpr (!HasLimit<Dropout>) {
        coordinate[2] = Rates::dimension;
        coordinate[3] = Rates::dimension + 1;
    }
    const auto of_logarithms = state.information.inverse();
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            if (coordinate[i] == Size || coordinate[j] == Size) continue;
            covariance[i * 4 + j] =
                std::exp(full[i] + full[j]) * of_logarithms[coordinate[i] * Size + coordinate[j]];
        }
    }
    return covariance;
}

template <class Rates, class Dropout>
Result<LimitFit<4>> fit_limit(const PurchasePatterns& patterns, FitRun& run,
                              const FullPoint& from) {
    constexpr std::size_t size = Rates::dimension + Dropout::dimension;
    const Likelihood<Rates, Dropout> likelihood(patterns, run);
    std::array<double, size> start;
    const auto rates_from = Rates::project(from);
    const auto dropout_from = Dropout::project(from);
    std::copy(rates_from.begin(), rates_from.end(), start.begin());
    std::copy(dropout_from.begin(), dropout_from.end(), start.begin() + rates_from.size());
    const auto found = numeric::maximize(likelihood, start, {.max_iterations = 100},
                                         [](const SearchState<size>&) { return false; });
    if (!found) return found.error();

    LimitFit<4> fit;
    if constexpr (HasLimit<Dropout>) fit.limits.push_back(Dropout::limit);
    if constexpr (HasLimit<Rates>) fit.limits.push_back(Rates::limit);
    fit.dimension = size;
    fit.log_likelihood = found->at.value;
    fit.at = [x = found->x](double scale) -> FullPoint {
        typename Rates::Point rates;
        typename Dropout::Point dropout;
        std::copy_n(x.begin(), rates.size(), rates.begin());
        std::copy_n(x.begin() + rates.size(), dropout.size(), dropout.begin());
        const auto [r, alpha] = Rates::embed(rates, scale);
        const auto [a, b] = Dropout::embed(dropout, scale);
        return {std::log(r), std::log(alpha), std::log(a), std::log(b)};
    };
    fit.covariance = limit_covariance<Rates, Dropout>(*found, fit.at(1.0));
    return fit;
}

// The best limiting model: of those within the tolerance of the highest likelihood, the one with
// the fewest parameters, since the others only approach it.
Result<LimitFit<4>> best_limit(const PurchasePatterns& patterns, FitRun& run,
                               const FullPoint& from) {
    using Fit = Result<LimitFit<4>> (*)(const PurchasePatterns&, FitRun&, const FullPoint&);
    constexpr Fit fits[] = {
        &fit_limit<EqualRates, NoDropout>,        &fit_limit<EqualRates, GeometricDropout>,
        &fit_limit<EqualRates, PolarizedDropout>, &fit_limit<GammaRates, NoDropout>,
        &fit_limit<GammaRates, GeometricDropout>, &fit_limit<GammaRates, PolarizedDropout>,
        &fit_limit<EqualRates, BetaDropout>};
    std::vector<LimitFit<4>> found;
    double highest = minus_infinity;
    for (const Fit fit : fits) {
        auto limit = fit(patterns, run, from);
        if (!limit) return limit.error();
        highest = std::max(highest, limit->log_likelihood);
        found.push_back(std::move(*limit));
    }
    const double enough = highest - limit_tolerance * static_cast<double>(patterns.customers);
    std::erase_if(found, [&](const auto& limit) { return !(limit.log_likelihood >= enough); });
    return *std::min_element(found.begin(), found.end(), [](const auto& one, const auto& other) {
        return one.dimension < other.dimension;
    });
}

// Whether somebody bought again in no time at all. For such customers the density goes like α^−x as
// α → 0, and where r → 0 with it like 1/|ln α| the others fall less: there is no bound.
bool bought_at_once(const PurchasePatterns& patterns) noexcept {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (patterns.frequency(i) > 0 && patterns.age[i] == 0.0) return true;
    }
    return false;
}

// Why the data cannot determine the parameters, where that can be seen before any search.
std::optional<std::string> not_identified(const PurchasePatterns& patterns) {
    if (patterns.counts.back() == 0) return "no customer has a repeat purchase";
    if (bought_at_once(patterns)) {
        return "a customer has repeat purchases at T = 0: the likelihood has no bound";
    }
    if (patterns.size() == 1) return "all customers have one and the same history";
    if (patterns.counts.back() == 1) {
        return "no customer has more than one repeat purchase: nothing tells a and b apart";
    }
    return std::nullopt;
}

// Twice the rate that all would have if all stayed active, and dropouts in the middle of the range
// that published fits fall into. The start scales with the unit of time, and so does the whole
// search.
FullPoint default_start(const PurchasePatterns& patterns) {
    const double alpha = 0.5 * patterns.exposure / patterns.repeat_purchases;
    return {0.0, std::log(std::max(alpha, std::numeric_limits<double>::min())), 0.0, std::log(3.0)};
}

}  // namespace

}  // namespace tenure::inline v0::detail::models

namespace tenure::inline v0::models {

Result<Fitted<BgNbd>> BgNbd::fit(const CustomerBase& base, const FitOptions& options) {
    namespace impl = detail::models;
    if (auto checked = options.check(); !checked) return checked.error();
    if (base.size() == 0) {
        return Error{Code::invalid_data, "expected at least one customer, got an empty base"};
    }
    const impl::PurchasePatterns patterns(base, options.run.executor);
    FitReport report;
    report.customers = patterns.customers;
    report.patterns = static_cast<std::int64_t>(patterns.size());
    const BgNbd none{impl::nan, impl::nan, impl::nan, impl::nan, base.unit()};
    if (auto reason = impl::not_identified(patterns)) {
        return impl::without_numbers(none, std::move(report), *reason);
    }
    impl::FitRun run(options.run);
    const impl::FullLikelihood likelihood(patterns, run);
    const auto limits = [&](const impl::FullPoint& from) {
        return impl::best_limit(patterns, run, from);
    };
    impl::MaximumSearch<4, decltype(likelihood), decltype(limits)> search(
        likelihood, limits, static_cast<double>(patterns.customers), options.max_iterations);
    auto outcome = search.run(impl::default_start(patterns));
    if (!outcome) return outcome.error();
    const auto& x = outcome->state.x;
    const BgNbd model{std::exp(x[0]), std::exp(x[1]), std::exp(x[2]), std::exp(x[3]), base.unit()};
    return impl::fitted(model, none, std::move(report), *outcome);
}

}  // namespace tenure::inline v0::models
