// The sums for the BG/NBD likelihood, against their definitions in 113 bits, at each level.

#include "kernels/bg_nbd_likelihood.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "kernels/exact_sum.hpp"
#include "kernels/kernels.hpp"
#include "support/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {
namespace {

using test::ExactSum;
using test::Quad;

class IsaBgNbdSums : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaBgNbdSums, testing::ValuesIn(simd_levels), test::level_name);

/// Columns of histories; the sums over ages take recency for a number of purchases.
struct Columns {
    std::vector<double> recency, age, weight;

    void add(double t_x, double T, double customers) {
        recency.push_back(t_x);
        age.push_back(T);
        weight.push_back(customers);
    }
    [[nodiscard]] std::size_t blocks() const { return age.size() / block; }
};

/// Ages around one, by so many powers of 10; whole customers, of whom some are none.
Columns random_columns(std::size_t blocks, double around, double digits) {
    std::mt19937_64 random(blocks);
    std::uniform_real_distribution<double> power(-digits, digits), part(0.0, 1.0);
    Columns columns;
    for (std::size_t i = 0; i < blocks * block; ++i) {
        const double age = i % 17 == 3 ? 0.0 : around * std::pow(10.0, power(random));
        const double parts[] = {0.0, 1.0, part(random), 1.0 - 1e-9 * part(random)};
        columns.add(age * parts[i % 4], age, static_cast<double>(i % 6));
    }
    return columns;
}

std::array<double, 6> ages(SimdLevel level, double alpha, const Columns& in) {
    AgeSums sums{};
    kernels(level).bg_nbd_ages(alpha, {in.age.data(), in.weight.data(), in.recency.data()},
                               in.blocks(), sums);
    return std::bit_cast<std::array<double, 6>>(sums);
}

std::array<double, 11> silence(SimdLevel level, const SilenceTerms& terms, const Columns& in) {
    SilenceSums sums{};
    kernels(level).bg_nbd_silence(terms, {in.recency.data(), in.age.data(), in.weight.data()},
                                  in.blocks(), sums);
    return std::bit_cast<std::array<double, 11>>(sums);
}

// All terms are products and quotients of positive numbers, and a logarithm to 4 ulp, which are 8
// u: two dozen u at most.
void expect_exact_ages(SimdLevel level, double alpha, const Columns& in) {
    const char* const names[] = {"log_customers",  "log_purchases",    "share_customers",
                                 "rest_purchases", "spread_customers", "spread_purchases"};
    std::array<ExactSum, 6> exact;
    for (std::size_t i = 0; i < in.age.size(); ++i) {
        const Quad total = Quad(alpha) + in.age[i];
        const Quad terms[] = {log1p(Quad(in.age[i]) / alpha), in.age[i] / total, alpha / total};
        exact[0].add(in.weight[i], terms[0], 24);
        exact[1].add(in.recency[i], terms[0], 24);
        exact[2].add(in.weight[i], terms[1], 24);
        exact[3].add(in.recency[i], terms[2], 24);
        exact[4].add(in.weight[i], terms[1] * terms[2], 24);
        exact[5].add(in.recency[i], terms[1] * terms[2], 24);
    }
    const auto found = ages(level, alpha, in);
    for (std::size_t i = 0; i < found.size(); ++i) {
        exact[i].expect(found[i], in.blocks() + block, names[i]);
    }
}

// Around α, and far on either side, where all of a sum is small.
TEST_P(IsaBgNbdSums, OfAgesAreExact) {
    for (const double alpha : {1e-90, 1e-3, 4.4136, 1e3, 1e90}) {
        for (const std::size_t blocks : {0, 1, 2, 40}) {
            expect_exact_ages(GetParam(), alpha, random_columns(blocks, alpha, 8.0));
            expect_exact_ages(GetParam(), alpha, random_columns(blocks, alpha * 1e-8, 2.0));
            expect_exact_ages(GetParam(), alpha, random_columns(blocks, alpha * 1e8, 2.0));
        }
    }
}

