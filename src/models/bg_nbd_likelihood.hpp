#pragma once

// The BG/NBD likelihood and its limits.
//
// The density of a history (FHL eq. 6) falls into what the rates say and what the dropouts say:
//
//   log L = R + D + log1p([x > 0] e^(k + W))
//     R = lnΓ(r+x) − lnΓ(r) + r ln α − (r+x) ln(α+T)      x purchases, active to T
//     D = ln[B(a, b+x)/B(a, b)]                           x times not dropped out
//     W = (r+x) ln((α+T)/(α+t_x))                         silent to t_x only, against to T
//     k = ln[a/(b+x−1)]                                   gone at the last purchase, against not
//
// Each side has limits in which its heterogeneity vanishes, with a parameter less, and any rates go
// with any dropouts. A side gives its terms with their first and second derivatives in its own
// search coordinates, which are unbounded: logarithms and log-odds. Nothing in them cancels as a
// limit is approached.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/purchase_patterns.hpp"
#include "models/search.hpp"
#include "numeric/gamma.hpp"
#include "numeric/logarithm.hpp"
#include "numeric/newton.hpp"
#include "tenure/models/fit.hpp"

namespace tenure::inline v0::detail::models {

/// A term and its derivatives in at most two coordinates: the second derivatives as 00, 01, 11.
template <std::size_t N>
struct Term {
    double value = 0.0;
    std::array<double, N> first{};
    std::array<double, N*(N + 1) / 2> second{};
};

/// What the rates say of one history: R and W.
template <std::size_t N>
struct RateTerms {
    Term<N> alive;     ///< R.
    Term<N> silenced;  ///< W.
};

/// What the dropouts say of one x: D and k; k is −∞ where nobody can be gone.
template <std::size_t N>
struct DropoutTerms {
    Term<N> survived;
    Term<N> gone;
};

/// The coordinates of the full model: ln r, ln α, ln a, ln b.
using FullPoint = std::array<double, 4>;

/// Rates λ ~ gamma(r, α); coordinates ln r, ln α.
class GammaRates {
public:
    static constexpr std::size_t dimension = 2;
    using Point = std::array<double, 2>;
    static Point project(const FullPoint& full) noexcept { return {full[0], full[1]}; }
    /// r and α in the full model.
    static std::array<double, 2> embed(const Point& x, double) noexcept {
        return {std::exp(x[0]), std::exp(x[1])};
    }

    GammaRates(const std::array<double, 2>& x, const std::vector<std::int64_t>& counts)
        : r_(std::exp(x[0])), alpha_(std::exp(x[1])) {
        by_count_.reserve(counts.size());
        for (const std::int64_t count : counts) by_count_.push_back(count_terms(count));
    }

    [[nodiscard]] RateTerms<2> at(std::size_t count_index, double recency,
                                  double age) const noexcept {
        const Count& c = by_count_[count_index];
        const double x = c.x;
        const double at_age = alpha_ + age;
        const double at_recency = alpha_ + recency;
        const double log_age = std::log1p(age / alpha_);
        const double per_age = 1.0 / at_age;
        RateTerms<2> terms;
        Term<2>& R = terms.alive;
        // c.excess + x ln(r/(α+T)) − r ln(1 + T/α).
        R.value = c.excess + x * std::log(r_ * per_age) - r_ * log_age;
        R.first = {c.first - r_ * log_age, (r_ * age - x * alpha_) * per_age};
        R.second = {c.second + R.first[0], r_ * age * per_age,
                    -alpha_ * age * (x + r_) * per_age * per_age};
        Term<2>& W = terms.silenced;
        const double gap = (age - recency) / at_recency;
        const double log_gap = std::log1p(gap);
        const double shift = alpha_ * gap * per_age;  // α/(α+t_x) − α/(α+T)
        W.value = (r_ + x) * log_gap;
        W.first = {r_ * log_gap, -(r_ + x) * shift};
        W.second = {W.first[0], -r_ * shift,
                    -(r_ + x) * shift * (1.0 - alpha_ / at_recency - alpha_ * per_age)};
        return terms;
    }

    /// What depends on x alone: lnΓ(r+x) − lnΓ(r) − x ln r, and r[ψ(r+x) − ψ(r)] and r² times its
    /// derivative.
    struct Count {
        double x, excess, first, second;
    };
    [[nodiscard]] const Count& count(std::size_t index) const noexcept { return by_count_[index]; }

private:
    [[nodiscard]] Count count_terms(std::int64_t count) const noexcept {
        const auto x = static_cast<double>(count);
        return {x, numeric::log_rising_excess(r_, x), r_ * numeric::digamma_increment(r_, x),
                r_ * r_ * numeric::trigamma_increment(r_, x)};
    }

