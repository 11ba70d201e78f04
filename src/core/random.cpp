#include "tenure/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "tenure/core/error.hpp"

namespace tenure::inline v0 {
namespace {

using Counter = std::array<std::uint32_t, 4>;
using Key = std::array<std::uint32_t, 2>;

// Salmon et al. 2011, section 3.3 and table 2: the multipliers, and the Weyl sequence of the keys
// (the golden ratio and √3 − 1).
constexpr std::uint32_t multiplier_0 = 0xD2511F53;
constexpr std::uint32_t multiplier_1 = 0xCD9E8D57;
constexpr std::uint32_t weyl_0 = 0x9E3779B9;
constexpr std::uint32_t weyl_1 = 0xBB67AE85;
constexpr int rounds = 10;

[[nodiscard]] constexpr std::uint32_t low(std::uint64_t bits) noexcept {
    return static_cast<std::uint32_t>(bits);
}
[[nodiscard]] constexpr std::uint32_t high(std::uint64_t bits) noexcept {
    return static_cast<std::uint32_t>(bits >> 32u);
}

[[nodiscard]] constexpr Counter philox_round(Counter counter, Key key) noexcept {
    const std::uint64_t product_0 = std::uint64_t{multiplier_0} * counter[0];
    const std::uint64_t product_1 = std::uint64_t{multiplier_1} * counter[2];
    return {high(product_1) ^ counter[1] ^ key[0], low(product_1),
            high(product_0) ^ counter[3] ^ key[1], low(product_0)};
}

}  // namespace

Counter philox4x32(Counter counter, Key key) noexcept {
    for (int round = 0; round < rounds; ++round) {
        counter = philox_round(counter, key);
        key[0] += weyl_0;
        key[1] += weyl_1;
    }
    return counter;
}

RandomStream::RandomStream(std::uint64_t seed, std::uint64_t stream) noexcept
    : key_{low(seed), high(seed)}, stream_(stream) {}

std::uint64_t RandomStream::bits() noexcept {
    if (used_ == words_.size()) {
        words_ = philox4x32({low(block_), high(block_), low(stream_), high(stream_)}, key_);
        ++block_;
        used_ = 0;
    }
    const std::uint64_t first = words_[used_];
    const std::uint64_t second = words_[used_ + 1];
    used_ += 2;
    return first | second << 32u;
}

double RandomStream::uniform() noexcept {
    // 52 bits, not 53: k·2^−53 + 2^−54 needs 54 for k ≥ 2^52, and would round up to 1 at the end.
    const auto odd = static_cast<double>((bits() >> 12u) * 2 + 1);
    return odd * 0x1p-53;
}

double RandomStream::exponential() noexcept { return -std::log(uniform()); }

double RandomStream::normal() noexcept {
    for (;;) {
        // An odd multiple of 2^−52 each: never 0, and so neither is the square of the radius.
        const double x = 2 * uniform() - 1;
        const double y = 2 * uniform() - 1;
        const double square = x * x + y * y;
        if (square < 1) return x * std::sqrt(-2 * std::log(square) / square);
    }
}

double RandomStream::log_gamma(double shape) {
    if (!(shape > 0) || std::isinf(shape)) {
        detail::core::contract_violation("RandomStream::log_gamma()", "a finite shape above 0",
                                         shape);
    }
    if (shape >= 1) return log_gamma_from_one(shape);
    // Their section 6: γ_a = γ_(a+1)·U^(1/a), where the power underflows for small shapes.
    const double log_gamma_above = log_gamma_from_one(shape + 1);
    const double log_boost = std::log(uniform()) / shape;
    return std::max(log_gamma_above + log_boost, std::numeric_limits<double>::lowest());
}

double RandomStream::log_gamma_from_one(double shape) noexcept {
    // Marsaglia and Tsang 2000, figure 1: γ = d·v with v = (1 + c·x)³.
    const double d = shape - 1.0 / 3.0;
    const double c = 1 / (3 * std::sqrt(d));
    for (;;) {
        const double x = normal();
        const double t = c * x;
        if (t <= -1) continue;
        const double log_v = 3 * std::log1p(t);
        const double above_one = t * (3 + t * (3 + t));  // v − 1, without its cancellation
        const double u = uniform();
        const double square = x * x;
        if (u < 1 - 0.0331 * square * square ||
            std::log(u) < 0.5 * square + d * (log_v - above_one)) {
            return std::log(d) + log_v;
        }
    }
}

}  // namespace tenure::inline v0
