#pragma once

// What sections say of the base and its scores in more than one place, computed once.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/wording.hpp"
#include "tenure/reports/page.hpp"

namespace tenure::inline v0::detail::reports {

/// A sum of money, rounded once, and exactly as text.
struct ExactSum {
    double amount = 0;
    std::string full = "0";
};

/// What 19 of 20 of those who came back do not exceed, in the model's unit: one stray date in the
/// data does not decide what is shown.
struct Reach {
    double age;
    double silence;
};

/// Sums over the customers of a base.
struct Facts {
    std::int64_t customers = 0;
    std::int64_t repeaters = 0;  ///< Who came back at least once.
    double occasions = 0;        ///< Purchases, first ones among them.
    std::optional<ExactSum> revenue = {};
    std::optional<Date> first = {};  ///< The first purchase of all.
    std::optional<Date> until = {};  ///< The last day of observation.
    /// How far the chances of being alive are shown; none where they do not differ between
    /// customers or are not known.
    std::optional<Reach> reach = {};

    // Of scores.
    double gone = 0;                       ///< Σ (1 − P(alive)).
    double value = 0;                      ///< Σ of what customers are worth.
    double value_at_risk = 0;              ///< Σ.
    std::int64_t valued = 0;               ///< Customers whose value is known.
    std::vector<std::size_t> listed = {};  ///< Rows with most value at risk, all above 0.
    bool listed_all = false;               ///< Nobody else is known to have value at risk.
    std::int64_t listed_customers = 0;     ///< Whom they stand for.
    double listed_at_risk = 0;             ///< Their part of it.
};

[[nodiscard]] Facts facts_of(const tenure::reports::PageContent& content);

/// How many customers some rows of a base stand for.
[[nodiscard]] std::int64_t customers_in(const CustomerBase& base,
                                        std::span<const std::size_t> rows);

/// Whether there are scores that know a value.
[[nodiscard]] bool has_value(const tenure::reports::PageContent& content) noexcept;
/// The column that values are summed over; null without values.
[[nodiscard]] const Column* value_column(const ScoreTable& scores) noexcept;

}  // namespace tenure::inline v0::detail::reports
