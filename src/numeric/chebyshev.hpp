#pragma once

// Families of smooth functions, tabulated piecewise by Chebyshev polynomials.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tenure::inline v0::detail::numeric {

/// Functions f₀, f₁, … of s ≥ 0, each by polynomials of degree 16 on five ranges that end
/// at 9.2104, which is ln(1 + y) where y/(1 + y) = .9999.
class ChebyshevFamily {
public:
    static constexpr std::size_t coefficients = 17;
    static constexpr std::array<double, 6> bounds{0.0, 0.7, 1.8, 3.5, 6.0, 9.2104};
    static constexpr std::size_t ranges = bounds.size() - 1;
    static constexpr std::size_t node_count = ranges * coefficients;
    using Nodes = std::array<double, node_count>;

    /// The s at which values are wanted, range by range.
    [[nodiscard]] static const Nodes& nodes() noexcept;

    /// Appends the next function of the family by its values at the nodes, which are of one sign. A
    /// range on which the last coefficients have not fallen below rounding, or a value is NaN, is
    /// marked as not tabulated.
    void add(const Nodes& values);

    [[nodiscard]] std::size_t size() const noexcept { return cells_.size() / ranges; }
    /// f_i(s) for i < `size()`; nothing where s is above the last bound, or the range is not
    /// tabulated.
    [[nodiscard]] std::optional<double> operator()(std::size_t i, double s) const noexcept;

private:
    friend class ChebyshevSum;
    struct Cell {
        std::array<double, coefficients> polynomial;
        bool tabulated;
    };
    std::vector<Cell> cells_;  // by function, then range
};

/// Σₘ wₘ f(sₘ) for the functions of a family: what the points make of each coefficient is worked
/// out once, and then a function costs one product for each of its coefficients.
class ChebyshevSum {
public:
    /// 0 ≤ s ≤ the last bound.
    void add(double s, double weight) noexcept;
    /// The sum for f_i; nothing where one of the points lies on a range that is not tabulated.
    [[nodiscard]] std::optional<double> operator()(const ChebyshevFamily& family,
                                                   std::size_t i) const noexcept;

private:
    struct Range {
        std::array<double, ChebyshevFamily::coefficients> weights{};
        bool used = false;
    };
    std::array<Range, ChebyshevFamily::ranges> ranges_{};
};

}  // namespace tenure::inline v0::detail::numeric
