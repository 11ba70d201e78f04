#include "segments/cluster_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "core/chunks.hpp"
#include "segments/cluster_grid.hpp"
#include "segments/cluster_search.hpp"

namespace tenure::inline v0::detail::segments {

using tenure::segments::ClusterModel;
using tenure::segments::ClusterReport;
using tenure::segments::Feature;

namespace {

std::size_t chunks_of(std::size_t rows) noexcept {
    return (rows + points_per_chunk - 1) / points_per_chunk;
}

/// The rows of a base with the cluster of each, over which exact sums are taken.
class Clustered {
public:
    Clustered(const CustomerBase& base, const std::vector<std::uint8_t>& cluster,
              std::size_t clusters, const RunOptions& run)
        : base_(base), cluster_(cluster), clusters_(clusters), run_(run) {}

    /// The sum of `units(row)`, whole numbers, times its customers, by cluster.
    /// @return `Code::overflow`.
    template <class Units>
    Result<std::vector<std::int64_t>> sums(Units&& units) const {
        std::vector<std::int64_t> parts(chunks_of(base_.size()) * clusters_);
        auto summed = for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
            std::int64_t* const sum = parts.data() + chunk * clusters_;
            for (std::size_t row = begin; row < end; ++row) {
                std::int64_t all = 0;
                if (__builtin_mul_overflow(base_.weight()[row], units(row), &all) ||
                    __builtin_add_overflow(sum[cluster_[row]], all, &sum[cluster_[row]])) {
                    return Result<void>(sums_too_large());
                }
            }
            return Result<void>{};
        });
        if (!summed) return summed.error();
        std::vector<std::int64_t> totals(clusters_);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            std::int64_t& total = totals[i % clusters_];
            if (__builtin_add_overflow(total, parts[i], &total)) return sums_too_large();
        }
        return totals;
    }

    /// The sum of `value(row)` ≥ 0 times its customers, by cluster.
    template <class Value>
    Result<std::vector<double>> real_sums(Value&& value) const {
        const auto largest = this->largest(value);
        if (!largest) return largest.error();
        const Grid grid(*largest, base_.customers());
        const auto steps = sums([&](std::size_t row) { return grid.steps(value(row)); });
        if (!steps) return steps.error();
        std::vector<double> out;
        for (const std::int64_t sum : *steps) out.push_back(grid.value(sum));
        return out;
    }

    Result<std::vector<std::int64_t>> customers() const {
        return sums([](std::size_t) { return std::int64_t{1}; });
    }

    /// The mean of `value(row)` over the customers of each cluster; 0 where there is nobody.
    template <class Value>
    Result<std::vector<double>> means(const std::vector<std::int64_t>& customers,
                                      Value&& value) const {
        auto means = real_sums(std::forward<Value>(value));
        if (!means) return means;
        for (std::size_t k = 0; k < clusters_; ++k) {
            if (customers[k] > 0) (*means)[k] /= static_cast<double>(customers[k]);
        }
        return means;
    }

private:
    template <class Value>
    Result<double> largest(Value&& value) const {
        std::vector<double> parts(chunks_of(base_.size()));
        const auto found =
            for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
                double most = 0;
                for (std::size_t row = begin; row < end; ++row) most = std::max(most, value(row));
                parts[chunk] = most;
                return Result<void>{};
            });
        if (!found) return found.error();
        return parts.empty() ? 0.0 : *std::max_element(parts.begin(), parts.end());
    }

    template <class Body>
    Result<void> for_each_chunk(Body&& body) const {
        return core::for_each_chunk(run_, base_.size(), points_per_chunk, std::forward<Body>(body));
    }

    const CustomerBase& base_;
    const std::vector<std::uint8_t>& cluster_;
    std::size_t clusters_;
    const RunOptions& run_;
};

bool has_revenue(const CustomerBase& base) noexcept { return !base.revenue().empty(); }

