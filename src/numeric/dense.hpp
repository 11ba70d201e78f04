#pragma once

// Symmetric matrices of the size of a parameter vector.

#include <array>
#include <cstddef>

namespace tenure::inline v0::detail::numeric {

inline constexpr std::size_t max_dimension = 4;

/// The eigenvalues, rising, of a symmetric n × n matrix (row by row), and its unit eigenvectors:
/// the i-th stands in `vectors[i·n … i·n + n)`. 1 ≤ n ≤ `max_dimension`; the entries are finite.
void symmetric_eigen(std::size_t n, const double* matrix, double* values, double* vectors) noexcept;

/// The eigen-decomposition of a symmetric N × N matrix.
template <std::size_t N>
struct SymmetricEigen {
    std::array<double, N> values;
    std::array<double, N * N> vectors;  ///< One eigenvector a row.

    explicit SymmetricEigen(const std::array<double, N * N>& matrix) noexcept {
        static_assert(N >= 1 && N <= max_dimension);
        symmetric_eigen(N, matrix.data(), values.data(), vectors.data());
    }

    /// Σ f(λᵢ) (vᵢ · x) vᵢ: a function of the matrix applied to a vector.
    template <class F>
    [[nodiscard]] std::array<double, N> apply(F&& f,
                                              const std::array<double, N>& x) const noexcept {
        std::array<double, N> result{};
        for (std::size_t i = 0; i < N; ++i) {
            const double* v = vectors.data() + i * N;
            double projection = 0.0;
            for (std::size_t j = 0; j < N; ++j) projection += v[j] * x[j];
            projection *= f(values[i]);
            for (std::size_t j = 0; j < N; ++j) result[j] += projection * v[j];
        }
        return result;
    }

    /// The inverse; the matrix must be definite.
    [[nodiscard]] std::array<double, N * N> inverse() const noexcept {
        std::array<double, N * N> result{};
        for (std::size_t column = 0; column < N; ++column) {
            std::array<double, N> unit{};
            unit[column] = 1.0;
            const auto x = apply([](double lambda) { return 1.0 / lambda; }, unit);
            for (std::size_t row = 0; row < N; ++row) result[row * N + column] = x[row];
        }
        return result;
    }
};

}  // namespace tenure::inline v0::detail::numeric