    double r_, alpha_;
    std::vector<Count> by_count_;
};

/// One rate λ for all: r, α → ∞ with r/α = λ. Coordinate ln λ.
class EqualRates {
public:
    static constexpr std::size_t dimension = 1;
    static constexpr Limit limit = Limit::equal_rates;
    using Point = std::array<double, 1>;
    static Point project(const FullPoint& full) noexcept { return {full[0] - full[1]}; }
    /// r and α that come the nearer to the limit, the larger `scale`.
    static std::array<double, 2> embed(const Point& x, double scale) noexcept {
        return {scale, scale / std::exp(x[0])};
    }

    EqualRates(const std::array<double, 1>& x, const std::vector<std::int64_t>& counts)
        : log_rate_(x[0]), rate_(std::exp(x[0])), counts_(&counts) {}

    [[nodiscard]] RateTerms<1> at(std::size_t count_index, double recency,
                                  double age) const noexcept {
        const auto x = static_cast<double>((*counts_)[count_index]);
        const double expected = rate_ * age;
        const double silent = rate_ * (age - recency);
        return {{x * log_rate_ - expected, {x - expected}, {-expected}},
                {silent, {silent}, {silent}}};
    }

private:
    double log_rate_, rate_;
    const std::vector<std::int64_t>* counts_;
};

/// A side of the dropouts: its terms by the index of x.
template <std::size_t N>
class DropoutTable {
public:
    static constexpr std::size_t dimension = N;
    [[nodiscard]] const DropoutTerms<N>& at(std::size_t count_index) const noexcept {
        return by_count_[count_index];
    }

protected:
    template <class F>
    DropoutTable(const std::vector<std::int64_t>& counts, F&& terms) {
        by_count_.reserve(counts.size());
        for (const std::int64_t count : counts) {
            by_count_.push_back(terms(static_cast<double>(count)));
            if (count == 0) by_count_.back() = {{}, {minus_infinity, {}, {}}};
        }
    }

private:
    std::vector<DropoutTerms<N>> by_count_;
};

/// Dropout probabilities p ~ beta(a, b); coordinates ln a, ln b.
class BetaDropout : public DropoutTable<2> {
public:
    using Point = std::array<double, 2>;
    static Point project(const FullPoint& full) noexcept { return {full[2], full[3]}; }
    static std::array<double, 2> embed(const Point& x, double) noexcept {
        return {std::exp(x[0]), std::exp(x[1])};
    }

    BetaDropout(const std::array<double, 2>& coordinates, const std::vector<std::int64_t>& counts)
        : DropoutTable(counts, [a = std::exp(coordinates[0]), b = std::exp(coordinates[1]),
                                &coordinates](double x) {
              const double sum_first = numeric::digamma_increment(a + b, x);
              const double sum_second = numeric::trigamma_increment(a + b, x);
              const double b_first = numeric::digamma_increment(b, x);
              const double b_second = numeric::trigamma_increment(b, x);
              DropoutTerms<2> terms;
              Term<2>& D = terms.survived;
              D.value = numeric::log_beta_ratio(a, b, x);
              D.first = {-a * sum_first, b * (b_first - sum_first)};
              D.second = {-a * a * sum_second + D.first[0], -a * b * sum_second,
                          b * b * (b_second - sum_second) + D.first[1]};
              const double failures = b + (x - 1.0);
              terms.gone.value = coordinates[0] - std::log(failures);
              terms.gone.first = {1.0, -b / failures};
              terms.gone.second = {0.0, 0.0, -b * (x - 1.0) / (failures * failures)};
              return terms;
          }) {}
};

/// The logistic function, from its argument and its complement without cancellation.
struct Logistic {
    double p, q;  ///< p = 1/(1 + e^−x), q = 1 − p.
    explicit Logistic(double x) noexcept
        : p(1.0 / (1.0 + std::exp(-x))), q(1.0 / (1.0 + std::exp(x))) {}
};

/// One dropout probability p for all: a, b → ∞. Coordinate ln(p/(1 − p)).
class GeometricDropout : public DropoutTable<1> {
public:
    static constexpr Limit limit = Limit::geometric_dropout;
    using Point = std::array<double, 1>;
    static Point project(const FullPoint& full) noexcept { return {full[2] - full[3]}; }
    static std::array<double, 2> embed(const Point& x, double scale) noexcept {
        const Logistic dropout(x[0]);
        return {dropout.p * scale, dropout.q * scale};
    }

