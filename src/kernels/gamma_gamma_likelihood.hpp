#pragma once

// The sums that the Gamma-Gamma likelihood and its derivatives are made of
// (models/gamma_gamma_likelihood.hpp): the kernel's arguments.

#include <cstddef>

#include "kernels/block.hpp"

namespace tenure::inline v0::detail::kernels {

/// What customers of one x spent, s = x m > 0, and how many customers it stands for.
struct SpendColumns {
    const double *spent, *weight;
};

/// Weighted sums over customers of one x.
struct SpendSums {
    double log_of_prior, log_of_own;  ///< Σ ln(1 + s/γ), Σ ln(1 + γ/s)
    double share, rest;               ///< Σ γ/(γ+s), Σ s/(γ+s)
    double spread;                    ///< Σ γ s/(γ+s)²
};

/// Sums over `blocks` blocks, within `largest_argument`; neither γ nor s is 0.
using GammaGammaSpend = void(double gamma, const SpendColumns& in, std::size_t blocks,
                             SpendSums& out) noexcept;

}  // namespace tenure::inline v0::detail::kernels
