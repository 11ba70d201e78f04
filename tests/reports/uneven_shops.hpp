#pragma once

// Shops whose periods do not come out even: what pictures and their tables are easily wrong about.

#include "reports/pages.hpp"

namespace tenure::test {

/// Sixteen years by month: more rows than a table under a picture has.
inline Shop long_shop() {
    using namespace tenure::literals;
    const auto log = log_of(random_orders(3, 4000, 300, 5844, true));
    Shop shop = shop_of(log, {.until = 2009y / 12 / 31});
    shop.tracking =
        track(log, shop.base, shop.purchases, {.period = TrackingPeriod::month}).value();
    return shop;
}

/// Six days of observation and a long time after them: no whole week is before its end.
inline Shop six_days_shop() {
    using namespace tenure::literals;
    std::vector<Order> orders = random_orders(11, 400, 60, 90, true);
    for (int i = 0; i < 5; ++i) orders.push_back({"early" + std::to_string(i), 1997y / 1 / 1, 900});
    return shop_of(log_of(orders), {.until = 1997y / 1 / 6});
}

}  // namespace tenure::test
