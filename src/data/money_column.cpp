#include "data/money_column.hpp"

namespace tenure::inline v0::detail::data {

Result<void> rescale(std::int64_t& units, std::uint8_t from, std::uint8_t to) {
    if (from == to) return {};
    const auto scaled = Money{units, from}.at_scale(to);
    if (!scaled) return scaled.error();
    units = scaled->units;
    return {};
}

Result<void> MoneyColumn::add(Money amount) {
    if (amount.scale > scale_) {
        if (auto raised = raise(amount.scale); !raised) return raised;
    }
    if (auto fits = rescale(amount.units, amount.scale, scale_); !fits) return fits;
    units_.push_back(amount.units);
    return {};
}

Result<void> MoneyColumn::raise(std::uint8_t scale) {
    for (std::int64_t& units : units_) {
        if (auto fits = rescale(units, scale_, scale); !fits) return fits;
    }
    scale_ = scale;
    return {};
}

}  // namespace tenure::inline v0::detail::data
