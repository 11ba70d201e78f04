#include "numeric/chebyshev.hpp"

#include <algorithm>
#include <cmath>
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

std::size_t range_of(double s) noexcept {
    std::size_t range = 0;
    while (s > ChebyshevFamily::bounds[range + 1]) ++range;
    return range;
}

// Where s lies on its range, from −1 to 1.
double position(std::size_t range, double s) noexcept {
    const double low = ChebyshevFamily::bounds[range];
    return 2.0 * (s - low) / (ChebyshevFamily::bounds[range + 1] - low) - 1.0;
}

ChebyshevFamily::Nodes make_nodes() noexcept {
    ChebyshevFamily::Nodes s;
    for (std::size_t range = 0; range < ChebyshevFamily::ranges; ++range) {
        const double low = ChebyshevFamily::bounds[range];
        const double half = 0.5 * (ChebyshevFamily::bounds[range + 1] - low);
        for (std::size_t k = 0; k < n; ++k) s[range * n + k] = low + half * (1.0 + basis()[1][k]);
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
        Cell cell{};
        for (std::size_t j = 0; j < n; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k < n; ++k) sum += value[k] * basis()[j][k];
            cell.polynomial[j] = sum * (j == 0 ? 1.0 : 2.0) / static_cast<double>(n);
        }
        const double smallest = std::fabs(*std::min_element(
            value, value + n, [](double a, double b) { return std::fabs(a) < std::fabs(b); }));
        const double last =
            std::max(std::fabs(cell.polynomial[n - 1]), std::fabs(cell.polynomial[n - 2]));
        cell.tabulated = last < 1e-14 * smallest;
        cells_.push_back(cell);
    }
}

std::optional<double> ChebyshevFamily::operator()(std::size_t i, double s) const noexcept {
    if (!(s <= bounds.back())) return std::nullopt;
    const std::size_t range = range_of(s);
    const Cell& cell = cells_[i * ranges + range];
    if (!cell.tabulated) return std::nullopt;
    const double t = position(range, s);
    // Clenshaw's recurrence.
    double next = 0.0;
    double after = 0.0;
    for (std::size_t j = n - 1; j > 0; --j) {
        const double here = cell.polynomial[j] + 2.0 * t * next - after;
        after = next;
        next = here;
    }
    return cell.polynomial[0] + t * next - after;
}

void ChebyshevSum::add(double s, double weight) noexcept {
    const std::size_t range = range_of(s);
    ranges_[range].used = true;
    const double t = position(range, s);
    // w T_j(t) by the recurrence T_(j+1) = 2t T_j − T_(j−1).
    double here = weight;
    double next = weight * t;
    for (double& sum : ranges_[range].weights) {
        sum += here;
        const double after = 2.0 * t * next - here;
        here = next;
        next = after;
    }
}

std::optional<double> ChebyshevSum::operator()(const ChebyshevFamily& family,
                                               std::size_t i) const noexcept {
    double sum = 0.0;
    for (std::size_t range = 0; range < ranges_.size(); ++range) {
        if (!ranges_[range].used) continue;
        const ChebyshevFamily::Cell& cell = family.cells_[i * ranges_.size() + range];
        if (!cell.tabulated) return std::nullopt;
        for (std::size_t j = 0; j < n; ++j) sum += ranges_[range].weights[j] * cell.polynomial[j];
    }
    return sum;
}

}  // namespace tenure::inline v0::detail::numeric
