// The nearest of several centers, four packets of points at a time. Single precision: a packet has
// twice as many floats as doubles, and columns are half as long.

#include "kernels/nearest_center.hpp"

#include "kernels/lanes.hpp"

namespace tenure::inline v0::detail::kernels {

namespace {

using Floats = packet::packet_traits<float>::type;
constexpr std::size_t floats = packet::packet_traits<float>::size;
// Packets that share the coordinate of a center that was loaded, and whose sums do not wait for
// each other: a multiply-add takes four cycles, and can begin in each.
constexpr std::size_t together = 4;
constexpr std::size_t step = floats * together;
static_assert(point_block % step == 0, "whole steps, whatever the width of packets");

/// A float for each point of a step.
struct Points {
    Floats part[together];
};

template <class Operation>
EIGEN_ALWAYS_INLINE Points map_points(Operation&& operation) {
    Points out;
    for (std::size_t p = 0; p < together; ++p) out.part[p] = operation(p);
    return out;
}

EIGEN_ALWAYS_INLINE Points each(float value) {
    return map_points([&](std::size_t) { return packet::pset1<Floats>(value); });
}
EIGEN_ALWAYS_INLINE Points load_points(const float* from) {
    return map_points([&](std::size_t p) { return packet::ploadu<Floats>(from + p * floats); });
}
EIGEN_ALWAYS_INLINE void store(float* to, const Points& points) {
    for (std::size_t p = 0; p < together; ++p) packet::pstoreu(to + p * floats, points.part[p]);
}

/// Centers as they are compared: ½|c|² and −c.
template <std::size_t coordinates>
struct Compared {
    explicit Compared(const CenterRows& centers) : count(centers.count) {
        for (std::size_t k = 0; k < count; ++k) {
            const float* const c = centers.coordinates + k * coordinates;
            float square = 0;
            for (std::size_t f = 0; f < coordinates; ++f) {
                square += c[f] * c[f];
                minus[k][f] = -c[f];
            }
            half_square[k] = 0.5F * square;
        }
    }

    std::size_t count;
    float half_square[most_centers] = {};
    float minus[most_centers][coordinates] = {};
};

/// ½|c|² − x·c of one center.
template <std::size_t coordinates>
EIGEN_ALWAYS_INLINE Points excess(const Points (&x)[coordinates],
                                  const Compared<coordinates>& centers, std::size_t k) {
    Points sum = each(centers.half_square[k]);
    for (std::size_t f = 0; f < coordinates; ++f) {
        const Floats minus = packet::pset1<Floats>(centers.minus[k][f]);
        sum = map_points(
            [&](std::size_t p) { return packet::pmadd(x[f].part[p], minus, sum.part[p]); });
    }
    return sum;
}

/// The number of the nearest center for each point of a step, as floats.
template <std::size_t coordinates>
EIGEN_ALWAYS_INLINE Points nearest_of(const Points (&x)[coordinates],
                                      const Compared<coordinates>& centers) {
    Points nearest = each(0.0F);
    Points least = excess(x, centers, 0);
    for (std::size_t k = 1; k < centers.count; ++k) {
        const Points other = excess(x, centers, k);
        const Floats number = packet::pset1<Floats>(static_cast<float>(k));
        for (std::size_t p = 0; p < together; ++p) {
            const Floats nearer = packet::pcmp_lt(other.part[p], least.part[p]);
            nearest.part[p] = packet::pselect(nearer, number, nearest.part[p]);
            least.part[p] = packet::pmin(other.part[p], least.part[p]);
        }
    }
    return nearest;
}

template <std::size_t coordinates>
EIGEN_ALWAYS_INLINE void load_step(const PointColumns& points, std::size_t at,
                                   Points (&x)[coordinates]) {
    for (std::size_t f = 0; f < coordinates; ++f) x[f] = load_points(points.column[f] + at);
}

template <std::size_t coordinates>
void assign(const PointColumns& points, const CenterRows& rows, std::size_t blocks,
            std::uint8_t* nearest) noexcept {
    const Compared<coordinates> centers(rows);
    for (std::size_t at = 0; at < blocks * point_block; at += step) {
        Points x[coordinates];
        load_step(points, at, x);
        float numbers[step];
        store(numbers, nearest_of(x, centers));
        for (std::size_t i = 0; i < step; ++i) {
            nearest[at + i] = static_cast<std::uint8_t>(static_cast<std::int32_t>(numbers[i]));
        }
    }
}

template <std::size_t coordinates>
void approach(const PointColumns& points, const float* center, std::size_t blocks,
              float* square) noexcept {
    for (std::size_t at = 0; at < blocks * point_block; at += step) {
        Points x[coordinates];
        load_step(points, at, x);
        Points sum = each(0.0F);
        for (std::size_t f = 0; f < coordinates; ++f) {
            const Floats c = packet::pset1<Floats>(center[f]);
            sum = map_points([&](std::size_t p) {
                const Floats off = packet::psub(x[f].part[p], c);
                return packet::pmadd(off, off, sum.part[p]);
            });
        }
        const Points before = load_points(square + at);
        store(square + at,
              map_points([&](std::size_t p) { return packet::pmin(sum.part[p], before.part[p]); }));
    }
}

}  // namespace

void TENURE_KERNEL(nearest_center)(const PointColumns& points, const CenterRows& centers,
                                   std::size_t blocks, std::uint8_t* nearest) noexcept {
    constexpr NearestCenter* by_coordinates[] = {&assign<1>, &assign<2>, &assign<3>, &assign<4>,
                                                 &assign<5>, &assign<6>, &assign<7>, &assign<8>};
    static_assert(sizeof by_coordinates / sizeof *by_coordinates == most_coordinates);
    by_coordinates[points.coordinates - 1](points, centers, blocks, nearest);
}

void TENURE_KERNEL(nearer_center)(const PointColumns& points, const float* center,
                                  std::size_t blocks, float* square) noexcept {
    constexpr NearerCenter* by_coordinates[] = {&approach<1>, &approach<2>, &approach<3>,
                                                &approach<4>, &approach<5>, &approach<6>,
                                                &approach<7>, &approach<8>};
    static_assert(sizeof by_coordinates / sizeof *by_coordinates == most_coordinates);
    by_coordinates[points.coordinates - 1](points, center, blocks, square);
}

}  // namespace tenure::inline v0::detail::kernels
