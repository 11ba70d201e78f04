#pragma once

// Eight customers side by side, in as many of Eigen's packets as the level needs. For kernel
// sources only: each includes it under the Eigen of its own level, and all of it has internal
// linkage, so that no level's code can be taken for another's.
//
// Not Eigen's arrays: their comparisons and `select` are scalar in Eigen 3.4, and what is wanted
// here, loading a polynomial for each lane, they do not have.

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "kernels/block.hpp"

#define TENURE_PASTE_LEVEL(name, level) name##_##level
#define TENURE_NAME_OF_LEVEL(name, level) TENURE_PASTE_LEVEL(name, level)
/// The name of a kernel at the level that is being compiled.
#define TENURE_KERNEL(name) TENURE_NAME_OF_LEVEL(name, TENURE_KERNEL_LEVEL)

namespace tenure::inline v0::detail::kernels {

namespace {

namespace packet = Eigen::internal;
using Packet = packet::packet_traits<double>::type;
constexpr std::size_t width = packet::packet_traits<double>::size;
constexpr std::size_t packets = block / width;

/// A double for each customer of a block.
struct Lanes {
    Packet part[packets];
};

/// Applies an operation to each packet.
template <class Operation>
EIGEN_ALWAYS_INLINE Lanes map(Operation&& operation) {
    Lanes out;
    for (std::size_t i = 0; i < packets; ++i) out.part[i] = operation(i);
    return out;
}

EIGEN_ALWAYS_INLINE Lanes all(double value) {
    return map([&](std::size_t) { return packet::pset1<Packet>(value); });
}
EIGEN_ALWAYS_INLINE Lanes load(const double* from) {
    return map([&](std::size_t i) { return packet::ploadu<Packet>(from + i * width); });
}
EIGEN_ALWAYS_INLINE Lanes load(const std::int64_t* from) {
    double values[block];
    for (std::size_t i = 0; i < block; ++i) values[i] = static_cast<double>(from[i]);
    return load(values);
}
EIGEN_ALWAYS_INLINE void store(double* to, const Lanes& lanes) {
    for (std::size_t i = 0; i < packets; ++i) packet::pstoreu(to + i * width, lanes.part[i]);
}

EIGEN_ALWAYS_INLINE Lanes operator+(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::padd(a.part[i], b.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes operator-(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::psub(a.part[i], b.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes operator*(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pmul(a.part[i], b.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes operator/(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pdiv(a.part[i], b.part[i]); });
}
/// a b + c, rounded once where the level has FMA.
EIGEN_ALWAYS_INLINE Lanes multiply_add(const Lanes& a, const Lanes& b, const Lanes& c) {
    return map([&](std::size_t i) { return packet::pmadd(a.part[i], b.part[i], c.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes smaller(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pmin(a.part[i], b.part[i]); });
}

EIGEN_ALWAYS_INLINE Lanes larger(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pmax(a.part[i], b.part[i]); });
}

/// Comparisons give masks: all bits of a lane set, or none. NaN compares as false.
EIGEN_ALWAYS_INLINE Lanes less(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pcmp_lt(a.part[i], b.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes at_most(const Lanes& a, const Lanes& b) {
    return map([&](std::size_t i) { return packet::pcmp_le(a.part[i], b.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes both(const Lanes& mask, const Lanes& other) {
    return map([&](std::size_t i) { return packet::pand(mask.part[i], other.part[i]); });
}
EIGEN_ALWAYS_INLINE Lanes choose(const Lanes& mask, const Lanes& yes, const Lanes& no) {
    return map(
        [&](std::size_t i) { return packet::pselect(mask.part[i], yes.part[i], no.part[i]); });
}

/// The sum over the lanes, in their order.
EIGEN_ALWAYS_INLINE double sum(const Lanes& lanes) {
    double values[block];
    store(values, lanes);
    double total = values[0];
    for (std::size_t i = 1; i < block; ++i) total += values[i];
    return total;
}

/// A small whole number added to this stands in its low bits, and is rounded where it was none.
constexpr double holds_whole_number = 0x1.8p52;

/// The bits of a block. Loops over them become vector instructions, which Eigen's packets of
/// doubles do not have for whole numbers.
struct Bits {
    std::uint64_t of[block];
};

EIGEN_ALWAYS_INLINE Bits bits(const Lanes& lanes) {
    double values[block];
    store(values, lanes);
    Bits out;
    std::memcpy(out.of, values, sizeof values);
    return out;
}
EIGEN_ALWAYS_INLINE Lanes lanes(const Bits& from) {
    double values[block];
    std::memcpy(values, from.of, sizeof values);
    return load(values);
}
template <class Operation>
EIGEN_ALWAYS_INLINE Bits map_bits(const Bits& from, Operation&& operation) {
    Bits out;
    for (std::size_t i = 0; i < block; ++i) out.of[i] = operation(from.of[i]);
    return out;
}

/// m and e of a normal v = m 2^e > 0, m in [1, 2).
EIGEN_ALWAYS_INLINE Lanes mantissa_of(const Lanes& v) {
    return lanes(map_bits(bits(v), [](std::uint64_t one) {
        return (one & 0x000fffffffffffff) | 0x3ff0000000000000;
    }));
}
EIGEN_ALWAYS_INLINE Lanes exponent_of(const Lanes& v) {
    // The biased exponent as the low bits of 2^52.
    const Lanes biased = lanes(
        map_bits(bits(v), [](std::uint64_t one) { return (one >> 52) | 0x4330000000000000; }));
    return biased - all(0x1p52 + 1023.0);
}
/// v 2^k for the k that `held` holds, where both v and the product are normal.
EIGEN_ALWAYS_INLINE Lanes scale_by_power_of_2(const Lanes& v, const Lanes& held) {
    Bits product = bits(v);
    const Bits k = bits(held);
    for (std::size_t i = 0; i < block; ++i) product.of[i] += k.of[i] << 52;
    return lanes(product);
}

/// A polynomial, its coefficients from the highest power down.
template <std::size_t coefficients>
EIGEN_ALWAYS_INLINE Lanes horner(const double (&coefficient)[coefficients], const Lanes& t) {
    Lanes sum = all(coefficient[0]);
    for (std::size_t i = 1; i < coefficients; ++i) {
        sum = multiply_add(sum, t, all(coefficient[i]));
    }
    return sum;
}

/// For each lane the polynomial that stands at `rows[lane]`, at `t`.
template <std::size_t coefficients>
EIGEN_ALWAYS_INLINE Lanes polynomial(const double* const (&rows)[block], const Lanes& t) {
    static_assert(coefficients % block == 0, "whole squares of packets, whatever their width");
    Lanes sum;
    for (std::size_t i = 0; i < packets; ++i) {
        // By squares of width × width, transposed: the k-th of a square is then the coefficient of
        // one power for all lanes of the packet. From the highest power down (Horner).
        bool first = true;
        for (std::size_t power = coefficients; power > 0; power -= width) {
            packet::PacketBlock<Packet, static_cast<int>(width)> square;
            for (std::size_t k = 0; k < width; ++k) {
                square.packet[k] = packet::ploadu<Packet>(rows[i * width + k] + power - width);
            }
            packet::ptranspose(square);
            for (std::size_t k = width; k > 0; --k) {
                const Packet& coefficient = square.packet[k - 1];
                sum.part[i] =
                    first ? coefficient : packet::pmadd(sum.part[i], t.part[i], coefficient);
                first = false;
            }
        }
    }
    return sum;
}

}  // namespace

}  // namespace tenure::inline v0::detail::kernels
