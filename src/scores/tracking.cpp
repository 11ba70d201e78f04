#include "tenure/scores/tracking.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "core/chunks.hpp"
#include "core/enumerators.hpp"
#include "core/message.hpp"
#include "models/option_error.hpp"
#include "scores/tracking_log.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::models::invalid_option;
using detail::scores::repeat_log;
using detail::scores::RepeatLog;

constexpr std::array<std::string_view, 2> period_names{"week", "month"};
constexpr std::size_t most_periods = 4000;

Error unfit(std::string_view expected, std::string_view got) {
    return {Code::invalid_data, expected_got(expected, got), {}};
}

/// The days that are looked at.
struct Frame {
    Date first, until, end;
};

Result<Frame> frame_of(const CustomerBase& base, const TrackingOptions& options) {
    if (base.size() == 0) return unfit("a base with customers", "none");
    if (!base.until()) return unfit("a base with an end of observation", "one without");
    const Column* const first = base.table().find("first_date");
    if (first == nullptr || first->null_count() != 0)
        return unfit("a base with first dates", "one without");
    const Date until = *base.until();
    const Date end = options.end.value_or(std::max(base.holdout_until().value_or(until), until));
    if (end < until) {
        return invalid_option("end", "a day from " + until.to_string() + " on", end.to_string());
    }
    return Frame{Date::from_days(std::ranges::min(first->dates())), until, end};
}

std::int32_t month_end(std::int32_t day) {
    const auto date = Date::from_days(day).ymd();
    const std::chrono::sys_days last = date.year() / date.month() / std::chrono::last;
    return static_cast<std::int32_t>(last.time_since_epoch().count());
}

/// The last day of the week of `day`, where `until` is the last day of one.
std::int32_t week_end(std::int32_t day, std::int32_t until) {
    const std::int32_t behind = (day - until) % 7;
    return behind == 0 ? day : day + (behind < 0 ? -behind : 7 - behind);
}

/// The periods from the first day to the end, without numbers.
Result<std::vector<TrackingRow>> rows_of(const Frame& frame, TrackingPeriod period) {
    std::vector<TrackingRow> rows;
    for (std::int32_t begin = frame.first.days(); begin <= frame.end.days();) {
        if (rows.size() == most_periods) {
            return invalid_option("period", "at most 4000 periods up to " + frame.end.to_string(),
                                  "more, each a " + std::string(to_string(period)));
        }
        const std::int32_t last =
            period == TrackingPeriod::week ? week_end(begin, frame.until.days()) : month_end(begin);
        const std::int32_t end = std::min(last, frame.end.days());
        rows.push_back({Date::from_days(begin), Date::from_days(end)});
        begin = end + 1;
    }
    return rows;
}

/// How many customers came first on each day of the log, and of the base.
Result<void> check_same(const RepeatLog& log, const CustomerBase& base, const Frame& frame) {
    std::vector<std::int64_t> entered(log.entered.size(), 0);
    const auto first = base.table()["first_date"].dates();
    for (std::size_t row = 0; row < base.size(); ++row)
        entered[static_cast<std::size_t>(first[row] - frame.first.days())] += base.weight()[row];
    if (entered == log.entered) return {};
    return unfit("the log that the base was made of", "one with other first purchases");
}

void count_observed(const RepeatLog& log, const Frame& frame, std::vector<TrackingRow>& rows) {
    std::int64_t sum = 0;
    for (TrackingRow& row : rows) {
        for (std::int32_t day = row.begin.days(); day <= row.end.days(); ++day)
            row.observed += log.repeats[static_cast<std::size_t>(day - frame.first.days())];
        sum += row.observed;
        row.cumulative_observed = sum;
    }
}

