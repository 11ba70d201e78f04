#include "segments/cluster_silhouette.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace tenure::inline v0::detail::segments {
namespace {

struct Customer {
    double x, y;
    std::uint8_t cluster;
};

double apart(const Customer& a, const Customer& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// s(i) by Rousseeuw's definition, customer by customer.
double silhouette_of(const std::vector<Customer>& all, std::size_t i, std::size_t clusters) {
    std::vector<double> sum(clusters), count(clusters);
    for (std::size_t j = 0; j < all.size(); ++j) {
        if (j == i) continue;
        sum[all[j].cluster] += apart(all[i], all[j]);
        count[all[j].cluster] += 1;
    }
    const std::size_t own = all[i].cluster;
    if (count[own] == 0) return 0;
    double next = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < clusters; ++k) {
        if (k != own && count[k] > 0) next = std::min(next, sum[k] / count[k]);
    }
    const double within = sum[own] / count[own];
    return std::max(within, next) > 0 ? (next - within) / std::max(within, next) : 0.0;
}

/// Points of which each stands for its own customers.
PointSample sample_of(const std::vector<Customer>& at, std::vector<std::int64_t> copies) {
    PointSample sample;
    sample.copies = copies;
    sample.weight = std::move(copies);
    sample.points = Points(2, sample.weight);
    for (std::size_t i = 0; i < at.size(); ++i) {
        sample.points.column(0)[i] = static_cast<float>(at[i].x);
        sample.points.column(1)[i] = static_cast<float>(at[i].y);
    }
    return sample;
}

std::vector<std::uint8_t> clusters_of(const std::vector<Customer>& at) {
    std::vector<std::uint8_t> out;
    for (const Customer& one : at) out.push_back(one.cluster);
    return out;
}

// Points in quarters, which floats hold exactly; some of many customers, some clusters of one.
TEST(Silhouette, IsRousseeuwsOfEachCustomer) {
    std::mt19937_64 random(1);
    for (const std::size_t clusters : {2, 3, 7}) {
        std::vector<Customer> at, all;
        std::vector<std::int64_t> copies;
        for (std::size_t i = 0; i < 40; ++i) {
            const auto cluster = i == 0 ? 0 : 1 + random() % (clusters - 1);
            at.push_back({static_cast<double>(random() % 64) / 4 + 100.0 * static_cast<double>(i),
                          static_cast<double>(random() % 64) / 4,
                          static_cast<std::uint8_t>(cluster)});
            copies.push_back(i == 0 ? 1 : 1 + static_cast<std::int64_t>(random() % 4));
            for (std::int64_t copy = 0; copy < copies.back(); ++copy) all.push_back(at.back());
        }
        std::vector<double> sum(clusters), count(clusters);
        double total = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const double one = silhouette_of(all, i, clusters);
            sum[all[i].cluster] += one;
            count[all[i].cluster] += 1;
            total += one;
        }
        const auto found = silhouette(sample_of(at, copies), clusters_of(at), clusters);
        EXPECT_NEAR(found.mean, total / static_cast<double>(all.size()), 1e-12);
        for (std::size_t k = 0; k < clusters; ++k) {
            EXPECT_NEAR(found.of_cluster[k], count[k] > 0 ? sum[k] / count[k] : 0.0, 1e-12);
        }
        EXPECT_EQ(found.of_cluster[0], 0.0) << "alone";
    }
}

TEST(Silhouette, OfOneClusterOrOnePlaceIsNothing) {
    const std::vector<Customer> at{{0, 0, 0}, {1, 0, 0}};
    EXPECT_EQ(silhouette(sample_of(at, {1, 1}), clusters_of(at), 1).mean, 0.0);
    const std::vector<Customer> same{{0, 0, 0}, {0, 0, 1}};
    EXPECT_EQ(silhouette(sample_of(same, {3, 3}), clusters_of(same), 2).mean, 0.0);
}

// A point that stands for others is not among them where it stands: what it stands for counts where
// the rest of its cluster is.
TEST(Silhouette, WhatAPointStandsForIsElsewhere) {
    const std::vector<Customer> at{{0, 0, 0}, {1, 0, 0}, {10, 0, 1}, {11, 0, 1}};
    const auto exact = silhouette(sample_of(at, {1, 1, 1, 1}), clusters_of(at), 2);
    PointSample sample = sample_of(at, {1, 1, 1, 1});
    for (std::int64_t& weight : sample.weight) weight = 50;
    EXPECT_NEAR(silhouette(sample, clusters_of(at), 2).mean, exact.mean, 1e-12);
}

}  // namespace
}  // namespace tenure::inline v0::detail::segments
