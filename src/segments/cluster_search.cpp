#include "segments/cluster_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "core/chunks.hpp"
#include "kernels/kernels.hpp"
#include "segments/cluster_grid.hpp"
#include "tenure/core/random.hpp"

namespace tenure::inline v0::detail::segments {

namespace {

const kernels::Kernels& kernels_now() noexcept { return kernels::kernels(simd_level()); }

constexpr std::size_t blocks_of(std::size_t points) noexcept {
    return kernels::in_point_blocks(points) / kernels::point_block;
}

constexpr float infinite = std::numeric_limits<float>::infinity();

/// A point with a probability in proportion to its customers times `square`.
std::size_t drawn(const Points& points, const std::vector<float>& square, double uniform) {
    const auto share = [&](std::size_t i) {
        return static_cast<double>(points.weight()[i]) * double{square[i]};
    };
    double total = 0;
    for (std::size_t i = 0; i < points.size(); ++i) total += share(i);
    const double target = uniform * total;
    std::size_t last = 0;
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!(share(i) > 0)) continue;
        last = i;
        sum += share(i);
        if (sum > target) break;
    }
    return last;
}

}  // namespace

Result<std::vector<std::uint8_t>> nearest_centers(const Points& points,
                                                  std::span<const double> centers,
                                                  const RunOptions& run) {
    const CentersOfPoints rows(centers, points.coordinates());
    const auto& kernel = kernels_now();
    std::vector<std::uint8_t> nearest(points.padded_size());
    const auto assigned = core::for_each_chunk(
        run, points.size(), points_per_chunk, [&](std::size_t, std::size_t begin, std::size_t end) {
            kernel.nearest_center(points.from(begin), rows.rows(), blocks_of(end - begin),
                                  nearest.data() + begin);
            return Result<void>{};
        });
    if (!assigned) return assigned.error();
    return nearest;
}

double squared_distance(const Points& points, std::size_t point, const double* center) noexcept {
    double sum = 0;
    for (std::size_t f = 0; f < points.coordinates(); ++f) {
        const double off = double{points.at(point, f)} - center[f];
        sum += off * off;
    }
    return sum;
}

std::vector<double> seeds_of(const Points& points, std::size_t k, std::uint64_t seed,
                             std::uint64_t stream) {
    RandomStream random(seed, stream);
    std::vector<double> seeds;
    std::vector<float> square(points.padded_size(), 1.0F);
    for (std::size_t i = 0; i < k; ++i) {
        const std::size_t point = drawn(points, square, random.uniform());
        std::array<float, kernels::most_coordinates> center{};
        for (std::size_t f = 0; f < points.coordinates(); ++f) {
            center[f] = points.at(point, f);
            seeds.push_back(center[f]);
        }
        if (i == 0) std::fill(square.begin(), square.end(), infinite);
        kernels_now().nearer_center(points.from(0), center.data(), blocks_of(points.size()),
                                    square.data());
    }
    return seeds;
}

namespace {

/// The customers of each cluster, and the sums of their coordinates in whole steps. That of all
/// customers is below 2^61 in each: standardized coordinates have mean squares of at most 1, and so
/// have the means of their magnitudes; there are 2^20 steps in a scale and 2^40 customers at most.
class ClusterSums {
public:
    ClusterSums(std::size_t clusters, std::size_t coordinates)
        : coordinates_(coordinates), of_(clusters * (coordinates + 1)) {}

    void add(const Points& points, std::size_t point, std::size_t cluster,
             std::int64_t customers) noexcept {
        std::int64_t* const sums = of_.data() + cluster * (coordinates_ + 1);
        for (std::size_t f = 0; f < coordinates_; ++f) {
            sums[f] += customers * steps_of(points.at(point, f));
        }
        sums[coordinates_] += customers;
    }
    /// Adds those of others, and leaves nothing there.
    void take(ClusterSums& other) noexcept {
        for (std::size_t i = 0; i < of_.size(); ++i) of_[i] += std::exchange(other.of_[i], 0);
    }

