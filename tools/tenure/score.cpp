#include <fmt/format.h>

#include <algorithm>

#include "fit_report.hpp"
#include "load_base.hpp"
#include "log_options.hpp"
#include "log_report.hpp"
#include "manual.hpp"
#include "option_values.hpp"
#include "options_echo.hpp"
#include "outputs.hpp"
#include "score_report.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

constexpr std::string_view no_spend = "none";

struct ScoreVerb {
    LogOptions log;
    std::string model{models::BgNbd::name};
    std::string spend{models::GammaGamma::name};
    Duration horizon{52, Unit::week};
    DiscountRate discount{0.10, Unit::year};
    double margin = 1;
    std::string out;
    std::string summary;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {.summary = "score every customer: alive, expected purchases, value, risk",
            .synopsis = R"(tenure score ORDERS... [log options] [--model bg-nbd]
    [--spend gamma-gamma|none] [--horizon 52w] [--discount 0.10/year] [--margin 1]
    --out SCORES [--summary SUMMARY] [--json] [--threads N]
tenure score --base BASE ... --out SCORES)",
            .description =
                R"(Summarizes an order log into a customer base, or reads a base, fits a model of
purchases and one of spend to it, and writes one row of scores per customer. Prints
both fits, how many customers are in each risk band, the ten with most value at risk
and, where the log goes on after --until, what the model foretold for that time
beside what came.

probability_alive   That the customer has not left for good when observation ends.
risk                That the customer buys nothing within the horizon, gone or not.
                    Bands: low < 0.25 <= medium < 0.50 <= high < 0.75 <= critical.
expected_purchases  Within the horizon.
expected_spend      Per purchase.
clv                 margin x expected_spend x the purchases expected within the
                    horizon, each discounted to the end of observation.
clv_given_alive     The same for a customer who has not left.
value_at_risk       clv_given_alive x risk; with --spend none, revenue_per_year (all
                    revenue / the longer of T and a year) x risk.

Spend does not exist for a customer where p x frequency + q <= 1: the model has no
mean there. Such customers are counted in the notes. A log without amounts has
purchase scores only.)",
            .files =
                R"(SCORES is comma-separated text in the order of customer ids: customer, frequency,
recency, T (in the model's unit), monetary_value, probability_alive, risk,
expected_purchases, expected_spend, clv, clv_given_alive, value_at_risk, risk_band.
monetary_value is empty where frequency is 0; spend and what follows from it is
empty where it does not exist. With --spend none, expected_spend, clv and
clv_given_alive are absent and revenue_per_year is there; without amounts,
monetary_value, revenue_per_year and value_at_risk are absent too.
SUMMARY is one JSON object: options, rows, customers, fits (as fit --json prints
them, without their rows), risk_bands, value_at_risk, holdout, notes.)",
            .exit_status = exit_status_of_fits,
            .examples = R"(tenure score orders.csv --until 1997-09-30 --horizon 39w --out scores.csv
tenure score --base base.csv --spend none --out scores.csv --summary summary.json
tenure score orders.csv --discount 0.15/year --margin 0.3 --json --out scores.csv)"};
}

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

