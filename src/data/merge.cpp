#include "tenure/data/merge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/message.hpp"
#include "core/number.hpp"
#include "data/base_columns.hpp"
#include "data/base_pairs.hpp"
#include "data/money_column.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::core::quoted;
using detail::core::shortest;
using detail::data::BaseColumns;
using detail::data::BasePair;
using detail::data::BasePairs;
using detail::data::CustomerState;
using detail::data::rescale;

Error refusal(std::string_view expected, std::string_view got, const char* field) {
    return {Code::invalid_data, expected_got(expected, got), {{}, 0, 0, field}};
}

Result<void> check_columns(const CustomerBase& base) {
    for (const char* name : {"first_date", "last_date", "sum_log_gaps"}) {
        const Column* column = base.table().find(name);
        if (column == nullptr || column->null_count() != 0) {
            return refusal("bases that both know " + quoted(name), "one that does not", name);
        }
    }
    for (const char* name : {"revenue", "repeat_revenue"}) {
        if (base.has_amounts() && base.table().find(name) == nullptr) {
            return refusal("bases that both know " + quoted(name), "one that does not", name);
        }
    }
    return {};
}

std::int32_t period_of(std::int32_t day, const CustomerBase& base) {
    return period_index(Date::from_days(day), base.merge());
}

Error bad_time(const char* field, std::size_t row, std::int32_t expected, double got) {
    Error error = refusal(std::string("a ") + field + " that is the merge periods between dates, " +
                              std::to_string(expected),
                          shortest(got), field);
    error.where.line = row + 1;
    return error;
}

// Times are made anew from the dates, so they must be what these say.
Result<void> check_times(const CustomerBase& base) {
    const auto first_date = base.table()["first_date"].dates();
    const auto last_date = base.table()["last_date"].dates();
    const std::int32_t end = period_index(*base.until(), base.merge());
    for (std::size_t row = 0; row < base.size(); ++row) {
        const std::int32_t first = period_of(first_date[row], base);
        const std::int32_t last = period_of(last_date[row], base);
        if (base.recency()[row] != last - first) {
            return bad_time("recency", row, last - first, base.recency()[row]);
        }
        if (base.age()[row] != end - first) return bad_time("T", row, end - first, base.age()[row]);
    }
    return {};
}

Result<void> check_base(const CustomerBase& base) {
    if (!base.until()) {
        return refusal("bases whose last day of observation is known", "one without", "until");
    }
    if (base.holdout_until() || base.table().find("holdout_frequency") != nullptr) {
        return refusal("bases without a holdout", "one with", "holdout_frequency");
    }
    for (const std::int64_t weight : base.weight()) {
        if (weight != 1) return refusal("weights of 1", std::to_string(weight), "weight");
    }
    if (auto checked = check_columns(base); !checked) return checked;
    return check_times(base);
}

Result<void> check_terms(const CustomerBase& earlier, const CustomerBase& later) {
    if (earlier.merge() != later.merge()) {
        return refusal("bases of one merge period",
                       std::string(to_string(earlier.merge()))
                           .append(" and ")
                           .append(to_string(later.merge())),
                       "merge");
    }
    if (earlier.has_amounts() != later.has_amounts()) {
        return refusal("amounts in both bases or in neither", "one with and one without",
                       "monetary_value");
    }
    if (auto checked = check_base(earlier); !checked) return checked;
    return check_base(later);
}

Result<void> check_only_returns(const CustomerBase& base) {
    const std::int64_t customers = base.report().only_returns;
    if (customers == 0) return {};
    return refusal("no customers who only sent back, in bases that end on the same day",
                   std::to_string(customers), "only_returns");
}

// Both were observed until the same day: no customer may be in both.
Result<void> check_customers_apart(const CustomerBase& earlier, const CustomerBase& later,
                                   const std::vector<BasePair>& pairs) {
    if (auto checked = check_only_returns(earlier); !checked) return checked;
    if (auto checked = check_only_returns(later); !checked) return checked;
    for (const BasePair& pair : pairs) {
        if (!pair.earlier || !pair.later) continue;
        return refusal("no customer in both bases, which end on the same day",
                       quoted(earlier.customer(*pair.earlier).to_string()), "customer");
    }
    return {};
}

Result<void> check_time_apart(const CustomerBase& earlier, const CustomerBase& later) {
    const Date end = *earlier.until();
    for (const std::int32_t day : later.table()["first_date"].dates()) {
        if (day > end.days()) continue;
        return refusal("purchases after " + end.to_string() + " in the later base",
                       "one on " + Date::from_days(day).to_string(), "first_date");
    }
    if (later.report().unmatched_returns == 0) return {};
    return refusal("returns in the later base that found what they took back",
                   std::to_string(later.report().unmatched_returns) + " that did not",
                   "unmatched_returns");
}

std::int64_t money_at(const CustomerBase& base, const char* column, std::size_t row) {
    return base.has_amounts() ? base.table()[column].integers()[row] : 0;
}