    [[nodiscard]] std::int64_t customers(std::size_t cluster) const noexcept {
        return of_[cluster * (coordinates_ + 1) + coordinates_];
    }
    [[nodiscard]] double mean(std::size_t cluster, std::size_t coordinate) const noexcept {
        const std::int64_t sum = of_[cluster * (coordinates_ + 1) + coordinate];
        return static_cast<double>(sum) * coordinate_step / static_cast<double>(customers(cluster));
    }

private:
    std::size_t coordinates_;
    std::vector<std::int64_t> of_;
};

constexpr std::uint8_t nowhere = 255;  // the cluster of a point that was not assigned yet
static_assert(kernels::most_centers <= nowhere);

/// Lloyd's algorithm (1982), in which only points that change their cluster change sums.
class Lloyd {
public:
    Lloyd(const Points& points, std::vector<double> centers, const RunOptions& run)
        : points_(points),
          run_(run),
          kernels_(kernels_now()),
          centers_(std::move(centers)),
          clusters_(centers_.size() / points.coordinates()),
          cluster_(points.size(), nowhere),
          total_(clusters_, points.coordinates()),
          changes_((points.size() + points_per_chunk - 1) / points_per_chunk, total_),
          changed_(changes_.size()) {}

    Result<Partition> run(std::size_t iterations) {
        Partition found;
        while (found.iterations < iterations && !found.converged) {
            ++found.iterations;
            const auto changed = assign();
            if (!changed) return changed.error();
            found.converged = !*changed;
            if (found.converged) break;
            if (auto moved = move(); !moved) return moved.error();
        }
        found.centers = std::move(centers_);
        return found;
    }

private:
    /// Whether a point changed its cluster.
    Result<bool> assign() {
        const CentersOfPoints centers(centers_, points_.coordinates());
        const auto assigned =
            for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
                std::array<std::uint8_t, points_per_chunk> nearest;
                kernels_.nearest_center(points_.from(begin), centers.rows(), blocks_of(end - begin),
                                        nearest.data());
                changed_[chunk] = take_over(begin, end, nearest.data(), changes_[chunk]) ? 1 : 0;
                return Result<void>{};
            });
        if (!assigned) return assigned.error();
        for (ClusterSums& changes : changes_) total_.take(changes);
        return std::find(changed_.begin(), changed_.end(), 1) != changed_.end();
    }

    /// Moves the points of a chunk to their nearest centers; whether one had to be.
    bool take_over(std::size_t begin, std::size_t end, const std::uint8_t* nearest,
                   ClusterSums& sums) noexcept {
        constexpr std::size_t few = kernels::point_block;
        bool changed = false;
        for (std::size_t at = begin; at < end; at += few) {
            const std::size_t count = std::min(few, end - at);
            const std::uint8_t* const now = nearest + (at - begin);
            if (std::memcmp(now, cluster_.data() + at, count) == 0) continue;
            changed = true;
            for (std::size_t i = 0; i < count; ++i) change(at + i, now[i], sums);
        }
        return changed;
    }

    void change(std::size_t point, std::uint8_t cluster, ClusterSums& sums) noexcept {
        const std::uint8_t before = std::exchange(cluster_[point], cluster);
        if (before == cluster) return;
        const std::int64_t customers = points_.weight()[point];
        if (before != nowhere) sums.add(points_, point, before, -customers);
        sums.add(points_, point, cluster, customers);
    }

    /// Moves centers to the means of their points.
    Result<void> move() {
        std::vector<std::size_t> empty;
        for (std::size_t k = 0; k < clusters_; ++k) {
            if (total_.customers(k) == 0) {
                empty.push_back(k);
                continue;
            }
            for (std::size_t f = 0; f < points_.coordinates(); ++f) {
                center(k)[f] = total_.mean(k, f);
            }
        }
        return empty.empty() ? Result<void>{} : refill(empty);
    }

    /// Moves centers without points to the farthest points.
    Result<void> refill(const std::vector<std::size_t>& empty) {
        std::vector<float> square(points_.padded_size(), infinite);
        for (std::size_t k = 0; k < clusters_; ++k) {
            if (total_.customers(k) == 0) continue;
            if (auto nearer = approach(k, square); !nearer) return nearer;
        }
        for (const std::size_t k : empty) {
            const auto farthest = this->farthest(square);
            if (!farthest) return farthest.error();
            for (std::size_t f = 0; f < points_.coordinates(); ++f) {
                center(k)[f] = points_.at(*farthest, f);
            }
            if (auto nearer = approach(k, square); !nearer) return nearer;
        }
        return {};
    }

    Result<void> approach(std::size_t k, std::vector<float>& square) {
        const CentersOfPoints centers(centers_, points_.coordinates());
        return for_each_chunk([&](std::size_t, std::size_t begin, std::size_t end) {
            kernels_.nearer_center(points_.from(begin), centers.center(k), blocks_of(end - begin),
                                   square.data() + begin);
            return Result<void>{};
        });
    }

    /// The point of the largest of the squares.
    Result<std::size_t> farthest(const std::vector<float>& square) {
        const auto before = [&](std::size_t a, std::size_t b) {
            return square[a] != square[b] ? square[a] < square[b] : points_.less(a, b);
        };
        std::vector<std::size_t> of_chunk(changes_.size());
        const auto found =
            for_each_chunk([&](std::size_t chunk, std::size_t begin, std::size_t end) {
                of_chunk[chunk] = begin;
                for (std::size_t i = begin + 1; i < end; ++i) {
                    if (before(of_chunk[chunk], i)) of_chunk[chunk] = i;
                }
                return Result<void>{};
            });
        if (!found) return found.error();
        return *std::max_element(of_chunk.begin(), of_chunk.end(), before);
    }

    template <class Body>
    Result<void> for_each_chunk(Body&& body) {
        return core::for_each_chunk(run_, points_.size(), points_per_chunk,
                                    std::forward<Body>(body));
    }

    [[nodiscard]] double* center(std::size_t k) noexcept {
        return centers_.data() + k * points_.coordinates();
    }

    const Points& points_;
    const RunOptions& run_;
    const kernels::Kernels& kernels_;
    std::vector<double> centers_;
    std::size_t clusters_;
    std::vector<std::uint8_t> cluster_;  // of each point
    ClusterSums total_;
    std::vector<ClusterSums> changes_;  // of each chunk, since the last iteration
    std::vector<std::uint8_t> changed_;
};

