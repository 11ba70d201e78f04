#pragma once

// What a BG/NBD model says of many customers at one horizon: the kernel's arguments.

#include <cstddef>
#include <cstdint>

#include "kernels/block.hpp"

namespace tenure::inline v0::detail::kernels {

/// Functions f_x(s) for x = 0, 1, … `counts` − 1 by polynomials in t on `ranges` equal ranges of s
/// in [0, `end`], where t goes from −1 to 1 on each: coefficients of rising powers, by x, then
/// range. NaN where a function is not tabulated.
struct PolynomialTable {
    static constexpr std::size_t coefficients = 16;
    static constexpr std::size_t ranges = 7;
    static constexpr double end = 9.2104;  ///< ln(1 + y) where y/(1 + y) = .9999.

    const double* values = nullptr;
};

/// A model at one horizon.
struct BgNbdScoring {
    static constexpr std::size_t counts = 64;  ///< Of the tables.
    /// r, a and b lie between this and its inverse; α and the horizon between the second and its
    /// inverse, and no age is above it.
    static constexpr double largest_shape = 1e8;
    static constexpr double largest_time = 1e60;

    double r, alpha, a, b;
    double horizon;              ///< In the model's unit.
    PolynomialTable expected;    ///< S/s (models/bg_nbd_expectation.hpp).
    PolynomialTable discounted;  ///< The same, discounted; may be the same table.
};

/// Histories by column, in the model's unit.
struct HistoryColumns {
    const std::int64_t* frequency;
    const double* recency;
    const double* age;
};

/// Where scores go. A null column is not computed.
struct BgNbdScores {
    double* alive;                   ///< P(active at T). Never null.
    double* no_purchase;             ///< P(no purchase in (T, T + horizon]).
    double* expected;                ///< E[Y(horizon)].
    double* discounted_given_alive;  ///< Discounted, of a customer who is active at T.
};

/// Scores `blocks` blocks; no column overlaps another. A lane of a column is NaN where the kernel
/// does not give it to 1e-12: `alive` for an impossible history, one with an age above
/// `largest_time`, or an exponent above 600; `no_purchase` there and where that of silence is; the
/// others there, for x ≥ `counts`, and where s is not tabulated.
using BgNbdScore = void(const BgNbdScoring& model, const HistoryColumns& in, std::size_t blocks,
                        const BgNbdScores& out) noexcept;

/// Scores the first customer of the columns, with the bits that a block would have.
using BgNbdScoreOne = void(const BgNbdScoring& model, const HistoryColumns& in,
                           const BgNbdScores& out) noexcept;

}  // namespace tenure::inline v0::detail::kernels
