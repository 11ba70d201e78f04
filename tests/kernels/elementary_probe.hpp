#pragma once

// What src/kernels/elementary.hpp and lanes.hpp compute, as functions that a test can call:
// elementary_probe.cpp is compiled like a kernel, once for each level.

#include "kernels/bg_nbd_score.hpp"
#include "tenure/core/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {

/// From `block` numbers to `block` numbers.
using BlockFunction = void(const double* v, double* out) noexcept;
/// ln(1 + y) of a block, or of two that stand one after the other, where 1/(1 + y) is known.
using Log1pFunction = void(const double* y, const double* reciprocal, double* out) noexcept;
/// For each lane the polynomial of PolynomialTable::coefficients that stands at rows[lane], at t.
using PolynomialFunction = void(const double* const* rows, const double* t, double* out) noexcept;

/// The functions at one level.
struct ElementaryProbe {
    BlockFunction* exp;
    BlockFunction* log;  ///< Of numbers of at least 1.
    Log1pFunction* log1p;
    Log1pFunction* log1p_of_pairs;
    PolynomialFunction* polynomial;
};

}  // namespace tenure::inline v0::detail::kernels