// What is kept of a customer, with money at a scale of at least the base's.
Result<CustomerState> state_of(const CustomerBase& base, std::size_t row, std::uint8_t scale) {
    std::int64_t units = money_at(base, "revenue", row);
    std::int64_t first_units = units - money_at(base, "repeat_revenue", row);
    if (auto fits = rescale(units, base.revenue_scale(), scale); !fits) return fits.error();
    if (auto fits = rescale(first_units, base.revenue_scale(), scale); !fits) return fits.error();
    CustomerState state{};
    state.units = units;
    state.first_units = first_units;
    state.sum_log_gaps = base.table()["sum_log_gaps"].reals()[row];
    state.first_day = base.table()["first_date"].dates()[row];
    state.last_day = base.table()["last_date"].dates()[row];
    state.last_period = period_of(state.last_day, base);
    // There are not so many merge periods between two dates that it would not fit.
    state.occasions = static_cast<std::uint32_t>(base.frequency()[row] + 1) & 0x7fffffff;
    return state;
}

Result<void> add(std::int64_t& sum, std::int64_t units) {
    if (units > std::numeric_limits<std::int64_t>::max() - sum) {
        return Error{Code::overflow, expected_got("amounts with a sum within 64 bits", "more"), {}};
    }
    sum += units;
    return {};
}

// Adds what comes later; where it begins in the merge period in which the other ends, that is one
// occasion.
// @return how many occasions fell together.
Result<std::int64_t> add_later(CustomerState& state, const CustomerState& later, Period merge) {
    const std::int32_t gap =
        period_index(Date::from_days(later.first_day), merge) - state.last_period;
    if (auto fits = add(state.units, later.units); !fits) return fits.error();
    // A part of all units, so it fits where they do.
    if (gap == 0 && state.occasions == 1) state.first_units += later.first_units;
    if (gap > 0) state.sum_log_gaps += std::log(static_cast<double>(gap));
    state.sum_log_gaps += later.sum_log_gaps;
    state.occasions = (state.occasions + later.occasions - (gap == 0 ? 1 : 0)) & 0x7fffffff;
    state.last_day = later.last_day;
    state.last_period = later.last_period;
    return gap == 0 ? 1 : 0;
}

Result<void> rescale_report(BaseReport& report, std::uint8_t from, std::uint8_t to) {
    if (auto fits = rescale(report.returned_units, from, to); !fits) return fits;
    return rescale(report.unmatched_units, from, to);
}

Result<BaseReport> sum_of_reports(const CustomerBase& earlier, const CustomerBase& later,
                                  std::uint8_t scale) {
    BaseReport sum = earlier.report(), added = later.report();
    if (auto fits = rescale_report(sum, earlier.revenue_scale(), scale); !fits) return fits.error();
    if (auto fits = rescale_report(added, later.revenue_scale(), scale); !fits) return fits.error();
    if (auto fits = add(sum.returned_units, added.returned_units); !fits) return fits.error();
    sum.unmatched_units += added.unmatched_units;
    sum.log += added.log;
    sum.rows += added.rows;
    sum.occasions += added.occasions;
    sum.merged += added.merged;
    sum.zero_amounts += added.zero_amounts;
    sum.duplicates += added.duplicates;
    sum.duplicates_dropped += added.duplicates_dropped;
    sum.returns += added.returns;
    sum.unmatched_returns += added.unmatched_returns;
    sum.only_returns += added.only_returns;
    return sum;
}

// Two bases on the way to one.
class Merger {
public:
    Merger(const CustomerBase& earlier, const CustomerBase& later)
        : earlier_(earlier),
          later_(later),
          scale_(std::max(earlier.revenue_scale(), later.revenue_scale())),
          until_(std::max(*earlier.until(), *later.until())) {}

    Result<CustomerBase> run(const BasePairs& pairs) {
        BaseColumns columns({pairs.rows().size(),
                             earlier_.has_amounts(),
                             scale_,
                             {until_, std::nullopt, earlier_.merge()}});
        for (std::size_t row = 0; row < pairs.rows().size(); ++row) {
            const auto state = merged(pairs.rows()[row]);
            if (!state) return state.error();
            columns.set(row, *state, nullptr);
        }
        auto ids = pairs.ids();
        if (!ids) return ids.error();
        auto report = sum_of_reports(earlier_, later_, scale_);
        if (!report) return report.error();
        // What fell together makes no occasion of its own, where a log is known at all.
        report->merged += std::min(fallen_together_, report->occasions);
        report->occasions -= std::min(fallen_together_, report->occasions);
        return CustomerBase::from_table(std::move(columns).finish(*std::move(ids)),
                                        earlier_.merge(), earlier_.unit(), until_, *report);
    }

private:
    Result<CustomerState> merged(const BasePair& pair) {
        if (!pair.earlier) return state_of(later_, *pair.later, scale_);
        auto state = state_of(earlier_, *pair.earlier, scale_);
        if (!state || !pair.later) return state;
        const auto added = state_of(later_, *pair.later, scale_);
        if (!added) return added.error();
        const auto together = add_later(*state, *added, earlier_.merge());
        if (!together) return together.error();
        fallen_together_ += *together;
        return state;
    }

    const CustomerBase& earlier_;
    const CustomerBase& later_;
    std::uint8_t scale_;
    Date until_;
    std::int64_t fallen_together_ = 0;
};

}  // namespace

Result<CustomerBase> merge(const CustomerBase& earlier, const CustomerBase& later) {
    if (auto checked = check_terms(earlier, later); !checked) return checked.error();
    const auto pairs = BasePairs::of(earlier.table()["customer"], later.table()["customer"]);
    if (!pairs) return pairs.error();
    const auto apart = *earlier.until() == *later.until()
                           ? check_customers_apart(earlier, later, pairs->rows())
                           : check_time_apart(earlier, later);
    if (!apart) return apart.error();
    return Merger(earlier, later).run(*pairs);
}

}  // namespace tenure::inline v0
