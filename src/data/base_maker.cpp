#include "data/base_maker.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/chunks.hpp"
#include "core/message.hpp"
#include "data/base_columns.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Who bought up to the day, and who later only; both as they came.
struct Customers {
    std::vector<std::uint32_t> in_base, later;
};

Customers split_customers(const GatheredLog& log, Date until) {
    std::vector<bool> in_base(log.index.size());
    for (const Purchase& purchase : log.purchases) {
        if (purchase.day <= until.days()) in_base[purchase.customer] = true;
    }
    Customers out;
    for (std::uint32_t customer = 0; customer < in_base.size(); ++customer) {
        (in_base[customer] ? out.in_base : out.later).push_back(customer);
    }
    return out;
}

// Numbers the customers anew: those of the base in their order, and behind them the others.
void renumber(std::vector<Purchase>& purchases, const Customers& customers) {
    std::vector<std::uint32_t> rank(customers.in_base.size() + customers.later.size());
    std::uint32_t next = 0;
    for (const std::uint32_t customer : customers.in_base) rank[customer] = next++;
    for (const std::uint32_t customer : customers.later) rank[customer] = next++;
    for (Purchase& purchase : purchases) purchase.customer = rank[purchase.customer];
}

// Groups small enough to be sorted in a processor's cache, at most 2,048 of them: a cut that
// depends on the number of customers alone.
unsigned group_shift(std::size_t customers) {
    constexpr unsigned least = 8, bits_of_groups = 11;
    const auto bits = static_cast<unsigned>(std::bit_width(customers));
    return std::max(least, bits - std::min(bits, bits_of_groups));
}

class BaseMaker {
public:
    BaseMaker(GatheredLog& log, const Customers& customers, const Window& window)
        : purchases_(log.purchases),
          customers_(customers.in_base.size() + customers.later.size()),
          in_base_(customers.in_base.size()),
          window_(window),
          shift_(group_shift(customers_)),
          columns_({in_base_, log.has_amounts, log.scale, window}) {}

    Result<BaseReport> run(const RunOptions& options) {
        const std::size_t group = std::size_t{1} << shift_;
        const std::size_t groups = (customers_ + group - 1) / group;
        begin_ = group_by_customer(purchases_, groups, shift_);
        reports_.resize(groups);
        auto ran = core::for_each_chunk(
            options, customers_, group,
            [this](std::size_t chunk, std::size_t, std::size_t) { return run_group(chunk); });
        if (!ran) return ran.error();
        return total();
    }

    Table finish(Column ids) && { return std::move(columns_).finish(std::move(ids)); }

private:
    Result<void> run_group(std::size_t group) {
        const auto all =
            std::span(purchases_).subspan(begin_[group], begin_[group + 1] - begin_[group]);
        sort_purchases(all);
        for (auto rest = all; !rest.empty();) {
            const auto customer = rest.front().customer;
            const auto end = std::find_if(rest.begin(), rest.end(), [customer](const Purchase& p) {
                return p.customer != customer;
            });
            const auto count = static_cast<std::size_t>(end - rest.begin());
            auto summary = summarize_customer(rest.first(count), window_, reports_[group]);
            if (!summary) return summary.error();
            if (customer < in_base_) columns_.set(customer, *summary);
            rest = rest.subspan(count);
        }
        return {};
    }

    BaseReport total() const {
        BaseReport sum;
        sum.rows = static_cast<std::int64_t>(purchases_.size());
        for (const BaseReport& part : reports_) {
            sum.occasions += part.occasions;
            sum.merged += part.merged;
            sum.zero_amounts += part.zero_amounts;
            sum.holdout_occasions += part.holdout_occasions;
            sum.holdout_merged += part.holdout_merged;
            sum.after_holdout += part.after_holdout;
            sum.new_in_holdout += part.new_in_holdout;
        }
        return sum;
    }

    std::vector<Purchase>& purchases_;
    std::size_t customers_, in_base_;
    Window window_;
    unsigned shift_;
    std::vector<std::size_t> begin_;
    std::vector<BaseReport> reports_;
    BaseColumns columns_;
};

}  // namespace

Result<CustomerBase> make_base(GatheredLog log, const Window& window, Unit unit,
                               const RunOptions& run) {
    Customers customers = split_customers(log, window.until);
    if (customers.in_base.empty()) {
        return Error{
            Code::no_rows,
            core::expected_got("a purchase on or before " + window.until.to_string(), "none"),
            {}};
    }
    auto sorted = std::exchange(log.index, {}).sorted(std::move(customers.in_base));
    if (!sorted) return sorted.error();
    customers.in_base = std::move(sorted->customers);
    renumber(log.purchases, customers);
    BaseMaker maker(log, customers, window);
    auto report = maker.run(run);
    if (!report) return report.error();
    if (!log.has_amounts) report->zero_amounts = 0;
    auto base = CustomerBase::from_table(std::move(maker).finish(std::move(sorted->ids)),
                                         window.merge, unit, window.until, *report);
    if (!base || !window.holdout_until) return base;
    return std::move(*base).with_holdout_until(*window.holdout_until);
}

}  // namespace tenure::inline v0::detail::data
