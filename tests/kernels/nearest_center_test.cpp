// Nearest centers and squared distances, against double precision, at each level.

#include "kernels/nearest_center.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "kernels/kernels.hpp"
#include "support/simd_level.hpp"

namespace tenure::inline v0::detail::kernels {
namespace {

class IsaNearestCenter : public test::AtEachSimdLevel {};

INSTANTIATE_TEST_SUITE_P(At, IsaNearestCenter, testing::ValuesIn(simd_levels), test::level_name);

constexpr double rounding = 0x1p-24;  // of a float, relative

/// Points by column, and centers by row.
struct Case {
    std::size_t coordinates, blocks, centers;
    std::vector<float> points, center;

    [[nodiscard]] std::size_t size() const { return blocks * point_block; }
    [[nodiscard]] double x(std::size_t point, std::size_t f) const {
        return double{points[f * size() + point]};
    }
    [[nodiscard]] double c(std::size_t k, std::size_t f) const {
        return double{center[k * coordinates + f]};
    }
    [[nodiscard]] PointColumns columns() const {
        PointColumns out{};
        out.coordinates = coordinates;
        for (std::size_t f = 0; f < coordinates; ++f) out.column[f] = points.data() + f * size();
        return out;
    }
    [[nodiscard]] std::vector<std::uint8_t> nearest(SimdLevel level) const {
        std::vector<std::uint8_t> out(size(), 99);
        kernels(level).nearest_center(columns(), {center.data(), centers}, blocks, out.data());
        return out;
    }
    [[nodiscard]] double square(std::size_t point, std::size_t k) const {
        double sum = 0;
        for (std::size_t f = 0; f < coordinates; ++f) sum += std::pow(x(point, f) - c(k, f), 2);
        return sum;
    }
    /// What ½|c|² − x·c may be off by, as the kernel's header says.
    [[nodiscard]] double doubt(std::size_t point, std::size_t k) const {
        double of_point = 0;
        double of_center = 0;
        for (std::size_t f = 0; f < coordinates; ++f) {
            of_point += std::pow(x(point, f), 2);
            of_center += std::pow(c(k, f), 2);
        }
        return (2.0 * static_cast<double>(coordinates) + 2.0) * rounding *
               (std::sqrt(of_point * of_center) + of_center / 2);
    }
};

Case random_case(std::size_t coordinates, std::size_t blocks, std::size_t centers, float size) {
    std::mt19937_64 random(coordinates * 1000 + blocks * 100 + centers);
    std::normal_distribution<float> normal(0.0F, size);
    Case out{coordinates, blocks, centers, {}, {}};
    for (std::size_t i = 0; i < coordinates * out.size(); ++i) out.points.push_back(normal(random));
    for (std::size_t i = 0; i < coordinates * centers; ++i) out.center.push_back(normal(random));
    return out;
}

/// Fails where a point is given to a center that is farther than another by more than the doubt.
/// @return how many are not at the nearest in double precision.
std::size_t expect_nearest(const Case& in, const std::vector<std::uint8_t>& found) {
    std::size_t others = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        std::size_t best = 0;
        for (std::size_t k = 1; k < in.centers; ++k) {
            if (in.square(i, k) < in.square(i, best)) best = k;
        }
        if (found[i] >= in.centers) {
            ADD_FAILURE() << "no center " << int{found[i]};
            continue;
        }
        others += found[i] != best ? 1 : 0;
        const double farther = (in.square(i, found[i]) - in.square(i, best)) / 2;
        EXPECT_LE(farther, in.doubt(i, found[i]) + in.doubt(i, best))
            << "point " << i << " of " << in.coordinates << " coordinates at " << int{found[i]}
            << ", not " << best;
    }
    return others;
}

TEST_P(IsaNearestCenter, IsTheNearest) {
    for (std::size_t coordinates = 1; coordinates <= most_coordinates; ++coordinates) {
        for (const std::size_t centers : {1, 2, 5, 16, 64}) {
            for (const float size : {1e-3F, 1.0F, 1e4F}) {
                const Case in = random_case(coordinates, 3, centers, size);
                EXPECT_LE(expect_nearest(in, in.nearest(GetParam())), 1U);
            }
        }
    }
}

// The last point and the last center count, at the largest coordinates that there may be.
TEST_P(IsaNearestCenter, HasNoEdges) {
    for (std::size_t coordinates = 1; coordinates <= most_coordinates; ++coordinates) {
        Case in{coordinates, 2, most_centers, {}, {}};
        in.points.assign(coordinates * in.size(), -largest_coordinate);
        in.center.assign(coordinates * in.centers, largest_coordinate);
        for (std::size_t f = 0; f < coordinates; ++f) {
            in.center[(in.centers - 1) * coordinates + f] = -largest_coordinate;
            in.points[f * in.size() + in.size() - 1] = largest_coordinate;
        }
        auto expected = std::vector<std::uint8_t>(in.size(), most_centers - 1);
        expected.back() = 0;  // of 63 that are equal the first
        EXPECT_EQ(in.nearest(GetParam()), expected);
    }
}

TEST_P(IsaNearestCenter, OfEqualCentersItIsTheFirst) {
    Case in = random_case(3, 1, 8, 1.0F);
    for (std::size_t i = 0; i < in.center.size(); ++i) in.center[i] = in.center[i % 12];
    for (const std::uint8_t number : in.nearest(GetParam())) EXPECT_LT(number, 4);
}

// Whether a point is first or last, alone or among others: the same bits.
TEST_P(IsaNearestCenter, PointsDoNotSeeEachOther) {
    const Case in = random_case(5, 4, 16, 1.0F);
    std::vector<std::size_t> order(in.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(7);
    std::shuffle(order.begin(), order.end(), random);
    Case shuffled = in;
    for (std::size_t f = 0; f < in.coordinates; ++f) {
        for (std::size_t i = 0; i < in.size(); ++i) {
            shuffled.points[f * in.size() + i] = in.points[f * in.size() + order[i]];
        }
    }
    const auto found = in.nearest(GetParam());
    const auto again = shuffled.nearest(GetParam());
    for (std::size_t i = 0; i < in.size(); ++i) EXPECT_EQ(again[i], found[order[i]]);
}

TEST_P(IsaNearestCenter, SquaresAreThoseOfTheNearerCenter) {
    for (std::size_t coordinates = 1; coordinates <= most_coordinates; ++coordinates) {
        const Case in = random_case(coordinates, 2, 2, 3.0F);
        std::vector<float> square(in.size(), std::numeric_limits<float>::infinity());
        for (std::size_t k = 0; k < 2; ++k) {
            kernels(GetParam())
                .nearer_center(in.columns(), in.center.data() + k * coordinates, in.blocks,
                               square.data());
        }
        for (std::size_t i = 0; i < in.size(); ++i) {
            const double exact = std::min(in.square(i, 0), in.square(i, 1));
            EXPECT_NEAR(double{square[i]}, exact,
                        (static_cast<double>(coordinates) + 3.0) * rounding * exact);
        }
    }
}

TEST_P(IsaNearestCenter, ASquareIsZeroAtTheCenterAndNowhereElse) {
    Case in = random_case(4, 1, 1, 1.0F);
    for (std::size_t f = 0; f < 4; ++f) in.center[f] = in.points[f * in.size() + 17];
    std::vector<float> square(in.size(), std::numeric_limits<float>::infinity());
    kernels(GetParam()).nearer_center(in.columns(), in.center.data(), 1, square.data());
    for (std::size_t i = 0; i < in.size(); ++i) EXPECT_EQ(square[i] == 0.0F, i == 17) << i;
}

TEST_P(IsaNearestCenter, NoBlocksAreNoWork) {
    const Case in = random_case(2, 1, 3, 1.0F);
    std::uint8_t nearest = 99;
    float square = 99.0F;
    kernels(GetParam()).nearest_center(in.columns(), {in.center.data(), 3}, 0, &nearest);
    kernels(GetParam()).nearer_center(in.columns(), in.center.data(), 0, &square);
    EXPECT_EQ(nearest, 99);
    EXPECT_EQ(square, 99.0F);
}

}  // namespace
}  // namespace tenure::inline v0::detail::kernels