void add_model_options(CLI::App& app, ScoreVerb& options) {
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

void fill(CLI::App& app, ScoreVerb& options) {
    add_log_options(app, options.log, Input::orders_or_base);
    add_model_options(app, options);
    add_out(app, options.out, "SCORES", "The scores");
    add_output(app, "--summary", options.summary, "SUMMARY", "The summary");
    add_json(app, options.json, "the summary object");
    add_threads(app, options.threads);
}

/// Which column is missing where spend cannot be modeled.
std::string missing_amounts(const LogOptions& log) {
    return log.orders.empty() ? "spend: expected a column monetary_value in the base, got none; "
                                "only purchases are scored"
                              : "spend: expected a column of amounts in the log, got none (say "
                                "which: --columns amount=COLUMN); only purchases are scored";
}

/// What the scores are made of.
struct Fits {
    PurchaseFit purchases;
    std::optional<SpendFit> spend;

    /// The first fit that is not usable, if any.
    [[nodiscard]] const FitSummary* unusable() const {
        if (!purchases.summary.report.usable()) return &purchases.summary;
        if (spend && !spend->summary.report.usable()) return &spend->summary;
        return nullptr;
    }
};

Fits fit_models(const ScoreVerb& options, const CustomerBase& base, Run& run) {
    const std::string file = input_name(options.log);
    Fits fits{fit_purchases(options.model, base, file, run), {}};
    if (options.spend != no_spend && base.has_amounts()) {
        fits.spend = fit_spend(options.spend, base, file, run);
    }
    return fits;
}

/// Why nothing is scored. Only a fit of purchases cannot be done without.
std::string what_to_do_about(const FitSummary& unusable) {
    const std::string why = why_unusable(unusable);
    const bool purchases =
        std::ranges::find(purchase_models, unusable.model) != purchase_models.end();
    return purchases ? why : why + " (purchases alone: --spend none)";
}

ScoreTable score_base(const ScoreVerb& options, const CustomerBase& base, const Fits& fits,
                      Run& run) {
    ScoreOptions scoring{.purchases = fits.purchases.model,
                         .horizon = options.horizon,
                         .discount = options.discount,
                         .margin = options.margin,
                         .run = run.options("scoring")};
    if (fits.spend) scoring.spend = fits.spend->model;
    return value_of(score(base, scoring), input_name(options.log));
}

std::optional<HoldoutTable> holdout_of(const ScoreVerb& options, const CustomerBase& base,
                                       const Fits& fits, Run& run) {
    if (!base.until() || !base.holdout_until() || base.holdout_frequency().empty()) return {};
    const RunOptions running = run.options("checking the holdout");
    return value_of(check_holdout(base, fits.purchases.model, running), input_name(options.log));
}

std::vector<std::string> notes_on(const ScoreVerb& options, const CustomerBase& base,
                                  const ScoreTable& scores) {
    std::vector<std::string> notes;
    const ScoreReport& report = scores.report();
    if (options.spend != no_spend && !base.has_amounts())
        notes.push_back(missing_amounts(options.log));
    if (options.spend == no_spend && report.value_basis == ValueBasis::none) {
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

Json options_json(const ScoreVerb& options, const CustomerBase& base) {
    Json echo = log_options_json(options.log, &base);
    echo["model"] = options.model;
    echo["spend"] = options.spend;
    echo["horizon"] = to_string(options.horizon);
    echo["discount"] = to_string(options.discount);
    echo["margin"] = options.margin;
    return echo;
}

Json summary_json(const ScoreVerb& options, const CustomerBase& base, const ScoreSummary& summary) {
    Json document{{"options", options_json(options, base)},
                  {"rows", rows_json(base)},
                  {"customers", customers_json(base)}};
    add_summary(document, summary);
    return document;
}

ExitCode run(const ScoreVerb& options) {
    Outputs outputs({options.out, options.summary}, options.json, input_files(options.log));
    Run work(options.threads);
    const CustomerBase base = load_base(options.log, work);
    const Fits fits = fit_models(options, base, work);

    ScoreSummary summary{fits.purchases.summary, {}, {}, {}, {}};
    if (fits.spend) summary.spend = fits.spend->summary;
    const FitSummary* const unusable = fits.unusable();
    if (unusable == nullptr) {
        summary.scores = score_base(options, base, fits, work);
        summary.holdout = holdout_of(options, base, fits, work);
        summary.notes = notes_on(options, base, *summary.scores);
    }

    const std::string document = to_text(summary_json(options, base, summary));
    if (unusable == nullptr) {
        outputs.add(options.out, summary.scores->table());
        if (!options.summary.empty()) outputs.add(options.summary, document);
    }
    outputs.add_report(options.json ? document
                                    : log_text(options.log, base) + '\n' + to_text(summary));
    work.finish();
    outputs.commit();
    if (unusable == nullptr) return ExitCode::done;
    return complain(ExitCode::unusable_fit, what_to_do_about(*unusable));
}

}  // namespace

void add_score(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "score", &fill, &run), manual());
}

}  // namespace tenure::tools
