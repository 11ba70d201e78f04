#include "numeric/dense.hpp"

#include <gtest/gtest.h>

namespace {

using tenure::detail::numeric::SymmetricEigen;

// [[2, 1], [1, 2]] has the eigenvalues 1 and 3, with (1, −1) and (1, 1).
TEST(SymmetricEigen, OfTwoByTwoByHand) {
    const SymmetricEigen<2> eigen({2.0, 1.0, 1.0, 2.0});
    EXPECT_NEAR(eigen.values[0], 1.0, 1e-15);
    EXPECT_NEAR(eigen.values[1], 3.0, 1e-15);
    EXPECT_NEAR(eigen.vectors[0] + eigen.vectors[1], 0.0, 1e-15);
    EXPECT_NEAR(eigen.vectors[2] - eigen.vectors[3], 0.0, 1e-15);
}

TEST(SymmetricEigen, InverseTimesMatrixIsTheIdentity) {
    const std::array<double, 16> matrix{4.0, 1.0, 0.5, 0.1, 1.0, 3.0, 0.2, 0.3,
                                        0.5, 0.2, 2.0, 0.4, 0.1, 0.3, 0.4, 1.0};
    const auto inverse = SymmetricEigen<4>(matrix).inverse();
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            double sum = 0.0;
            for (std::size_t k = 0; k < 4; ++k) sum += matrix[i * 4 + k] * inverse[k * 4 + j];
            EXPECT_NEAR(sum, i == j ? 1.0 : 0.0, 1e-14);
        }
    }
}

TEST(SymmetricEigen, OfOneByOneIsTheEntry) {
    const SymmetricEigen<1> eigen({-5.0});
    EXPECT_EQ(eigen.values[0], -5.0);
    EXPECT_EQ(eigen.inverse()[0], -0.2);
}

}  // namespace
