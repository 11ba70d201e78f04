#include "data/customer_states.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

#include "core/message.hpp"

namespace tenure::inline v0::detail::data {

Result<void> check_customer_count(std::size_t customers) {
    if (customers <= std::numeric_limits<std::int32_t>::max()) return {};
    return Error{Code::overflow, core::expected_got("at most 2147483647 customers", "more"), {}};
}

void CustomerStates::grow(std::size_t customers) {
    while (size() < customers) {
        blocks_.push_back(std::make_unique<CustomerState[]>(block_size));
        if (with_holdout_) holdouts_.push_back(std::make_unique<HoldoutState[]>(block_size));
    }
}

std::uint32_t CustomerStates::append(CustomerStates&& others) {
    const auto first = static_cast<std::uint32_t>(size());
    with_holdout_ = with_holdout_ || others.with_holdout_;
    std::move(others.blocks_.begin(), others.blocks_.end(), std::back_inserter(blocks_));
    std::move(others.holdouts_.begin(), others.holdouts_.end(), std::back_inserter(holdouts_));
    others.blocks_.clear();
    others.holdouts_.clear();
    return first;
}

void CustomerStates::rescale(std::int64_t factor) noexcept {
    for (const auto& block : blocks_) {
        for (std::uint32_t i = 0; i < block_size; ++i) {
            block[i].units *= factor;
            block[i].first_units *= factor;
        }
    }
    for (const auto& block : holdouts_) {
        for (std::uint32_t i = 0; i < block_size; ++i) block[i].units *= factor;
    }
}

}  // namespace tenure::inline v0::detail::data
