#pragma once

// The Gamma-Gamma likelihood and its limits.
//
// With v = p x, the density of a mean m over x purchases (Fader and Hardie 2013, eq. 1a) is
//
//   log f = lnΓ(v+q) − lnΓ(v) − lnΓ(q) + q ln[γ/(γ+xm)] + v ln[xm/(γ+xm)] − ln m.
//
// As a function of (q, γ) it is that of a gamma-Poisson count v over an exposure xm, and so is
// treated like the rates of the BG/NBD: of the gamma functions, those whose arguments lie closest
// are taken as a difference, so that nothing cancels where q or p grows without bound.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/kernels.hpp"
#include "models/pattern_blocks.hpp"
#include "models/search.hpp"
#include "numeric/gamma.hpp"
#include "numeric/newton.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/gamma_gamma.hpp"

namespace tenure::inline v0::detail::models {

using tenure::models::GammaGamma;

/// The mean repeat spends of a base, where there are any, ordered by x.
struct SpendPatterns {
    std::vector<std::int64_t> counts;        ///< The distinct x > 0, rising.
    std::vector<std::uint32_t> count_index;  ///< For each row, where its x stands in `counts`.
    std::vector<double> mean;                ///< m > 0.
    std::vector<double> weight;              ///< Customers.

    std::int64_t customers = 0;
    std::int64_t excluded = 0;  ///< Customers without a repeat spend above 0.
    double average = 0;         ///< Mean of m over the customers.

    explicit SpendPatterns(const CustomerBase& base);
    [[nodiscard]] std::size_t size() const noexcept { return mean.size(); }
    /// Whether the means differ by no more than a part of 1e-6.
    ///
    /// A spread of s says that p x is about 1/s²; ln f then is what is left of terms of that size,
    /// whose rounding is 1e-16 of it. From 1e12 on that is 1e-4 per customer, more than what tells
    /// the parameters apart, and a search climbs on nothing but rounding. As money, 1e-6 is a cent
    /// in ten thousand.
    [[nodiscard]] bool constant() const noexcept;
    /// Means so far out that the variance of γ, which has their unit, is no double are
    /// `Code::invalid_data`.
    [[nodiscard]] Result<void> check() const;
};

/// log f without derivatives; x, m > 0.
[[nodiscard]] double log_spend_density(const GammaGamma& model, double x, double m) noexcept;

/// The full model; coordinates ln p, ln q, ln γ. With A = ln(1 + xm/γ) and B = ln(1 + γ/(xm)), log
/// f is something of x alone less q A + v B + ln m.
class GammaSpend {
public:
    static constexpr std::size_t dimension = 3;
    using Point = std::array<double, 3>;

    GammaSpend(const Point& point, const std::vector<std::int64_t>& counts);
    void add(numeric::Derivatives<3>& sum, std::size_t count_index, double m,
             double weight) const noexcept;

    /// The same of all customers of one x, from the sums that a kernel makes.
    void add(numeric::Derivatives<3>& sum, std::size_t count_index, double customers,
             const kernels::SpendSums& sums) const noexcept;
    [[nodiscard]] const GammaGamma& model() const noexcept { return model_; }

private:
    // What depends on x alone.
    struct Count {
        double x, v, log_scale, digamma_v, digamma_q, pp, qq, pq;
    };
    GammaGamma model_;
    std::vector<Count> by_count_;
};

/// All customers spend alike: q, γ → ∞ with q/γ = ν. Coordinates ln p, ln ν.
class EqualSpend {
public:
    static constexpr std::size_t dimension = 2;
    static constexpr Limit limit = Limit::equal_spend;
    static constexpr std::size_t kept_parameter = 0;  // p
    using Point = std::array<double, 2>;

    static Point project(const GammaSpend::Point& full) noexcept {
        return {full[0], full[1] - full[2]};
    }
    static GammaSpend::Point embed(const Point& x, double scale) noexcept {
        return {x[0], std::log(scale), std::log(scale) - x[1]};
    }

    EqualSpend(const Point& point, const std::vector<std::int64_t>& counts);
    void add(numeric::Derivatives<2>& sum, std::size_t count_index, double m,
             double weight) const noexcept;

private:
    struct Count {
        double x, v, log_gamma, digamma, trigamma;
    };
    double rate_;
    std::vector<Count> by_count_;
};

/// All purchases of a customer are alike: p → ∞, γ → 0 with pγ = c, and means are inverse gamma (q,
/// c). Coordinates ln q, ln c.
class ConstantPurchases {
public:
    static constexpr std::size_t dimension = 2;
    static constexpr Limit limit = Limit::constant_purchases;
    static constexpr std::size_t kept_parameter = 1;  // q
    using Point = std::array<double, 2>;

    static Point project(const GammaSpend::Point& full) noexcept {
        return {full[1], full[0] + full[2]};
    }
    static GammaSpend::Point embed(const Point& x, double scale) noexcept {
        return {std::log(scale), x[0], x[1] - std::log(scale)};
    }

    ConstantPurchases(const Point& point, const std::vector<std::int64_t>& counts);
    void add(numeric::Derivatives<2>& sum, std::size_t count_index, double m,
             double weight) const noexcept;

private:
    double q_, c_, log_c_, log_gamma_, digamma_, trigamma_;
};

/// The log-likelihood of all rows in the coordinates of `Side`.
template <class Side>
class SpendLikelihood {
public:
    using Value = numeric::Derivatives<Side::dimension>;

    SpendLikelihood(const SpendPatterns& patterns, FitRun& run) : patterns_(patterns), run_(run) {}

    [[nodiscard]] Result<Value> operator()(const typename Side::Point& point) const {
        const Side side(point, patterns_.counts);
        return sum_derivatives<Side::dimension>(
            run_, patterns_.size(), [&](Value& sum, std::size_t i) {
                side.add(sum, patterns_.count_index[i], patterns_.mean[i], patterns_.weight[i]);
            });
    }

private:
    const SpendPatterns& patterns_;
    FitRun& run_;
};

/// The likelihood of the full model, in the sums that kernels make: what `SpendLikelihood` says of
/// `GammaSpend`, several times as fast.
class FullSpendLikelihood {
public:
    using Value = numeric::Derivatives<3>;

    /// Patterns and run outlive it. Uses the vector instructions of `simd_level()`.
    FullSpendLikelihood(const SpendPatterns& patterns, FitRun& run);

    [[nodiscard]] Result<Value> operator()(const GammaSpend::Point& point) const;

private:
    const SpendPatterns& patterns_;
    FitRun& run_;
    const kernels::Kernels& kernels_;
    SpendLikelihood<GammaSpend> unusual_;  ///< Where doubles come to their ends.
    PatternBlocks spent_;                  ///< x m.
    bool in_range_ = false;                ///< Whether the kernel's products of x m are doubles.
    double log_means_;                     ///< Σ ln m.
};

}  // namespace tenure::inline v0::detail::models
