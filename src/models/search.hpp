#pragma once

// The search for a likelihood's maximum, as the models share it: inside the parameter space where
// there is one, and towards a limiting model where the likelihood rises for ever. Its coordinates
// are the logarithms of the parameters.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "numeric/newton.hpp"
#include "tenure/models/fit.hpp"

namespace tenure::inline v0::detail::models {

using tenure::models::FitOptions;
using tenure::models::FitReport;
using tenure::models::FitStatus;
using tenure::models::Fitted;
using tenure::models::Limit;

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double minus_infinity = -std::numeric_limits<double>::infinity();

/// One fit as the host sees it: an evaluation of a likelihood is a unit of progress. How many there
/// will be is not known beforehand.
class FitRun {
public:
    explicit FitRun(const RunOptions& run) : run_(run) {}

    [[nodiscard]] Result<void> count_evaluation() {
        if (run_.progress.report(evaluations_++, 0)) return {};
        return Error{Code::cancelled, "the fit was cancelled"};
    }
    /// How the pieces of one evaluation run.
    [[nodiscard]] RunOptions pieces() const { return {.executor = run_.executor}; }

private:
    RunOptions run_;
    std::size_t evaluations_ = 0;
};

/// A sum of derivatives over rows [0, n): in chunks that depend on n alone, added in their order,
/// so that it has the same bits on any threads. `add(total, row)` adds a row's.
template <std::size_t N, std::size_t chunk_size = 1024, class Add>
[[nodiscard]] Result<numeric::Derivatives<N>> sum_derivatives(FitRun& run, std::size_t n,
                                                              Add&& add) {
    if (auto proceed = run.count_evaluation(); !proceed) return proceed.error();
    std::vector<numeric::Derivatives<N>> partial((n + chunk_size - 1) / chunk_size);
    auto done = core::for_each_chunk(
        run.pieces(), n, chunk_size,
        [&](std::size_t chunk, std::size_t begin, std::size_t end) -> Result<void> {
            numeric::Derivatives<N> sum;
            for (std::size_t i = begin; i < end; ++i) add(sum, i);
            partial[chunk] = sum;
            return {};
        });
    if (!done) return done.error();
    numeric::Derivatives<N> total;
    for (const auto& part : partial) total.add(1.0, part);
    return total;
}

/// A limit counts as reached, and as no better than what is inside, within this per customer.
inline constexpr double limit_tolerance = 1e-9;

/// Below this least information per customer, in the logarithms of the parameters, the likelihood
/// is so flat in some direction that it may go on rising for ever, and the limits are looked at.
inline constexpr double flat_information = 1e-5;

/// Beyond this condition number an information matrix is singular up to rounding.
inline constexpr double singular_condition = 1e12;

/// Ratio of the extreme eigenvalues of the information; infinite where it is not positive definite.
template <std::size_t N>
[[nodiscard]] double condition_number(const numeric::SearchState<N>& state) noexcept {
    const auto& values = state.information.values;
    return values.front() > 0.0 ? values.back() / values.front()
                                : std::numeric_limits<double>::infinity();
}

/// A limiting model of a model with N parameters, fitted.
template <std::size_t N>
struct LimitFit {
    std::vector<Limit> limits;
    std::size_t dimension = 0;  ///< Parameters that are left.
    double log_likelihood = minus_infinity;
    /// The coordinates of the full model that come the nearer to the limit, the larger `scale`.
    std::function<std::array<double, N>(double scale)> at;
    /// Of the parameters that are left, in the full model's order; NaN for those along the ridge.
    std::array<double, N * N> covariance{};
};

/// From the covariance of the logarithms of parameters to that of the parameters (delta method):
/// cov(θᵢ, θⱼ) = θᵢ θⱼ cov(ln θᵢ, ln θⱼ).
template <std::size_t N>
[[nodiscard]] std::array<double, N * N> natural_covariance(
    const std::array<double, N * N>& of_logarithms,
    const std::array<double, N>& parameters) noexcept {
    auto covariance = of_logarithms;
    for (std::size_t i = 0; i < N; ++i) {
        for (std::size_t j = 0; j < N; ++j) covariance[i * N + j] *= parameters[i] * parameters[j];
    }
    return covariance;
}

/// How a search ended.
template <std::size_t N>
struct Outcome {
    FitStatus status;
    std::string explanation;
    numeric::SearchState<N> state;
    std::array<double, N * N> covariance;  ///< Of the parameters.
    std::vector<Limit> limits = {};
};

/// Climbs `likelihood` from `start`. Only where the likelihood is flat, or the search runs away, is
/// `best_limit(coordinates)` asked for the best of the limiting models, started from there: they
/// cost as much as the search itself several times over.
template <std::size_t N, class Likelihood, class BestLimit>
class MaximumSearch {
public:
    using State = numeric::SearchState<N>;
    using Point = std::array<double, N>;

