#include "kernels/elementary_probe.hpp"

#include "kernels/elementary.hpp"
#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

void TENURE_KERNEL(probe_exp)(const double* v, double* out) noexcept { store(out, exp(load(v))); }

void TENURE_KERNEL(probe_log)(const double* v, double* out) noexcept {
    const BinaryForm<Lanes> of = binary_form(load(v));
    store(out, log(of.k, of.f / (all(2.0) + of.f), Lanes(all(0.0))));
}

void TENURE_KERNEL(probe_log1p)(const double* y, const double* reciprocal, double* out) noexcept {
    store(out, log1p(load(y), load(reciprocal)));
}

void TENURE_KERNEL(probe_log1p_of_pairs)(const double* y, const double* reciprocal,
                                         double* out) noexcept {
    const Pair<Lanes> logs = log1p(Pair<Lanes>{load(y), load(y + block)},
                                   Pair<Lanes>{load(reciprocal), load(reciprocal + block)});
    store(out, logs.first);
    store(out + block, logs.second);
}

void TENURE_KERNEL(probe_polynomial)(const double* const* rows, const double* t,
                                     double* out) noexcept {
    const double* of_lanes[block];
    for (std::size_t i = 0; i < block; ++i) of_lanes[i] = rows[i];
    store(out, polynomial<PolynomialTable::coefficients>(of_lanes, load(t)));
}

}  // namespace tenure::inline v0::detail::kernels
