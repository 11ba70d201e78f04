#include "exit_code.hpp"
#include "load_base.hpp"
#include "log_options.hpp"
#include "log_report.hpp"
#include "manual.hpp"
#include "options_echo.hpp"
#include "outputs.hpp"
#include "score_page.hpp"
#include "score_report.hpp"
#include "scoring.hpp"
#include "tenure/segments/matrix.hpp"
#include "tenure/segments/rfm.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

struct ScoreVerb {
    LogOptions log;
    ScoringOptions scoring;
    std::string out;
    std::string summary;
    PageOptions page;
    bool json = false;
    std::int64_t threads = 1;
};

Manual manual() {
    return {.summary = "score every customer: alive, expected purchases, value, risk",
            .synopsis = R"(tenure score ORDERS... [log options] [--model bg-nbd]
    [--spend gamma-gamma|none] [--horizon 52w] [--discount 0.10/year] [--margin 1]
    --out SCORES [--summary SUMMARY] [--report REPORT] [--json] [--threads N]
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
expected_purchases, expected_spend, clv, clv_given_alive, value_at_risk, risk_band,
r, f, m, segment, cell (the last five as tenure segment has them by rfm and matrix).
monetary_value is empty where frequency is 0; spend and what follows from it is
empty where it does not exist. With --spend none, expected_spend, clv and
clv_given_alive are absent and revenue_per_year is there; without amounts,
monetary_value, revenue_per_year, value_at_risk, m and cell are absent too. A base
with mean amounts and no revenue has no m; where no customer has a value there is no
cell.
REPORT is one HTML file without scripts, for a browser, a phone or paper: what
matters in five sentences, whom to call first, segments, cohorts, how well the model
fits, and what each word means. For its cohorts and curves the whole log is held in
memory.
SUMMARY is one JSON object: options, rows, customers, fits (as fit --json prints
them, without their rows), risk_bands, value_at_risk, holdout, notes.)",
            .exit_status = exit_status_of_fits,
            .examples = R"(tenure score orders.csv --until 1997-09-30 --horizon 39w --out scores.csv
tenure score --base base.csv --spend none --out scores.csv --summary summary.json
tenure score orders.csv --discount 0.15/year --margin 0.3 --json --out scores.csv)"};
}

void fill(CLI::App& app, ScoreVerb& options) {
    add_log_options(app, options.log, Input::orders_or_base);
    add_scoring_options(app, options.scoring);
    add_out(app, options.out, "SCORES", "The scores");
    add_output(app, "--summary", options.summary, "SUMMARY", "The summary");
    add_page_options(app, options.page);
    add_json(app, options.json, "the summary object");
    add_threads(app, options.threads);
}

std::optional<HoldoutTable> holdout_of(const ScoreVerb& options, const CustomerBase& base,
                                       const Fits& fits, Run& run) {
    if (!base.until() || !base.holdout_until() || base.holdout_frequency().empty()) return {};
    const RunOptions running = run.options("checking the holdout");
    return value_of(check_holdout(base, fits.purchases.model, running), input_name(options.log));
}

Json options_json(const ScoreVerb& options, const CustomerBase& base) {
    Json echo = log_options_json(options.log, &base);
    add_scoring(echo, options.scoring);
    return echo;
}

Json summary_json(const ScoreVerb& options, const CustomerBase& base, const ScoreSummary& summary) {
    Json document{{"options", options_json(options, base)},
                  {"rows", rows_json(base)},
                  {"customers", customers_json(base)}};
    add_summary(document, summary);
    return document;
}

bool has_values(const ScoreTable& scores) {
    const Column* const value = scores.table().find("value_at_risk");
    return value != nullptr && value->null_count() < value->size();
}

