#include <algorithm>
#include <utility>

#include "fit_report.hpp"
#include "load_base.hpp"
#include "log_options.hpp"
#include "log_report.hpp"
#include "manual.hpp"
#include "option_values.hpp"
#include "outputs.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

struct FitVerb {
    LogOptions log;
    std::string model;
    std::string save;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {
        .summary = "fit one customer model",
        .synopsis =
            R"(tenure fit ORDERS... --model NAME [log options] [--save FILE] [--json]
    [--threads N]
tenure fit --base BASE --model NAME [log options] [--save FILE] [--json]
    [--threads N])",
        .description =
            R"(Summarizes an order log into a customer base, or reads a base, and finds the
parameters under which the model makes the data most likely. Prints the estimates
with their standard errors, the log-likelihood in natural units, AIC, BIC and how
the search ended; and, of a log, what became of its rows.

bg-nbd is the model of repeat buying of Fader, Hardie and Lee (2005): parameters r,
alpha, a, b. alpha is counted in the --unit, so estimates change with it.
gamma-gamma is the model of spend per purchase of Fader and Hardie (2013):
parameters p, q, gamma. It is fitted to the customers with a repeat purchase and a
mean spend above 0; the others are counted as excluded.

The status is converged; boundary, where the likelihood rises towards a simpler
model, which is named; or, not usable, not_identified and max_iterations.)",
        .files =
            R"(FILE, of --save, holds the fit with all that is known of it, to the bit: estimates,
covariance, status. tenure inspect FILE shows it, and programs load it with the
library. Equal fits are equal bytes. It is written whole or not at all, and not for
a fit that is not usable.)",
        .exit_status = exit_status_of_fits,
        .examples = R"(tenure fit orders.csv --until 1997-09-30 --model bg-nbd
tenure fit orders.csv --model bg-nbd --save buying.tenure
tenure fit --base base.csv --model gamma-gamma --json
tenure fit --base summary.csv --columns frequency=x,recency=tx_days,T=T_days \
    --times day --unit week --model bg-nbd)"};
}

Result<std::string> parse_model(std::string_view text) {
    std::vector<std::string_view> names(purchase_models.begin(), purchase_models.end());
    names.insert(names.end(), spend_models.begin(), spend_models.end());
    return parse_choice(text, names);
}

void fill(CLI::App& app, FitVerb& options) {
    add_value(app, "--model", options.model, parse_model, "NAME",
              "The model: bg-nbd or gamma-gamma. Required.")
        ->required()
        ->group("MODEL");
    add_log_options(app, options.log, Input::orders_or_base);
    add_output(app, "--save", options.save, "FILE", "The fit");
    add_json(
        app, options.json,
        "one JSON object with model, unit, customers (used in the fit), excluded, parameters, "
        "standard_errors, log_likelihood, aic, bic, status, limits and rows (what became of those "
        "of the log; what does not exist is null)");
    add_threads(app, options.threads);
}

struct AnyFit {
    FitSummary summary;
    FitBytes bytes;
};

AnyFit fit_model(const FitVerb& options, const CustomerBase& base, Run& run) {
    const std::string input = input_name(options.log);
    if (std::ranges::find(spend_models, options.model) != spend_models.end()) {
        auto [model, summary, bytes] = fit_spend(options.model, base, input, run);
        return {std::move(summary), std::move(bytes)};
    }
    auto [model, summary, bytes] = fit_purchases(options.model, base, input, run);
    return {std::move(summary), std::move(bytes)};
}

std::string report(const FitVerb& options, const CustomerBase& base, const FitSummary& fit) {
    if (options.json) {
        Json document = fit_json(fit);
        document["rows"] = rows_json(base);
        return to_text(document);
    }
    const bool of_log = !options.log.orders.empty();
    return (of_log ? log_text(options.log, base) + '\n' : std::string()) + to_text(fit);
}

ExitCode run(const FitVerb& options) {
    Outputs outputs({options.save}, options.json, input_files(options.log));
    Run work(options.threads);
    const CustomerBase base = load_base(options.log, work);
    const auto [fit, bytes] = fit_model(options, base, work);

    if (!options.save.empty() && fit.report.usable())
        outputs.add(options.save, value_of(bytes(), options.save));
    outputs.add_report(report(options, base, fit));
    work.finish();
    outputs.commit();
    if (fit.report.usable()) return ExitCode::done;
    return complain(ExitCode::unusable_fit, why_unusable(fit));
}

}  // namespace

void add_fit(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "fit", &fill, &run), manual());
}

}  // namespace tenure::tools
