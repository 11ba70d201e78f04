#include "segments/cluster_labels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <vector>

namespace tenure::inline v0::detail::segments {
namespace {

using tenure::segments::ClusterModel;
using tenure::segments::Feature;

double cost_of(const std::vector<double>& costs, const std::vector<std::size_t>& column,
               std::size_t columns) {
    double sum = 0;
    for (std::size_t row = 0; row < column.size(); ++row) sum += costs[row * columns + column[row]];
    return sum;
}

/// By trying all.
double least_cost(const std::vector<double>& costs, std::size_t rows, std::size_t columns) {
    std::vector<std::size_t> order(columns);
    std::iota(order.begin(), order.end(), std::size_t{0});
    double least = std::numeric_limits<double>::infinity();
    do {
        const std::vector<std::size_t> first(order.begin(),
                                             order.begin() + static_cast<std::ptrdiff_t>(rows));
        least = std::min(least, cost_of(costs, first, columns));
    } while (std::next_permutation(order.begin(), order.end()));
    return least;
}

void expect_distinct(const std::vector<std::size_t>& found, std::size_t columns) {
    const std::set<std::size_t> distinct(found.begin(), found.end());
    EXPECT_EQ(distinct.size(), found.size());
    EXPECT_LT(*distinct.rbegin(), columns);
}

TEST(LeastAssignment, IsTheLeastOfAll) {
    std::mt19937_64 random(1);
    for (int repeat = 0; repeat < 200; ++repeat) {
        const std::size_t columns = 1 + random() % 6;
        const std::size_t rows = 1 + random() % columns;
        // Whole numbers, of which many are equal, and squares over many magnitudes.
        std::vector<double> costs(rows * columns);
        for (double& cost : costs) {
            cost = static_cast<double>(random() % 5);
            if (repeat % 2 == 0) cost = std::exp2(static_cast<double>(random() % 40) - 20);
        }
        const auto found = least_assignment(costs, rows, columns);
        ASSERT_EQ(found.size(), rows);
        expect_distinct(found, columns);
        const double least = least_cost(costs, rows, columns);
        EXPECT_NEAR(cost_of(costs, found, columns), least, 1e-12 * least);
    }
}

// The nearest pair first would leave the two that are far apart to each other.
TEST(LeastAssignment, IsNotGreedy) {
    const std::vector<double> costs{1, 2, 2, 100};
    EXPECT_EQ(least_assignment(costs, 2, 2), (std::vector<std::size_t>{1, 0}));
}

TEST(LeastAssignment, FindsAHiddenOrderOfSixtyFour) {
    constexpr std::size_t n = 64;
    std::vector<std::size_t> hidden(n);
    std::iota(hidden.begin(), hidden.end(), std::size_t{0});
    std::mt19937_64 random(2);
    std::shuffle(hidden.begin(), hidden.end(), random);
    std::vector<double> costs(n * n);
    for (std::size_t i = 0; i < costs.size(); ++i)
        costs[i] = 1.0 + static_cast<double>(random() % 9);
    for (std::size_t row = 0; row < n; ++row) costs[row * n + hidden[row]] = 0.5;
    EXPECT_EQ(least_assignment(costs, n, n), hidden);
}

ClusterModel on_a_line(const std::vector<double>& centers, double center = 0, double scale = 1) {
    return {{{Feature::recency, false, center, scale}}, centers};
}

TEST(LabelsBefore, AreThoseOfTheSamePlaces) {
    const auto model = on_a_line({1, 5, 9});
    // 10 v + 100 are the places: 9, 1 and 5 in these scales are 190, 110 and 150.
    EXPECT_EQ(labels_before(on_a_line({9, 1, 5}, 100, 10), on_a_line({110, 150, 190})),
              (std::vector<std::size_t>{3, 1, 2}));
    EXPECT_EQ(labels_before(model, on_a_line({8.5})), (std::vector<std::size_t>{0, 0, 1}));
    EXPECT_EQ(labels_before(model, on_a_line({50, 8.5, 60, 0.5, 5})),
              (std::vector<std::size_t>{4, 5, 2}));
}

TEST(Reordered, MovesWholeCenters) {
    const ClusterModel model{{{Feature::recency}, {Feature::age}}, {1, 2, 3, 4, 5, 6}};
    const std::vector<std::size_t> order{2, 0, 1};
    EXPECT_EQ(reordered(model, order).centers, (std::vector<double>{5, 6, 1, 2, 3, 4}));
    EXPECT_EQ(reordered(model, order).features, model.features);
}

}  // namespace
}  // namespace tenure::inline v0::detail::segments
