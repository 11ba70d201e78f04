#pragma once

/// @file
/// Groups that the data make: k-means over scaled features.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::segments {

/// What customers are compared by. Days are rounded to 2^−20 of a day.
enum class Feature : std::uint8_t {
    recency,         ///< Days from the last purchase to the end of observation.
    frequency,       ///< Purchase occasions, the first one among them.
    revenue,         ///< All that was spent, in the currency.
    monetary_value,  ///< Mean spend of the repeat occasions; that of the only one where x = 0.
    age,             ///< Days from the first purchase to the end of observation.
};
/// The name of the enumerator.
[[nodiscard]] TENURE_API std::string_view to_string(Feature feature) noexcept;
/// The feature of that name.
/// @return `Code::invalid_option` where there is none.
[[nodiscard]] TENURE_API Result<Feature> parse_feature(std::string_view text);

/// What is done to a feature before distances are measured: (g(v) − center) ÷ scale, with g the
/// identity or ln(1 + v), in single precision and rounded to whole multiples of 2^−20.
struct FeatureScaling {
    Feature feature;
    bool logarithm = false;
    double center = 0;  ///< Finite.
    double scale = 1;   ///< Finite, > 0.
    friend bool operator==(const FeatureScaling&, const FeatureScaling&) = default;
};

/// A partition of all customers, present and future: a customer belongs to the nearest center.
/// A value: keep it and assign next month's base with it.
struct ClusterModel {
    static constexpr std::size_t most_clusters = 64;  ///< The largest k.

    std::vector<FeatureScaling> features;  ///< From 1 on, each once.
    /// k rows of as many scaled coordinates as there are features, none beyond ±2^20.
    std::vector<double> centers;

    /// The number of clusters.
    [[nodiscard]] std::size_t k() const noexcept {
        return features.empty() ? 0 : centers.size() / features.size();
    }
    /// @return `Code::invalid_value`, naming the member.
    [[nodiscard]] TENURE_API Result<void> check() const;
    friend bool operator==(const ClusterModel&, const ClusterModel&) = default;
};

/// How clusters are found.
struct ClusterOptions {
    /// Each once. Default: recency, frequency and, where the base has it, revenue.
    std::vector<Feature> features = {};
    /// Whether features are taken as ln(1 + v) first: spend and counts are skewed.
    bool logarithms = true;
    /// From 2 to `ClusterModel::most_clusters`. Default: the k from `least` to `most` with the
    /// highest silhouette, the smallest of equals.
    std::optional<std::size_t> k = {};
    std::size_t least = 2;  ///< From 2.
    /// From `least` to `ClusterModel::most_clusters`; of fewer distinct customers, their number.
    std::size_t most = 10;
    /// Seeds of k-means++ (Arthur and Vassilvitskii 2007) that are tried for each k, from 1 to
    /// 1000; the least inertia wins.
    std::size_t starts = 10;
    std::size_t iterations = 300;  ///< Of Lloyd's algorithm, at most; from 1.
    std::uint64_t seed = 1;        ///< Of the starts and samples.
    /// Where the base has more distinct customers than about so many (from 1000 on), k and the
    /// start are found on a sample of about so many, chosen by features and seed alone, and the
    /// best start goes on over all customers.
    std::size_t sample = 32768;
    /// Distinct customers, about, that silhouettes are measured on (Rousseeuw 1987), chosen in the
    /// same way; they cost its square. From 100 to 20,000.
    std::size_t silhouette_sample = 2000;
    /// Clusters of an earlier run, of the same features and logarithms: labels are carried over so
    /// that the sum of the squared distances between old and new centers of one label is least (no
    /// greedy choice); new clusters come after, and where there are fewer than before, the labels
    /// that are left close up. `ClusterSummary::previous` says which is which.
    std::optional<ClusterModel> previous = {};
    /// Progress is in pieces of passes over the data, of which nobody knows how many there will be.
    RunOptions run = {};

    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// How well one k fits.
struct ClusterChoice {
    std::size_t k = 0;
    /// Σ squared distance to the nearest center, scaled; as it is to be expected of all customers
    /// where the search was on a sample.
    double inertia = 0;
    double silhouette = 0;  ///< Mean over the sample, from −1 to 1.
};

/// One cluster in the features' own units.
struct ClusterSummary {
    std::int64_t customers = 0;
    std::vector<double> means;  ///< Of each feature, in its unit; 0 where there is nobody.
    std::int64_t revenue = 0;   ///< At the scale of the base; 0 where not known.
    double silhouette = 0;      ///< Mean over the sample's customers in it; 0 where there is none.
    std::size_t previous = 0;   ///< Its label in `ClusterOptions::previous`; 0 where it is new.
};

/// What was found.
struct ClusterReport {
    ClusterModel model;
    std::vector<ClusterChoice> choices = {};    ///< One for each k that was tried, rising.
    std::vector<ClusterSummary> clusters = {};  ///< By label.
    double inertia = 0;                         ///< Σ squared distance over all customers.
    double silhouette = 0;                      ///< Mean over the sample.
    std::size_t iterations = 0;                 ///< Of the last run of Lloyd's algorithm.
    bool converged = false;                     ///< Whether no customer changed in the last one.
    std::int64_t customers = 0;                 ///< Sum of the weights.
    bool has_revenue = false;                   ///< Whether the base knows revenues.
    std::uint8_t revenue_scale = 0;             ///< Of `ClusterSummary::revenue`.
};

/// The clusters of a base, in its order, over a table with the columns `customer, cluster` (from 1)
/// `, distance` (to the center, scaled), and the features, by their names. Cluster 1 has the
/// highest mean revenue (most purchase occasions where there is none), and so on, unless labels
/// were carried over.
class TENURE_API ClusterTable {
public:
    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const ClusterReport& report() const noexcept { return report_; }

    /// The labels, from 1.
    [[nodiscard]] std::span<const std::int64_t> cluster() const;
    /// How far each customer is from the center, scaled.
    [[nodiscard]] std::span<const double> distance() const;

    ClusterTable(Table table, ClusterReport report)
        : table_(std::move(table)), report_(std::move(report)) {}

private:
    Table table_;
    ClusterReport report_;
};

/// Finds clusters by k-means over features that are brought to mean 0 and standard deviation 1. A
/// row counts as often as its weight says. The same customers have the same clusters in any order
/// of rows, under any ids and on any number of threads.
/// @return `Code::invalid_data` for an empty base, one without spread in all of the features, or
/// with fewer distinct customers than clusters; `Code::no_amounts`, `Code::invalid_option`,
/// `Code::cancelled`; `Code::overflow` for more than 2^40 customers, and where the revenue of a
/// cluster is beyond what the type can hold.
[[nodiscard]] TENURE_API Result<ClusterTable> clusters(const CustomerBase& base,
                                                       const ClusterOptions& options = {});

/// Assigns a base to clusters that were found before: customers that were there then have the
/// cluster that they had. Of the report, `choices`, silhouettes and what is said of the search stay
/// empty; clusters to which nobody belongs are there.
/// @return `Code::invalid_value`, `Code::no_amounts`, `Code::overflow`, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<ClusterTable> assign_clusters(const CustomerBase& base,
                                                              const ClusterModel& model,
                                                              const RunOptions& run = {});

}  // namespace tenure::inline v0::segments
