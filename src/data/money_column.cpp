#include "data/money_column.hpp"

namespace tenure::inline v0::detail::data {

Money without_zeros(Money amount, std::uint8_t least) noexcept {
    for (; amount.scale > least && amount.units % 10 == 0; --amount.scale) amount.units /= 10;
    return amount;
}

Result<void> rescale(std::int64_t& units, std::uint8_t from, std::uint8_t to) {
    if (from == to) return {};
    const auto scaled = Money{units, from}.at_scale(to);
    if (!scaled) return scaled.error();
    units = scaled->units;
    return {};
}

// Decimals that an amount does not need must not make others overflow.
Result<void> MoneyColumn::add(Money amount) {
    amount = without_zeros(amount, scale_);
    if (amount.scale > scale_) {
        if (auto raised = raise(amount.scale); !raised) return raised;
    }
    if (auto fits = rescale(amount.units, amount.scale, scale_); !fits) return fits;
    units_.push_back(amount.units);
    return {};
}

Result<void> MoneyColumn::add_all(std::span<const std::int64_t> units, std::uint8_t scale) {
    if (scale == scale_) {
        units_.insert(units_.end(), units.begin(), units.end());
        return {};
    }
    for (const std::int64_t amount : units) {
        if (auto added = add({amount, scale}); !added) return added;
    }
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