Groups groups_of(const CustomerBase& base, const ScoreTable& scores, const std::string& file,
                 Run& run) {
    const RunOptions cutting = run.options("cutting into segments");
    Groups groups;
    auto rfm = segments::rfm(base, {.run = cutting});
    if (rfm) {
        groups.rfm = *std::move(rfm);
    } else if (rfm.error().code != Code::overflow) {
        throw_in(file, rfm.error());
    }
    if (has_values(scores)) {
        groups.matrix = value_of(segments::value_risk_matrix(base, scores, {.run = cutting}), file);
    }
    return groups;
}

/// The scores and, beside them, the groups.
Table table_of(const ScoreTable& scores, const Groups& groups) {
    Table table = scores.table();
    for (const char* const name : {"r", "f", "m", "segment"}) {
        const Column* const column = groups.rfm ? groups.rfm->table().find(name) : nullptr;
        if (column != nullptr) table.add(name, *column);
    }
    if (groups.matrix) table.add("cell", groups.matrix->table()["cell"]);
    return table;
}

/// What is scored, with the log where the page needs it.
struct Customers {
    std::optional<Transactions> log;
    CustomerBase base;
};

Customers load_customers(const ScoreVerb& options, Run& run) {
    if (options.page.file.empty() || options.log.orders.empty()) {
        return {{}, load_base(options.log, run)};
    }
    Transactions log = load_log(options.log, run);
    CustomerBase base = summarize_log(log, options.log, run);
    return {std::move(log), std::move(base)};
}

/// What a usable fit gives beside the scores.
struct Results {
    Groups groups;
    Table table;
    std::string page;
};

Results results_of(const ScoreVerb& options, const Customers& customers, const Fits& fits,
                   ScoreSummary& summary, Run& run) {
    const std::string file = input_name(options.log);
    Results results{groups_of(customers.base, *summary.scores, file, run), {}, {}};
    if (!results.groups.rfm) {
        summary.notes.emplace_back(
            "the revenue of the base does not fit into 64 bits: there are no r, f, m and segment");
    }
    results.table = table_of(*summary.scores, results.groups);
    if (options.page.file.empty()) return results;
    const segments::CohortOptions cohorts{.until = customers.base.holdout_until(),
                                          .duplicates = options.log.duplicates,
                                          .run = run.options("cohorts")};
    Page page = page_of(options.page,
                        {customers.base, customers.log ? &*customers.log : nullptr, cohorts, fits,
                         *summary.scores, results.groups, summary.holdout},
                        file, run);
    if (!page.missing.empty()) summary.notes.push_back(std::move(page.missing));
    results.page = std::move(page.html);
    return results;
}

ExitCode run(const ScoreVerb& options) {
    Outputs outputs({options.out, options.summary, options.page.file}, options.json,
                    input_files(options.log));
    Run work(options.threads);
    const Customers customers = load_customers(options, work);
    const CustomerBase& base = customers.base;
    const std::string file = input_name(options.log);
    const Fits fits = fit_models(options.scoring, base, file, work);

    ScoreSummary summary{fits.purchases.summary, {}, {}, {}, {}};
    if (fits.spend) summary.spend = fits.spend->summary;
    const FitSummary* const unusable = fits.unusable();
    std::optional<Results> results;  // lives until the commit
    if (unusable == nullptr) {
        summary.scores = score_base(options.scoring, base, fits, file, work);
        summary.holdout = holdout_of(options, base, fits, work);
        summary.notes = notes_on(options.scoring, options.log, base, *summary.scores);
        results = results_of(options, customers, fits, summary, work);
    }

    const std::string document = to_text(summary_json(options, base, summary));
    if (results) {
        outputs.add(options.out, results->table);
        if (!options.summary.empty()) outputs.add(options.summary, document);
        if (!options.page.file.empty()) outputs.add(options.page.file, results->page);
    }
    outputs.add_report(options.json ? document
                                    : log_text(options.log, base) + '\n' + to_text(summary));
    work.finish();
    outputs.commit();
    if (unusable == nullptr) return ExitCode::done;
    return complain(ExitCode::unusable_fit, why_not_scored(*unusable));
}

}  // namespace

void add_score(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "score", &fill, &run), manual());
}

}  // namespace tenure::tools
