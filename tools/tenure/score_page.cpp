#include "score_page.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "exit_code.hpp"
#include "option_values.hpp"
#include "outputs.hpp"
#include "tenure/reports/page.hpp"
#include "tenure/scores/frequency_fit.hpp"
#include "tenure/scores/tracking.hpp"
#include "tenure/segments/concentration.hpp"

namespace tenure::tools {

namespace {

// Above it, points of single weeks are closer than a screen shows.
constexpr double most_weeks = 156;

// Months of more years than that are more than the library counts.
constexpr double most_years = 100;

constexpr const char* too_much =
    "The revenue of all customers together is too much to be added up: there are no ";

double days_of(const Transactions& log) {
    return log.last_date()->days() - log.first_date()->days();
}

bool is_too_long(const Transactions& log) { return days_of(log) > 365 * most_years; }

TrackingTable tracked(const PageSources& sources, const std::string& file, Run& run) {
    const TrackingOptions options{.period = days_of(*sources.log) > 7 * most_weeks
                                                ? TrackingPeriod::month
                                                : TrackingPeriod::week,
                                  .run = run.options("tracking the model")};
    return value_of(track(*sources.log, sources.base, sources.fits.purchases.model, options), file);
}

template <Result<void> (*check)(std::string_view)>
Result<std::string> checked_by(std::string_view text) {
    if (auto checked = check(text); !checked) return checked.error();
    return std::string(text);
}

/// None where sums of the log do not fit into 64 bits.
std::optional<segments::CohortTable> cohorts_of(const PageSources& sources,
                                                const std::string& file) {
    auto found = segments::cohorts(*sources.log, sources.cohorts);
    if (!found && found.error().code == Code::overflow) return std::nullopt;
    return value_of(std::move(found), file);
}

/// Why there is not all that a log gives; empty where there is.
std::string missing_of_log(const Transactions& log, bool has_cohorts) {
    if (is_too_long(log)) {
        return fmt::format(
            "The log spans more than 100 years, from {} to {}, so that there are no cohorts and no "
            "purchases over time: are both dates meant?",
            log.first_date()->to_string(), log.last_date()->to_string());
    }
    return has_cohorts ? "" : too_much + std::string("cohorts.");
}

}  // namespace

void add_page_options(CLI::App& app, PageOptions& options) {
    add_output(app, "--report", options.file, "REPORT", "A page for people, in HTML");
    add_value(app, "--title", options.title, checked_by<reports::check_title>, "TEXT",
              "The heading of the page. Default: Customers.");
    add_value(app, "--currency", options.currency, checked_by<reports::check_currency>, "TEXT",
              "What stands before amounts on the page: a sign or a code, at most 12 characters. "
              "Default: nothing.");
    for (const char* const name : {"--report", "--title", "--currency"}) {
        app.get_option(name)->group("REPORT");
    }
    app.get_option("--title")->needs(app.get_option("--report"));
    app.get_option("--currency")->needs(app.get_option("--report"));
}

Page page_of(const PageOptions& options, const PageSources& sources, const std::string& file,
             Run& run) {
    reports::PageContent content{.base = sources.base,
                                 .title = options.title,
                                 .currency = options.currency,
                                 .purchases = sources.fits.purchases.model,
                                 .purchase_fit = &sources.fits.purchases.summary.report,
                                 .scores = &sources.scores};
    if (sources.fits.spend) {
        content.spend = sources.fits.spend->model;
        content.spend_fit = &sources.fits.spend->summary.report;
    }
    if (sources.groups.rfm) content.rfm = &*sources.groups.rfm;
    if (sources.holdout) content.holdout = &*sources.holdout;
    if (sources.groups.matrix) content.matrix = &*sources.groups.matrix;

    const auto frequencies = value_of(check_frequencies(sources.base, sources.fits.purchases.model,
                                                        run.options("checking the repeat counts")),
                                      file);
    content.frequencies = &frequencies;
    std::optional<segments::ConcentrationTable> concentration;
    if (!sources.base.revenue().empty()) {
        concentration = value_of(
            segments::concentration(sources.base, {.run = run.options("concentration")}), file);
        content.concentration = &*concentration;
    }
    std::optional<TrackingTable> tracking;
    std::optional<segments::CohortTable> cohorts;
    if (sources.log != nullptr && !is_too_long(*sources.log)) {
        tracking = tracked(sources, file, run);
        cohorts = cohorts_of(sources, file);
        content.tracking = &*tracking;
        if (cohorts) content.cohorts = &*cohorts;
    }
    if (!sources.groups.rfm) content.notes.push_back(too_much + std::string("segments."));
    std::string missing;
    if (sources.log != nullptr) missing = missing_of_log(*sources.log, cohorts.has_value());
    if (!missing.empty()) content.notes.push_back(missing);
    return {reports::customer_page(content).value(), missing};
}

}  // namespace tenure::tools
