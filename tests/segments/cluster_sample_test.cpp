#include "segments/cluster_sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace tenure::inline v0::detail::segments {
namespace {

/// Points on a line, and customers at each.
struct Line {
    explicit Line(std::vector<std::int64_t> customers, std::vector<float> at)
        : weight(std::move(customers)), points(1, weight) {
        for (std::size_t i = 0; i < at.size(); ++i) points.column(0)[i] = at[i];
    }

    std::vector<std::int64_t> weight;
    Points points;
};

Line one_customer_each(std::size_t count) {
    std::vector<float> at(count);
    for (std::size_t i = 0; i < count; ++i) at[i] = static_cast<float>(i);
    return Line(std::vector<std::int64_t>(count, 1), at);
}

std::int64_t total(const std::vector<std::int64_t>& weight) {
    return std::accumulate(weight.begin(), weight.end(), std::int64_t{0});
}

TEST(PointSample, OfFewPointsHasAllOfThemOnce) {
    const Line line({1, 2, 3, 4, 5}, {7, 3, 7, 3, 9});
    const PointSample sample = sample_of(line.points, 10, 1);
    EXPECT_TRUE(sample.complete);
    EXPECT_EQ(sample.copies, (std::vector<std::int64_t>{6, 4, 5}));
    EXPECT_EQ(sample.weight, sample.copies);
    ASSERT_EQ(sample.points.size(), 3U);
    EXPECT_EQ(sample.points.at(0, 0), 3.0F);
    EXPECT_EQ(sample.points.at(2, 0), 9.0F);
}

// Many rows at few places: nothing is left to chance.
TEST(PointSample, OfManyRowsAtFewPointsHasAllOfThemToo) {
    std::vector<float> at(300'000);
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = static_cast<float>(i % 700);
    const Line line(std::vector<std::int64_t>(at.size(), 2), at);
    const PointSample sample = sample_of(line.points, 1000, 1);
    EXPECT_TRUE(sample.complete);
    ASSERT_EQ(sample.points.size(), 700U);
    EXPECT_EQ(total(sample.copies), 600'000);
    EXPECT_EQ(sample.weight, sample.copies);
}

// About as many as were asked for, who stand for about as many as there are: the customers that a
// sample of n stands for have a standard deviation of 1/√n, which is 1.6 % here.
TEST(PointSample, StandsForAll) {
    const Line line = one_customer_each(100'000);
    std::map<std::int64_t, int> at_a_seed;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const PointSample sample = sample_of(line.points, 4000, seed);
        EXPECT_FALSE(sample.complete);
        EXPECT_NEAR(static_cast<double>(sample.points.size()), 4000, 320);
        EXPECT_NEAR(static_cast<double>(total(sample.weight)), 1e5, 8e3);
        ++at_a_seed[total(sample.weight)];
        double mean = 0;
        for (std::size_t i = 0; i < sample.points.size(); ++i) {
            mean += static_cast<double>(sample.points.at(i, 0)) *
                    static_cast<double>(sample.weight[i]) /
                    static_cast<double>(total(sample.weight));
        }
        EXPECT_NEAR(mean, 5e4, 5 * 1e5 / std::sqrt(12.0 * 4000));
    }
    EXPECT_GT(at_a_seed.size(), 3U) << "another seed is another sample";
}

// A crowd at one place is in with all of its customers, and those beside it are not forgotten.
TEST(PointSample, HasTheCrowdAndTheOthers) {
    std::vector<float> at(200'000);
    std::vector<std::int64_t> weight(at.size(), 1);
    for (std::size_t i = 0; i < at.size(); ++i) at[i] = i % 3 == 0 ? -1.0F : static_cast<float>(i);
    weight[0] = 1'000'000'000;
    const Line line(weight, at);
    const PointSample sample = sample_of(line.points, 2000, 3);
    EXPECT_EQ(sample.points.at(0, 0), -1.0F);
    EXPECT_EQ(sample.copies[0], 1'000'000'000 + 66'666);
    EXPECT_EQ(sample.weight[0], sample.copies[0]);
    EXPECT_GT(sample.points.size(), 700U);
    EXPECT_NEAR(static_cast<double>(total(sample.weight) - sample.weight[0]), 133'333, 25'000);
}

TEST(PointSample, DoesNotDependOnTheOrderOfRows) {
    std::vector<std::size_t> order(50'000);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random(1);
    std::shuffle(order.begin(), order.end(), random);
    std::vector<float> at, shuffled;
    std::vector<std::int64_t> weight, of_shuffled;
    for (std::size_t i = 0; i < order.size(); ++i) {
        at.push_back(std::sqrt(static_cast<float>(i)));
        weight.push_back(1 + static_cast<std::int64_t>(i % 4));
    }
    for (const std::size_t i : order) {
        shuffled.push_back(at[i]);
        of_shuffled.push_back(weight[i]);
    }
    const Line line(weight, at), other(of_shuffled, shuffled);
    const PointSample one = sample_of(line.points, 3000, 5);
    const PointSample two = sample_of(other.points, 3000, 5);
    EXPECT_EQ(one.copies, two.copies);
    EXPECT_EQ(one.weight, two.weight);
    for (std::size_t i = 0; i < one.points.size(); ++i) {
        ASSERT_EQ(one.points.at(i, 0), two.points.at(i, 0));
    }
}

TEST(PointSample, OfASampleStandsForTheSame) {
    const Line line = one_customer_each(100'000);
    const PointSample sample = sample_of(line.points, 10'000, 1);
    const PointSample fewer = sample_of(sample, 1000, 1);
    EXPECT_NEAR(static_cast<double>(fewer.points.size()), 1000, 160);
    EXPECT_NEAR(static_cast<double>(total(fewer.weight)), 1e5, 16e3);
    EXPECT_EQ(total(fewer.copies), static_cast<std::int64_t>(fewer.points.size()));
    const PointSample same = sample_of(sample, 20'000, 1);
    EXPECT_EQ(same.weight, sample.weight);
    EXPECT_FALSE(same.complete) << "its points were a part of all";
}

}  // namespace
}  // namespace tenure::inline v0::detail::segments
