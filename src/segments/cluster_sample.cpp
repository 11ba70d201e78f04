#include "segments/cluster_sample.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "tenure/core/random.hpp"

namespace tenure::inline v0::detail::segments {

namespace {

/// A point by its place in others, where it may be several times.
struct Chosen {
    std::size_t point;
    std::int64_t copies, weight;
};

/// A step of MurmurHash3's mixing for each coordinate, of which none is a zero with a sign.
std::uint64_t hash_of(const Points& points, std::size_t point) noexcept {
    std::uint64_t hash = 0;
    for (std::size_t f = 0; f < points.coordinates(); ++f) {
        hash ^= std::bit_cast<std::uint32_t>(points.at(point, f));
        hash *= 0xff51afd7ed558ccd;
        hash ^= hash >> 33U;
        hash *= 0xc4ceb9fe1a85ec53;
    }
    return hash ^ hash >> 33U;
}

/// Distinct points, however often each is added.
class DistinctPoints {
public:
    explicit DistinctPoints(const Points& points) : points_(points), slots_(1024) {}

    void add(std::size_t point, std::int64_t copies, std::int64_t weight) {
        if (2 * chosen_.size() >= slots_.size()) grow();
        std::size_t& slot = slot_of(point);
        if (slot == 0) {
            chosen_.push_back({point, 0, 0});
            slot = chosen_.size();
        }
        chosen_[slot - 1].copies += copies;
        chosen_[slot - 1].weight += weight;
    }

    /// In the order of the points.
    [[nodiscard]] std::vector<Chosen> sorted() && {
        std::sort(chosen_.begin(), chosen_.end(),
                  [&](const Chosen& a, const Chosen& b) { return points_.less(a.point, b.point); });
        return std::move(chosen_);
    }

private:
    /// Where the number of a point stands, from 1, or would.
    [[nodiscard]] std::size_t& slot_of(std::size_t point) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = hash_of(points_, point) & mask;
        while (slots_[at] != 0 && !equal(chosen_[slots_[at] - 1].point, point))
            at = (at + 1) & mask;
        return slots_[at];
    }
    [[nodiscard]] bool equal(std::size_t a, std::size_t b) const noexcept {
        return !points_.less(a, b) && !points_.less(b, a);
    }
    void grow() {
        slots_.assign(4 * slots_.size(), 0);
        for (std::size_t i = 0; i < chosen_.size(); ++i) slot_of(chosen_[i].point) = i + 1;
    }

    const Points& points_;
    std::vector<Chosen> chosen_;
    std::vector<std::size_t> slots_;  // a power of two of them
};

PointSample gathered(const Points& points, const std::vector<Chosen>& chosen, bool complete) {
    PointSample sample;
    for (const Chosen& one : chosen) {
        sample.copies.push_back(one.copies);
        sample.weight.push_back(one.weight);
    }
    sample.points = Points(points.coordinates(), sample.weight);
    for (std::size_t f = 0; f < points.coordinates(); ++f) {
        float* const column = sample.points.column(f);
        for (std::size_t i = 0; i < chosen.size(); ++i) column[i] = points.at(chosen[i].point, f);
    }
    sample.complete = complete;
    return sample;
}

/// How probable it is that a share of the customers, which is one of so many shares, is chosen: in
/// proportion to its customers, and to nothing, half and half. So neither a crowd at one point nor
/// all those beside it are left to chance.
class Chances {
public:
    Chances(double wanted, double customers, double shares) noexcept
        : per_customer_(wanted / (2 * customers)), per_share_(wanted / (2 * shares)) {}

    /// How many times a share counts: not at all, or one over its probability, which is that of one
    /// in a whole number.
    [[nodiscard]] std::int64_t times(std::int64_t customers, RandomStream random) const noexcept {
        const double chance = static_cast<double>(customers) * per_customer_ + per_share_;
        const double rarity = std::ceil(1 / chance);
        if (rarity <= 1) return 1;
        return random.uniform() * rarity < 1 ? static_cast<std::int64_t>(rarity) : 0;
    }

private:
    double per_customer_, per_share_;
};

/// Cells that points fall into by a hash of their coordinates.
class Cells {
public:
    static constexpr int bits = 20;
    static constexpr double count = 1 << bits;

