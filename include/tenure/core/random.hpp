#pragma once

/// @file
/// Random numbers without a state to share: each is a function of (seed, stream, draw).

#include <array>
#include <cstdint>

#include "tenure/core/export.hpp"

namespace tenure::inline v0 {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"):
/// the 128-bit counter under the 64-bit key, as four 32-bit words, least significant first.
[[nodiscard]] TENURE_API std::array<std::uint32_t, 4> philox4x32(
    std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) noexcept;

/// The draws of one stream, in order: Philox under the seed as key, with the number of the block in
/// the lower half of the counter and the stream in the upper. A simulation gives every customer a
/// stream of its own, so that a customer's history does not depend on who else is simulated, on
/// which thread, or in which order.
class TENURE_API RandomStream {
public:
    RandomStream(std::uint64_t seed, std::uint64_t stream) noexcept;

    /// 64 random bits: two words of a block, the first in the lower half.
    [[nodiscard]] std::uint64_t bits() noexcept;
    /// Uniform on the open interval (0, 1): one of the 2^52 odd multiples of 2^−53, which are exact
    /// and leave out both ends.
    [[nodiscard]] double uniform() noexcept;
    /// Standard exponential.
    [[nodiscard]] double exponential() noexcept;
    /// Standard normal, by Marsaglia's polar method.
    [[nodiscard]] double normal() noexcept;
    /// The natural logarithm of a gamma variate with this shape and scale 1, which is finite where
    /// the variate itself underflows, for every shape (Marsaglia and Tsang 2000, with the logarithm
    /// of their boost). A shape that is not finite and above 0 is a `ContractError`.
    [[nodiscard]] double log_gamma(double shape);

private:
    [[nodiscard]] double log_gamma_from_one(double shape) noexcept;

    std::array<std::uint32_t, 2> key_;
    std::uint64_t stream_;
    std::uint64_t block_ = 0;
    std::array<std::uint32_t, 4> words_{};
    unsigned used_ = 4;
};

}  // namespace tenure::inline v0