// u is made by adding log_odds and (r+x) g, of which the latter is wrong by two dozen u: e^u by
// that times what was added. dh/d ln α may cancel.
std::array<ExactSum, 11> exact_silence(const SilenceTerms& terms, const Columns& in) {
    std::array<ExactSum, 11> sums;
    for (std::size_t i = 0; i < in.age.size(); ++i) {
        const Quad at_recency = Quad(terms.alpha) + in.recency[i];
        const Quad at_age = Quad(terms.alpha) + in.age[i];
        const Quad g = log1p((Quad(in.age[i]) - in.recency[i]) / at_recency);
        const Quad h = terms.alpha * (Quad(in.age[i]) - in.recency[i]) / (at_recency * at_age);
        const Quad parts = terms.alpha / at_recency + terms.alpha / at_age;
        const Quad u = terms.log_odds + terms.shape * g;
        const Quad p = 1 / (1 + exp(Quad(-u)));
        const Quad q = p / (1 + exp(u));
        const double units =
            40 + 24 * (std::fabs(terms.log_odds) + (terms.shape * g).convert_to<double>());
        const double w = in.weight[i];
        const Quad softplus = u > 0 ? Quad(u + log1p(exp(Quad(-u)))) : Quad(log1p(exp(u)));
        sums[0].add(w, softplus, units);
        sums[1].add(w, p, units);
        sums[2].add(w, p * g, units);
        sums[3].add(w, p * h, units);
        sums[4].add(w, p * h * (1 - parts), p * h * (1 + parts), units);
        sums[5].add(w, q, units);
        sums[6].add(w, q * g, units);
        sums[7].add(w, q * h, units);
        sums[8].add(w, q * g * g, units);
        sums[9].add(w, q * g * h, units);
        sums[10].add(w, q * h * h, units);
    }
    return sums;
}

void expect_exact_silence(SimdLevel level, const SilenceTerms& terms, const Columns& in) {
    const char* const names[] = {"softplus",   "gone",      "gone_g",   "gone_h",
                                 "gone_curve", "spread",    "spread_g", "spread_h",
                                 "spread_gg",  "spread_gh", "spread_hh"};
    const auto exact = exact_silence(terms, in);
    const auto found = silence(level, terms, in);
    for (std::size_t i = 0; i < found.size(); ++i) {
        exact[i].expect(found[i], in.blocks() + block, names[i]);
    }
}

TEST_P(IsaBgNbdSums, OfSilenceAreExact) {
    for (const double alpha : {1e-90, 4.4136, 1e90}) {
        for (const double shape : {1e-8, 1.2426, 63.0, 1e5}) {
            for (const double log_odds : {-600.0, -2.0, 0.0, 0.7, 300.0}) {
                const SilenceTerms terms{alpha, shape, log_odds};
                expect_exact_silence(GetParam(), terms, random_columns(0, alpha, 3.0));
                expect_exact_silence(GetParam(), terms, random_columns(12, alpha, 3.0));
                expect_exact_silence(GetParam(), terms, random_columns(1, alpha * 1e-8, 2.0));
            }
        }
    }
}

// What fills a block up has no weight, and changes no bit.
TEST_P(IsaBgNbdSums, TakeNoNoticeOfRowsWithoutWeight) {
    const SilenceTerms terms{4.4136, 3.2426, -1.3};
    Columns in = random_columns(5, terms.alpha, 3.0);
    const auto of_ages = ages(GetParam(), terms.alpha, in);
    const auto of_silence = silence(GetParam(), terms, in);
    for (std::size_t i = 0; i < 3 * block; ++i) in.add(in.age[i], in.age[i] * 2.0, 0.0);
    EXPECT_EQ(silence(GetParam(), terms, in), of_silence);
    for (std::size_t i = 5 * block; i < 8 * block; ++i) in.recency[i] = 0.0;  // purchases
    EXPECT_EQ(ages(GetParam(), terms.alpha, in), of_ages);
}

}  // namespace
}  // namespace tenure::inline v0::detail::kernels
