#include "data/base_rules.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/message.hpp"
#include "core/number.hpp"
#include "tenure/core/duration.hpp"

namespace tenure::inline v0::detail::data {
namespace {

using core::shortest;

Error violation(const char* column, std::string_view expected, std::string_view got) {
    return {Code::invalid_value, core::expected_got(expected, got), {{}, 0, 0, column}};
}

std::optional<Error> find_time_violation(const BaseRow& row) {
    if (!std::isfinite(row.T) || row.T < 0) {
        return violation("T", "a finite T of 0 or more", shortest(row.T));
    }
    if (!(row.recency >= 0 && row.recency <= row.T)) {
        return violation("recency", "a recency from 0 to T = " + shortest(row.T),
                         shortest(row.recency));
    }
    if (row.frequency == 0 && row.recency != 0) {
        return violation("recency", "a recency of 0 where the frequency is 0",
                         shortest(row.recency));
    }
    return std::nullopt;
}

std::optional<Error> find_amount_violation(const BaseRow& row) {
    constexpr const char* column = "monetary_value";
    if (row.frequency == 0) {
        if (row.monetary_value.value_or(0) == 0) return std::nullopt;
        return violation(column, "no monetary value where the frequency is 0",
                         shortest(*row.monetary_value));
    }
    if (!row.monetary_value) {
        return violation(column, "a monetary value where the frequency is above 0", "none");
    }
    if (std::isfinite(*row.monetary_value) && *row.monetary_value >= 0) return std::nullopt;
    return violation(column, "a finite monetary value of 0 or more", shortest(*row.monetary_value));
}

// Up to here counts are exact, and times finite in every unit.
constexpr double most_counts = 9007199254740992;  // 2^53

std::optional<Error> find_span_violation(const BaseRow& row) {
    if (row.T <= most_counts) return std::nullopt;
    return violation("T", "a T of at most 9007199254740992 merge periods", shortest(row.T));
}

// What may have been merged by another period, or not at all, has at least milliseconds between its
// occasions. A recency may have been rounded down by a merge period.
std::optional<Error> find_frequency_violation(const BaseRow& row, Period merge) {
    const double milliseconds = (row.recency + 1) * hours_per(merge) * 3.6e6;
    const bool is_exact = milliseconds < most_counts;
    const auto most = static_cast<std::int64_t>(is_exact ? milliseconds : most_counts);
    if (row.frequency <= most) return std::nullopt;
    return violation(
        "frequency",
        "a frequency of at most " + std::to_string(most) + (is_exact ? ", one a millisecond" : ""),
        std::to_string(row.frequency));
}

std::optional<Error> find_date_violation(const char* column, std::int32_t days,
                                         std::optional<Date> until) {
    if (days < Date::min().days() || days > Date::max().days()) {
        return violation(
            column, "a date from " + Date::min().to_string() + " to " + Date::max().to_string(),
            "day " + std::to_string(days) + " from 1970-01-01 on");
    }
    if (!until || days <= until->days()) return std::nullopt;
    return violation(column, "a date up to until = " + until->to_string(),
                     Date::from_days(days).to_string());
}

// Dates know no rounding: with both, occasions in one period each can be counted.
std::optional<Error> find_date_violation(const BaseRow& row, const BaseDetails& details,
                                         const BaseFrame& frame) {
    const auto& first = details.first_date;
    const auto& last = details.last_date;
    if (first) {
        if (auto found = find_date_violation("first_date", *first, frame.until)) return found;
    }
    if (last) {
        if (auto found = find_date_violation("last_date", *last, frame.until)) return found;
    }
    if (!first || !last) return std::nullopt;
    const Date begin = Date::from_days(*first), end = Date::from_days(*last);
    if (end < begin) {
        return violation("last_date", "a date from first_date = " + begin.to_string() + " on",
                         end.to_string());
    }
    const std::int32_t most = period_index(end, frame.merge) - period_index(begin, frame.merge);
    if (row.frequency <= most) return std::nullopt;
    return violation("frequency",
                     "a frequency of at most " + std::to_string(most) +
                         ", the merge periods from first_date to last_date",
                     std::to_string(row.frequency));
}

bool exceeds(Money a, Money b) {
    const std::uint8_t scale = std::max(a.scale, b.scale);
    const auto one = a.at_scale(scale), other = b.at_scale(scale);
    if (!other) return false;
    return !one || one->units > other->units;
}

// A mean may have been rounded to whole units of the currency, or kept in single precision.
bool is_total_of(Money total, double mean, std::int64_t count) {
    const double found = total.to_double() / static_cast<double>(count);
    return std::abs(found - mean) <= 0.5 + 1e-6 * mean;
}

std::optional<Error> find_money_violation(const char* column, const std::optional<Money>& amount) {
    if (!amount || amount->units >= 0) return std::nullopt;
    return violation(column, "an amount of 0 or more", amount->to_string());
}

std::optional<Error> find_repeat_revenue_violation(const BaseRow& row, const BaseDetails& details) {
    constexpr const char* column = "repeat_revenue";
    if (!details.repeat_revenue) return std::nullopt;
    const Money repeats = *details.repeat_revenue;
    if (row.frequency == 0 && repeats.units != 0) {
        return violation(column, "an amount of 0 where the frequency is 0", repeats.to_string());
    }
    if (details.revenue && exceeds(repeats, *details.revenue)) {
        return violation(column, "an amount up to revenue = " + details.revenue->to_string(),
                         repeats.to_string());
    }
    if (row.frequency == 0 || !row.monetary_value ||
        is_total_of(repeats, *row.monetary_value, row.frequency)) {
        return std::nullopt;
    }
    return violation(column,
                     "frequency times monetary_value = " +
                         shortest(static_cast<double>(row.frequency) * *row.monetary_value) +
                         ", up to rounding",
                     repeats.to_string());
}

std::optional<Error> find_money_violation(const BaseRow& row, const BaseDetails& details) {
    if (auto found = find_money_violation("revenue", details.revenue)) return found;
    if (auto found = find_money_violation("repeat_revenue", details.repeat_revenue)) return found;
    return find_repeat_revenue_violation(row, details);
}

std::optional<Error> find_holdout_violation(const BaseDetails& details) {
    const auto& frequency = details.holdout_frequency;
    if (frequency && *frequency < 0) {
        return violation("holdout_frequency", "a frequency of 0 or more",
                         std::to_string(*frequency));
    }
    const auto& revenue = details.holdout_revenue;
    if (auto found = find_money_violation("holdout_revenue", revenue)) return found;
    if (!frequency || *frequency > 0 || !revenue || revenue->units == 0) return std::nullopt;
    return violation("holdout_revenue", "an amount of 0 where the holdout_frequency is 0",
                     revenue->to_string());
}

std::optional<Error> find_gap_violation(const BaseRow& row, std::optional<double> sum_log_gaps) {
    if (!sum_log_gaps) return std::nullopt;
    if (!std::isfinite(*sum_log_gaps)) {
        return violation("sum_log_gaps", "a finite sum", shortest(*sum_log_gaps));
    }
    if (row.frequency > 0 || *sum_log_gaps == 0) return std::nullopt;
    return violation("sum_log_gaps", "a sum of 0 where the frequency is 0",
                     shortest(*sum_log_gaps));
}

}  // namespace

std::optional<Error> find_violation(const BaseRow& row, bool has_amounts) {
    if (row.frequency < 0) {
        return violation("frequency", "a frequency of 0 or more", std::to_string(row.frequency));
    }
    if (auto found = find_time_violation(row)) return found;
    if (row.weight < 1) {
        return violation("weight", "a weight of 1 or more", std::to_string(row.weight));
    }
    return has_amounts ? find_amount_violation(row) : std::nullopt;
}

std::optional<Error> find_violation(const BaseRow& row, const BaseDetails& details,
                                    const BaseFrame& frame) {
    if (auto found = find_span_violation(row)) return found;
    if (auto found = find_frequency_violation(row, frame.merge)) return found;
    if (auto found = find_date_violation(row, details, frame)) return found;
    if (auto found = find_money_violation(row, details)) return found;
    if (auto found = find_holdout_violation(details)) return found;
    return find_gap_violation(row, details.sum_log_gaps);
}

}  // namespace tenure::inline v0::detail::data
