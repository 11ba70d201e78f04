#include "tenure/segments/clusters.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "core/progress.hpp"
#include "models/option_error.hpp"
#include "segments/cluster_grid.hpp"
#include "segments/cluster_labels.hpp"
#include "segments/cluster_points.hpp"
#include "segments/cluster_sample.hpp"
#include "segments/cluster_search.hpp"
#include "segments/cluster_silhouette.hpp"
#include "segments/cluster_table.hpp"

namespace tenure::inline v0::segments {

namespace {

using detail::core::CountedProgress;
using detail::core::expected_got;
using namespace detail::segments;

std::vector<FeatureScaling> unscaled_features(const CustomerBase& base,
                                              const ClusterOptions& options) {
    std::vector<Feature> features = options.features;
    if (features.empty()) {
        features = {Feature::recency, Feature::frequency};
        if (!base.revenue().empty()) features.push_back(Feature::revenue);
    }
    std::vector<FeatureScaling> out;
    out.reserve(features.size());
    for (const Feature feature : features) out.push_back({feature, options.logarithms});
    return out;
}

Result<void> check_base(const CustomerBase& base, std::span<const FeatureScaling> features) {
    if (base.customers() > most_customers) {
        return Error{Code::overflow,
                     expected_got("at most 2^40 customers", std::to_string(base.customers()))};
    }
    return check_amounts(base, features);
}

/// Whether labels of the earlier run can be carried over: its features are these.
Result<void> check_previous(const ClusterOptions& options,
                            std::span<const FeatureScaling> features) {
    if (!options.previous) return {};
    const auto same = [](const FeatureScaling& a, const FeatureScaling& b) {
        return a.feature == b.feature && a.logarithm == b.logarithm;
    };
    const auto& before = options.previous->features;
    if (std::equal(before.begin(), before.end(), features.begin(), features.end(), same)) return {};
    return detail::models::invalid_option("previous.features",
                                          "the features and logarithms of this run", "others");
}

/// What was found on a sample: the best start of each k, and how well its k fits.
struct Search {
    std::vector<Partition> partitions;
    std::vector<ClusterChoice> choices;

    [[nodiscard]] std::size_t best() const noexcept {
        const auto worse = [](const ClusterChoice& a, const ClusterChoice& b) {
            return a.silhouette < b.silhouette;
        };
        return static_cast<std::size_t>(std::max_element(choices.begin(), choices.end(), worse) -
                                        choices.begin());
    }
};

Silhouette silhouette_of(const PointSample& sample, std::span<const double> centers) {
    const std::size_t k = centers.size() / sample.points.coordinates();
    return silhouette(sample, *nearest_centers(sample.points, centers), k);
}

/// The silhouette of each k.
Result<std::vector<ClusterChoice>> choices_of(const PointSample& sample,
                                              const std::vector<Partition>& partitions,
                                              const RunOptions& run) {
    std::vector<ClusterChoice> choices(partitions.size());
    const auto measured = detail::core::for_each_chunk(
        run, choices.size(), 1, [&](std::size_t i, std::size_t, std::size_t) {
            const std::vector<double>& centers = partitions[i].centers;
            choices[i] = {centers.size() / sample.points.coordinates(), partitions[i].inertia,
                          silhouette_of(sample, centers).mean};
            return Result<void>{};
        });
    if (!measured) return measured.error();
    return choices;
}

Result<Search> search(const PointSample& sample, const PointSample& for_silhouettes,
                      double customers, const ClusterOptions& options) {
    const std::size_t distinct = sample.points.size();
    const std::size_t least = options.k.value_or(options.least);
    if (distinct < least) {
        return Error{Code::invalid_data,
                     expected_got("at least " + std::to_string(least) + " distinct customers",
                                  std::to_string(distinct))};
    }
    const std::size_t most = options.k.value_or(std::min(options.most, distinct));
    auto partitions = best_partitions(sample, least, most, options);
    if (!partitions) return partitions.error();
    auto choices = choices_of(for_silhouettes, *partitions, options.run);
    if (!choices) return choices.error();
    for (ClusterChoice& choice : *choices) choice.inertia *= customers / sample.customers();
    return Search{*std::move(partitions), *std::move(choices)};
}

/// Clusters as they get their labels: by rank, then with those of an earlier run in front.
struct Labelled {
    ClusterModel model;
    std::vector<std::size_t> previous;  ///< Of each label; empty without an earlier run.
};

Labelled labelled(const ClusterModel& model, const std::vector<double>& rank,
                  const std::optional<ClusterModel>& previous) {
    const std::size_t coordinates = model.features.size();
    const auto center = [&](std::size_t k) {
        return std::span(model.centers).subspan(k * coordinates, coordinates);
    };
    std::vector<std::size_t> order(model.k());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (rank[a] != rank[b]) return rank[a] > rank[b];
        return std::lexicographical_compare(center(a).begin(), center(a).end(), center(b).begin(),
                                            center(b).end());
    });
    const ClusterModel ranked = reordered(model, order);
    if (!previous) return {ranked, {}};
    const auto before = labels_before(ranked, *previous);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return before[a] != 0 && (before[b] == 0 || before[a] < before[b]);
    });
    Labelled out{reordered(ranked, order), {}};
    for (const std::size_t k : order) out.previous.push_back(before[k]);
    return out;
}

