#pragma once

// Customers side by side, in as many of Eigen's packets as the level needs. For kernel
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
inline constexpr std::size_t width = packet::packet_traits<double>::size;

/// The same double in every lane.
struct All {
    double value;
};
constexpr All all(double value) { return {value}; }

/// A double for each of some customers, `count` packets of them.
template <std::size_t count>
struct LanesOf {
    static constexpr std::size_t packets = count;
    static constexpr std::size_t size = count * width;

    Packet part[count];

    LanesOf() = default;
    EIGEN_ALWAYS_INLINE LanesOf(All all) {
        for (Packet& packet : part) packet = packet::pset1<Packet>(all.value);
    }

    /// Applies an operation to each packet.
    template <class Operation>
    static EIGEN_ALWAYS_INLINE LanesOf map(Operation&& operation) {
        LanesOf out;
        for (std::size_t i = 0; i < count; ++i) out.part[i] = operation(i);
        return out;
    }
    static EIGEN_ALWAYS_INLINE LanesOf load(const double* from) {
        return map([&](std::size_t i) { return packet::ploadu<Packet>(from + i * width); });
    }
    static EIGEN_ALWAYS_INLINE LanesOf load(const std::int64_t* from) {
        double values[size];
        for (std::size_t i = 0; i < size; ++i) values[i] = static_cast<double>(from[i]);
        return load(values);
    }

