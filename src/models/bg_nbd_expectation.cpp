#include "models/bg_nbd_expectation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/beta_expectation.hpp"

namespace tenure::inline v0::detail::models {

double expected_given_alive(const tenure::models::BgNbd& model, double x, double y) noexcept {
    constexpr double most = 1e305;
    const double shape = model.r + x;
    y = std::min(y, most / (shape + 1.0));
    // What is expected of somebody who never leaves, of which the integrand is a share: so it is at
    // most 1, however many that are. Fewer than any normal double are none.
    const double forever = shape * y;
    if (forever < std::numeric_limits<double>::min()) return 0.0;
    // (1 − e^(−s))/(u · forever) with s = (r+x) ln(1 + u y), in two factors, each of which is 1
    // where its argument is below rounding: also where that is no normal double.
    const auto share = [=](double u, double) {
        constexpr double rounding = 1e-17;
        const double z = u * y;
        const double log1p_z = std::log1p(z);
        const double s = z < rounding ? forever * u : shape * log1p_z;
        return (z < rounding ? 1.0 : log1p_z / z) * (s < rounding ? 1.0 : -std::expm1(-s) / s);
    };
    const numeric::BetaExpectation expectation(model.a, model.b + x);
    return forever * expectation(share, (shape + 1.0) * y, slope_at_one);
}

}  // namespace tenure::inline v0::detail::models
