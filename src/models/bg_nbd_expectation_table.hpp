#pragma once

// E[Y(t) | active] of one BG/NBD model for many customers, and the same discounted.

#include <cstddef>

#include "numeric/chebyshev.hpp"
#include "tenure/models/bg_nbd.hpp"

namespace tenure::inline v0::detail::models {

/// S(x, y) of models/bg_nbd_expectation.hpp for one model, in nanoseconds: for x below 64 from
/// tables in s = ln(1 + y), which depend on (r, a, b, x) alone and so serve every horizon; above,
/// by a series whose terms fall fast; where neither reaches 1e-13, by `expected_given_alive`.
class ExpectationTable {
public:
    static constexpr std::size_t counts = 64;  ///< x below this is tabulated.

    explicit ExpectationTable(const tenure::models::BgNbd& model);

    [[nodiscard]] double operator()(double x, double y) const noexcept;
    /// The tables, of S/s, which does not vanish at s = 0; by x.
    [[nodiscard]] const numeric::ChebyshevFamily& by_count() const noexcept { return by_count_; }

private:
    [[nodiscard]] double series(double x, double y) const noexcept;

    tenure::models::BgNbd model_;
    numeric::ChebyshevFamily by_count_;
};

/// ∫₀ʰ e^(−δu) dS(u/scale) for one horizon h and one rate δ, where it depends on x and the scale α
/// + T alone: from tables in s = ln(1 + h/scale) as well, else by the integral.
class DiscountedTable {
public:
    /// `expected` outlives the table; h is finite and > 0, δ ≥ 0, both in the model's unit.
    DiscountedTable(const ExpectationTable& expected, double horizon, double rate);

    [[nodiscard]] double operator()(double x, double scale) const noexcept;
    /// The tables, over s; by x. There are none where there is no rate, or one too high.
    [[nodiscard]] const numeric::ChebyshevFamily& by_count() const noexcept { return by_count_; }

private:
    const ExpectationTable& expected_;
    double horizon_;
    double rate_;
    numeric::ChebyshevFamily by_count_;
};

}  // namespace tenure::inline v0::detail::models