    friend EIGEN_ALWAYS_INLINE LanesOf operator+(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::padd(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf operator-(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::psub(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf operator*(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pmul(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf operator/(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pdiv(a.part[i], b.part[i]); });
    }
    /// a b + c, rounded once where the level has FMA.
    friend EIGEN_ALWAYS_INLINE LanesOf multiply_add(const LanesOf& a, const LanesOf& b,
                                                    const LanesOf& c) {
        return map([&](std::size_t i) { return packet::pmadd(a.part[i], b.part[i], c.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf smaller(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pmin(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf larger(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pmax(a.part[i], b.part[i]); });
    }

    /// Comparisons give masks: all bits of a lane set, or none. NaN compares as false.
    friend EIGEN_ALWAYS_INLINE LanesOf less(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pcmp_lt(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf at_most(const LanesOf& a, const LanesOf& b) {
        return map([&](std::size_t i) { return packet::pcmp_le(a.part[i], b.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf both(const LanesOf& mask, const LanesOf& other) {
        return map([&](std::size_t i) { return packet::pand(mask.part[i], other.part[i]); });
    }
    friend EIGEN_ALWAYS_INLINE LanesOf choose(const LanesOf& mask, const LanesOf& yes,
                                              const LanesOf& no) {
        return map(
            [&](std::size_t i) { return packet::pselect(mask.part[i], yes.part[i], no.part[i]); });
    }
};

/// A double for each customer of a block.
using Lanes = LanesOf<block / width>;
static_assert(Lanes::size == block);

template <class T>
EIGEN_ALWAYS_INLINE Lanes load(const T* from) {
    return Lanes::load(from);
}
template <std::size_t count>
EIGEN_ALWAYS_INLINE void store(double* to, const LanesOf<count>& lanes) {
    for (std::size_t i = 0; i < count; ++i) packet::pstoreu(to + i * width, lanes.part[i]);
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
inline constexpr double holds_whole_number = 0x1.8p52;

/// The bits of lanes. Loops over them become vector instructions, which Eigen's packets of doubles
/// do not have for whole numbers.
template <class L>
struct BitsOf {
    std::uint64_t of[L::size];

    EIGEN_ALWAYS_INLINE L lanes() const {
        double values[L::size];
        std::memcpy(values, of, sizeof values);
        return L::load(values);
    }
};

template <class L>
EIGEN_ALWAYS_INLINE BitsOf<L> bits(const L& lanes) {
    double values[L::size];
    store(values, lanes);
    BitsOf<L> out;
    std::memcpy(out.of, values, sizeof values);
    return out;
}
template <class L, class Operation>
EIGEN_ALWAYS_INLINE BitsOf<L> map_bits(const BitsOf<L>& from, Operation&& operation) {
    BitsOf<L> out;
    for (std::size_t i = 0; i < L::size; ++i) out.of[i] = operation(from.of[i]);
    return out;
}

/// m and e of a normal v = m 2^e > 0, m in [1, 2).
template <class L>
EIGEN_ALWAYS_INLINE L mantissa_of(const L& v) {
    return map_bits(
               bits(v),
               [](std::uint64_t one) { return (one & 0x000fffffffffffff) | 0x3ff0000000000000; })
        .lanes();
}
template <class L>
EIGEN_ALWAYS_INLINE L exponent_of(const L& v) {
    // The biased exponent as the low bits of 2^52.
    const L biased = map_bits(bits(v), [](std::uint64_t one) {
                         return (one >> 52) | 0x4330000000000000;
                     }).lanes();
    return biased - all(0x1p52 + 1023.0);
}
/// v 2^k for the k that `held` holds, where both v and the product are normal.
template <class L>
EIGEN_ALWAYS_INLINE L scale_by_power_of_2(const L& v, const L& held) {
    BitsOf<L> product = bits(v);
    const BitsOf<L> k = bits(held);
    for (std::size_t i = 0; i < L::size; ++i) product.of[i] += k.of[i] << 52;
    return product.lanes();
}

/// A polynomial, its coefficients from the highest power down.
template <std::size_t coefficients, class L>
EIGEN_ALWAYS_INLINE L horner(const double (&coefficient)[coefficients], const L& t) {
    L sum = all(coefficient[0]);
    for (std::size_t i = 1; i < coefficients; ++i) {
        sum = multiply_add(sum, t, all(coefficient[i]));
    }
    return sum;
}

/// Neighboring values that are brought together from rows at a time.
inline constexpr std::size_t columns = width < 4 ? width : 4;

/// For each lane of a packet the values that stand at `rows[lane]`, by column.
EIGEN_ALWAYS_INLINE void load_columns(const double* const* rows, std::size_t at,
                                      Packet (&column)[columns]) {
#if defined(EIGEN_VECTORIZE_AVX512)
    // A square of four rows in each half, whose columns come by half as many shuffles as Eigen's
    // transposition of eight by eight takes.
    static_assert(width == 8);
    __m512d row[4];
    for (std::size_t k = 0; k < 4; ++k) {
        row[k] = _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_loadu_pd(rows[k] + at)),
                                    _mm256_loadu_pd(rows[k + 4] + at), 1);
    }
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i second = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    const __m512d even = _mm512_unpacklo_pd(row[0], row[1]);
    const __m512d odd = _mm512_unpackhi_pd(row[0], row[1]);
    const __m512d other_even = _mm512_unpacklo_pd(row[2], row[3]);
    const __m512d other_odd = _mm512_unpackhi_pd(row[2], row[3]);
    column[0] = _mm512_permutex2var_pd(even, first, other_even);
    column[1] = _mm512_permutex2var_pd(odd, first, other_odd);
    column[2] = _mm512_permutex2var_pd(even, second, other_even);
    column[3] = _mm512_permutex2var_pd(odd, second, other_odd);
#else
    packet::PacketBlock<Packet, static_cast<int>(width)> square;
    for (std::size_t k = 0; k < width; ++k) square.packet[k] = packet::ploadu<Packet>(rows[k] + at);
    packet::ptranspose(square);
    for (std::size_t k = 0; k < width; ++k) column[k] = square.packet[k];
#endif
}

/// For each lane the polynomial that stands at `rows[lane]`, at `t`.
template <std::size_t coefficients>
EIGEN_ALWAYS_INLINE Lanes polynomial(const double* const (&rows)[block], const Lanes& t) {
    static_assert(coefficients % columns == 0);
    Lanes sum;
    for (std::size_t i = 0; i < Lanes::packets; ++i) {
        // From the highest power down (Horner).
        for (std::size_t power = coefficients; power > 0; power -= columns) {
            Packet coefficient[columns];
            load_columns(rows + i * width, power - columns, coefficient);
            for (std::size_t k = columns; k > 0; --k) {
                const bool first = power == coefficients && k == columns;
                sum.part[i] = first ? coefficient[k - 1]
                                    : packet::pmadd(sum.part[i], t.part[i], coefficient[k - 1]);
            }
        }
    }
    return sum;
}

/// The same where all lanes have one polynomial.
template <std::size_t coefficients, class L>
EIGEN_ALWAYS_INLINE L polynomial(const double* row, const L& t) {
    L sum = all(row[coefficients - 1]);
    for (std::size_t power = coefficients - 1; power > 0; --power) {
        sum = multiply_add(sum, t, all(row[power - 1]));
    }
    return sum;
}

}  // namespace

}  // namespace tenure::inline v0::detail::kernels