/// The distance of each row to its center.
Result<std::vector<double>> distances(const Points& points,
                                      const std::vector<std::uint8_t>& cluster,
                                      const ClusterModel& model, const RunOptions& run) {
    std::vector<double> out(points.size());
    auto measured = core::for_each_chunk(
        run, out.size(), points_per_chunk, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                const double* const center =
                    model.centers.data() + cluster[i] * points.coordinates();
                out[i] = std::sqrt(squared_distance(points, i, center));
            }
            return Result<void>{};
        });
    if (!measured) return measured.error();
    return out;
}

/// What the report says of each cluster.
Result<void> summarize_clusters(const CustomerBase& base, const Clustered& rows,
                                ClusterReport& report) {
    const auto customers = rows.customers();
    if (!customers) return customers.error();
    report.clusters.resize(customers->size());
    for (std::size_t k = 0; k < customers->size(); ++k) {
        report.clusters[k].customers = (*customers)[k];
    }
    for (const auto& one : report.model.features) {
        const auto means = rows.means(*customers, FeatureReader(base, one.feature));
        if (!means) return means.error();
        for (std::size_t k = 0; k < means->size(); ++k) {
            report.clusters[k].means.push_back((*means)[k]);
        }
    }
    report.has_revenue = has_revenue(base);
    if (!report.has_revenue) return {};
    const auto revenue = rows.sums([&](std::size_t row) { return base.revenue()[row]; });
    if (!revenue) return revenue.error();
    for (std::size_t k = 0; k < revenue->size(); ++k) {
        report.clusters[k].revenue = (*revenue)[k];
    }
    report.revenue_scale = base.revenue_scale();
    return {};
}

Result<double> inertia(const Clustered& rows, const std::vector<double>& distance) {
    const auto sums =
        rows.real_sums([&](std::size_t row) { return distance[row] * distance[row]; });
    if (!sums) return sums.error();
    double total = 0;
    for (const double sum : *sums) total += sum;
    return total;
}

Table table_of(const CustomerBase& base, const ClusterModel& model,
               const std::vector<std::uint8_t>& cluster, std::vector<double> distance) {
    Table table;
    table.add("customer", base.table()["customer"]);
    std::vector<std::int64_t> labels(base.size());
    for (std::size_t row = 0; row < labels.size(); ++row) labels[row] = cluster[row] + 1;
    table.add("cluster", Column::integers(std::move(labels)));
    table.add("distance", Column::reals(std::move(distance)));
    for (const auto& one : model.features) {
        table.add(std::string(to_string(one.feature)), FeatureReader(base, one.feature).column());
    }
    return table;
}

}  // namespace

Result<std::vector<double>> ranks(const CustomerBase& base,
                                  const std::vector<std::uint8_t>& cluster, std::size_t clusters,
                                  const RunOptions& run) {
    const Clustered rows(base, cluster, clusters, run);
    const auto customers = rows.customers();
    if (!customers) return customers.error();
    return rows.means(
        *customers, FeatureReader(base, has_revenue(base) ? Feature::revenue : Feature::frequency));
}

Result<Described> described(const CustomerBase& base, const Points& points,
                            const ClusterModel& model, const RunOptions& run) {
    const auto cluster = nearest_centers(points, model.centers, run);
    if (!cluster) return cluster.error();
    auto distance = distances(points, *cluster, model, run);
    if (!distance) return distance.error();
    Described out{{}, {.model = model}};
    const Clustered rows(base, *cluster, model.k(), run);
    if (auto summed = summarize_clusters(base, rows, out.report); !summed) return summed.error();
    const auto inertia = segments::inertia(rows, *distance);
    if (!inertia) return inertia.error();
    out.report.inertia = *inertia;
    out.report.customers = base.customers();
    out.table = table_of(base, model, *cluster, *std::move(distance));
    return out;
}

}  // namespace tenure::inline v0::detail::segments
