#pragma once

/// @file
/// The page that a shop owner reads: one HTML file about all customers.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/result.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/any_model.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/scores/frequency_fit.hpp"
#include "tenure/scores/holdout.hpp"
#include "tenure/scores/score.hpp"
#include "tenure/scores/tracking.hpp"
#include "tenure/segments/cohorts.hpp"
#include "tenure/segments/concentration.hpp"
#include "tenure/segments/matrix.hpp"
#include "tenure/segments/rfm.hpp"

namespace tenure::inline v0::reports {

/// Whether a text can be `PageContent::title` or `currency`, for a host that is given them long
/// before there is something to show.
/// @return `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<void> check_title(std::string_view title);
[[nodiscard]] TENURE_API Result<void> check_currency(std::string_view currency);

/// What a page is made of. Only the base is needed; what is null is left out, or the page says in a
/// sentence why it is not there. What is pointed to is only read, and must be of this base.
struct PageContent {
    const CustomerBase& base;  ///< Required.
    /// The heading; UTF-8, with more in it than blanks of any kind. Shown as a text, and cut after
    /// 200 characters.
    std::string title = "Customers";
    /// Put before amounts: a sign, as `$`, or a code, as `EUR`; at most 12 characters. Default:
    /// none.
    std::string currency = {};

    std::optional<models::AnyPurchaseModel> purchases = {};
    /// How the fits went; of one that is not usable the page says so.
    const models::FitReport* purchase_fit = nullptr;
    std::optional<models::AnySpendModel> spend = {};
    const models::FitReport* spend_fit = nullptr;

    const ScoreTable* scores = nullptr;
    const HoldoutTable* holdout = nullptr;
    const TrackingTable* tracking = nullptr;
    const FrequencyFit* frequencies = nullptr;
    const segments::RfmTable* rfm = nullptr;
    const segments::MatrixTable* matrix = nullptr;
    const segments::ConcentrationTable* concentration = nullptr;
    const segments::CohortTable* cohorts = nullptr;

    std::vector<std::string> notes = {};  ///< Sentences for the section on the data.
    std::size_t most_at_risk = 20;        ///< Customers in the list of value at risk; 1 to 1,000.
    std::size_t most_cohorts = 18;        ///< The newest cohorts that are shown; 1 to 60.

    /// @return `Code::invalid_option`, also for parameters that are no model.
    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// Writes the page: one self-contained HTML file in UTF-8, with its pictures (SVG) and its style in
/// it, no script, and nothing to load. It is well-formed XML as well.
///
/// The sections, as far as there is something to say: in short; who to call first (most value at
/// risk); value and risk; segments; concentration; cohorts; the probability of being alive by
/// frequency and silence; purchases over time against the model; customers by repeat count against
/// the model; the holdout; the data; and what each word means. Every count, share, risk and amount
/// that is rounded for people stands in a `<data>` element whose `value` is the number in full;
/// what heads a row or a column, lengths of time and the letters in a picture may be rounded only.
/// Options stand as they were given. Amounts have two decimals below 1,000, none where the base's
/// revenue has none; borders between amounts have as many as it takes to tell who is on which side
/// (those of spend all of the base's), and two that differ never look the same.
///
/// Texts from outside (ids, names, title, notes) are shown, never interpreted: markup is escaped,
/// characters that control the display or cannot be seen are replaced by their names, and of ids of
/// more than 60 characters the first 50 and the last 10 are shown. A page holds sums and lists of
/// limited length: it does not grow with the customers.
/// @return the errors of `PageContent::check`. Scores and segments of another number of rows than
/// the base are a `ContractError`, as are checks of another number of customers and frequencies
/// without rows.
[[nodiscard]] TENURE_API Result<std::string> customer_page(const PageContent& content);

}  // namespace tenure::inline v0::reports
