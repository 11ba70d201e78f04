#pragma once

// What is scored, and where the scores end.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "segments/days.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::segments {

using FourCuts = std::array<double, 4>;

/// Recency, frequency and spend of the rows of a base, in the units of cut points.
class RfmMeasures {
public:
    explicit RfmMeasures(const CustomerBase& base) noexcept
        : base_(base), frequency_(base.frequency()), revenue_(base.revenue()) {
        for (int i = 0; i < base.revenue_scale(); ++i) unit_ *= 10;
    }

    [[nodiscard]] bool has_revenue() const noexcept { return !revenue_.empty(); }
    [[nodiscard]] double recency_days(std::size_t row) const noexcept {
        return segments::recency_days(base_, row);
    }
    /// Below 2^53.
    [[nodiscard]] std::int64_t occasions(std::size_t row) const noexcept {
        return frequency_[row] + 1;
    }
    [[nodiscard]] double spend(std::size_t row) const noexcept {
        return static_cast<double>(revenue_[row]) / unit_;
    }

private:
    const CustomerBase& base_;
    std::span<const std::int64_t> frequency_, revenue_;
    double unit_ = 1;
};

/// How many of the cut points lie below the value.
[[nodiscard]] inline std::size_t cuts_below(const FourCuts& cuts, double value) noexcept {
    std::size_t below = 0;
    for (const double cut : cuts) below += cut < value ? 1U : 0U;
    return below;
}

}  // namespace tenure::inline v0::detail::segments
