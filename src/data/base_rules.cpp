#include "data/base_rules.hpp"

#include <cmath>
#include <string>

#include "core/message.hpp"
#include "core/number.hpp"

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

}  // namespace tenure::inline v0::detail::data
