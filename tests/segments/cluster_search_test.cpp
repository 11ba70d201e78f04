#include "segments/cluster_search.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "segments/cluster_grid.hpp"

namespace tenure::inline v0::detail::segments {
namespace {

struct Plane {
    Plane(std::vector<std::int64_t> customers, const std::vector<float>& x,
          const std::vector<float>& y)
        : weight(std::move(customers)), points(2, weight) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            points.column(0)[i] = x[i];
            points.column(1)[i] = y[i];
        }
    }

    std::vector<std::int64_t> weight;
    Points points;
};

/// Coordinates on the grid that all points are on.
Plane random_plane(std::size_t count) {
    std::mt19937_64 random(count);
    std::normal_distribution<double> normal;
    std::vector<float> x, y;
    for (std::size_t i = 0; i < count; ++i) {
        for (auto* column : {&x, &y}) {
            column->push_back(static_cast<float>(std::round(normal(random) * 1024) / 1024));
        }
    }
    return Plane(std::vector<std::int64_t>(count, 1), x, y);
}

TEST(Lloyd, EndsAtMeans) {
    const Plane plane({1, 1, 1, 3}, {0, 1, 10, 12}, {0, 0, 4, 4});
    const auto found = lloyd(plane.points, {0, 0, 1, 0}, 100, {}).value();
    EXPECT_TRUE(found.converged);
    EXPECT_EQ(found.centers, (std::vector<double>{0.5, 0, 11.5, 4}));
}

// Sums are of whole numbers: a trillion customers leave no trace of rounding.
TEST(Lloyd, MeansAreExact) {
    constexpr std::int64_t many = most_customers / 4;
    const Plane plane({many, many, many, 1}, {-1, 1, 8, 8}, {0x1p-20F, 0x1p-20F, 0, 0});
    const auto found = lloyd(plane.points, {0, 0, 8, 0}, 100, {}).value();
    EXPECT_EQ(found.centers, (std::vector<double>{0, 0x1p-20, 8, 0}));
}

// Two centers at one place: the second has no points, and goes to the farthest.
TEST(Lloyd, CentersWithoutPointsGoToTheFarthest) {
    const Plane plane({1, 1, 1, 1, 1}, {0, 1, 2, 50, -90}, {0, 0, 0, 0, 0});
    const auto found = lloyd(plane.points, {1, 0, 1, 0, 1, 0}, 100, {}).value();
    EXPECT_TRUE(found.converged);
    EXPECT_EQ(found.centers, (std::vector<double>{1, 0, -90, 0, 50, 0}));
    // Of equally far ones the last in their order, wherever it stands.
    for (const float other : {-5.0F, 5.0F}) {
        const Plane two({1, 1, 8}, {other, -other, 0}, {0, 0, 0});
        const auto first = lloyd(two.points, {0, 0, 0, 0}, 1, {}).value();
        EXPECT_EQ(first.centers[2], 5.0);
    }
}

TEST(Lloyd, NeverGetsWorse) {
    const Plane plane = random_plane(3000);
    const auto seeds = seeds_of(plane.points, 12, 1, 1);
    double before = std::numeric_limits<double>::infinity();
    for (const std::size_t iterations : {1, 2, 3, 5, 8, 20, 100, 300}) {
        const auto found = lloyd(plane.points, seeds, iterations, {}).value();
        const auto nearest = nearest_centers(plane.points, found.centers).value();
        double inertia = 0;
        for (std::size_t i = 0; i < 3000; ++i) {
            inertia += squared_distance(plane.points, i, found.centers.data() + 2 * nearest[i]);
        }
        EXPECT_LE(inertia, before * (1 + 1e-6));
        before = inertia;
    }
}

TEST(Seeds, AreDistinctPointsOfTheBase) {
    const Plane plane = random_plane(500);
    std::set<std::pair<double, double>> all;
    for (std::size_t i = 0; i < 500; ++i) {
        all.emplace(plane.points.at(i, 0), plane.points.at(i, 1));
    }
    for (std::uint64_t stream = 0; stream < 20; ++stream) {
        const auto seeds = seeds_of(plane.points, 20, 1, stream);
        std::set<std::pair<double, double>> chosen;
        for (std::size_t k = 0; k < 20; ++k) chosen.emplace(seeds[2 * k], seeds[2 * k + 1]);
        EXPECT_EQ(chosen.size(), 20U);
        for (const auto& point : chosen) EXPECT_TRUE(all.contains(point));
        EXPECT_EQ(seeds, seeds_of(plane.points, 20, 1, stream));
    }
}

// The first by customers: 1 : 2 : 7. The second by customers times squared distance, which from the
// first point is 2·1 : 7·4. Binomial, 4000 draws: 5 standard deviations are at most 160.
TEST(Seeds, HaveTheirProbabilities) {
    const Plane plane({1, 2, 7}, {0, 1, 2}, {0, 0, 0});
    std::vector<double> first(3), second(3);
    for (std::uint64_t stream = 0; stream < 4000; ++stream) {
        const auto seeds = seeds_of(plane.points, 2, 9, stream);
        first[static_cast<std::size_t>(seeds[0])] += 1;
        if (seeds[0] == 0) second[static_cast<std::size_t>(seeds[2])] += 1;
    }
    EXPECT_NEAR(first[0], 400, 100);
    EXPECT_NEAR(first[1], 800, 130);
    EXPECT_NEAR(first[2], 2800, 150);
    EXPECT_EQ(second[0], 0);
    EXPECT_NEAR(second[1] / first[0], 2.0 / 30.0, 0.065);
}

// A sample may stand for more than there is: far more than a base of 2^40 would, it is refused.
TEST(BestPartitions, RefuseSumsThatMightNotFit) {
    PointSample sample;
    sample.copies = {1, 1};
    sample.weight = {std::int64_t{1} << 41, 1};
    sample.points = Points(1, sample.weight);
    for (const float far : {0x1p0F, 0x1p2F}) {
        sample.points.column(0)[0] = far;
        const auto found = best_partitions(sample, 2, 2, {});
        EXPECT_EQ(found.has_value(), far == 1.0F);
        if (found) continue;
        EXPECT_EQ(found.error().code, Code::overflow);
        EXPECT_EQ(found.error().message,
                  "expected sums over a cluster below 2^63, got a larger one");
    }
}

TEST(Grid, SumsFitAndAreFine) {
    for (const std::int64_t customers :
         {std::int64_t{1}, std::int64_t{100'000'000}, most_customers}) {
        for (const double largest : {1e-270, 0.7, 1.0, 12345.678, 1e300}) {
            const Grid grid(largest, customers);
            const std::int64_t steps = grid.steps(largest);
            EXPECT_LE(static_cast<double>(steps) * static_cast<double>(customers), 0x1p62);
            EXPECT_NEAR(grid.value(steps), largest,
                        largest * 4 * static_cast<double>(customers) * 0x1p-62);
            EXPECT_EQ(grid.steps(-largest), -steps);
        }
    }
    EXPECT_EQ(Grid(0, 5).value(Grid(0, 5).steps(0)), 0.0);
}

}  // namespace
}  // namespace tenure::inline v0::detail::segments
