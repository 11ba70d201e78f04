// Whether bytes are a state.

#include <cmath>
#include <string>
#include <string_view>

#include "core/message.hpp"
#include "core/number.hpp"
#include "tenure/scores/customer_state.hpp"

namespace tenure::inline v0 {
namespace {

Error invalid(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_value, detail::core::expected_got(expected, got), {.field = field}};
}

Error invalid(const char* field, std::string_view expected, std::int64_t got) {
    return invalid(field, expected, std::to_string(got));
}

// Equal states have equal bytes, so zero has one form.
bool is_plain_zero(double number) noexcept { return number == 0 && !std::signbit(number); }

bool is_date(std::int32_t day) noexcept {
    return day >= Date::min().days() && day <= Date::max().days();
}

}  // namespace

Result<void> CustomerState::check() const {
    for (const auto part :
         {&CustomerState::check_terms, &CustomerState::check_times, &CustomerState::check_money}) {
        if (auto checked = (this->*part)(); !checked) return checked;
    }
    return {};
}

Result<void> CustomerState::check_terms() const {
    if (merge_ > Period::month) {
        return invalid("merge", "a known period", static_cast<std::int64_t>(merge_));
    }
    if (scale_ > Money::max_scale) return invalid("scale", "from 0 to 6", scale_);
    for (const std::uint8_t byte : reserved_) {
        if (byte != 0) return invalid("reserved", "zeros", byte);
    }
    return {};
}

Result<void> CustomerState::check_times() const {
    if (recorded_day_ != never && !is_date(recorded_day_)) {
        return invalid("recorded_until", "a date, in days since 1970-01-01", recorded_day_);
    }
    if (occasions_ == 0) return check_no_purchase();
    if (!is_date(first_day_)) {
        return invalid("first_date", "a date, in days since 1970-01-01", first_day_);
    }
    if (last_day_ < first_day_ || last_day_ > recorded_day_) {
        return invalid("last_date", "between first_date and recorded_until", last_day_);
    }
    if (first_period_ != period_index(Date::from_days(first_day_), merge_)) {
        return invalid("first_period", "that of first_date", first_period_);
    }
    if (last_period_ != period_index(Date::from_days(last_day_), merge_)) {
        return invalid("last_period", "that of last_date", last_period_);
    }
    return check_occasions();
}

Result<void> CustomerState::check_no_purchase() const {
    const bool blank = first_day_ == 0 && last_day_ == 0 && first_period_ == 0 &&
                       last_period_ == 0 && units_ == 0 && first_units_ == 0 &&
                       is_plain_zero(sum_log_gaps_);
    if (!blank) return invalid("occasions", "one at least, where there was a purchase", 0);
    return {};
}

Result<void> CustomerState::check_occasions() const {
    // Two occasions or more, where the first and the last are apart.
    const std::int32_t between = last_period_ - first_period_;
    const std::int32_t least = between > 0 ? 2 : 1;
    if (occasions_ < least || occasions_ > between + 1) {
        return invalid("occasions",
                       "from " + std::to_string(least) + " to " + std::to_string(between + 1),
                       occasions_);
    }
    const bool may_be = occasions_ > 1 && sum_log_gaps_ != 0 && std::isfinite(sum_log_gaps_);
    if (!may_be && !is_plain_zero(sum_log_gaps_)) {
        return invalid("sum_log_gaps", "a finite number, 0 with one occasion",
                       detail::core::shortest(sum_log_gaps_));
    }
    return {};
}

Result<void> CustomerState::check_money() const {
    if (returned_units_ < 0) return invalid("returned", "0 or more", returned_units_);
    if (returned_units_ > 0 && recorded_day_ == never) {
        return invalid("returned", "0, where nothing was recorded", returned_units_);
    }
    if (units_ < 0) return invalid("revenue", "0 or more", units_);
    if (first_units_ < 0 || first_units_ > units_) {
        return invalid("first_revenue", "from 0 to all revenue", first_units_);
    }
    if (occasions_ == 1 && first_units_ != units_) {
        return invalid("first_revenue", "all revenue, with one occasion", first_units_);
    }
    return {};
}

}  // namespace tenure::inline v0
