#include "data/customer_state.hpp"

#include <algorithm>
#include <limits>

#include "core/message.hpp"

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

// Of what is there, at most all.
std::int64_t taken(std::uint64_t wanted, std::int64_t there) {
    return static_cast<std::int64_t>(std::min(wanted, static_cast<std::uint64_t>(there)));
}

// The amount of a return, also where it has no positive counterpart.
std::uint64_t returned(std::int64_t amount) { return 0 - static_cast<std::uint64_t>(amount); }

bool rescaled(std::int64_t& units, std::int64_t factor) {
    if (units > largest / factor) return false;
    units *= factor;
    return true;
}

Error overflow(const char* sum) { return {Code::overflow, core::expected_got(sum, "more"), {}}; }

}  // namespace

Error returns_overflow() { return overflow("returns with a sum within 64 bits"); }

CustomerAccumulator::CustomerAccumulator(const Window& window, Duplicates duplicates,
                                         const GapLogarithms& logarithms)
    : until_(window.until.days()),
      holdout_until_(window.holdout_until.value_or(window.until).days()),
      merge_(window.merge),
      drop_duplicates_(duplicates == Duplicates::drop),
      logarithms_(&logarithms) {}

void CustomerAccumulator::add(std::span<const Purchase> rows, CustomerState& state,
                              HoldoutState* holdout) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Purchase& row = rows[i];
        const bool repeats = i > 0 && row == rows[i - 1];
        if (repeats) ++report_.duplicates;
        if (row.day > holdout_until_) {
            ++report_.after_holdout;
        } else if (repeats && drop_duplicates_) {
            ++report_.duplicates_dropped;
        } else if (row.day > until_) {
            add_to_holdout(row, *holdout);
        } else if (row.amount < 0) {
            add_return(returned(row.amount), state);
        } else {
            add_purchase(row, state);
        }
    }
}

void CustomerAccumulator::add_purchase(const Purchase& row, CustomerState& state) {
    const bool same_day = state.occasions > 0 && row.day == state.last_day;
    const std::int32_t period =
        same_day ? state.last_period : period_index(Date::from_days(row.day), merge_);
    if (state.occasions == 0) state.first_day = row.day;
    if (state.occasions == 0 || period != state.last_period) {
        start_occasion(period, state);
    } else {
        ++report_.merged;
    }
    state.last_day = row.day;
    if (row.amount == 0) ++report_.zero_amounts;
    add_units(state.units, row.amount);
    if (state.occasions == 1) state.first_units = state.units;
}

void CustomerAccumulator::start_occasion(std::int32_t period, CustomerState& state) {
    if (state.occasions > 0) state.sum_log_gaps += (*logarithms_)(period - state.last_period);
    state.last_period = period;
    state.occasions = (state.occasions + 1) & 0x7fffffff;
    ++report_.occasions;
}

void CustomerAccumulator::add_return(std::uint64_t units, CustomerState& state) {
    const std::int64_t found = taken(units, state.units);
    const std::int64_t repeats = taken(units, state.units - state.first_units);
    state.units -= found;
    state.first_units -= found - repeats;
    state.has_returns = 1;
    ++report_.returns;
    count_returned(units);
    if (static_cast<std::uint64_t>(found) == units || returns_overflow_) return;
    ++report_.unmatched_returns;
    report_.unmatched_units += static_cast<std::int64_t>(units) - found;
}

// What stays unmatched is a part of this, and so fits where it does.
void CustomerAccumulator::count_returned(std::uint64_t units) {
    if (units > static_cast<std::uint64_t>(largest - report_.returned_units)) {
        returns_overflow_ = true;
        return;
    }
    report_.returned_units += static_cast<std::int64_t>(units);
}

void CustomerAccumulator::add_to_holdout(const Purchase& row, HoldoutState& holdout) {
    if (row.amount < 0) {
        holdout.units -= taken(returned(row.amount), holdout.units);
        ++report_.holdout_returns;
        return;
    }
    const std::int32_t period = period_index(Date::from_days(row.day), merge_);
    if (holdout.occasions == 0 || period != holdout.last_period) {
        ++holdout.occasions;
        ++report_.holdout_occasions;
    } else {
        ++report_.holdout_merged;
    }
    holdout.last_period = period;
    add_units(holdout.units, row.amount);
}

void CustomerAccumulator::add_units(std::int64_t& sum, std::int64_t units) {
    if (units > largest - sum) {
        amounts_overflow_ = true;
        return;
    }
    sum += units;
    largest_sum_ = std::max(largest_sum_, sum);
}

Result<void> CustomerAccumulator::check() const {
    if (amounts_overflow_) return overflow("a customer's amounts with a sum within 64 bits");
    if (returns_overflow_) return returns_overflow();
    return {};
}

void CustomerAccumulator::rescale(std::int64_t factor) {
    if (!rescaled(largest_sum_, factor)) amounts_overflow_ = true;
    const bool fits = rescaled(report_.returned_units, factor);
    if (!fits || !rescaled(report_.unmatched_units, factor)) returns_overflow_ = true;
}

}  // namespace tenure::inline v0::detail::data
