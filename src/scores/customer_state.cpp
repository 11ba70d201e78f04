#include "tenure/scores/customer_state.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "core/message.hpp"
#include "data/money_column.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr double powers_of_ten[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

Error error_in(std::string_view field, Code code, std::string message) {
    return {code, std::move(message), {.field = std::string(field)}};
}

Error too_early(std::string_view field, std::int32_t earliest, Date got) {
    return error_in(field, Code::not_in_order,
                    expected_got("a date from " + Date::from_days(earliest).to_string() + " on",
                                 got.to_string()));
}

Error sum_overflow(const char* sum) {
    return error_in("amount", Code::overflow, expected_got(sum, "more"));
}

}  // namespace

CustomerState::CustomerState(Period merge, std::uint8_t scale) : merge_(merge), scale_(scale) {
    if (scale <= Money::max_scale) return;
    detail::core::contract_violation("scale", "from 0 to 6", static_cast<double>(scale));
}

std::optional<Date> CustomerState::recorded_until() const {
    if (recorded_day_ == never) return std::nullopt;
    return Date::from_days(recorded_day_);
}

std::optional<Date> CustomerState::date_if_bought(std::int32_t day) const {
    if (occasions_ == 0) return std::nullopt;
    return Date::from_days(day);
}

// Returns take from the latest occasions back, so from all but the first before they take from
// that. In which order they come among themselves makes no difference to the sums.
CustomerState::Spent CustomerState::spent() const noexcept {
    const std::int64_t found = std::min(returned_units_, units_);
    const std::int64_t of_repeats = std::min(returned_units_, units_ - first_units_);
    return {units_ - found, first_units_ - (found - of_repeats)};
}

// On the day that was recorded last, returns still wait.
CustomerState::Spent CustomerState::spent_before(std::int32_t day) const noexcept {
    return day > recorded_day_ ? spent() : Spent{units_, first_units_};
}

// Whether the event can be taken as it is, which nearly all can.
bool CustomerState::takes(Date date, Money amount) const noexcept {
    return date.days() >= recorded_day_ && amount.units >= 0 && amount.scale == scale_;
}

Result<std::int64_t> CustomerState::exact_units(Date date, Money amount) const {
    if (date.days() < recorded_day_) return too_early("date", recorded_day_, date);
    if (amount.units < 0) {
        return error_in("amount", Code::negative_amount,
                        expected_got("an amount of 0 or more", amount.to_string()));
    }
    const Money needed = detail::data::without_zeros(amount, scale_);
    if (needed.scale > scale_) {
        return error_in("amount", Code::invalid_value,
                        expected_got("an amount of at most " + std::to_string(scale_) + " decimals",
                                     amount.to_string()));
    }
    const auto scaled = needed.at_scale(scale_);
    if (scaled) return scaled->units;
    return error_in("amount", scaled.error().code, scaled.error().message);
}

Result<void> CustomerState::record_purchase(Date date, Money amount) {
    if (takes(date, amount)) return add_purchase(date.days(), amount.units);
    const auto units = exact_units(date, amount);
    if (!units) return units.error();
    return add_purchase(date.days(), *units);
}

Result<void> CustomerState::record_return(Date date, Money amount) {
    if (takes(date, amount)) return add_return(date.days(), amount.units);
    const auto units = exact_units(date, amount);
    if (!units) return units.error();
    return add_return(date.days(), *units);
}

Result<void> CustomerState::add_purchase(std::int32_t day, std::int64_t units) {
    const Spent before = spent_before(day);
    if (units > largest - before.units) return sum_overflow("amounts with a sum within 64 bits");
    enter(day, before);
    visit(day);
    units_ += units;
    if (occasions_ == 1) first_units_ = units_;
    return {};
}

Result<void> CustomerState::add_return(std::int32_t day, std::int64_t units) {
    if (units == 0) return {};
    const std::int64_t waiting = day > recorded_day_ ? 0 : returned_units_;
    if (units > largest - waiting) return sum_overflow("returns with a sum within 64 bits");
    enter(day, spent_before(day));
    returned_units_ += units;
    return {};
}

// Something happens on a day; if that is a new one, the returns of the last one are done with.
void CustomerState::enter(std::int32_t day, const Spent& before) noexcept {
    if (day > recorded_day_) returned_units_ = 0;
    units_ = before.units;
    first_units_ = before.first_units;
    recorded_day_ = day;
}

// Makes an occasion of a purchase, unless it falls into the last one.
void CustomerState::visit(std::int32_t day) {
    if (occasions_ > 0 && day == last_day_) return;
    const std::int32_t period = period_index(Date::from_days(day), merge_);
    if (occasions_ == 0) {
        first_day_ = day;
        first_period_ = period;
        occasions_ = 1;
    } else if (period != last_period_) {
        sum_log_gaps_ += std::log(static_cast<double>(period - last_period_));
        ++occasions_;
    }
    last_day_ = day;
    last_period_ = period;
}

Result<CustomerFacts> CustomerState::facts(Date until, Unit unit) const {
    if (occasions_ == 0) {
        return Error{Code::no_rows,
                     expected_got("a purchase on or before " + until.to_string(), "none"),
                     {}};
    }
    if (until.days() < recorded_day_) return too_early("until", recorded_day_, until);
    // As CustomerBase::time_in and the base's columns have it, operation by operation.
    const double hours = hours_per(merge_), unit_hours = hours_per(unit);
    const std::int32_t x = occasions_ - 1, end = period_index(until, merge_);
    const Spent money = spent();
    CustomerFacts facts{{.frequency = x,
                         .recency = (last_period_ - first_period_) * hours / unit_hours,
                         .T = (end - first_period_) * hours / unit_hours}};
    if (x > 0) {
        facts.monetary_value = static_cast<double>(money.repeat_units()) /
                               (static_cast<double>(x) * powers_of_ten[scale_]);
    }
    facts.revenue = Money{money.units, scale_}.to_double();
    return facts;
}

Result<CustomerScore> score(const Scorer& scorer, const CustomerState& state, Date until) {
    const auto facts = state.facts(until, scorer.unit());
    if (!facts) return facts.error();
    return scorer.score(*facts);
}

}  // namespace tenure::inline v0