    MaximumSearch(Likelihood& likelihood, BestLimit best_limit, double customers,
                  int max_iterations)
        : likelihood_(likelihood),
          best_limit_(std::move(best_limit)),
          tolerance_(limit_tolerance * customers),
          customers_(customers),
          max_iterations_(max_iterations) {}

    [[nodiscard]] Result<Outcome<N>> run(const Point& start) {
        const auto found =
            numeric::maximize(likelihood_, start, {.max_iterations = max_iterations_},
                              [&](const State& state) { return may_run_off(state, start); });
        if (!found) return found.error();
        if (!std::isfinite(found->at.value)) {
            return unusable(FitStatus::not_identified, *found,
                            "the likelihood is not finite where the search starts: the data are "
                            "out of the range of doubles");
        }
        if (found->converged && !flat(*found)) return inside(*found);
        if (found->iterations >= max_iterations_) return unfinished(*found);
        return beside_limits(*found);
    }

private:
    [[nodiscard]] bool flat(const State& state) const noexcept {
        return state.information.values.front() < flat_information * customers_;
    }

    // As far as the decrement can tell, which sees little of a flat direction.
    [[nodiscard]] bool near_top(const State& state) const noexcept {
        return state.decrement < 1e-3 * customers_;
    }

    // Near a maximum in all directions but a flat one, or far from where samples come from.
    [[nodiscard]] bool may_run_off(const State& state, const Point& start) const noexcept {
        if (flat(state) && near_top(state)) return true;
        constexpr double far = 14.0;  // a factor of a million
        for (std::size_t i = 0; i < N; ++i) {
            if (std::fabs(state.x[i] - start[i]) > far) return true;
        }
        return state.iterations >= 40;
    }

    // Either the likelihood has a maximum inside after all, above every limit, or it rises towards
    // the best of them: then the search ends at the first point that is as good as that.
    [[nodiscard]] Result<Outcome<N>> beside_limits(const State& reached) {
        const auto limit = best_limit_(reached.x);
        if (!limit) return limit.error();
        const auto at_limit = [&](const State& state) {
            return std::fabs(state.at.value - limit->log_likelihood) <= tolerance_ &&
                   state.decrement <= 1e2 * tolerance_;
        };
        const int left = max_iterations_ - reached.iterations;
        auto found = numeric::maximize(likelihood_, reached.x, {.max_iterations = left}, at_limit);
        if (!found) return found.error();
        found->iterations += reached.iterations;
        if (found->at.value > limit->log_likelihood + tolerance_) return above_limits(*found);
        if (at_limit(*found)) return boundary(*limit, *found);
        if (!found->converged) return unfinished(*found);
        return approach(*limit, *found);
    }

    // The first point on the way to the limit that is as good; where rounding keeps all away, the
    // nearest.
    [[nodiscard]] Result<Outcome<N>> approach(const LimitFit<N>& limit, const State& reached) {
        State nearest = reached;
        nearest.at = numeric::lowest<N>;
        for (double scale = 16.0; scale <= 0x1p200; scale *= 4.0) {
            const Point point = limit.at(scale);
            const auto there = likelihood_(point);
            if (!there) return there.error();
            if (there->finite() && there->value > nearest.at.value) nearest = State(point, *there);
            if (limit.log_likelihood - there->value <= tolerance_) break;
        }
        if (!nearest.at.finite()) return unfinished(reached);
        nearest.iterations = reached.iterations;
        return boundary(limit, nearest);
    }

    [[nodiscard]] Outcome<N> above_limits(const State& state) const {
        if (!state.converged) return unfinished(state);
        return condition_number(state) > singular_condition ? undetermined(state) : inside(state);
    }

