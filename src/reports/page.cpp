#include "tenure/reports/page.hpp"

#include <array>
#include <utility>

#include "models/option_error.hpp"
#include "reports/sections.hpp"

namespace tenure::inline v0::reports {
namespace {

using namespace detail::reports;
using detail::models::as_option;
using detail::models::invalid_option;

bool has_customers(const Page& page) { return page.facts.customers > 0; }

/// Of what needs scores: said to be missing where there are scores but no amounts.
bool has_scores(const Page& page) { return has_customers(page) && page.content.scores != nullptr; }
bool has_matrix(const Page& page) {
    return has_scores(page) && (page.content.matrix != nullptr || !has_value(page.content));
}
bool has_concentration(const Page& page) {
    const bool no_amounts = page.content.base.revenue().empty();
    return has_customers(page) && (page.content.concentration != nullptr || no_amounts);
}
bool has_reach(const Page& page) { return page.facts.reach.has_value(); }
template <auto member>
bool has(const Page& page) {
    return has_customers(page) && page.content.*member != nullptr;
}

constexpr std::array<Section, 12> sections{{
    {"short", "In short", [](const Page&) { return true; }, &write_short},
    {"call-first", "Who to call first", &has_scores, &write_call_first},
    {"matrix", "Value and risk", &has_matrix, &write_matrix},
    {"segments", "Segments", &has<&PageContent::rfm>, &write_rfm},
    {"concentration", "Concentration", &has_concentration, &write_concentration},
    {"cohorts", "Cohorts", &has<&PageContent::cohorts>, &write_cohorts},
    {"alive", "Silence", &has_reach, &write_alive},
    {"tracking", "Purchases over time", &has<&PageContent::tracking>, &write_tracking},
    {"frequencies", "How often they came back", &has<&PageContent::frequencies>,
     &write_frequencies},
    {"holdout", "Did it come true?", &has<&PageContent::holdout>, &write_holdout},
    {"data", "The data", &has_customers, &write_data},
    {"words", "What each word means", &has_customers, &write_words},
}};

void write_head(Html& html, const std::string& title) {
    html.open("head").empty("meta", {{"charset", "utf-8"}});
    html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
    html.empty("meta", {{"name", "color-scheme"}, {"content", "light"}});
    html.element("title", title);
    html.open("style").verbatim(style_sheet()).close().close();
}

void write_header(Html& html, const Page& page, const std::string& title) {
    html.open("header").open("h1").element("bdi", title).close();
    const auto& facts = page.facts;
    html.open("p");
    if (facts.first && facts.until) {
        put_date(html.text("First purchases from "), *facts.first);
        put_date(html.text(" on, as seen on "), *facts.until).text(".");
    } else if (facts.until) {
        put_date(html.text("As seen on "), *facts.until).text(".");
    } else {
        html.text("These data carry no dates.");
    }
    html.close().close();
}

void write_contents(Html& html, const Page& page) {
    html.open("nav", {{"aria-label", "Sections"}}).open("ul");
    for (const Section& section : sections) {
        if (section.id == "short" || !section.is_there(page)) continue;
        html.open("li");
        html.element("a", section.title, {{"href", "#" + std::string(section.id)}}).close();
    }
    html.close().close();
}

void write_section(Html& html, const Page& page, const Section& section) {
    const std::string heading = std::string(section.id) + "-heading";
    html.open("section", {{"id", section.id}, {"aria-labelledby", heading}});
    html.element("h2", section.title, {{"id", heading}});
    html.open("div", {{"class", "body"}});
    section.write(html, page);
    html.close().close();
}

std::string written(const Page& page) {
    const std::string title = cut(visible(page.content.title), 200);
    Html html;
    html.open("html", {{"xmlns", "http://www.w3.org/1999/xhtml"}, {"lang", "en"}});
    write_head(html, title);
    html.open("body");
    write_header(html, page, title);
    html.open("main");
    for (const Section& section : sections) {
        if (!section.is_there(page)) continue;
        write_section(html, page, section);
        if (section.id == "short" && has_customers(page)) write_contents(html, page);
    }
    html.close();
    html.open("footer");
    html.element("p", "Made by Tenure. Nothing in this file is loaded from elsewhere.");
    return std::move(html).finish();
}

void require_rows(std::string_view argument, std::size_t rows, std::size_t expected) {
    if (rows == expected) return;
    detail::core::contract_violation(argument, std::to_string(expected) + " rows, as the base has",
                                     std::to_string(rows));
}

void require_customers(std::string_view argument, std::int64_t customers, std::int64_t expected) {
    if (customers == expected) return;
    detail::core::contract_violation(argument, counted(expected, "customer") + ", as the base has",
                                     std::to_string(customers));
}

/// Of any base there are rows, if only of those who did not come back.
void require_same_counts(const FrequencyFit& fit, const CustomerBase& base) {
    require_customers("frequencies", fit.customers, base.customers());
    if (fit.rows.empty())
        detail::core::contract_violation("frequencies", "a row for each repeat count", "none");
}

/// What is pointed to is of this base, as far as its size tells.
void require_same_base(const PageContent& content) {
    const std::size_t rows = content.base.size();
    if (content.scores != nullptr) require_rows("scores", content.scores->size(), rows);
    if (content.rfm != nullptr) require_rows("rfm", content.rfm->size(), rows);
    if (content.matrix != nullptr) require_rows("matrix", content.matrix->table().rows(), rows);
    if (content.concentration != nullptr)
        require_rows("concentration", content.concentration->table().rows(), rows);
    if (content.frequencies != nullptr) require_same_counts(*content.frequencies, content.base);
    if (content.tracking != nullptr)
        require_customers("tracking", content.tracking->customers, content.base.customers());
}

Result<void> check_count(std::string_view option, std::size_t count, std::size_t most) {
    if (count >= 1 && count <= most) return {};
    return invalid_option(option, "from 1 to " + whole(static_cast<std::int64_t>(most)),
                          std::to_string(count));
}

/// Money whose log has no decimals has no smaller coins.
int decimals_of(const CustomerBase& base) {
    return !base.revenue().empty() && base.revenue_scale() == 0 ? 0 : 2;
}

template <class Model, class Any>
Result<void> check_model(std::string_view option, const std::optional<Any>& any) {
    if (!any) return {};
    const Model* const model = any->template get_if<Model>();
    return model == nullptr ? Result<void>() : as_option(option, model->check());
}

/// Parameters of a fit that did not work are not looked at.
bool usable(const models::FitReport* fit) { return fit == nullptr || fit->usable(); }

}  // namespace

Result<void> check_title(std::string_view title) {
    if (!is_blank(title)) return {};
    return invalid_option("title", "a text to read", "'" + std::string(title) + "'");
}

Result<void> check_currency(std::string_view currency) {
    constexpr std::size_t most = 12;
    const std::size_t characters = count_characters(currency);
    if (characters <= most) return {};
    return invalid_option("currency", "at most " + std::to_string(most) + " characters",
                          std::to_string(characters));
}

Result<void> PageContent::check() const {
    if (auto checked = check_title(title); !checked) return checked;
    if (auto checked = check_currency(currency); !checked) return checked;
    if (auto checked = check_count("most_at_risk", most_at_risk, 1000); !checked) return checked;
    if (auto checked = check_count("most_cohorts", most_cohorts, 60); !checked) return checked;
    if (usable(purchase_fit)) {
        if (auto checked = check_model<models::BgNbd>("purchases", purchases); !checked)
            return checked;
    }
    return usable(spend_fit) ? check_model<models::GammaGamma>("spend", spend) : Result<void>();
}

Result<std::string> customer_page(const PageContent& content) {
    if (auto checked = content.check(); !checked) return checked.error();
    require_same_base(content);
    return written(
        {content, facts_of(content), Currency(content.currency, decimals_of(content.base))});
}

}  // namespace tenure::inline v0::reports
