// States from the rows of a base.

#include <algorithm>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "core/number.hpp"
#include "data/money_column.hpp"
#include "tenure/scores/customer_state.hpp"

namespace tenure::inline v0 {

namespace detail::scores {

namespace {

using core::contract_violation;
using core::expected_got;
using core::quoted;

Error refusal(Code code, std::string_view expected, std::string_view got, const char* field) {
    return {code, expected_got(expected, got), {.field = field}};
}

Error lacking(Code code, const char* column) {
    return refusal(code, "a base that knows " + quoted(column), "one that does not", column);
}

Error bad_time(const char* column, std::int32_t expected, double got) {
    return refusal(Code::invalid_data,
                   std::string("a ") + column + " that is the merge periods between dates, " +
                       std::to_string(expected),
                   core::shortest(got), column);
}

void check_scale(std::uint8_t scale) {
    if (scale <= Money::max_scale) return;
    contract_violation("scale", "from 0 to 6", static_cast<double>(scale));
}

}  // namespace

/// The columns of a base that states are made of.
class BaseStates {
public:
    static Result<BaseStates> of(const CustomerBase& base, std::uint8_t scale) {
        check_scale(scale);
        for (const char* column : {"revenue", "repeat_revenue"}) {
            if (base.table().find(column) == nullptr) return lacking(Code::no_amounts, column);
        }
        for (const char* column : {"first_date", "last_date", "sum_log_gaps"}) {
            if (base.table().find(column) == nullptr) return lacking(Code::invalid_data, column);
        }
        return BaseStates(base, std::max(scale, base.revenue_scale()));
    }

    /// The state of a row, which is there.
    [[nodiscard]] Result<CustomerState> state(std::size_t row) const {
        for (const auto step : {&BaseStates::check_row, &BaseStates::check_times}) {
            if (auto checked = (this->*step)(row); !checked) return at(row, checked.error());
        }
        CustomerState state(base_.merge(), scale_);
        set_times(row, state);
        if (auto set = set_money(row, state); !set) return at(row, set.error());
        return state;
    }

private:
    BaseStates(const CustomerBase& base, std::uint8_t scale)
        : base_(base),
          scale_(scale),
          first_date_(base.table()["first_date"]),
          last_date_(base.table()["last_date"]),
          repeat_revenue_(base.table()["repeat_revenue"].integers()),
          sum_log_gaps_(base.table()["sum_log_gaps"].reals()) {}

    static Error at(std::size_t row, Error error) {
        error.where.line = row + 1;
        return error;
    }

    [[nodiscard]] std::int32_t period(std::int32_t day) const {
        return period_index(Date::from_days(day), base_.merge());
    }
    [[nodiscard]] std::int32_t first_period(std::size_t row) const {
        return period(first_date_.dates()[row]);
    }
    [[nodiscard]] std::int32_t last_period(std::size_t row) const {
        return period(last_date_.dates()[row]);
    }

    [[nodiscard]] Result<void> check_row(std::size_t row) const {
        if (first_date_.is_null(row)) return lacking(Code::invalid_data, "first_date");
        if (last_date_.is_null(row)) return lacking(Code::invalid_data, "last_date");
        const std::int64_t weight = base_.weight()[row];
        if (weight == 1) return {};
        return refusal(Code::invalid_data, "a weight of 1", std::to_string(weight), "weight");
    }

    // Times are made anew from the dates, so they must be what these say.
    [[nodiscard]] Result<void> check_times(std::size_t row) const {
        const std::int32_t first = first_period(row);
        const std::int32_t recency = last_period(row) - first;
        if (base_.recency()[row] != recency) {
            return bad_time("recency", recency, base_.recency()[row]);
        }
        if (!base_.until()) return {};
        const std::int32_t age = period_index(*base_.until(), base_.merge()) - first;
        if (base_.age()[row] != age) return bad_time("T", age, base_.age()[row]);
        return {};
    }

    void set_times(std::size_t row, CustomerState& state) const {
        state.sum_log_gaps_ = sum_log_gaps_[row] + 0.0;  // a zero without a sign
        state.first_day_ = first_date_.dates()[row];
        state.last_day_ = last_date_.dates()[row];
        state.first_period_ = first_period(row);
        state.last_period_ = last_period(row);
        state.recorded_day_ = base_.until() ? base_.until()->days() : state.last_day_;
        // There are not so many merge periods between two dates that it would not fit.
        state.occasions_ = static_cast<std::int32_t>(base_.frequency()[row]) + 1;
    }

    [[nodiscard]] Result<void> set_money(std::size_t row, CustomerState& state) const {
        state.units_ = base_.revenue()[row];
        state.first_units_ = state.units_ - repeat_revenue_[row];
        for (std::int64_t* units : {&state.units_, &state.first_units_}) {
            auto fits = data::rescale(*units, base_.revenue_scale(), scale_);
            if (fits) continue;
            Error error = fits.error();
            error.where.field = "revenue";
            return error;
        }
        return {};
    }

    const CustomerBase& base_;
    std::uint8_t scale_;
    const Column& first_date_;
    const Column& last_date_;
    std::span<const std::int64_t> repeat_revenue_;
    std::span<const double> sum_log_gaps_;
};

}  // namespace detail::scores

using detail::scores::BaseStates;

Result<CustomerState> CustomerState::of(const CustomerBase& base, std::size_t row,
                                        std::uint8_t scale) {
    if (row >= base.size()) {
        detail::core::contract_violation("row", "below " + std::to_string(base.size()),
                                         std::to_string(row));
    }
    const auto states = BaseStates::of(base, scale);
    if (!states) return states.error();
    return states->state(row);
}

Result<std::vector<CustomerState>> customer_states(const CustomerBase& base, std::uint8_t scale) {
    const auto states = BaseStates::of(base, scale);
    if (!states) return states.error();
    std::vector<CustomerState> all;
    all.reserve(base.size());
    for (std::size_t row = 0; row < base.size(); ++row) {
        auto state = states->state(row);
        if (!state) return state.error();
        all.push_back(*state);
    }
    return all;
}

}  // namespace tenure::inline v0
