#pragma once

/// @file
/// What a fit returns: the model, how well it is known, and how the search ended.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// Whether a fit that did not work may be used all the same.
enum class Accept : std::uint8_t { no, yes };

}  // namespace tenure::inline v0

namespace tenure::inline v0::models {

/// How a search for the maximum of the likelihood ended.
enum class FitStatus : std::uint8_t {
    converged,  ///< At a maximum inside the parameter space.
    boundary,   ///< The likelihood rises towards a simpler model, which is named; the parameters
                ///< score.
    not_identified,  ///< The data do not determine the parameters, or the search stalled short of a
                     ///< maximum. Not usable, and without numbers.
    max_iterations,  ///< The search did not end within its limit. Not usable.
};
[[nodiscard]] TENURE_API std::string_view to_string(FitStatus status) noexcept;

/// The simpler models that a likelihood may rise towards. A fit at the boundary names one or two.
enum class Limit : std::uint8_t {
    no_dropout,         ///< BG/NBD, a/(a+b) → 0: nobody ever leaves; what is left is the NBD.
    geometric_dropout,  ///< BG/NBD, a, b → ∞ at a fixed ratio: all leave with one probability.
    polarized_dropout,  ///< BG/NBD, a, b → 0 at a fixed ratio: each leaves at once, or never.
    equal_rates,        ///< BG/NBD, r, α → ∞ at a fixed ratio: all buy at one rate.
    equal_spend,        ///< Gamma-Gamma, q, γ → ∞ at a fixed ratio: all spend alike.
    constant_purchases,  ///< Gamma-Gamma, p → ∞, γ → 0 at a fixed product: a customer's purchases
                         ///< are alike.
};
/// `no_dropout`, `equal_rates`, …
[[nodiscard]] TENURE_API std::string_view to_string(Limit limit) noexcept;

/// How a fit is searched for.
struct FitOptions {
    /// Newton steps at most. Range: ≥ 1. A step takes a pass over the distinct histories for each
    /// length that is tried, most often one. The limiting models are searched for on top of that,
    /// up to 100 steps for each, where the likelihood is flat or the search runs away.
    int max_iterations = 200;
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// How the search went.
struct FitReport {
    FitStatus status = FitStatus::converged;
    /// The limiting models at a boundary, in the order of `Limit`.
    std::vector<Limit> limits = {};
    /// One sentence on the status, for people.
    std::string explanation = {};
    double log_likelihood = 0;   ///< Natural logarithm of the density in the model's own units.
    double aic = 0;              ///< 2k − 2 log L.
    double bic = 0;              ///< k ln N − 2 log L.
    std::int64_t customers = 0;  ///< N: the customers that the likelihood is over, by weight.
    std::int64_t excluded = 0;   ///< Customers of the base that it is not over.
    std::int64_t patterns = 0;   ///< Distinct histories among them.
    int iterations = 0;          ///< Newton steps taken.
    double gradient_norm = 0;    ///< |gradient| ÷ N in the logarithms of the parameters.
    double newton_decrement = 0;  ///< gᵀ(−H)⁻¹g ÷ N: twice what one more step would still gain.
    double condition_number =
        0;  ///< Of the information matrix in the logarithms of the parameters.

    /// Whether scoring, saving and intervals take this fit without being told to.
    [[nodiscard]] bool usable() const noexcept {
        return status == FitStatus::converged || status == FitStatus::boundary;
    }

    /// For archives of Boost.Serialization's concept.
    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& status& limits& explanation;
        archive& log_likelihood& aic& bic;
        archive& customers& excluded& patterns& iterations;
        archive& gradient_norm& newton_decrement& condition_number;
    }
};

/// A fitted model: its parameters, their covariance, and the report of the search.
template <class Model>
struct Fitted {
    static constexpr std::size_t parameters = Model::parameter_count;

    Model model;
    /// The inverse of the observed information in the parameters themselves, row by row, in the
    /// order of `Model::parameter_names`. NaN in the rows and columns of parameters that the
    /// likelihood does not determine (along the ridge of a boundary).
    std::array<double, parameters * parameters> covariance;
    FitReport report;

    /// The standard error of a parameter; none where the likelihood does not determine it.
    [[nodiscard]] std::optional<double> standard_error(std::size_t parameter) const noexcept {
        const double variance = covariance[parameter * (parameters + 1)];
        if (!(variance >= 0.0)) return std::nullopt;
        return std::sqrt(variance);
    }

    /// For archives of Boost.Serialization's concept.
    static constexpr unsigned class_version = 0;
    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& model& covariance& report;
    }
};

}  // namespace tenure::inline v0::models