/// Whether sums of coordinates fit, whatever the clusters. Those of all customers do; what points
/// of a sample stand for is left to chance.
bool sums_fit(const Points& points) noexcept {
    for (std::size_t f = 0; f < points.coordinates(); ++f) {
        double steps = 0;
        for (std::size_t i = 0; i < points.size(); ++i) {
            steps += static_cast<double>(points.weight()[i]) *
                     std::fabs(static_cast<double>(steps_of(points.at(i, f))));
        }
        if (!(steps < 0x1p62)) return false;
    }
    return true;
}

double inertia(const Points& points, const std::vector<double>& centers) {
    const auto nearest = *nearest_centers(points, centers);
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double* const center = centers.data() + nearest[i] * points.coordinates();
        sum += static_cast<double>(points.weight()[i]) * squared_distance(points, i, center);
    }
    return sum;
}

}  // namespace

Result<Partition> lloyd(const Points& points, std::vector<double> centers, std::size_t iterations,
                        const RunOptions& run) {
    return Lloyd(points, std::move(centers), run).run(iterations);
}

Result<std::vector<Partition>> best_partitions(const PointSample& sample, std::size_t least,
                                               std::size_t most,
                                               const tenure::segments::ClusterOptions& options) {
    if (!sums_fit(sample.points)) return sums_too_large();
    const std::size_t starts = options.starts;
    std::vector<Partition> found((most - least + 1) * starts);
    const auto searched = core::for_each_chunk(
        options.run, found.size(), 1, [&](std::size_t job, std::size_t, std::size_t) {
            const std::size_t k = least + job / starts;
            auto partition = lloyd(
                sample.points, seeds_of(sample.points, k, options.seed, k << 32U | job % starts),
                options.iterations, {});
            if (!partition) return Result<void>(partition.error());
            found[job] = *std::move(partition);
            found[job].inertia = inertia(sample.points, found[job].centers);
            return Result<void>{};
        });
    if (!searched) return searched.error();
    std::vector<Partition> best;
    for (auto first = found.begin(); first != found.end();) {
        const auto last = first + static_cast<std::ptrdiff_t>(starts);
        best.push_back(*std::min_element(first, last, [](const Partition& a, const Partition& b) {
            return a.inertia < b.inertia;
        }));
        first = last;
    }
    return best;
}

}  // namespace tenure::inline v0::detail::segments
