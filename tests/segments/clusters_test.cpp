#include "tenure/segments/clusters.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "segments/cluster_bases.hpp"
#include "support/executors.hpp"
#include "support/simd_level.hpp"
#include "support/stopping.hpp"
#include "tenure/core/thread_pool.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::inline v0::segments {
namespace {

using test::base_of;
using test::BaseRow;
using test::random_customers;
using test::shuffled_order;
using test::three_groups;

void expect_error(const Result<ClusterTable>& result, Code code, const std::string& message,
                  const std::string& field = {}) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, code);
    EXPECT_EQ(result.error().message, message);
    EXPECT_EQ(result.error().where.field, field);
}

std::vector<std::int64_t> sizes(const ClusterTable& found) {
    std::vector<std::int64_t> out;
    for (const auto& one : found.report().clusters) out.push_back(one.customers);
    return out;
}

std::vector<std::int64_t> labels(const ClusterTable& found) {
    return {found.cluster().begin(), found.cluster().end()};
}

/// The scaled coordinates of a row, from the table.
std::vector<double> scaled(const ClusterTable& found, std::size_t row) {
    std::vector<double> out;
    for (const FeatureScaling& one : found.report().model.features) {
        const Column& column = found.table()[to_string(one.feature)];
        const double value =
            column.type() == ColumnType::float64
                ? column.reals()[row]
                : static_cast<double>(column.integers()[row]) / std::pow(10.0, column.scale());
        out.push_back(((one.logarithm ? std::log1p(value) : value) - one.center) / one.scale);
    }
    return out;
}

double distance(const std::vector<double>& point, const ClusterModel& model, std::size_t k) {
    double square = 0;
    for (std::size_t f = 0; f < point.size(); ++f) {
        square += std::pow(point[f] - model.centers[k * point.size() + f], 2);
    }
    return std::sqrt(square);
}

TEST(Clusters, FindsGroupsThatAreThere) {
    const auto found = clusters(base_of(three_groups())).value();
    const ClusterReport& report = found.report();
    EXPECT_EQ(report.model.k(), 3U);
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{30, 20, 10}));
    for (std::size_t row = 0; row < 60; ++row) {
        EXPECT_EQ(found.cluster()[row], row < 30 ? 1 : row < 50 ? 2 : 3);
    }
    EXPECT_TRUE(report.converged);
    EXPECT_GE(report.iterations, 1U);
    EXPECT_EQ(report.customers, 60);
    EXPECT_GT(report.silhouette, 0.8);
    ASSERT_EQ(report.choices.size(), 9U);
    for (std::size_t i = 0; i < 9; ++i) {
        EXPECT_EQ(report.choices[i].k, i + 2);
        EXPECT_LE(report.choices[i].silhouette, report.silhouette);
        EXPECT_LT(report.choices[i].inertia, i == 0 ? 180.0 : report.choices[i - 1].inertia);
    }
    EXPECT_NEAR(report.choices[1].inertia, report.inertia, 1e-9 * report.inertia);
    EXPECT_DOUBLE_EQ(report.choices[1].silhouette, report.silhouette);
}