/// The best start, gone on over all points where it was found on some of them.
Result<Partition> finished(Partition best, const PointSample& sample, const Points& points,
                           const ClusterOptions& options) {
    if (sample.complete) return best;
    return lloyd(points, std::move(best.centers), options.iterations, options.run);
}

/// The model with its labels.
Result<Labelled> label(const CustomerBase& base, const Points& points, const ClusterModel& model,
                       const ClusterOptions& options) {
    const auto cluster = nearest_centers(points, model.centers, options.run);
    if (!cluster) return cluster.error();
    const auto rank = ranks(base, *cluster, model.k(), options.run);
    if (!rank) return rank.error();
    return labelled(model, *rank, options.previous);
}

Result<ClusterTable> clusters_of(const CustomerBase& base, const Points& points,
                                 std::vector<FeatureScaling> features,
                                 const ClusterOptions& options) {
    const PointSample sample = sample_of(points, options.sample, options.seed);
    const PointSample for_silhouettes = sample_of(sample, options.silhouette_sample, options.seed);
    auto found = search(sample, for_silhouettes, static_cast<double>(base.customers()), options);
    if (!found) return found.error();
    auto best = finished(std::move(found->partitions[found->best()]), sample, points, options);
    if (!best) return best.error();
    const auto labels = label(base, points, {std::move(features), best->centers}, options);
    if (!labels) return labels.error();
    auto out = described(base, points, labels->model, options.run);
    if (!out) return out.error();
    const Silhouette silhouette = silhouette_of(for_silhouettes, labels->model.centers);
    out->report.choices = std::move(found->choices);
    out->report.silhouette = silhouette.mean;
    out->report.iterations = best->iterations;
    out->report.converged = best->converged;
    for (std::size_t k = 0; k < out->report.clusters.size(); ++k) {
        out->report.clusters[k].silhouette = silhouette.of_cluster[k];
        if (options.previous) out->report.clusters[k].previous = labels->previous[k];
    }
    return ClusterTable(std::move(out->table), std::move(out->report));
}

}  // namespace

std::span<const std::int64_t> ClusterTable::cluster() const { return table_["cluster"].integers(); }

std::span<const double> ClusterTable::distance() const { return table_["distance"].reals(); }

Result<ClusterTable> clusters(const CustomerBase& base, const ClusterOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    if (base.size() == 0) {
        return Error{Code::invalid_data, expected_got("a base with customers", "an empty one")};
    }
    auto features = unscaled_features(base, options);
    if (auto checked = check_previous(options, features); !checked) return checked.error();
    if (auto checked = check_base(base, features); !checked) return checked.error();
    CountedProgress progress(options.run.progress);
    ClusterOptions counted = options;
    counted.run = progress.of(options.run);
    const auto points = standardized_points(base, features, counted.run);
    if (!points) return points.error();
    return clusters_of(base, *points, std::move(features), counted);
}

Result<ClusterTable> assign_clusters(const CustomerBase& base, const ClusterModel& model,
                                     const RunOptions& run) {
    if (auto checked = model.check(); !checked) return checked.error();
    if (auto checked = check_base(base, model.features); !checked) return checked.error();
    CountedProgress progress(run.progress);
    const RunOptions counted = progress.of(run);
    const auto points = scaled_points(base, model.features, counted);
    if (!points) return points.error();
    auto out = described(base, *points, model, counted);
    if (!out) return out.error();
    return ClusterTable(std::move(out->table), std::move(out->report));
}

}  // namespace tenure::inline v0::segments
