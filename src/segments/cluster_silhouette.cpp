#include "segments/cluster_silhouette.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tenure::inline v0::detail::segments {

namespace {

double distance(const Points& points, std::size_t a, std::size_t b) noexcept {
    double sum = 0;
    for (std::size_t f = 0; f < points.coordinates(); ++f) {
        const double off = double{points.at(a, f)} - double{points.at(b, f)};
        sum += off * off;
    }
    return std::sqrt(sum);
}

/// For each point and cluster the sum of the distances to its customers.
class DistanceSums {
public:
    DistanceSums(const PointSample& sample, std::span<const std::uint8_t> cluster,
                 std::size_t clusters)
        : clusters_(clusters), sums_(sample.points.size() * clusters) {
        for (std::size_t i = 0; i < sample.points.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double apart = distance(sample.points, i, j);
                at(i, cluster[j]) += static_cast<double>(sample.weight[j]) * apart;
                at(j, cluster[i]) += static_cast<double>(sample.weight[i]) * apart;
            }
        }
    }
    [[nodiscard]] double& at(std::size_t point, std::size_t cluster) noexcept {
        return sums_[point * clusters_ + cluster];
    }

private:
    std::size_t clusters_;
    std::vector<double> sums_;
};

}  // namespace

Silhouette silhouette(const PointSample& sample, std::span<const std::uint8_t> cluster,
                      std::size_t clusters) {
    std::vector<double> customers(clusters);
    for (std::size_t i = 0; i < sample.points.size(); ++i) {
        customers[cluster[i]] += static_cast<double>(sample.weight[i]);
    }
    DistanceSums sums(sample, cluster, clusters);
    const auto of_point = [&](std::size_t i) {
        const std::size_t own = cluster[i];
        const double others = customers[own] - static_cast<double>(sample.weight[i]) +
                              static_cast<double>(sample.copies[i] - 1);
        if (!(others > 0)) return 0.0;  // alone: neither near nor far
        const double within = sums.at(i, own) / others;
        double next = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < clusters; ++k) {
            if (k != own && customers[k] > 0) next = std::min(next, sums.at(i, k) / customers[k]);
        }
        const double larger = std::max(within, next);
        return std::isinf(next) || !(larger > 0) ? 0.0 : (next - within) / larger;
    };
    Silhouette found{0, std::vector<double>(clusters)};
    for (std::size_t i = 0; i < sample.points.size(); ++i) {
        found.of_cluster[cluster[i]] += static_cast<double>(sample.weight[i]) * of_point(i);
    }
    double all = 0;
    for (std::size_t k = 0; k < clusters; ++k) {
        found.mean += found.of_cluster[k];
        all += customers[k];
        if (customers[k] > 0) found.of_cluster[k] /= customers[k];
    }
    found.mean /= all;
    return found;
}

}  // namespace tenure::inline v0::detail::segments
