#pragma once

// Concentration of customers that come in falling order of what they brought.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "segments/concentration_sums.hpp"
#include "tenure/segments/concentration.hpp"

namespace tenure::inline v0::detail::segments {

using tenure::segments::AbcClass;
using tenure::segments::ConcentrationOptions;
using tenure::segments::ConcentrationReport;
using tenure::segments::TopShare;

/// The fewest of `customers` that are at least this share of them. Not ceil(share · n), which is 8
/// of 100 for a share of 0.07, as the product is rounded up.
[[nodiscard]] inline std::int64_t customers_of_share(double share,
                                                     std::int64_t customers) noexcept {
    if (share >= 1) return customers;
    const auto all = static_cast<double>(customers);
    const auto reaches = [&](std::int64_t count) {
        return static_cast<double>(count) / all >= share;
    };
    auto count = static_cast<std::int64_t>(std::ceil(share * all));
    while (count > 1 && reaches(count - 1)) --count;
    while (!reaches(count)) ++count;
    return count;
}

/// Takes customers of equal revenue together, the largest first, so that nothing depends on the
/// order of equals, or on whether one row or many stand for them. `Sum` is exact (`Wide`) or as
/// good as that (`RealSum`).
template <class Sum>
class ConcentrationFigures {
public:
    /// Of all customers, at least one.
    ConcentrationFigures(const ConcentrationOptions& options, Sum total, std::int64_t customers)
        : options_(options), total_(total), customers_(customers) {
        report_.customers = customers;
        report_.top_shares.reserve(options.top_shares.size());
        for (const double share : options.top_shares)
            report_.top_shares.push_back({customers_of_share(share, customers), 0, 0});
        for (const std::int64_t count : options.top_counts)
            report_.top_counts.push_back({std::min(count, customers), 0, 0});
        report_.curve.reserve(options.curve_points);
        for (auto* tops : {&report_.top_shares, &report_.top_counts})
            for (TopShare& top : *tops) tops_.push_back(&top);
        std::stable_sort(tops_.begin(), tops_.end(), [](const TopShare* a, const TopShare* b) {
            return a->customers < b->customers;
        });
    }
    ConcentrationFigures(const ConcentrationFigures&) = delete;
    ConcentrationFigures& operator=(const ConcentrationFigures&) = delete;

    /// A sum as a share of all, 0 where nothing was spent.
    [[nodiscard]] double share(Sum part) const noexcept {
        return total_ == Sum{} ? 0.0 : ratio(part, total_);
    }
    /// What those before the next ones brought, and how many they are.
    [[nodiscard]] Sum before() const noexcept { return before_; }
    [[nodiscard]] std::int64_t customers_before() const noexcept { return passed_; }

    /// The next customers, `revenue` each.
    /// @return their class.
    AbcClass add(std::int64_t customers, Sum revenue) {
        const Equals equals{customers, revenue, revenue * customers};
        const AbcClass of = class_of(equals);
        const auto at = static_cast<std::size_t>(of);
        report_.abc[at].customers += customers;
        class_sums_[at] += equals.together;
        if (revenue == Sum{}) report_.without_revenue += customers;
        add_to_indices(equals);
        add_tops(equals);
        add_to_curve(equals);
        passed_ += customers;
        before_ += equals.together;
        return of;
    }

    /// The report without `single_points`, once all customers have been added. `to_amount` turns
    /// sums into units of the currency.
    template <class ToAmount>
    [[nodiscard]] ConcentrationReport finish(const ToAmount& to_amount) && {
        report_.revenue = to_amount(total_);
        if (total_ != Sum{}) {
            const Sum most = total_ * customers_;
            report_.gini = ratio(rank_sum_ - (most + total_), most);
            report_.hhi = hhi_.value();
            report_.effective_customers = 1 / report_.hhi;
        }
        for (std::size_t i = 0; i < class_sums_.size(); ++i) {
            report_.abc[i].revenue = to_amount(class_sums_[i]);
            report_.abc[i].share = share(class_sums_[i]);
        }
        for (std::size_t i = 0; i < tops_.size(); ++i) {
            tops_[i]->revenue = to_amount(top_sums_[i]);
            tops_[i]->share = share(top_sums_[i]);
        }
        report_.options = options_;
        report_.options.run = {};
        return std::move(report_);
    }

private:
    struct Equals {
        std::int64_t customers;
        Sum each, together;
    };

    [[nodiscard]] AbcClass class_of(const Equals& equals) const noexcept {
        if (equals.each == Sum{}) return AbcClass::c;
        const double reached = share(before_);
        if (reached < options_.a) return AbcClass::a;
        return reached < options_.b ? AbcClass::b : AbcClass::c;
    }

    /// Of customers ranked from below, those behind these come first, and these have the ranks from
    /// there on: twice the sum of rank times revenue grows by together · (first + last).
    void add_to_indices(const Equals& equals) {
        const Wide behind = Wide{customers_} - passed_ - equals.customers;
        rank_sum_ += equals.together * (2 * behind + equals.customers + 1);
        const double part = share(equals.together);
        hhi_ += RealSum(part * (part / static_cast<double>(equals.customers)));
    }

    void add_tops(const Equals& equals) {
        const std::int64_t last = passed_ + equals.customers;
        while (top_sums_.size() < tops_.size() && tops_[top_sums_.size()]->customers <= last) {
            const std::int64_t of_these = tops_[top_sums_.size()]->customers - passed_;
            top_sums_.push_back(before_ + equals.each * of_these);
        }
    }

    /// Between two customers the curve is straight: point i stands i · n ÷ steps customers from the
    /// first, so all is counted in steps.
    void add_to_curve(const Equals& equals) {
        const auto steps = static_cast<Wide>(options_.curve_points - 1);
        const Wide begin = passed_ * steps, end = begin + equals.customers * steps;
        for (Wide i = static_cast<Wide>(report_.curve.size()); i <= steps && i * customers_ <= end;
             ++i) {
            const Sum revenue = before_ * steps + equals.each * (i * customers_ - begin);
            report_.curve.push_back({ratio(i, steps), share_of_steps(revenue, steps)});
        }
    }
    [[nodiscard]] double share_of_steps(Sum revenue, Wide steps) const noexcept {
        return total_ == Sum{} ? 0.0 : ratio(revenue, total_ * steps);
    }

    const ConcentrationOptions& options_;
    Sum total_, before_{}, rank_sum_{};
    std::int64_t customers_, passed_ = 0;
    std::array<Sum, 3> class_sums_{};
    RealSum hhi_;
    std::vector<TopShare*> tops_;  // of the report, by customers
    std::vector<Sum> top_sums_;    // of the first of them
    ConcentrationReport report_;
};

}  // namespace tenure::inline v0::detail::segments
