#pragma once

// Families of smooth functions, tabulated piecewise by Chebyshev polynomials.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tenure::inline v0::detail::numeric {

/// Functions f₀, f₁, … of s in [0, `end`], each by interpolation at Chebyshev's nodes on seven
/// equal ranges: polynomials of degree 15 in t, which goes from −1 to 1 on its range.
class ChebyshevFamily {
public:
    static constexpr std::size_t coefficients = 16;
    static constexpr std::size_t ranges = 7;
    static constexpr double end = 9.2104;  ///< ln(1 + y) where y/(1 + y) = .9999.
    static constexpr std::size_t node_count = ranges * coefficients;
    using Nodes = std::array<double, node_count>;

    /// The s at which values are wanted, range by range.
    [[nodiscard]] static const Nodes& nodes() noexcept;

    /// Appends the next function of the family by its values at the nodes, which are of one sign. A
    /// range on which the last coefficients have not fallen below rounding, or a value is NaN, is
    /// not tabulated.
    void add(const Nodes& values);

    [[nodiscard]] std::size_t size() const noexcept { return values_.size() / node_count; }
    /// f_i(s) for i < `size()`; nothing where s is above `end`, or its range is not tabulated.
    [[nodiscard]] std::optional<double> operator()(std::size_t i, double s) const noexcept;

    /// The coefficients of rising powers of t, by function, then range; NaN for a range that is not
    /// tabulated. Null where there is no function.
    [[nodiscard]] const double* values() const noexcept {
        return values_.empty() ? nullptr : values_.data();
    }

private:
    friend class ChebyshevSum;
    [[nodiscard]] const double* polynomial(std::size_t i, std::size_t range) const noexcept {
        return values_.data() + (i * ranges + range) * coefficients;
    }

    std::vector<double> values_;
};

/// Σₘ wₘ f(sₘ) for the functions of a family: what the points make of each coefficient is worked
/// out once, and then a function costs one product for each of its coefficients.
class ChebyshevSum {
public:
    /// 0 ≤ s ≤ `ChebyshevFamily::end`.
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
