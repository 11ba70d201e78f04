#pragma once

// The sums that the BG/NBD likelihood and its derivatives are made of
// (models/bg_nbd_full_likelihood.cpp): the kernels' arguments.

#include <cstddef>

#include "kernels/block.hpp"

namespace tenure::inline v0::detail::kernels {

/// Ages T, how many customers have them, and their repeat purchases.
struct AgeColumns {
    const double *age, *customers, *purchases;
};

/// Sums over ages, of customers and of purchases: with m = T/(α+T),
struct AgeSums {
    double log_customers, log_purchases;        ///< Σ ln(1 + T/α)
    double share_customers, rest_purchases;     ///< Σ m, Σ (1 − m)
    double spread_customers, spread_purchases;  ///< Σ m (1 − m)
};

/// Sums over `blocks` blocks of ages, within `largest_argument`; α is not 0.
using BgNbdAges = void(double alpha, const AgeColumns& in, std::size_t blocks,
                       AgeSums& out) noexcept;

/// What distinguishes histories of one x > 0: t_x, T, and how many customers have them.
struct SilenceColumns {
    const double *recency, *age, *weight;
};

/// The parameters for one x.
struct SilenceTerms {
    double alpha;
    double shape;     ///< r + x.
    double log_odds;  ///< ln[a/(b+x−1)].
};

/// Weighted sums over histories. With g = ln((α+T)/(α+t_x)) and h = α/(α+t_x) − α/(α+T), the log-
/// odds u = ln[a/(b+x−1)] + (r+x) g of being gone, and p = 1/(1 + e^−u):
struct SilenceSums {
    double softplus;                          ///< Σ ln(1 + e^u)
    double gone, gone_g, gone_h, gone_curve;  ///< Σ p, Σ p g, Σ p h, Σ p dh/d ln α
    double spread, spread_g, spread_h;        ///< Σ p(1−p), Σ p(1−p) g, Σ p(1−p) h
    double spread_gg, spread_gh, spread_hh;   ///< Σ p(1−p) g², Σ p(1−p) g h, Σ p(1−p) h²
};

/// Sums over `blocks` blocks of histories, for α and ages as above.
using BgNbdSilence = void(const SilenceTerms& terms, const SilenceColumns& in, std::size_t blocks,
                          SilenceSums& out) noexcept;

}  // namespace tenure::inline v0::detail::kernels
