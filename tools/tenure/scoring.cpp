#include "scoring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "exit_code.hpp"
#include "fit_report.hpp"
#include "option_values.hpp"

namespace tenure::tools {

namespace {

constexpr std::string_view no_spend = "none";

Result<std::string> parse_model(std::string_view text) {
    return parse_choice(text, purchase_models);
}

Result<std::string> parse_spend(std::string_view text) {
    std::vector<std::string_view> names(spend_models.begin(), spend_models.end());
    names.push_back(no_spend);
    return parse_choice(text, names);
}

Result<Duration> parse_horizon(std::string_view text) {
    auto horizon = parse_duration(text);
    if (horizon && !(horizon->count > 0)) return expected("a time above 0", text);
    return horizon;
}

/// Which column is missing where spend cannot be modeled.
std::string missing_amounts(const LogOptions& log) {
    return log.orders.empty() ? "spend: expected a column monetary_value in the base, got none; "
                                "only purchases are scored"
                              : "spend: expected a column of amounts in the log, got none (say "
                                "which: --columns amount=COLUMN); only purchases are scored";
}

}  // namespace

bool ScoringOptions::wants_spend() const { return spend != no_spend; }

void add_scoring_options(CLI::App& app, ScoringOptions& options) {
    const std::vector<CLI::Option*> added{
        add_value(app, "--model", options.model, parse_model, "NAME",
                  "The model of purchases. Range: bg-nbd. Default: bg-nbd."),
        add_value(app, "--spend", options.spend, parse_spend, "NAME",
                  "The model of spend per purchase: gamma-gamma, or none. Default: gamma-gamma, "
                  "where the data have amounts."),
        add_value(app, "--horizon", options.horizon, parse_horizon, "TIME",
                  "How far ahead: a number above 0 followed by h, d, w, mo or y. Default: 52w."),
        add_value(app, "--discount", options.discount, parse_rate, "RATE",
                  "Effective rate at which later money is worth less, as FRACTION/UNIT; 0 or more; "
                  "without a unit, a year. Default: 0.10/year."),
        add_value(app, "--margin", options.margin, parse_number, "NUMBER",
                  "Profit per unit of revenue, 0 or more. Default: 1, so that clv is revenue.")};
    for (CLI::Option* option : added) option->group("SCORING");
}

void add_scoring(Json& echo, const ScoringOptions& options) {
    echo["model"] = options.model;
    echo["spend"] = options.spend;
    echo["horizon"] = to_string(options.horizon);
    echo["discount"] = to_string(options.discount);
    echo["margin"] = options.margin;
}

const FitSummary* Fits::unusable() const {
    if (!purchases.summary.report.usable()) return &purchases.summary;
    if (spend && !spend->summary.report.usable()) return &spend->summary;
    return nullptr;
}

Fits fit_models(const ScoringOptions& options, const CustomerBase& base, const std::string& file,
                Run& run) {
    Fits fits{fit_purchases(options.model, base, file, run), {}};
    if (options.wants_spend() && base.has_amounts()) {
        fits.spend = fit_spend(options.spend, base, file, run);
    }
    return fits;
}

// Only a fit of purchases cannot be done without.
std::string why_not_scored(const FitSummary& unusable) {
    const std::string why = why_unusable(unusable);
    const bool purchases =
        std::ranges::find(purchase_models, unusable.model) != purchase_models.end();
    return purchases ? why : why + " (purchases alone: --spend none)";
}

ScoreTable score_base(const ScoringOptions& options, const CustomerBase& base, const Fits& fits,
                      const std::string& file, Run& run) {
    ScoreOptions scoring{.purchases = fits.purchases.model,
                         .horizon = options.horizon,
                         .discount = options.discount,
                         .margin = options.margin,
                         .run = run.options("scoring")};
    if (fits.spend) scoring.spend = fits.spend->model;
    return value_of(score(base, scoring), file);
}

std::vector<std::string> notes_on(const ScoringOptions& options, const LogOptions& log,
                                  const CustomerBase& base, const ScoreTable& scores) {
    std::vector<std::string> notes;
    const ScoreReport& report = scores.report();
    if (options.wants_spend() && !base.has_amounts()) notes.push_back(missing_amounts(log));
    if (!options.wants_spend() && report.value_basis == ValueBasis::none) {
        notes.emplace_back("revenue is not known: value_at_risk is not scored");
    }
    if (report.spend_undefined != 0) {
        notes.push_back(fmt::format(
            "{} customers have no expected spend, for the spend model has no mean at p x frequency "
            "+ q <= 1: expected_spend, clv, clv_given_alive and value_at_risk are empty",
            report.spend_undefined));
    }
    return notes;
}

}  // namespace tenure::tools