    GeometricDropout(const std::array<double, 1>& coordinates,
                     const std::vector<std::int64_t>& counts)
        : DropoutTable(counts, [odds = coordinates[0],
                                dropout = Logistic(coordinates[0])](double x) {
              return DropoutTerms<1>{
                  {-x * numeric::softplus(odds), {-x * dropout.p}, {-x * dropout.p * dropout.q}},
                  {odds, {1.0}, {0.0}}};
          }) {}
};

/// A share π leaves at the first repeat purchase, the others never: a, b → 0. Coordinate ln(π/(1 −
/// π)).
class PolarizedDropout : public DropoutTable<1> {
public:
    static constexpr Limit limit = Limit::polarized_dropout;
    using Point = std::array<double, 1>;
    static Point project(const FullPoint& full) noexcept { return {full[2] - full[3]}; }
    static std::array<double, 2> embed(const Point& x, double scale) noexcept {
        const Logistic dropout(x[0]);
        return {dropout.p / scale, dropout.q / scale};
    }

    PolarizedDropout(const std::array<double, 1>& coordinates,
                     const std::vector<std::int64_t>& counts)
        : DropoutTable(counts,
                       [odds = coordinates[0], dropout = Logistic(coordinates[0])](double x) {
                           DropoutTerms<1> terms{
                               {-numeric::softplus(odds), {-dropout.p}, {-dropout.p * dropout.q}},
                               {odds, {1.0}, {0.0}}};
                           if (x > 1.0) terms.gone = {minus_infinity, {}, {}};
                           return terms;
                       }) {}
};

/// Nobody ever leaves: a/(a + b) → 0.
class NoDropout : public DropoutTable<0> {
public:
    static constexpr Limit limit = Limit::no_dropout;
    using Point = std::array<double, 0>;
    static Point project(const FullPoint&) noexcept { return {}; }
    static std::array<double, 2> embed(const Point&, double scale) noexcept {
        return {1.0 / scale, 1.0};
    }

    NoDropout(const std::array<double, 0>&, const std::vector<std::int64_t>& counts)
        : DropoutTable(counts, [](double) {
              return DropoutTerms<0>{{}, {minus_infinity, {}, {}}};
          }) {}
};

/// The log-likelihood of one history and its derivatives, from its two sides.
template <std::size_t N, std::size_t M>
[[nodiscard]] numeric::Derivatives<N + M> combine(const RateTerms<N>& rates,
                                                  const DropoutTerms<M>& dropout) noexcept {
    constexpr std::size_t size = N + M;
    numeric::Derivatives<size> d;
    const double odds = dropout.gone.value + rates.silenced.value;
    const Logistic gone(odds);
    d.value = rates.alive.value + dropout.survived.value + numeric::softplus(odds);
    std::array<double, size> first;  // of the log-odds of being gone
    const double spread = gone.p * gone.q;
    const auto packed = [](std::size_t i, std::size_t j) { return i + j; };  // 00, 01, 11
    for (std::size_t i = 0; i < N; ++i) {
        first[i] = rates.silenced.first[i];
        d.gradient[i] = rates.alive.first[i] + gone.p * first[i];
        for (std::size_t j = 0; j < N; ++j) {
            d.hessian[i * size + j] =
                rates.alive.second[packed(i, j)] + gone.p * rates.silenced.second[packed(i, j)];
        }
    }
    for (std::size_t i = 0; i < M; ++i) {
        first[N + i] = dropout.gone.first[i];
        d.gradient[N + i] = dropout.survived.first[i] + gone.p * first[N + i];
        for (std::size_t j = 0; j < M; ++j) {
            d.hessian[(N + i) * size + N + j] =
                dropout.survived.second[packed(i, j)] + gone.p * dropout.gone.second[packed(i, j)];
        }
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j)
            d.hessian[i * size + j] += spread * first[i] * first[j];
    }
    return d;
}

/// The log-likelihood of all patterns in the coordinates of the rates, then of the dropouts.
template <class Rates, class Dropout>
class Likelihood {
public:
    static constexpr std::size_t dimension = Rates::dimension + Dropout::dimension;
    using Point = std::array<double, dimension>;
    using Value = numeric::Derivatives<dimension>;

    Likelihood(const PurchasePatterns& patterns, FitRun& run) : patterns_(patterns), run_(run) {}

    [[nodiscard]] Result<Value> operator()(const Point& point) const {
        typename Rates::Point rate_point;
        typename Dropout::Point dropout_point;
        std::copy_n(point.begin(), rate_point.size(), rate_point.begin());
        std::copy_n(point.begin() + rate_point.size(), dropout_point.size(), dropout_point.begin());
        const Rates rates(rate_point, patterns_.counts);
        const Dropout dropout(dropout_point, patterns_.counts);
        return sum_derivatives<dimension>(run_, patterns_.size(), [&](Value& sum, std::size_t i) {
            const std::uint32_t count = patterns_.count_index[i];
            const auto one =
                combine(rates.at(count, patterns_.recency[i], patterns_.age[i]), dropout.at(count));
            sum.add(patterns_.weight[i], one);
        });
    }

private:
    const PurchasePatterns& patterns_;
    FitRun& run_;
};

}  // namespace tenure::inline v0::detail::models