    [[nodiscard]] static Outcome<N> undetermined(const State& state) {
        return unusable(FitStatus::not_identified, state,
                        "the likelihood is flat in some direction of the parameters");
    }

    [[nodiscard]] static Outcome<N> inside(const State& state) {
        Point parameters;
        for (std::size_t i = 0; i < N; ++i) parameters[i] = std::exp(state.x[i]);
        return {FitStatus::converged, "a maximum inside the parameter space", state,
                natural_covariance<N>(state.information.inverse(), parameters)};
    }

    [[nodiscard]] static Outcome<N> boundary(const LimitFit<N>& limit, const State& state) {
        std::string names;
        for (const Limit one : limit.limits) {
            names += (names.empty() ? "" : " and ") + std::string(to_string(one));
        }
        return {FitStatus::boundary, "the likelihood rises towards a simpler model: " + names,
                state, limit.covariance, limit.limits};
    }

    // A search that ends before its time has not run out of iterations: it found no step that
    // raises the likelihood, at a point that is not a maximum. Nor would one that wanders about on
    // a ridge, flat up to rounding, need more of them.
    [[nodiscard]] Outcome<N> unfinished(const State& state) const {
        if (state.iterations < max_iterations_) {
            return unusable(FitStatus::not_identified, state,
                            "the search stalled after " + std::to_string(state.iterations) +
                                " iterations: no step from there raises the likelihood, and yet "
                                "it is not a maximum");
        }
        if (near_top(state) && condition_number(state) > singular_condition) {
            return undetermined(state);
        }
        return unusable(FitStatus::max_iterations, state,
                        "no maximum within " + std::to_string(state.iterations) + " iterations");
    }

    [[nodiscard]] static Outcome<N> unusable(FitStatus status, const State& state,
                                             std::string why) {
        Outcome<N> outcome{status, std::move(why), state, {}};
        outcome.covariance.fill(nan);
        return outcome;
    }

    Likelihood& likelihood_;
    BestLimit best_limit_;
    double tolerance_;
    double customers_;
    int max_iterations_;
};

/// The log-likelihood and the criteria that follow from it.
inline void describe_likelihood(FitReport& report, double log_likelihood,
                                std::size_t parameters) noexcept {
    const auto k = static_cast<double>(parameters);
    report.log_likelihood = log_likelihood;
    report.aic = 2.0 * k - 2.0 * log_likelihood;
    report.bic = k * std::log(static_cast<double>(report.customers)) - 2.0 * log_likelihood;
}

/// The fit of data that determine nothing: there is a reason to report, and no number.
template <class Model>
[[nodiscard]] Fitted<Model> without_numbers(const Model& undetermined, FitReport report,
                                            std::string reason) {
    report.status = FitStatus::not_identified;
    report.explanation = std::move(reason);
    report.log_likelihood = report.aic = report.bic = nan;
    report.gradient_norm = report.newton_decrement = report.condition_number = nan;
    Fitted<Model> result{undetermined, {}, std::move(report)};
    result.covariance.fill(nan);
    return result;
}

/// The fit that a search ended with: `model`, or, where the data turn out not to determine it,
/// `undetermined`. `report` knows the customers already.
template <class Model>
[[nodiscard]] Fitted<Model> fitted(const Model& model, const Model& undetermined, FitReport report,
                                   const Outcome<Model::parameter_count>& outcome) {
    if (outcome.status == FitStatus::not_identified) {
        report.iterations = outcome.state.iterations;
        return without_numbers(undetermined, std::move(report), outcome.explanation);
    }
    const auto customers = static_cast<double>(report.customers);
    double square = 0.0;
    for (const double g : outcome.state.at.gradient) square += g * g;
    report.status = outcome.status;
    report.explanation = outcome.explanation;
    report.limits = outcome.limits;
    report.iterations = outcome.state.iterations;
    report.gradient_norm = std::sqrt(square) / customers;
    report.newton_decrement = outcome.state.decrement / customers;
    report.condition_number = condition_number(outcome.state);
    describe_likelihood(report, outcome.state.at.value, Model::parameter_count);
    return {model, outcome.covariance, std::move(report)};
}

}  // namespace tenure::inline v0::detail::models
