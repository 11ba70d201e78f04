#include "data/customer_summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/message.hpp"

namespace tenure::inline v0::detail::data {
namespace {

// Amounts are never negative, so a sum that fits has parts that fit, in any order.
Result<void> add_units(std::int64_t& sum, std::int64_t units) {
    if (units > std::numeric_limits<std::int64_t>::max() - sum) {
        return Error{Code::overflow,
                     core::expected_got("a customer's amounts with a sum within 64 bits", "more"),
                     {}};
    }
    sum += units;
    return {};
}

void start_occasion(Occasions& occasions, std::int32_t period) {
    if (occasions.count == 0) {
        occasions.first_period = period;
    } else {
        occasions.sum_log_gaps += std::log(static_cast<double>(period - occasions.last_period));
    }
    occasions.last_period = period;
    ++occasions.count;
}

Result<Occasions> sum_up(std::span<const Purchase> purchases, Period merge) {
    Occasions occasions;
    occasions.rows = static_cast<std::int64_t>(purchases.size());
    for (const Purchase& purchase : purchases) {
        const std::int32_t period = period_index(Date::from_days(purchase.day), merge);
        if (occasions.count == 0 || period != occasions.last_period) {
            start_occasion(occasions, period);
        }
        if (purchase.amount == 0) ++occasions.zero_rows;
        if (auto fits = add_units(occasions.units, purchase.amount); !fits) return fits.error();
        if (occasions.count == 1) occasions.first_units = occasions.units;
    }
    return occasions;
}

// How many purchases at the front lie on or before the day.
std::size_t count_until(std::span<const Purchase> purchases, Date day) {
    const auto behind =
        std::partition_point(purchases.begin(), purchases.end(),
                             [day](const Purchase& p) { return p.day <= day.days(); });
    return static_cast<std::size_t>(behind - purchases.begin());
}

void count_calibration(const CustomerSummary& customer, BaseReport& report) {
    report.occasions += customer.calibration.count;
    report.merged += customer.calibration.rows - customer.calibration.count;
    report.zero_amounts += customer.calibration.zero_rows;
}

void count_holdout(const CustomerSummary& customer, BaseReport& report) {
    report.holdout_occasions += customer.holdout.count;
    report.holdout_merged += customer.holdout.rows - customer.holdout.count;
    if (customer.calibration.count == 0 && customer.holdout.count > 0) ++report.new_in_holdout;
}

}  // namespace

Result<CustomerSummary> summarize_customer(std::span<const Purchase> purchases,
                                           const Window& window, BaseReport& report) {
    const std::size_t calibration = count_until(purchases, window.until);
    const std::size_t holdout = count_until(purchases, window.holdout_until.value_or(window.until));
    const auto before = sum_up(purchases.first(calibration), window.merge);
    if (!before) return before.error();
    const auto after = sum_up(purchases.subspan(calibration, holdout - calibration), window.merge);
    if (!after) return after.error();

    CustomerSummary customer{*before, *after};
    if (calibration > 0) {
        customer.first_day = purchases.front().day;
        customer.last_day = purchases[calibration - 1].day;
    }
    count_calibration(customer, report);
    count_holdout(customer, report);
    report.after_holdout += static_cast<std::int64_t>(purchases.size() - holdout);
    return customer;
}

}  // namespace tenure::inline v0::detail::data
