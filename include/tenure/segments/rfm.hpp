#pragma once

/// @file
/// Recency, frequency and monetary value: five scores each, and segments with a rule behind every
/// name.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenure/core/executor.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::segments {

/// Where the scores end. A customer's frequency score is 1 + the number of cut points below the
/// value; so is the monetary score; the recency score is 5 − the number of cut points below, for
/// fewer days are better. Equal values have equal scores, always. A value: keep it, and next
/// month's base is scored by the same borders.
struct RfmCuts {
    /// Days from the last purchase to the end of observation; those of a customer are rounded to
    /// 2^−20 of a day before they are compared.
    std::array<double, 4> recency{};
    std::array<double, 4> frequency{};  ///< Purchase occasions, the first one among them.
    /// All that was spent, in units of the currency; absent where amounts are not known.
    std::optional<std::array<double, 4>> monetary = {};

    friend bool operator==(const RfmCuts&, const RfmCuts&) = default;
};

/// The five quantile groups' inner borders, .2, .4, .6 and .8, by linear interpolation between the
/// order statistics (type 7 of Hyndman and Fan 1996, "Sample quantiles in statistical packages"),
/// of the customers of the base (a row of weight w stands for w).
/// @return `Code::invalid_data` for an empty base, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<RfmCuts> rfm_cuts(const CustomerBase& base,
                                                  const RunOptions& run = {});

/// Scores from `low` to `high`.
struct ScoreRange {
    int low = 1;
    int high = 5;
    [[nodiscard]] constexpr bool has(int score) const noexcept {
        return low <= score && score <= high;
    }
    friend constexpr bool operator==(const ScoreRange&, const ScoreRange&) noexcept = default;
};

/// A named group of customers: those whose scores lie in all three ranges. A customer without a
/// monetary score lies in every monetary range.
struct RfmRule {
    std::string name;
    ScoreRange r = {};
    ScoreRange f = {};
    ScoreRange m = {};
};
/// The rule in words, as "r 4-5, f 2-3"; a range from 1 to 5 is left out, "all" where all are.
[[nodiscard]] TENURE_API std::string to_string(const RfmRule& rule);

/// Ten segments over r and f, which cover all 25 pairs once: champions, loyal customers, potential
/// loyalists, new customers, promising, need attention, about to sleep, cannot lose them, at risk,
/// hibernating; those before are better.
[[nodiscard]] TENURE_API std::vector<RfmRule> default_rfm_rules();

/// How a base is scored.
struct RfmOptions {
    /// Default: the quintiles of the base itself.
    std::optional<RfmCuts> cuts = {};
    /// The first rule that holds names the segment. Each of the 125 triples must have one; names
    /// are not empty and differ.
    std::vector<RfmRule> rules = default_rfm_rules();
    RunOptions run = {};

    /// Cut points finite and not falling; rules as above.
    /// @return `Code::invalid_option`.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// A value that so many customers share that scores beside theirs are left empty: what ties do to
/// quintiles, and to cut points that coincide.
struct RfmTie {
    std::string measure;         ///< "recency", "frequency" or "monetary".
    double value = 0;            ///< The value, a cut point.
    std::int64_t customers = 0;  ///< Who has it.
    int score = 0;               ///< What they all score.
    std::vector<int> empty;      ///< The scores that nobody has for that reason, rising.
};

/// One segment of a base.
struct RfmSegment {
    RfmRule rule;
    std::int64_t customers = 0;
    std::int64_t revenue = 0;  ///< At the scale of the report; 0 without revenues.
};

/// What was done to a base.
struct RfmReport {
    RfmCuts cuts;                      ///< As used.
    bool cuts_from_base = false;       ///< Whether they are the base's own quintiles.
    std::vector<RfmTie> ties;          ///< Where scores are empty for ties.
    std::vector<RfmSegment> segments;  ///< In the order of the rules.
    /// Customers by score, [0] of 1 to [4] of 5.
    std::array<std::int64_t, 5> r{}, f{}, m{};
    std::int64_t customers = 0;  ///< Of all segments.
    bool has_revenue = false;    ///< Whether the base knows revenues.
    std::int64_t revenue = 0;    ///< Of all segments.
    std::uint8_t revenue_scale = 0;
};

/// A base scored, in its order, over a table with the columns `customer, recency_days, frequency
/// (occasions), monetary (money), r, f, m, segment (text)`; where the cut points have no amounts
/// `monetary` and `m` are absent.
class TENURE_API RfmTable {
public:
    [[nodiscard]] std::size_t size() const noexcept { return table_.rows(); }
    [[nodiscard]] std::span<const std::int64_t> r() const;
    [[nodiscard]] std::span<const std::int64_t> f() const;
    /// A `ContractError` where the cut points have no amounts.
    [[nodiscard]] std::span<const std::int64_t> m() const;
    /// For each row the number of its rule, from 0.
    [[nodiscard]] std::span<const std::int32_t> segment() const;

    [[nodiscard]] const Table& table() const noexcept { return table_; }
    [[nodiscard]] const RfmReport& report() const noexcept { return report_; }

    RfmTable(Table table, RfmReport report)
        : table_(std::move(table)), report_(std::move(report)) {}

private:
    Table table_;
    RfmReport report_;
};

/// Scores a base and names its segments. A row counts as often as its weight says, and its revenue
/// is that of each of its customers. A customer's scores depend on the customer and the cut points
/// alone. Takes 8 bytes a row beside the table where the cut points are the base's own.
/// @return `Code::invalid_data` for an empty base without cut points, `Code::no_amounts` where the
/// cut points have amounts and the base has no revenues, `Code::invalid_option`, `Code::cancelled`;
/// `Code::overflow` where the revenue of all customers does not fit into 64 bits.
[[nodiscard]] TENURE_API Result<RfmTable> rfm(const CustomerBase& base,
                                              const RfmOptions& options = {});

}  // namespace tenure::inline v0::segments