    explicit Cells(const Points& points) : points_(points), mass_(std::size_t{1} << bits) {
        for (std::size_t i = 0; i < points.size(); ++i) mass_[cell_of(i)] += points.weight()[i];
    }

    [[nodiscard]] double occupied() const {
        return count - static_cast<double>(std::count(mass_.begin(), mass_.end(), 0));
    }
    /// How many distinct points there are, by how many cells have none (Whang, Vander-Zanden and
    /// Taylor 1990, "A linear-time probabilistic counting algorithm").
    [[nodiscard]] double distinct_points() const {
        const double empty = count - occupied();
        const auto most = static_cast<double>(points_.size());
        return empty == 0 ? most : std::min(most, count * std::log(count / empty));
    }

    /// The points of the cells that are chosen.
    [[nodiscard]] std::vector<Chosen> choose(const Chances& chances, std::uint64_t seed) && {
        for (std::size_t i = 0; i < mass_.size(); ++i) {
            if (mass_[i] != 0) mass_[i] = chances.times(mass_[i], RandomStream(seed, i));
        }
        DistinctPoints chosen(points_);
        for (std::size_t i = 0; i < points_.size(); ++i) {
            const std::int64_t times = mass_[cell_of(i)];
            const std::int64_t copies = points_.weight()[i];
            if (times != 0) chosen.add(i, copies, copies * times);
        }
        return std::move(chosen).sorted();
    }

private:
    [[nodiscard]] std::size_t cell_of(std::size_t point) const noexcept {
        return static_cast<std::size_t>(hash_of(points_, point) >> (64 - bits));
    }

    const Points& points_;
    std::vector<std::int64_t> mass_;
};

double total(std::span<const std::int64_t> weights) {
    return static_cast<double>(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}));
}

/// So many are wanted that each has a chance of 1.
constexpr double certain = std::numeric_limits<double>::infinity();

PointSample all_of(const Points& points) {
    DistinctPoints all(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        all.add(i, points.weight()[i], points.weight()[i]);
    }
    return gathered(points, std::move(all).sorted(), true);
}

}  // namespace

double PointSample::customers() const { return total(weight); }

PointSample sample_of(const Points& points, std::size_t most, std::uint64_t seed) {
    if (points.size() <= most) return all_of(points);
    Cells cells(points);
    const double distinct = cells.distinct_points();
    const auto wanted = static_cast<double>(most);
    const bool complete = distinct <= wanted;
    const double points_per_cell = std::max(1.0, distinct / Cells::count);
    const double wanted_cells = complete ? certain : wanted / points_per_cell;
    const Chances chances(wanted_cells, total(points.weight()), cells.occupied());
    return gathered(points, std::move(cells).choose(chances, seed), complete);
}

PointSample sample_of(const PointSample& sample, std::size_t most, std::uint64_t seed) {
    const auto points = static_cast<double>(sample.points.size());
    const bool complete = sample.points.size() <= most;
    const double wanted = complete ? certain : static_cast<double>(most);
    const Chances chances(wanted, sample.customers(), points);
    constexpr std::uint64_t again = std::uint64_t{1} << 63U;  // streams that no cell has
    std::vector<Chosen> chosen;
    for (std::size_t i = 0; i < sample.points.size(); ++i) {
        const std::int64_t times = chances.times(sample.weight[i], RandomStream(seed, again + i));
        if (times != 0) chosen.push_back({i, sample.copies[i], sample.weight[i] * times});
    }
    return gathered(sample.points, chosen, sample.complete && complete);
}

}  // namespace tenure::inline v0::detail::segments
