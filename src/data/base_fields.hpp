#pragma once

// The columns of a customer base as text.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "tenure/core/duration.hpp"

namespace tenure::inline v0::detail::data {

/// In the order in which they are written.
enum class BaseField : std::size_t {
    customer,
    frequency,
    recency,
    age,  ///< T.
    monetary_value,
    first_date,
    last_date,
    repeat_revenue,
    sum_log_gaps,
    weight,
    until,
    unit,
    merge,
    revenue,
    holdout_frequency,
    holdout_revenue,
    holdout_until,
};

inline constexpr std::array<std::string_view, 17> base_field_names = {"customer",
                                                                      "frequency",
                                                                      "recency",
                                                                      "T",
                                                                      "monetary_value",
                                                                      "first_date",
                                                                      "last_date",
                                                                      "repeat_revenue",
                                                                      "sum_log_gaps",
                                                                      "weight",
                                                                      "until",
                                                                      "unit",
                                                                      "merge",
                                                                      "revenue",
                                                                      "holdout_frequency",
                                                                      "holdout_revenue",
                                                                      "holdout_until"};

[[nodiscard]] constexpr std::string_view name_of(BaseField field) noexcept {
    return base_field_names[static_cast<std::size_t>(field)];
}

/// The field of this name.
[[nodiscard]] constexpr std::optional<BaseField> base_field(std::string_view name) noexcept {
    for (std::size_t i = 0; i < base_field_names.size(); ++i) {
        if (base_field_names[i] == name) return static_cast<BaseField>(i);
    }
    return std::nullopt;
}

/// A time that was written in `unit`, as a count of merge periods: the whole number where it is one
/// up to rounding; else, where there is such a count, the one that is read in `unit` as the same
/// double again.
[[nodiscard]] double to_periods(double time, Unit unit, Period merge) noexcept;

}  // namespace tenure::inline v0::detail::data
