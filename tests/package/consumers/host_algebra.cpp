#include "host_algebra.hpp"

#include <algorithm>
#include <vector>

#include <Eigen/Dense>

// Sizes are not known when this is compiled: allocation, products and decompositions stay calls.
double host_residual(int size) {
    const Eigen::MatrixXd exponents = Eigen::MatrixXd::Random(size, size);
    const Eigen::MatrixXd powers = exponents.array().exp().matrix();
    const Eigen::MatrixXd gram =
        powers * powers.transpose() + size * Eigen::MatrixXd::Identity(size, size);

    std::vector<Eigen::VectorXd> solutions;
    for (int column = 0; column < size; ++column) {
        const Eigen::VectorXd side = powers.col(column);
        solutions.push_back(gram.llt().solve(side));
        solutions.push_back(gram.partialPivLu().solve(side));
    }

    double residual = 0.0;
    for (int i = 0; i < 2 * size; ++i) {
        const Eigen::VectorXd rest = gram * solutions[i] - powers.col(i / 2);
        residual = std::max(residual, rest.norm());
    }
    return residual;
}
