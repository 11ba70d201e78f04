#pragma once

// Everything that a page can be made of, and pages of shops that differ.

#include <optional>
#include <string>
#include <utility>

#include "support/bases.hpp"
#include "support/cdnow_models.hpp"
#include "support/logs.hpp"
#include "tenure/reports/page.hpp"

namespace tenure::test {

/// A shop with all that its page says of it.
struct Shop {
    CustomerBase base;
    models::AnyPurchaseModel purchases = cdnow_purchases;
    std::optional<models::AnySpendModel> spend = {};
    std::optional<ScoreTable> scores = {};
    std::optional<HoldoutTable> holdout = {};
    std::optional<TrackingTable> tracking = {};
    std::optional<FrequencyFit> frequencies = {};
    std::optional<segments::RfmTable> rfm = {};
    std::optional<segments::MatrixTable> matrix = {};
    std::optional<segments::ConcentrationTable> concentration = {};
    std::optional<segments::CohortTable> cohorts = {};

    /// The shop outlives what it returns.
    [[nodiscard]] reports::PageContent content() const {
        const auto place = [](const auto& part) { return part ? &*part : nullptr; };
        return {.base = base,
                .purchases = purchases,
                .spend = spend,
                .scores = place(scores),
                .holdout = place(holdout),
                .tracking = place(tracking),
                .frequencies = place(frequencies),
                .rfm = place(rfm),
                .matrix = place(matrix),
                .concentration = place(concentration),
                .cohorts = place(cohorts)};
    }
};

/// What can be computed of a base alone.
inline Shop shop_of(CustomerBase base) {
    Shop shop{std::move(base)};
    const bool has_revenue = !shop.base.revenue().empty();
    if (shop.base.has_amounts()) shop.spend = cdnow_spend;
    shop.scores = score(shop.base, {.purchases = shop.purchases,
                                    .spend = shop.spend,
                                    .horizon = {39, Unit::week},
                                    .discount = {0.15, Unit::year}})
                      .value();
    if (shop.base.size() == 0) return shop;
    shop.frequencies = check_frequencies(shop.base, shop.purchases).value();
    shop.rfm = segments::rfm(shop.base).value();
    if (shop.scores->report().value_basis != ValueBasis::none)
        shop.matrix = segments::value_risk_matrix(shop.base, *shop.scores).value();
    if (has_revenue) shop.concentration = segments::concentration(shop.base).value();
    return shop;
}

/// The same with what needs the log.
inline Shop shop_of(const Transactions& log, const SummarizeOptions& options) {
    Shop shop = shop_of(summarize(log, options).value());
    shop.tracking = track(log, shop.base, shop.purchases).value();
    shop.cohorts = segments::cohorts(log).value();
    if (!shop.base.holdout_frequency().empty())
        shop.holdout = check_holdout(shop.base, shop.purchases).value();
    return shop;
}

inline Shop cdnow_shop() {
    using namespace tenure::literals;
    return shop_of(cdnow_sample(), {.until = 1997y / 9 / 30});
}

/// Ids that would be markup, that change how others are shown, or that have no end.
inline const std::vector<std::string>& hostile_ids() {
    static const std::vector<std::string> ids{
        "<script>alert(1)</script>",
        "\"&'<b>",
        "]]><!--",
        "&lt;already&amp;",
        "\u202Efdp.exe",
        "a\u200Bb\u0007c\x7F",
        "javascript:alert(1)",
        std::string(3000, 'W'),
        "\u5BA2\u6237 \U0001F600 n\u00E4chste",
        "</title></style></svg></textarea>",
    };
    return ids;
}

inline Shop hostile_shop() {
    using namespace tenure::literals;
    std::vector<Order> orders;
    for (std::size_t i = 0; i < hostile_ids().size(); ++i) {
        for (int n = 0; n < 4; ++n) {
            const Date day = Date(2025y / 1 / 1) + static_cast<int>(i) * 3 + n * 11;
            orders.push_back({hostile_ids()[i], day, 1000 + 700 * static_cast<int>(i) + n});
        }
    }
    return shop_of(log_of(orders), {.until = 2025y / 3 / 31});
}

inline Shop one_customer_shop() {
    using namespace tenure::literals;
    return shop_of(log_of({{"Ada", 2025y / 1 / 2, 1999}}), {.until = 2025y / 3 / 31});
}

/// All alike: one segment, one cell, one value.
inline Shop one_segment_shop() {
    using namespace tenure::literals;
    std::vector<Order> orders;
    for (int i = 0; i < 50; ++i)
        for (const int day : {0, 20, 40})
            orders.push_back({"c" + std::to_string(i), Date(2025y / 1 / 1) + day, 500});
    return shop_of(log_of(orders), {.until = 2025y / 3 / 31});
}

inline Shop shop_without_amounts() {
    using namespace tenure::literals;
    const auto log = log_of(random_orders(5, 3000, 400, 500, true), 2, false);
    return shop_of(log, {.until = 1997y / 12 / 31});
}

/// Neither dates nor money: a summary as other programs make it.
inline Shop shop_without_dates() {
    return shop_of(base_of({{0, 0.0, 200.0}, {2, 90.0, 200.0}, {7, 150.0, 200.5, 0, 0, 3}},
                           {.monetary_value = false, .revenue = false}));
}

inline Shop empty_shop() { return shop_of(base_of({})); }

}  // namespace tenure::test
