#pragma once

// The parts of the page, one function each: what is not known is not written.

#include <string>
#include <string_view>

#include "reports/facts.hpp"
#include "reports/html.hpp"
#include "reports/wording.hpp"
#include "tenure/reports/page.hpp"

namespace tenure::inline v0::detail::reports {

struct Page {
    const tenure::reports::PageContent& content;
    Facts facts;
    Currency currency;
};

/// A section of the page, there or not.
struct Section {
    std::string_view id;
    std::string_view title;
    bool (*is_there)(const Page& page);
    void (*write)(Html& html, const Page& page);
};

// Each writes what stands under its heading.
void write_short(Html& html, const Page& page);
void write_call_first(Html& html, const Page& page);
void write_matrix(Html& html, const Page& page);
void write_rfm(Html& html, const Page& page);
void write_concentration(Html& html, const Page& page);
void write_cohorts(Html& html, const Page& page);
void write_alive(Html& html, const Page& page);
void write_tracking(Html& html, const Page& page);
void write_frequencies(Html& html, const Page& page);
void write_holdout(Html& html, const Page& page);
void write_data(Html& html, const Page& page);
void write_words(Html& html, const Page& page);

/// What a customer is worth, in words, and what all are together: over the horizon, or in a year.
[[nodiscard]] std::string value_of_one(const ScoreReport& report);
[[nodiscard]] std::string value_of_all(const ScoreReport& report);
/// Said where not one customer has a value.
inline constexpr std::string_view no_value_known =
    "the model of spend knows no value for any of these customers.";
/// "Without amounts", or what is missing of a base that has some: for its revenue to be known, and
/// for a value of its customers.
[[nodiscard]] std::string without_totals(const Page& page);
[[nodiscard]] std::string without_value(const Page& page);
/// A customer's id as it is shown.
[[nodiscard]] std::string shown_id(const CustomerBase& base, std::size_t row);

/// The style sheet.
[[nodiscard]] std::string_view style_sheet() noexcept;

}  // namespace tenure::inline v0::detail::reports
