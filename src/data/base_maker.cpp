#include "data/base_maker.hpp"

#include <utility>
#include <vector>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "data/base_columns.hpp"
#include "data/customer_order.hpp"
#include "data/customer_states.hpp"

namespace tenure::inline v0::detail::data {
namespace {

constexpr std::size_t rows_at_once = std::size_t{1} << 14;

// Counts a customer without a purchase up to `until`.
void count_absent(const CustomerState& state, const HoldoutState* holdout, BaseReport& report) {
    if (state.has_returns != 0) ++report.only_returns;
    if (holdout != nullptr && holdout->occasions > 0) ++report.new_in_holdout;
}

void add_id(CustomerOrder& order, const CustomerShard& shard, std::size_t customer,
            std::uint32_t state) {
    if (shard.has_numbers()) {
        order.add(shard.number(customer), state);
    } else {
        order.add(shard.text(customer), state);
    }
}

// Those who are in the base, each by the number of its state among all.
CustomerOrder customers_of(GatheredLog& log, CustomerStates& states) {
    CustomerOrder order;
    std::size_t numbers = 0;
    for (const CustomerShard& shard : log.shards) {
        if (shard.has_numbers()) numbers += shard.customers();
    }
    order.reserve(numbers);
    for (CustomerShard& shard : log.shards) {
        const std::uint32_t first = states.append(std::move(shard.states()));
        for (std::size_t customer = 0; customer < shard.customers(); ++customer) {
            const std::uint32_t number = first + static_cast<std::uint32_t>(customer);
            if (states.state(number).occasions > 0) {
                add_id(order, shard, customer, number);
            } else {
                count_absent(states.state(number), states.holdout(number), log.report);
            }
        }
    }
    return order;
}

Result<OrderedCustomers> ordered_customers(GatheredLog& log, CustomerStates& states, Date until) {
    CustomerOrder order = customers_of(log, states);
    if (order.size() == 0) {
        return Error{Code::no_rows,
                     core::expected_got("a purchase on or before " + until.to_string(), "none"),
                     {}};
    }
    auto ordered = std::move(order).finish();
    log.shards = std::vector<CustomerShard>();
    return ordered;
}

}  // namespace

Result<CustomerBase> make_base(GatheredLog log, const BaseTerms& terms, const RunOptions& run) {
    CustomerStates states;
    auto ordered = ordered_customers(log, states, terms.window.until);
    if (!ordered) return ordered.error();
    const auto& customers = ordered->customers;
    BaseColumns columns({customers.size(), terms.has_amounts, terms.scale, terms.window});
    const RunOptions silent{run.executor, {}};
    auto filled =
        core::for_each_chunk(silent, customers.size(), rows_at_once,
                             [&](std::size_t, std::size_t begin, std::size_t end) -> Result<void> {
                                 for (std::size_t row = begin; row < end; ++row) {
                                     const std::uint32_t state = customers[row];
                                     columns.set(row, states.state(state), states.holdout(state));
                                 }
                                 return {};
                             });
    if (!filled) return filled.error();
    if (!terms.has_amounts) log.report.zero_amounts = 0;
    auto base =
        CustomerBase::from_table(std::move(columns).finish(std::move(ordered->ids)),
                                 terms.window.merge, terms.unit, terms.window.until, log.report);
    if (!base || !terms.window.holdout_until) return base;
    return std::move(*base).with_holdout_until(*terms.window.holdout_until);
}

}  // namespace tenure::inline v0::detail::data
