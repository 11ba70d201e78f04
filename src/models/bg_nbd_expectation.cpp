#include "models/bg_nbd_expectation.hpp"

#include <cmath>

#include "numeric/beta_expectation.hpp"

namespace tenure::inline v0::detail::models {

double expected_given_alive(const tenure::models::BgNbd& model, double x, double y) noexcept {
    const double shape = model.r + x;
    const auto purchases = [shape, y](double u, double) {
        return -std::expm1(-shape * std::log1p(u * y)) / u;
    };
    // Near 0, φ ≈ (r+x)y(1 − u y(r+x+1)/2); near 1 its relative slope is at most 1 + (r+x).
    return numeric::BetaExpectation(model.a, model.b + x)(purchases, (shape + 1.0) * y,
                                                          shape + 1.0);
}

}  // namespace tenure::inline v0::detail::models
