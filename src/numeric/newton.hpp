#pragma once

// Damped Newton ascent for log-likelihoods of a few parameters.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "numeric/dense.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::numeric {

/// A function's value, gradient and Hessian (row by row) at a point.
template <std::size_t N>
struct Derivatives {
    double value = 0.0;
    std::array<double, N> gradient{};
    std::array<double, N * N> hessian{};

    /// Adds `weight` times another's.
    void add(double weight, const Derivatives& other) noexcept {
        value += weight * other.value;
        for (std::size_t i = 0; i < N; ++i) gradient[i] += weight * other.gradient[i];
        for (std::size_t i = 0; i < N * N; ++i) hessian[i] += weight * other.hessian[i];
    }

    /// Whether a search can stand here.
    [[nodiscard]] bool finite() const noexcept {
        const auto is_finite = [](double number) { return std::isfinite(number); };
        return is_finite(value) && std::all_of(gradient.begin(), gradient.end(), is_finite) &&
               std::all_of(hessian.begin(), hessian.end(), is_finite);
    }
};

/// Where a function that must be finite is not: lower than everything, and flat.
template <std::size_t N>
inline constexpr Derivatives<N> lowest{-std::numeric_limits<double>::infinity(), {}, {}};

/// Where a search stands: the point, the function there, and what Newton's method makes of it.
template <std::size_t N>
struct SearchState {
    std::array<double, N> x;
    Derivatives<N> at;
    SymmetricEigen<N> information;  ///< Of minus the Hessian.
    std::array<double, N> step;     ///< Towards the maximum of the local quadratic.
    double decrement;  ///< gradient · step ≥ 0: twice the gain that the quadratic promises.
    int iterations = 0;
    bool converged = false;

    SearchState(const std::array<double, N>& point, const Derivatives<N>& derivatives) noexcept
        : x(point), at(derivatives), information(negated(derivatives.hessian)) {
        // Where the function is not concave the curvature's size still scales the step, and the
        // step still rises (Nocedal and Wright 2006, section 3.4).
        const double floor = 1e-13 * std::max(std::fabs(information.values.front()),
                                              std::fabs(information.values.back()));
        step = information.apply(
            [floor](double lambda) { return 1.0 / std::max(std::fabs(lambda), floor); },
            at.gradient);
        decrement = 0.0;
        for (std::size_t i = 0; i < N; ++i) decrement += at.gradient[i] * step[i];
    }

private:
    static std::array<double, N * N> negated(std::array<double, N * N> matrix) noexcept {
        for (double& value : matrix) value = -value;
        return matrix;
    }
};

/// When a search ends, and how far it dares to step.
struct SearchOptions {
    int max_iterations = 200;
    /// Ends where the decrement falls to this. A likelihood's decrement is the squared distance to
    /// the maximum in standard errors: at 1e-10 the last step, which is still taken, leaves about
    /// 1e-10 of one.
    double decrement = 1e-10;
    double max_step = 2.0;  ///< Longest step, in each coordinate.
};

/// Climbs from `start` until it converges, `stop(state)` says so, or the iterations are used up.
/// `function(x)` returns `Result<Derivatives<N>>`; where something of it is not finite, steps
/// towards x are shortened. A step is taken only where it raises the function by a part of what the
/// quadratic promises (Armijo's rule), up to rounding, so that the value never falls. Where no such
/// step is found at a point that is no maximum, and where `start` itself is not finite (its value
/// is −∞ then), the search ends without having converged.
template <std::size_t N, class Function, class Stop>
[[nodiscard]] Result<SearchState<N>> maximize(Function&& function,
                                              const std::array<double, N>& start,
                                              const SearchOptions& options, Stop&& stop) {
    auto first = function(start);
    if (!first) return first.error();
    if (!first->finite()) return SearchState<N>(start, lowest<N>);
    SearchState<N> state(start, *first);
    while (state.iterations < options.max_iterations && !stop(std::as_const(state))) {
        const bool last = state.decrement <= options.decrement;
        double longest = 0.0;
        for (const double s : state.step) longest = std::max(longest, std::fabs(s));
        double length = longest > options.max_step ? options.max_step / longest : 1.0;
        const double noise = 1e-14 * std::fabs(state.at.value);
        bool moved = false;
        for (int halvings = 0; halvings < 60 && !moved; ++halvings, length *= 0.5) {
            auto next = state.x;
            for (std::size_t i = 0; i < N; ++i) next[i] += length * state.step[i];
            auto there = function(next);
            if (!there) return there.error();
            const double promised = 1e-4 * length * state.decrement;
            if (!there->finite() || there->value < state.at.value + promised - noise) continue;
            const int iterations = state.iterations + 1;
            state = SearchState<N>(next, *there);
            state.iterations = iterations;
            moved = true;
        }
        // No step rises: what the quadratic still promises is below the function's rounding.
        if (last || !moved) {
            state.converged = last || state.decrement <= 1e4 * noise;
            break;
        }
    }
    return state;
}

}  // namespace tenure::inline v0::detail::numeric
