#include "segments/quantiles.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "core/progress.hpp"

namespace tenure::inline v0::detail::segments {
namespace {

constexpr unsigned key_bits = 64;
constexpr unsigned digit_bits = 16;
constexpr std::size_t digits = std::size_t{1} << digit_bits;
constexpr std::uint64_t sign = std::uint64_t{1} << 63;

/// A number that is ordered as the value is; −0 is 0.
std::uint64_t key_of(double value) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

double value_of(std::uint64_t key) noexcept {
    return std::bit_cast<double>((key & sign) != 0 ? key & ~sign : ~key);
}

/// The first bits of a key that is looked for, and how many customers with the same first bits
/// stand before it.
struct Sought {
    std::uint64_t prefix = 0;
    std::int64_t before = 0;
};

/// The customers by the next digit of their keys, for each of a few prefixes.
class DigitCounts {
public:
    DigitCounts(std::span<const Sought> all, unsigned shift) : shift_(shift) {
        for (const Sought& one : all) prefixes_.push_back(one.prefix);
        std::sort(prefixes_.begin(), prefixes_.end());
        prefixes_.erase(std::unique(prefixes_.begin(), prefixes_.end()), prefixes_.end());
        counts_.resize(prefixes_.size() * digits);
    }

    void add(std::uint64_t key, std::int64_t weight) noexcept {
        const std::uint64_t digit_and_prefix = key >> shift_;
        const std::size_t at = find(digit_and_prefix >> digit_bits);
        if (at < prefixes_.size()) counts_[at * digits + digit_and_prefix % digits] += weight;
    }

    void descend(Sought& one) const noexcept {
        const std::int64_t* const counts = counts_.data() + find(one.prefix) * digits;
        std::size_t digit = 0;
        while (counts[digit] <= one.before) one.before -= counts[digit++];
        one.prefix = one.prefix << digit_bits | digit;
    }

private:
    [[nodiscard]] std::size_t find(std::uint64_t prefix) const noexcept {
        return static_cast<std::size_t>(std::find(prefixes_.begin(), prefixes_.end(), prefix) -
                                        prefixes_.begin());
    }

    unsigned shift_;
    std::vector<std::uint64_t> prefixes_;
    std::vector<std::int64_t> counts_;
};

/// Finds the values at the places, from 0, in the sorted order: a digit of all of them in each
/// pass.
Result<std::vector<double>> values_at(std::span<const double> values,
                                      std::span<const std::int64_t> weights,
                                      std::span<const std::int64_t> places,
                                      const Progress& progress) {
    std::vector<Sought> sought;
    for (const std::int64_t place : places) sought.push_back({0, place});
    for (unsigned shift = key_bits; shift > 0;) {
        shift -= digit_bits;
        DigitCounts counts(sought, shift);
        for (std::size_t row = 0; row < values.size(); ++row)
            counts.add(key_of(values[row]), weights[row]);
        for (Sought& one : sought) counts.descend(one);
        auto going = core::go_on(progress, (key_bits - shift) / digit_bits, key_bits / digit_bits);
        if (!going) return going.error();
    }
    std::vector<double> found;
    found.reserve(sought.size());
    for (const Sought& one : sought) found.push_back(value_of(one.prefix));
    return found;
}

/// From the nearer end, as NumPy does: t of 1 would give b.
double between(double a, double b, double t) noexcept {
    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

}  // namespace

Result<std::vector<double>> quantiles(std::span<const double> values,
                                      std::span<const std::int64_t> weights,
                                      std::span<const double> probabilities,
                                      const Progress& progress) {
    const std::int64_t last = std::accumulate(weights.begin(), weights.end(), std::int64_t{-1});
    std::vector<double> parts;
    std::vector<std::int64_t> places;
    for (const double probability : probabilities) {
        const double at = static_cast<double>(last) * probability;
        const double below = std::floor(at);
        parts.push_back(at - below);
        const auto place = static_cast<std::int64_t>(below);
        places.insert(places.end(), {place, std::min(place + 1, last)});
    }
    const auto ends = values_at(values, weights, places, progress);
    if (!ends) return ends.error();
    std::vector<double> found;
    found.reserve(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i)
        found.push_back(between((*ends)[2 * i], (*ends)[2 * i + 1], parts[i]));
    return found;
}

}  // namespace tenure::inline v0::detail::segments