/// E[X(t)] of a new customer for t = 0, 1, 2, … merge periods.
Result<std::vector<double>> expectations(const CustomerBase& base, const models::BgNbd& model,
                                         std::size_t ages, const RunOptions& run) {
    constexpr std::size_t ages_per_chunk = 128;
    std::vector<double> expected(ages, 0.0);
    auto outcome = detail::core::for_each_chunk(
        run, ages, ages_per_chunk,
        [&](std::size_t, std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t age = begin; age < end; ++age) {
                const double t = base.time_in(static_cast<double>(age), model.unit);
                expected[age] = model.expected_purchases_of_new({t, model.unit});
            }
            return {};
        });
    if (!outcome) return outcome.error();
    return expected;
}

/// What a model expects of customers from the days on which they came first.
class Expectation {
public:
    /// Ages are counted in merge periods of the base, as its T is.
    Expectation(const RepeatLog& log, const Frame& frame, Period merge)
        : merge_(merge), first_(period_index(frame.first, merge)) {
        for (std::size_t day = 0; day < log.entered.size(); ++day) {
            const auto age = age_at(frame.first + static_cast<std::int32_t>(day));
            if (age >= entered_.size()) entered_.resize(age + 1, 0.0);
            entered_[age] += static_cast<double>(log.entered[day]);
        }
    }

    /// Merge periods from the first purchase of all to that of a day.
    [[nodiscard]] std::size_t age_at(Date day) const {
        return static_cast<std::size_t>(period_index(day, merge_) - first_);
    }

    /// Up to a day, `of_age` being the expectation of one customer by age.
    [[nodiscard]] double until(Date day, const std::vector<double>& of_age) const {
        const std::size_t age = age_at(day);
        double sum = 0.0;
        for (std::size_t s = 0; s < std::min(age + 1, entered_.size()); ++s)
            sum += entered_[s] * of_age[age - s];
        return sum;
    }

private:
    Period merge_;
    std::int32_t first_;
    std::vector<double> entered_;
};

Result<void> predict(const Expectation& expectation, const std::vector<double>& of_age,
                     const RunOptions& run, std::vector<TrackingRow>& rows) {
    auto outcome = detail::core::for_each_chunk(
        {run.executor, {}}, rows.size(), 16,
        [&](std::size_t, std::size_t begin, std::size_t end) -> Result<void> {
            for (std::size_t i = begin; i < end; ++i)
                rows[i].cumulative_predicted = expectation.until(rows[i].end, of_age);
            return {};
        });
    if (!outcome) return outcome;
    double before = 0.0;
    for (TrackingRow& row : rows)
        row.predicted = row.cumulative_predicted - std::exchange(before, row.cumulative_predicted);
    return {};
}

}  // namespace

std::string_view to_string(TrackingPeriod period) noexcept {
    return period_names[static_cast<std::size_t>(period)];
}

Result<TrackingPeriod> parse_tracking_period(std::string_view text) {
    return detail::core::parse_enumerator<TrackingPeriod>(text, period_names, "week or month");
}

Result<void> TrackingOptions::check() const {
    if (period > TrackingPeriod::month) return invalid_option("period", "week or month", "neither");
    return {};
}

Result<TrackingTable> track(const Transactions& log, const CustomerBase& base,
                            const models::AnyPurchaseModel& model, const TrackingOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    const auto& bg_nbd = *model.get_if<models::BgNbd>();
    if (auto checked = detail::models::as_option("model", bg_nbd.check()); !checked)
        return checked.error();
    const auto frame = frame_of(base, options);
    if (!frame) return frame.error();
    auto rows = rows_of(*frame, options.period);
    if (!rows) return rows.error();
    const auto repeats = repeat_log(log, {frame->first, frame->until, frame->end}, base.merge());
    if (!repeats) return repeats.error();
    if (auto same = check_same(*repeats, base, *frame); !same) return same.error();
    count_observed(*repeats, *frame, *rows);

    const Expectation expectation(*repeats, *frame, base.merge());
    const auto of_age = expectations(base, bg_nbd, expectation.age_at(frame->end) + 1, options.run);
    if (!of_age) return of_age.error();
    if (auto done = predict(expectation, *of_age, options.run, *rows); !done) return done.error();
    return TrackingTable{options.period, frame->until, std::move(*rows), base.customers()};
}

}  // namespace tenure::inline v0
