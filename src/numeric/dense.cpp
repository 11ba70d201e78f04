#include "numeric/dense.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>

namespace tenure::inline v0::detail::numeric {

void symmetric_eigen(std::size_t n, const double* matrix, double* values,
                     double* vectors) noexcept {
    constexpr int max = static_cast<int>(max_dimension);
    using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor, max, max>;
    const auto size = static_cast<Eigen::Index>(n);
    // The maximal size is fixed, so that nothing is allocated.
    Eigen::SelfAdjointEigenSolver<Matrix> solver(size);
    solver.compute(Eigen::Map<const Matrix>(matrix, size, size));
    std::copy_n(solver.eigenvalues().data(), n, values);
    for (Eigen::Index i = 0; i < size; ++i) {
        for (Eigen::Index j = 0; j < size; ++j) {
            vectors[i * size + j] = solver.eigenvectors()(j, i);
        }
    }
}

}  // namespace tenure::inline v0::detail::numeric
