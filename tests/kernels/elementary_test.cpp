// The functions in kernels/elementary.hpp and kernels/lanes.hpp that compute, against 113 bits, at
// each level.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "kernels/elementary_probe.hpp"
#include "support/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {

#define TENURE_PROBES(level)                                          \
    BlockFunction probe_exp_##level, probe_log_##level;               \
    Log1pFunction probe_log1p_##level, probe_log1p_of_pairs_##level;  \
    PolynomialFunction probe_polynomial_##level;                      \
    namespace {                                                       \
    constexpr ElementaryProbe probe_of_##level{                       \
        &probe_exp_##level, &probe_log_##level, &probe_log1p_##level, \
        &probe_log1p_of_pairs_##level, &probe_polynomial_##level};    \
    }

TENURE_PROBES(baseline)
#if defined(TENURE_X86_LEVELS)
TENURE_PROBES(avx2)
TENURE_PROBES(avx512)
#endif

namespace {

using Quad = boost::multiprecision::cpp_bin_float_quad;
using Block = std::array<double, block>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

const ElementaryProbe& probe([[maybe_unused]] SimdLevel level) {
#if defined(TENURE_X86_LEVELS)
    if (level == SimdLevel::avx2) return probe_of_avx2;
    if (level == SimdLevel::avx512) return probe_of_avx512;
#endif
    return probe_of_baseline;
}

class IsaElementary : public test::AtEachSimdLevel {
protected:
    static const ElementaryProbe& at_level() { return probe(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(At, IsaElementary, testing::ValuesIn(simd_levels), test::level_name);

/// The distance in units of the last place of the double nearest to `exact`, which is normal.
double ulps(double found, const Quad& exact) {
    const double near = std::fabs(exact.convert_to<double>());
    const Quad unit = Quad(std::nextafter(near, inf)) - Quad(near);
    return Quad(abs(Quad(found) - exact) / unit).convert_to<double>();
}

/// Calls a function with whole blocks of these.
std::vector<double> by_blocks(BlockFunction* function, std::vector<double> v) {
    const std::size_t n = v.size();
    v.resize((n + block - 1) / block * block, 1.0);
    std::vector<double> out(v.size());
    for (std::size_t i = 0; i < v.size(); i += block) function(&v[i], &out[i]);
    out.resize(n);
    return out;
}

/// The value itself, and its neighbors among the doubles.
void add_around(std::vector<double>& all, double v) {
    all.insert(all.end(), {std::nextafter(v, -inf), v, std::nextafter(v, inf)});
}

std::vector<double> exponents() {
    std::vector<double> all{0.0, -0.0, 5e-324, -5e-324, 700.0, -700.0, 600.0, -600.0};
    for (int k = -30; k <= 30; ++k) {
        add_around(all, k);
        add_around(all, (k + 0.5) * std::log(2.0));  // where the power of two changes
    }
    for (int k = 1; k < 320; ++k) {
        for (const double sign : {-1.0, 1.0}) all.push_back(sign * std::pow(10.0, -k));
    }
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> anywhere(-700.0, 700.0), near(-1.0, 1.0);
    for (int i = 0; i < 4000; ++i) {
        all.push_back(anywhere(random));
        all.push_back(near(random));
    }
    return all;
}

// The bound that elementary.hpp states. With u = 2^−53: r is wrong by u/4 (half a unit in the last
// place of .35); 1 + r p(r) with a sum that may end below 1, u·(1 + .42) for the last product and
// sum and u/2 for what came before: 2.2 u, and a unit in the last place is between u and 2 u.
TEST_P(IsaElementary, ExpIsWithinTwoUlp) {
    const std::vector<double> v = exponents();
    const std::vector<double> found = by_blocks(at_level().exp, v);
    double worst = 0.0;
    for (std::size_t i = 0; i < v.size(); ++i) {
        const double distance = ulps(found[i], exp(Quad(v[i])));
        ASSERT_LE(distance, 2.0) << "exp(" << v[i] << ") = " << found[i];
        worst = std::max(worst, distance);
    }
    RecordProperty("worst", std::to_string(worst));
    EXPECT_EQ(by_blocks(at_level().exp, {0.0, -0.0}), (std::vector<double>{1.0, 1.0}));
}

std::vector<double> numbers_from_one() {
    std::vector<double> all{1.0, std::nextafter(1.0, 2.0), 1e100, 1e300};
    for (int k = 1; k < 1000; k += 7) {
        add_around(all, std::ldexp(1.0, k));
        add_around(all, std::ldexp(std::sqrt(2.0), k));  // where the power of two changes
    }
    add_around(all, std::sqrt(2.0));
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> digits(0.0, 300.0), near(1.0, 3.0);
    for (int i = 0; i < 3000; ++i) {
        all.push_back(std::pow(10.0, digits(random)));
        all.push_back(near(random));
    }
    return all;
}

// As log1p below, for a u that is exact.
TEST_P(IsaElementary, LogIsWithinFourUlp) {
    const std::vector<double> v = numbers_from_one();
    const std::vector<double> found = by_blocks(at_level().log, v);
    double worst = 0.0;
    for (std::size_t i = 0; i < v.size(); ++i) {
        const double distance = v[i] == 1.0 ? found[i] : ulps(found[i], log(Quad(v[i])));
        ASSERT_LE(distance, 4.0) << "log(" << v[i] << ") = " << found[i];
        worst = std::max(worst, distance);
    }
    RecordProperty("worst", std::to_string(worst));
}

std::vector<double> arguments_of_log1p() {
    std::vector<double> all{0.0,    1e-300, 1e-100, 1e-30,   1e-17, 1e-16, 0x1p-53, 0x1p-52,
                            1e-15,  1e-10,  1e-5,   1e100,   1e120, 1e-3,  0.1,     0.5,
                            9999.0, 9998.9, 1e6,    0x1p-54, 1e16,  1e17,  1e15,    0x1p52};
    add_around(all, std::sqrt(2.0) - 1.0);
    for (int k = 1; k < 60; ++k) add_around(all, std::ldexp(1.0, k) - 1.0);
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> digits(-300.0, 120.0), usual(-20.0, 20.0);
    for (int i = 0; i < 3000; ++i) {
        all.push_back(std::pow(10.0, digits(random)));
        all.push_back(std::pow(10.0, usual(random)));
    }
    return all;
}

/// 1/(1 + y), wrong by up to six times 2^−53, as kernels know it: a division and five products.
double nearly_reciprocal(double y, std::size_t i) {
    return 1.0 / (1.0 + y) * (1.0 + (static_cast<double>(i % 13) - 6.0) * 0x1p-53);
}

// The bound that elementary.hpp states. With u = 2^−53, the terms of ln that do not fall with f are
// wrong by u each: f/(2 + f) by its three operations, and the last sum. Where 1 + y rounds to 1, or
// nearly, y/(1 + y) is the whole of the answer, and as wrong as the reciprocal that it was given.
void expect_log1p(double found, double y) {
    const double distance = y == 0.0 ? found : ulps(found, log1p(Quad(y)));
    ASSERT_LE(distance, y < 1e-15 ? 4.0 + 6.0 : 4.0) << "log1p(" << y << ") = " << found;
}

TEST_P(IsaElementary, Log1pIsWithinFourUlp) {
    const std::vector<double> all = arguments_of_log1p();
    for (std::size_t begin = 0; begin < all.size(); begin += block) {
        Block y, reciprocal, found;
        for (std::size_t i = 0; i < block; ++i) {
            y[i] = all[std::min(begin + i, all.size() - 1)];
            reciprocal[i] = nearly_reciprocal(y[i], begin + i);
        }
        at_level().log1p(y.data(), reciprocal.data(), found.data());
        for (std::size_t i = 0; i < block; ++i) expect_log1p(found[i], y[i]);
    }
}

TEST_P(IsaElementary, Log1pOfPairsIsWithinFourUlp) {
    const std::vector<double> all = arguments_of_log1p();
    std::mt19937_64 random(4);
    std::uniform_int_distribution<std::size_t> any(0, all.size() - 1);
    for (std::size_t begin = 0; begin < all.size(); begin += block) {
        // The second of each pair is any other: what they share must not show.
        std::array<double, 2 * block> y, reciprocal, found;
        for (std::size_t i = 0; i < y.size(); ++i) {
            y[i] = i < block ? all[std::min(begin + i, all.size() - 1)] : all[any(random)];
            reciprocal[i] = nearly_reciprocal(y[i], begin + i);
        }
        at_level().log1p_of_pairs(y.data(), reciprocal.data(), found.data());
        for (std::size_t i = 0; i < y.size(); ++i) expect_log1p(found[i], y[i]);
    }
}

/// Coefficients of rising powers, any number of rows of them.
std::vector<double> coefficients(std::size_t rows, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> digits(-12.0, 12.0), sign(-1.0, 1.0);
    std::vector<double> all(rows * PolynomialTable::coefficients);
    for (double& one : all) one = std::copysign(std::pow(10.0, digits(random)), sign(random));
    return all;
}

// Horner's rule of degree n is exact for coefficients that are wrong by 2 n u each (Higham,
// Accuracy and Stability, eq. 5.3), and a fused product and sum is no worse.
TEST_P(IsaElementary, PolynomialsAreThoseOfTheirRows) {
    constexpr std::size_t count = PolynomialTable::coefficients;
    constexpr std::size_t rows = 50;
    const std::vector<double> table = coefficients(rows, 5);
    std::mt19937_64 random(6);
    std::uniform_int_distribution<std::size_t> any(0, rows - 1);
    std::uniform_real_distribution<double> inside(-1.0, 1.0);
    for (int repeat = 0; repeat < 300; ++repeat) {
        std::array<const double*, block> row;
        Block t, found;
        for (std::size_t i = 0; i < block; ++i) {
            row[i] = &table[any(random) * count];
            t[i] = repeat == 0 ? static_cast<double>(i % 3) - 1.0 : inside(random);
        }
        at_level().polynomial(row.data(), t.data(), found.data());
        for (std::size_t i = 0; i < block; ++i) {
            Quad exact = 0;
            Quad size = 0;
            for (std::size_t k = count; k > 0; --k) {
                exact = exact * t[i] + row[i][k - 1];
                size = size * std::fabs(t[i]) + std::fabs(row[i][k - 1]);
            }
            const Quad bound = size * (2.0 * count) * 0x1p-53;
            ASSERT_TRUE(abs(Quad(found[i]) - exact) <= bound) << found[i] << ", lane " << i;
        }
    }
}

/// Whether a function gives the same bits in each lane, whatever the others hold.
void expect_lanes_alone(BlockFunction* function, const Block& values) {
    for (const double value : values) {
        Block in, alone;
        in.fill(value);
        function(in.data(), alone.data());
        for (std::size_t lane = 0; lane < block; ++lane) {
            const double others[] = {nan, inf, -inf, 0.0, -1.0, 1e308, 5e-324};
            Block out;
            for (std::size_t i = 0; i < block; ++i) in[i] = others[(i + lane) % 7];
            in[lane] = value;
            function(in.data(), out.data());
            EXPECT_EQ(std::bit_cast<std::uint64_t>(out[lane]),
                      std::bit_cast<std::uint64_t>(alone[0]))
                << value << " in lane " << lane;
        }
    }
}

TEST_P(IsaElementary, LanesDoNotSeeEachOther) {
    expect_lanes_alone(at_level().exp, {0.0, 1.0, -600.0, 600.0, 1e-9, -0.35, 12.3, -77.7});
    expect_lanes_alone(at_level().log, {1.0, 1.4, 1.5, 2.0, 3.0, 1e10, 1e100, 7.7});
}

}  // namespace

}  // namespace tenure::inline v0::detail::kernels
