// The sums for the Gamma-Gamma likelihood, against their definitions in 113 bits, at each level.

#include "kernels/gamma_gamma_likelihood.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include "kernels/exact_sum.hpp"
#include "kernels/kernels.hpp"
#include "support/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {
namespace {

using test::ExactSum;
using test::Quad;

class IsaGammaGammaSums : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaGammaGammaSums, testing::ValuesIn(simd_levels), test::level_name);

struct Columns {
    std::vector<double> spent, weight;
};

/// Amounts around one, by so many powers of 10; whole customers, of whom some are none.
Columns random_columns(std::size_t blocks, double around, double powers) {
    std::mt19937_64 random(blocks);
    std::uniform_real_distribution<double> digits(-powers, powers);
    Columns columns;
    for (std::size_t i = 0; i < blocks * block; ++i) {
        columns.spent.push_back(around * std::pow(10.0, digits(random)));
        columns.weight.push_back(static_cast<double>(i % 6));
    }
    return columns;
}

using Sums = std::array<double, 5>;

Sums sums(SimdLevel level, double gamma, const Columns& in) {
    SpendSums found{};
    kernels(level).gamma_gamma_spend(gamma, {in.spent.data(), in.weight.data()},
                                     in.spent.size() / block, found);
    return std::bit_cast<Sums>(found);
}

// All terms are products and quotients of positive numbers, and logarithms to 4 ulp, which are 8 u:
// two dozen u at most.
void expect_exact(SimdLevel level, double gamma, const Columns& in) {
    const char* const names[] = {"log_of_prior", "log_of_own", "share", "rest", "spread"};
    std::array<ExactSum, 5> exact;
    for (std::size_t i = 0; i < in.spent.size(); ++i) {
        const Quad s = in.spent[i];
        const Quad total = gamma + s;
        exact[0].add(in.weight[i], log1p(Quad(s / gamma)), 24);
        exact[1].add(in.weight[i], log1p(Quad(gamma / s)), 24);
        exact[2].add(in.weight[i], gamma / total, 24);
        exact[3].add(in.weight[i], s / total, 24);
        exact[4].add(in.weight[i], gamma * s / (total * total), 24);
    }
    const Sums found = sums(level, gamma, in);
    for (std::size_t i = 0; i < found.size(); ++i) {
        exact[i].expect(found[i], in.spent.size() / block + block, names[i]);
    }
}

// Around γ, and far on either side, where all of a sum is small.
TEST_P(IsaGammaGammaSums, AreExact) {
    for (const double gamma : {1e-90, 1e-3, 15.44, 1e3, 1e90}) {
        for (const std::size_t blocks : {0, 1, 2, 40}) {
            expect_exact(GetParam(), gamma, random_columns(blocks, gamma, 6.0));
            expect_exact(GetParam(), gamma, random_columns(blocks, gamma * 1e-8, 2.0));
            expect_exact(GetParam(), gamma, random_columns(blocks, gamma * 1e8, 2.0));
        }
    }
}

// What fills a block up has no weight, and changes no bit.
TEST_P(IsaGammaGammaSums, TakeNoNoticeOfRowsWithoutWeight) {
    Columns in = random_columns(5, 15.44, 6.0);
    const Sums found = sums(GetParam(), 15.44, in);
    for (std::size_t i = 0; i < 3 * block; ++i) {
        in.spent.push_back(in.spent[i]);
        in.weight.push_back(0.0);
    }
    EXPECT_EQ(sums(GetParam(), 15.44, in), found);
}

}  // namespace
}  // namespace tenure::inline v0::detail::kernels
