#include "numeric/chebyshev.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace tenure::inline v0::detail::numeric {

namespace {

constexpr std::size_t n = ChebyshevFamily::coefficients;
using Basis = std::array<std::array<double, n>, n>;

// T_j at the k-th node, cos(π j (k + ½)/n): a row for each j.
Basis make_basis() noexcept {
    Basis basis;
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t k = 0; k < n; ++k) {
            basis[j][k] = std::cos(std::numbers::pi * static_cast<double>(j) *
                                   (static_cast<double>(k) + 0.5) / static_cast<double>(n));
        }
    }
    return basis;
}

const Basis& basis() noexcept {
    static const Basis made = make_basis();
    return made;
}

// A polynomial's coefficients.
using Polynomial = std::array<double, n>;

// From those of T_0, T_1, … to those of the powers, by T_(j+1) = 2t T_j − T_(j−1). The powers'
// grow like 2.4^j where the others fall like 8^−j or faster, so that they cost no accuracy.
Polynomial powers(const Polynomial& chebyshev) noexcept {
    Polynomial sum{};
    Polynomial before{};
    Polynomial here{1.0};
    for (std::size_t j = 0; j < n; ++j) {
        Polynomial next{};
        for (std::size_t k = 0; k < n; ++k) {
            sum[k] += chebyshev[j] * here[k];
            const double shifted = k == 0 ? 0.0 : here[k - 1];
            next[k] = (j == 0 ? 1.0 : 2.0) * shifted - before[k];
        }
        before = here;
        here = next;
    }
    return sum;
}

constexpr double range_length = ChebyshevFamily::end / ChebyshevFamily::ranges;

std::size_t range_of(double s) noexcept {
    return std::min(static_cast<std::size_t>(s / range_length), ChebyshevFamily::ranges - 1);
}

// Where s lies on its range, from −1 to 1.
double position(std::size_t range, double s) noexcept {
    return 2.0 * (s / range_length - static_cast<double>(range)) - 1.0;
}

ChebyshevFamily::Nodes make_nodes() noexcept {
    ChebyshevFamily::Nodes s;
    for (std::size_t range = 0; range < ChebyshevFamily::ranges; ++range) {
        for (std::size_t k = 0; k < n; ++k) {
            const double share = 0.5 * (1.0 + basis()[1][k]);
            s[range * n + k] = (static_cast<double>(range) + share) * range_length;
        }
    }
    return s;
}

}  // namespace

const ChebyshevFamily::Nodes& ChebyshevFamily::nodes() noexcept {
    static const Nodes made = make_nodes();
    return made;
}

void ChebyshevFamily::add(const Nodes& values) {
    for (std::size_t range = 0; range < ranges; ++range) {
        const double* value = values.data() + range * n;
        Polynomial chebyshev;
        for (std::size_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k < n; ++k) sum += value[k] * basis()[j][k];
            chebyshev[j] = sum * (j == 0 ? 1.0 : 2.0) / static_cast<double>(n);
        }
        const double smallest = std::fabs(*std::min_element(
            value, value + n, [](double a, double b) { return std::fabs(a) < std::fabs(b); }));
        const double last = std::max(std::fabs(chebyshev[n - 1]), std::fabs(chebyshev[n - 2]));
        Polynomial polynomial = powers(chebyshev);
        if (!(last < 1e-14 * smallest)) polynomial.fill(std::numeric_limits<double>::quiet_NaN());
        values_.insert(values_.end(), polynomial.begin(), polynomial.end());
    }
}

std::optional<double> ChebyshevFamily::operator()(std::size_t i, double s) const noexcept {
    if (!(s <= end)) return std::nullopt;
    const std::size_t range = range_of(s);
    const double t = position(range, s);
    const double* coefficient = polynomial(i, range);
    double sum = coefficient[n - 1];
    for (std::size_t j = n - 1; j > 0; --j) sum = sum * t + coefficient[j - 1];
    if (std::isnan(sum)) return std::nullopt;
    return sum;
}

void ChebyshevSum::add(double s, double weight) noexcept {
    const std::size_t range = range_of(s);
    ranges_[range].used = true;
    const double t = position(range, s);
    double power = weight;
    for (double& sum : ranges_[range].weights) {
        sum += power;
        power *= t;
    }
}

std::optional<double> ChebyshevSum::operator()(const ChebyshevFamily& family,
                                               std::size_t i) const noexcept {
    double sum = 0.0;
    for (std::size_t range = 0; range < ranges_.size(); ++range) {
        if (!ranges_[range].used) continue;
        const double* coefficient = family.polynomial(i, range);
        for (std::size_t j = 0; j < n; ++j) sum += ranges_[range].weights[j] * coefficient[j];
    }
    if (std::isnan(sum)) return std::nullopt;
    return sum;
}

}  // namespace tenure::inline v0::detail::numeric
