#pragma once

// What is kept of one customer, and how the rows of a log change it.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "data/grouped_purchases.hpp"
#include "tenure/core/date.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::data {

/// The time that is looked at, its last days included.
struct Window {
    Date until;
    std::optional<Date> holdout_until;
    Period merge;
};

/// `Code::overflow`: what was taken back adds up to more than 64 bits.
[[nodiscard]] Error returns_overflow();

/// Up to `until`. Of money, only what the first occasion brought and what all brought is kept: a
/// return takes from the latest occasions back, so from all but the first one before it takes from
/// that.
struct CustomerState {
    std::int64_t units;        ///< Of all occasions.
    std::int64_t first_units;  ///< Of the first.
    double sum_log_gaps;       ///< Of times between occasions in merge periods.
    std::int32_t first_day, last_day;
    std::int32_t last_period;  ///< In which `last_day` lies.
    std::uint32_t occasions : 31;
    std::uint32_t has_returns : 1;
};

/// After `until`.
struct HoldoutState {
    std::int64_t units;
    std::int32_t last_period;
    std::uint32_t occasions;
};

/// Logarithms of the times between occasions; the usual ones are known.
class GapLogarithms {
public:
    GapLogarithms() {
        for (std::size_t gap = 1; gap < known_.size(); ++gap) known_[gap] = logarithm(gap);
    }
    /// Of a gap of at least 1.
    [[nodiscard]] double operator()(std::int32_t gap) const noexcept {
        const auto at = static_cast<std::size_t>(gap);
        return at < known_.size() ? known_[at] : logarithm(at);
    }

private:
    static double logarithm(std::size_t gap) { return std::log(static_cast<double>(gap)); }

    std::array<double, 1024> known_{};
};

/// Takes the rows of customers into their states, and counts them.
class CustomerAccumulator {
public:
    CustomerAccumulator(const Window& window, Duplicates duplicates,
                        const GapLogarithms& logarithms);

    /// One customer's rows, as `sort_purchases` orders them, and none of an earlier day than those
    /// before. `holdout` may be null where nothing can lie after `until`.
    void add(std::span<const Purchase> rows, CustomerState& state, HoldoutState* holdout);

    /// Counts all but `rows`, `new_in_holdout` and `only_returns`.
    [[nodiscard]] const BaseReport& report() const noexcept { return report_; }
    /// `Code::overflow` where a sum went beyond 64 bits.
    [[nodiscard]] Result<void> check() const;
    /// Brings what was counted in units to a scale with so many times as many of them.
    void rescale(std::int64_t factor);

private:
    void add_purchase(const Purchase& row, CustomerState& state);
    void add_return(std::uint64_t units, CustomerState& state);
    void add_to_holdout(const Purchase& row, HoldoutState& holdout);
    void start_occasion(std::int32_t period, CustomerState& state);
    void add_units(std::int64_t& sum, std::int64_t units);
    void count_returned(std::uint64_t units);

    std::int32_t until_, holdout_until_;
    Period merge_;
    bool drop_duplicates_;
    const GapLogarithms* logarithms_;
    BaseReport report_;
    std::int64_t largest_sum_ = 0;  // that a customer ever had
    bool amounts_overflow_ = false, returns_overflow_ = false;
};

}  // namespace tenure::inline v0::detail::data