TEST(Clusters, SaysWhatIsInThem) {
    const auto found = clusters(base_of(three_groups())).value();
    const auto& [customers, means, revenue, silhouette, previous] = found.report().clusters[0];
    EXPECT_EQ(customers, 30);
    ASSERT_EQ(means.size(), 3U);
    EXPECT_NEAR(means[0], 4.0, 1e-9);  // T − t_x of 5, 4, 3 days
    EXPECT_NEAR(means[1], 21.0, 1e-9);
    EXPECT_NEAR(means[2], 1014.5, 1e-9);
    EXPECT_EQ(revenue, 30 * 100'000 + 100 * (29 * 30 / 2));
    EXPECT_EQ(found.report().revenue_scale, 2);
    EXPECT_GT(silhouette, 0.8);
    EXPECT_EQ(previous, 0U);

    const Table& table = found.table();
    const std::array names{"customer", "cluster", "distance", "recency", "frequency", "revenue"};
    ASSERT_EQ(table.columns(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(table.name(i), names[i]);
    EXPECT_EQ(table["customer"].integers()[59], 60);
    EXPECT_EQ(table["recency"].reals()[59], 389.0);
    EXPECT_EQ(table["frequency"].integers()[0], 21);
    EXPECT_EQ(table["revenue"].integers()[59], 1090);
    EXPECT_EQ(table["revenue"].scale(), 2);
}

TEST(Clusters, ScalesAreMeanAndStandardDeviation) {
    const auto rows = random_customers(5000, 1);
    const auto found = clusters(base_of(rows), {.k = 4}).value();
    double sum = 0, squares = 0;
    for (const BaseRow& row : rows) {
        sum += std::log1p(row.T - row.recency) / 5000;
        squares += std::pow(std::log1p(row.T - row.recency), 2) / 5000;
    }
    const FeatureScaling& recency = found.report().model.features[0];
    EXPECT_EQ(recency.feature, Feature::recency);
    EXPECT_TRUE(recency.logarithm);
    // Logarithms are floats: 2^−24 of them.
    EXPECT_NEAR(recency.center, sum, 1e-6);
    EXPECT_NEAR(recency.scale, std::sqrt(squares - sum * sum), 1e-6);
}

// To the nearest center, at its distance, whose squares add up to the inertia; and the center is
// the mean. Coordinates are rounded to 2^−20 of a scale, and logarithms to 2^−24.
TEST(Clusters, EachCustomerIsAtTheNearestCenterAndEachCenterAtItsMean) {
    const auto base = base_of(random_customers(20'000, 2));
    for (const bool logarithms : {true, false}) {
        const std::size_t sample = logarithms ? 1000 : 100'000;  // of which the search goes on
        const auto found =
            clusters(base, {.logarithms = logarithms, .k = 7, .sample = sample}).value();
        const ClusterModel& model = found.report().model;
        double inertia = 0;
        std::vector<double> sums(model.centers.size()), counts(7);
        for (std::size_t row = 0; row < base.size(); ++row) {
            const auto point = scaled(found, row);
            const auto own = static_cast<std::size_t>(found.cluster()[row]) - 1;
            const double to_own = distance(point, model, own);
            ASSERT_NEAR(found.distance()[row], to_own, 4e-6);
            for (std::size_t k = 0; k < 7; ++k) ASSERT_LE(to_own, distance(point, model, k) + 2e-5);
            inertia += to_own * to_own;
            counts[own] += 1;
            for (std::size_t f = 0; f < 3; ++f) sums[own * 3 + f] += point[f];
        }
        EXPECT_NEAR(found.report().inertia, inertia, 1e-5 * inertia);
        ASSERT_TRUE(found.report().converged);
        for (std::size_t i = 0; i < sums.size(); ++i) {
            EXPECT_NEAR(sums[i] / counts[i / 3], model.centers[i], 2e-6);
        }
    }
}

/// A base as it comes from elsewhere: rows in another order, so under other ids.
void expect_same_clusters(const ClusterTable& one, const ClusterTable& other,
                          const std::vector<std::size_t>& order) {
    EXPECT_EQ(one.report().model, other.report().model);
    EXPECT_EQ(one.report().inertia, other.report().inertia);
    EXPECT_EQ(one.report().silhouette, other.report().silhouette);
    EXPECT_EQ(one.report().iterations, other.report().iterations);
    EXPECT_EQ(sizes(one), sizes(other));
    for (std::size_t k = 0; k < one.report().clusters.size(); ++k) {
        EXPECT_EQ(one.report().clusters[k].means, other.report().clusters[k].means);
        EXPECT_EQ(one.report().clusters[k].silhouette, other.report().clusters[k].silhouette);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        ASSERT_EQ(other.cluster()[i], one.cluster()[order[i]]);
        ASSERT_EQ(other.distance()[i], one.distance()[order[i]]);
    }
}

// Both where starts see all customers and where they see a sample of them.
TEST(ClustersThreads, AreTheSameInAnyOrderUnderAnyIdsOnAnyThreads) {
    const auto rows = random_customers(60'000, 3);
    const auto order = shuffled_order(rows.size(), 4);
    std::vector<BaseRow> other;
    for (const std::size_t row : order) other.push_back(rows[row]);
    for (const std::size_t sample : {2000, 100'000}) {
        ClusterOptions options{
            .least = 3, .most = 5, .starts = 3, .sample = sample, .silhouette_sample = 500};
        const auto one = clusters(base_of(rows), options).value();
        ThreadPool pool(3);
        options.run.executor = pool.executor();
        expect_same_clusters(one, clusters(base_of(other), options).value(), order);
        test::ShuffledExecutor shuffled(5);
        options.run.executor = shuffled.executor();
        expect_same_clusters(one, clusters(base_of(other), options).value(), order);
    }
}

TEST(Clusters, ARowCountsAsOftenAsItsWeightSays) {
    auto rows = random_customers(4000, 6);
    std::vector<BaseRow> copies;
    std::vector<std::size_t> of_copy;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].weight = 1 + static_cast<std::int64_t>(i % 5 == 0 ? 30 : i % 3);
        BaseRow one = rows[i];
        one.weight = 1;
        for (std::int64_t copy = 0; copy < rows[i].weight; ++copy) {
            copies.push_back(one);
            of_copy.push_back(i);
        }
    }
    for (const std::size_t sample : {1000, 100'000}) {
        const ClusterOptions options{.k = 5, .sample = sample, .silhouette_sample = 300};
        const auto weighted = clusters(base_of(rows), options).value();
        expect_same_clusters(weighted, clusters(base_of(copies), options).value(), of_copy);
        EXPECT_EQ(weighted.report().customers, static_cast<std::int64_t>(copies.size()));
    }
}

TEST(Clusters, DoNotAskForTheCurrency) {
    auto rows = random_customers(5000, 7);
    const ClusterOptions options{.logarithms = false, .k = 4};
    const auto before = clusters(base_of(rows), options).value();
    for (const std::int64_t power : {10, 100'000}) {
        auto others = rows;
        for (BaseRow& row : others) {
            row.revenue *= power;
            row.monetary_value *= static_cast<double>(power);
        }
        const auto after = clusters(base_of(others), options).value();
        EXPECT_EQ(labels(after), labels(before));
        EXPECT_NEAR(after.report().inertia, before.report().inertia,
                    1e-6 * before.report().inertia);
    }
}

TEST(Clusters, AFeatureWithoutSpreadSeparatesNobody) {
    auto rows = random_customers(3000, 8);
    for (BaseRow& row : rows) row.revenue = 1234;
    const ClusterOptions options{.features = {Feature::recency, Feature::frequency}, .k = 4};
    const auto without = clusters(base_of(rows), options).value();
    ClusterOptions with = options;
    with.features.push_back(Feature::revenue);
    const auto found = clusters(base_of(rows), with).value();
    const FeatureScaling& scaling = found.report().model.features[2];
    EXPECT_EQ(scaling.scale, 1.0);
    EXPECT_EQ(scaling.center, double{std::log(13.34F)});
    for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(found.report().model.centers[3 * k + 2], 0.0);
    EXPECT_EQ(found.report().inertia, without.report().inertia);
}

TEST(Clusters, CompareByTheFeaturesThatAreAsked) {
    const auto base = base_of(three_groups());
    const auto found =
        clusters(base,
                 {.features = {Feature::monetary_value, Feature::age}, .logarithms = false, .k = 2})
            .value();
    EXPECT_EQ(found.table().name(3), "monetary_value");
    EXPECT_EQ(found.table().name(4), "age");
    EXPECT_EQ(found.table()["monetary_value"].reals()[0], 50.0);
    EXPECT_EQ(found.table()["monetary_value"].reals()[50], 10.0) << "of the only occasion";
    EXPECT_EQ(found.table()["age"].reals()[50], 380.0);
}

TEST(Clusters, WithoutRevenueRecencyAndFrequencyAreLeft) {
    const auto base = base_of(three_groups(), {.monetary_value = false, .revenue = false});
    const auto found = clusters(base, {.k = 3}).value();
    EXPECT_EQ(found.report().model.features.size(), 2U);
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{30, 20, 10})) << "by purchases";
    EXPECT_EQ(found.report().clusters[0].revenue, 0);
    EXPECT_EQ(found.report().revenue_scale, 0);
}

TEST(Clusters, OfAllDistinctCustomersEachCanHaveItsOwn) {
    std::vector<BaseRow> rows;
    for (int i = 0; i < 64; ++i) rows.push_back({i, i == 0 ? 0.0 : 100.0, 200, 1, 100 * i + 100});
    const auto found = clusters(base_of(rows), {.k = 64}).value();
    EXPECT_EQ(found.report().inertia, 0.0);
    EXPECT_EQ(sizes(found), std::vector<std::int64_t>(64, 1));
    EXPECT_EQ(found.report().silhouette, 0.0) << "all are alone";
    for (std::size_t k = 0; k < 64; ++k) {
        EXPECT_NEAR(found.report().clusters[k].means[2], 64.0 - static_cast<double>(k), 1e-12);
    }
    const auto most = clusters(base_of({rows[0], rows[1], rows[2], rows[2]})).value();
    EXPECT_EQ(most.report().choices.back().k, 3U) << "of three distinct customers";
}

TEST(Clusters, TheFirstBringsMost) {
    const auto found = clusters(base_of(random_customers(5000, 14)),
                                {.features = {Feature::recency, Feature::age}, .k = 8})
                           .value();
    double before = std::numeric_limits<double>::infinity();
    for (const ClusterSummary& one : found.report().clusters) {
        const double mean = static_cast<double>(one.revenue) / static_cast<double>(one.customers);
        EXPECT_LT(mean, before);
        before = mean;
    }
}

TEST(Clusters, AnEarlierEndIsSaid) {
    const auto base = base_of(random_customers(3000, 9));
    const auto found = clusters(base, {.k = 8, .starts = 1, .iterations = 1}).value();
    EXPECT_EQ(found.report().iterations, 1U);
    EXPECT_FALSE(found.report().converged);
}

TEST(Clusters, LabelsAreCarriedOver) {
    const auto base = base_of(three_groups());
    ClusterModel before = clusters(base, {.k = 3}).value().report().model;
    std::rotate(before.centers.begin(), before.centers.begin() + 3, before.centers.end());
    for (auto& one : before.features) one.scale *= 2;  // other scales, the same places
    for (std::size_t i = 0; i < 9; ++i) before.centers[i] /= 2;
    const auto found = clusters(base, {.k = 3, .previous = before}).value();
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{20, 10, 30}));
    for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(found.report().clusters[k].previous, k + 1);
}

TEST(Clusters, NewOnesComeAfterThoseFromBefore) {
    const auto base = base_of(three_groups());
    ClusterModel before = clusters(base, {.k = 3}).value().report().model;
    before.centers.erase(before.centers.begin(), before.centers.begin() + 6);  // the third is left
    const auto found = clusters(base, {.k = 3, .previous = before}).value();
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{10, 30, 20}));
    EXPECT_EQ(found.report().clusters[0].previous, 1U);
    EXPECT_EQ(found.report().clusters[1].previous, 0U);
    EXPECT_EQ(found.report().clusters[2].previous, 0U);
}

TEST(Clusters, WhereThereAreFewerLabelsCloseUp) {
    const auto rows = three_groups();
    const ClusterModel before = clusters(base_of(rows), {.k = 3}).value().report().model;
    const std::vector<BaseRow> left(rows.begin() + 20, rows.end());
    const auto found = clusters(base_of(left), {.k = 2, .previous = before}).value();
    EXPECT_LT(found.report().clusters[0].previous, found.report().clusters[1].previous);
    EXPECT_EQ(*std::max_element(found.cluster().begin(), found.cluster().end()), 2);
}

TEST(AssignClusters, OldCustomersHaveTheirOldCluster) {
    const auto base = base_of(random_customers(30'000, 10));
    for (const std::size_t sample : {1000, 100'000}) {
        const auto found =
            clusters(base, {.k = 9, .starts = 2, .sample = sample, .silhouette_sample = 200})
                .value();
        const auto again = assign_clusters(base, found.report().model).value();
        EXPECT_EQ(labels(again), labels(found));
        EXPECT_EQ(again.report().inertia, found.report().inertia);
        EXPECT_EQ(again.report().model, found.report().model);
        EXPECT_EQ(sizes(again), sizes(found));
        EXPECT_TRUE(again.report().choices.empty());
        EXPECT_EQ(again.report().iterations, 0U);
    }
}

TEST(AssignClusters, AlsoWhereOneComesAlone) {
    const auto rows = random_customers(1000, 11);
    const auto found = clusters(base_of(rows), {.k = 5}).value();
    for (std::size_t row = 0; row < 50; ++row) {
        const auto one = assign_clusters(base_of({rows[row]}), found.report().model).value();
        EXPECT_EQ(one.cluster()[0], found.cluster()[row]);
        EXPECT_EQ(one.distance()[0], found.distance()[row]);
        EXPECT_EQ(one.report().clusters.size(), 5U);
    }
}

TEST(AssignClusters, TakesWhatLiesFarOutside) {
    const auto rows = random_customers(1000, 12);
    const auto found = clusters(base_of(rows), {.logarithms = false, .k = 5}).value();
    BaseRow far{1'000'000'000, 1e9, 1e15, 1e300, std::numeric_limits<std::int64_t>::max()};
    const auto one = assign_clusters(base_of({far}), found.report().model).value();
    EXPECT_TRUE(std::isfinite(one.distance()[0]));
    EXPECT_GE(one.cluster()[0], 1);
    EXPECT_LE(one.cluster()[0], 5);
}

TEST(AssignClusters, OfAnEmptyBaseNobody) {
    const auto model = clusters(base_of(three_groups()), {.k = 3}).value().report().model;
    const auto found = assign_clusters(base_of({}), model).value();
    EXPECT_EQ(found.table().rows(), 0U);
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{0, 0, 0}));
    EXPECT_EQ(found.report().inertia, 0.0);
}

TEST(ClusterErrors, OfTheBase) {
    expect_error(clusters(base_of({})), Code::invalid_data,
                 "expected a base with customers, got an empty one");
    const std::vector<BaseRow> same(5, BaseRow{2, 10, 20, 5, 1500});
    expect_error(
        clusters(base_of(same)), Code::invalid_data,
        "expected a feature in which customers differ, got the same value for all, in each",
        "features");
    const std::vector<BaseRow> two{{2, 10, 20, 5, 1500}, {1, 9, 20, 5, 1000}, {1, 9, 20, 5, 1000}};
    expect_error(clusters(base_of(two), {.k = 3}), Code::invalid_data,
                 "expected at least 3 distinct customers, got 2");
    expect_error(clusters(base_of(two), {.least = 4}), Code::invalid_data,
                 "expected at least 4 distinct customers, got 2");
    EXPECT_EQ(clusters(base_of(two)).value().report().model.k(), 2U);
}

TEST(ClusterErrors, OfAmounts) {
    const auto none = base_of(three_groups(), {.monetary_value = false, .revenue = false});
    expect_error(clusters(none, {.features = {Feature::age, Feature::revenue}}), Code::no_amounts,
                 "expected a base with the column revenue, got one without", "revenue");
    const auto total = base_of(three_groups(), {.monetary_value = false});
    expect_error(clusters(total, {.features = {Feature::monetary_value}}), Code::no_amounts,
                 "expected a base with the column monetary_value, got one without",
                 "monetary_value");
    const auto mean = base_of(three_groups(), {.revenue = false});
    expect_error(clusters(mean, {.features = {Feature::monetary_value}}), Code::no_amounts,
                 "expected a base with the column revenue, got one without", "monetary_value");
    const auto model = clusters(base_of(three_groups()), {.k = 3}).value().report().model;
    expect_error(assign_clusters(none, model), Code::no_amounts,
                 "expected a base with the column revenue, got one without", "revenue");
}

TEST(ClusterErrors, OfOverflow) {
    auto rows = three_groups();
    rows[0].weight = std::int64_t{1} << 40;
    expect_error(clusters(base_of(rows)), Code::overflow,
                 "expected at most 2^40 customers, got 1099511627835");
    rows[0].weight = 1000;
    rows[0].revenue = std::int64_t{1} << 60;
    rows[0].monetary_value = 5e14;
    expect_error(clusters(base_of(rows), {.k = 3}), Code::overflow,
                 "expected sums over a cluster below 2^63, got a larger one");
}

TEST(ClusterErrors, OfOptionsAndModels) {
    const auto base = base_of(three_groups());
    expect_error(clusters(base, {.k = 1}), Code::invalid_option,
                 "expected a number from 2 to 64, got 1", "k");
    const ClusterModel other{{{Feature::age}}, {0.0}};
    expect_error(clusters(base, {.previous = other}), Code::invalid_option,
                 "expected the features and logarithms of this run, got others",
                 "previous.features");
    expect_error(assign_clusters(base, {}), Code::invalid_value,
                 "expected at least one feature, got none", "features");
}

TEST(ClusterErrors, OfAHostThatSaysStop) {
    const auto base = base_of(random_customers(5000, 13));
    ClusterOptions options{.k = 3, .starts = 2, .sample = 1000, .silhouette_sample = 100};
    const auto model = clusters(base, options).value().report().model;
    EXPECT_GT(test::stops_of([&](const Progress& progress) {
                  options.run.progress = progress;
                  return clusters(base, options);
              }),
              15U);
    EXPECT_GT(test::stops_of([&](const Progress& progress) {
                  return assign_clusters(base, model, {.progress = progress});
              }),
              0U);
}

// Levels round otherwise, which moves nobody who is not exactly between two centers.
class IsaClusters : public test::AtEachSimdLevel {};
INSTANTIATE_TEST_SUITE_P(At, IsaClusters, testing::ValuesIn(simd_levels), test::level_name);

TEST_P(IsaClusters, FindTheSameGroups) {
    const auto found = clusters(base_of(three_groups())).value();
    EXPECT_EQ(sizes(found), (std::vector<std::int64_t>{30, 20, 10}));
}

// CDNOW at 1997-09-30: what scikit-learn 1.9.1 finds, KMeans(k, n_init=200, tol=0, max_iter=1000,
// random_state=0) on recency, purchase occasions and revenue, standardized (with ln(1 + v) first,
// and without), and silhouette_score of it. (Of five clusters with logarithms and of two without,
// there are several within 1e-5 of the least inertia.)
struct Golden {
    bool logarithms;
    std::size_t k;
    double inertia, silhouette;
};

class ClusterGoldens : public testing::TestWithParam<Golden> {};

TEST_P(ClusterGoldens, OfCdnow) {
    const Golden& golden = GetParam();
    const auto found = clusters(test::cdnow_base(), {.logarithms = golden.logarithms,
                                                     .k = golden.k,
                                                     .starts = 50,
                                                     .silhouette_sample = 20'000})
                           .value();
    EXPECT_NEAR(found.report().inertia, golden.inertia, 1e-6 * golden.inertia);
    EXPECT_NEAR(found.report().silhouette, golden.silhouette, 2e-6);
}

INSTANTIATE_TEST_SUITE_P(Cdnow, ClusterGoldens,
                         testing::Values(Golden{true, 2, 3205.9861306963567, 0.573036787195124},
                                         Golden{true, 3, 2263.08547290487, 0.4816956741246565},
                                         Golden{true, 4, 1805.7871897179161, 0.41295173054658607},
                                         Golden{true, 6, 1249.7782024812705, 0.4334907354280473},
                                         Golden{false, 3, 2562.3414855521696, 0.6554348553430359},
                                         Golden{false, 4, 1562.62981726527, 0.6563710129808222},
                                         Golden{false, 5, 1222.6264855560933, 0.6292422699376725}));

// Online Retail, sales only: scikit-learn 1.9.1, the best of KMeans(k, n_init=10, random_state=0)
// on ln(1 + v) of recency, purchase occasions and revenue, standardized.
TEST(ClusterReference, OnlineRetailIsWithinAPercentOfTheBestOfTen) {
    const char* const folder = std::getenv("TENURE_DATA_DIR");
    if (folder == nullptr || *folder == '\0') {
        GTEST_SKIP() << "TENURE_DATA_DIR names no folder of public data sets";
    }
    ReadOptions read{.columns = {.customer = "CustomerID",
                                 .date = "InvoiceDate",
                                 .amount = "Quantity*UnitPrice",
                                 .order = "InvoiceNo"}};
    read.cleaning = {.returns = Returns::drop,
                     .return_prefix = "C",
                     .missing_ids = MissingIds::drop,
                     .zero_amounts = ZeroAmounts::drop};
    const std::string path = std::string(folder) + "/transactions/online_retail.csv.gz";
    const auto base = summarize(read_transactions(path, read).value()).value();
    ASSERT_EQ(base.size(), 4338U);
    const std::map<std::size_t, double> inertia{{2, 6471.001166055168},  {3, 4867.06739737226},
                                                {4, 3940.4420163850737}, {5, 3321.341937290016},
                                                {6, 2876.2884468295615}, {7, 2579.5223271947025},
                                                {8, 2372.64773316057}};
    for (const auto& [k, best] : inertia) {
        const auto found = clusters(base, {.k = k}).value();
        EXPECT_LE(found.report().inertia, 1.01 * best) << k;
        EXPECT_TRUE(found.report().converged);
    }
    // silhouette_score of the same partition in two clusters.
    const auto exact = clusters(base, {.k = 2, .silhouette_sample = 20'000}).value();
    EXPECT_NEAR(exact.report().silhouette, 0.4351618579863447, 2e-6);
}

}  // namespace
}  // namespace tenure::inline v0::segments
