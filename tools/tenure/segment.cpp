#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "cluster_report.hpp"
#include "cohort_report.hpp"
#include "concentration_report.hpp"
#include "cuts_file.hpp"
#include "cuts_json.hpp"
#include "exit_code.hpp"
#include "fit_report.hpp"
#include "load_base.hpp"
#include "log_options.hpp"
#include "log_report.hpp"
#include "manual.hpp"
#include "matrix_report.hpp"
#include "option_values.hpp"
#include "options_echo.hpp"
#include "outputs.hpp"
#include "rfm_report.hpp"
#include "scoring.hpp"
#include "verbs.hpp"

namespace tenure::tools {

namespace {

using segments::CohortPeriod;

struct SegmentVerb {
    LogOptions log;
    ScoringOptions scoring;
    std::string by;
    std::optional<Date> from;
    std::string cuts;
    std::string save_cuts;
    CohortPeriod period = CohortPeriod::month;
    std::optional<std::int64_t> clusters;
    std::vector<segments::Feature> features;
    std::int64_t seed = 1;
    std::string out;
    bool json = false;
    std::int64_t threads = 1;
    std::vector<std::string> given;  ///< The options of single kinds that were given.

    [[nodiscard]] bool was_given(std::string_view option) const {
        return std::ranges::find(given, option) != given.end();
    }
};

/// What a base or a log was cut into.
struct Segmentation {
    CustomerBase base;
    Table table;
    std::string text;
    Json json;
    Json cuts = nullptr;                      ///< To be saved; null where there are none.
    std::optional<FitSummary> unusable = {};  ///< Why there is none of all that but the base.
};

/// A way to cut, and what it takes.
struct Kind {
    std::string_view name;
    Segmentation (*run)(const SegmentVerb& options, Run& run);
    bool of_log;  ///< Needs ORDERS.
    bool scores;  ///< Takes the scoring options.
    bool reads_cuts;
    bool saves_cuts;
    std::string_view own_options;  ///< One behind the other, with blanks.
};

RunOptions cutting(Run& run) { return run.options("cutting into segments"); }

segments::RfmOptions rfm_options(const SegmentVerb& options, Run& run) {
    segments::RfmOptions rfm{.run = cutting(run)};
    if (!options.cuts.empty()) rfm.cuts = rfm_cuts_of(read_cuts(options.cuts), options.cuts);
    return rfm;
}

Segmentation by_rfm(const SegmentVerb& options, Run& run) {
    CustomerBase base = load_base(options.log, run);
    const auto rfm =
        value_of(segments::rfm(base, rfm_options(options, run)), input_name(options.log));
    return {std::move(base), rfm.table(), to_text(rfm.report()), rfm_json(rfm.report()),
            cuts_json(rfm.report().cuts)};
}

/// Before models are fitted to what has no value.
void require_amounts(const LogOptions& log, const CustomerBase& base, const std::string& file) {
    if (base.has_amounts() || !base.revenue().empty()) return;
    const char* const expected =
        log.orders.empty()
            ? "expected a column monetary_value or revenue in the base, got none"
            : "expected a column of amounts in the log, got none (say which: --columns "
              "amount=COLUMN)";
    throw_in(file, {Code::no_amounts, expected, {}});
}

Segmentation by_matrix(const SegmentVerb& options, Run& run) {
    CustomerBase base = load_base(options.log, run);
    const std::string file = input_name(options.log);
    require_amounts(options.log, base, file);
    const Fits fits = fit_models(options.scoring, base, file, run);
    if (const FitSummary* const unusable = fits.unusable()) {
        return {std::move(base), {}, to_text(*unusable), fit_json(*unusable), nullptr, *unusable};
    }
    const ScoreTable scores = score_base(options.scoring, base, fits, file, run);
    segments::MatrixOptions matrix_options{.run = cutting(run)};
    if (!options.cuts.empty()) {
        matrix_options.cuts = value_cuts_of(read_cuts(options.cuts), options.cuts, scores.report());
    }
    const auto matrix = value_of(segments::value_risk_matrix(base, scores, matrix_options), file);
    return {std::move(base), matrix.table(), to_text(matrix.report()), matrix_json(matrix.report()),
            cuts_json(matrix.report().cuts, scores.report())};
}

Segmentation by_concentration(const SegmentVerb& options, Run& run) {
    CustomerBase base = load_base(options.log, run);
    const auto found =
        value_of(segments::concentration(base, {.run = cutting(run)}), input_name(options.log));
    return {std::move(base), found.table(), to_text(found), concentration_json(found)};
}

segments::ClusterTable clusters_of(const SegmentVerb& options, const CustomerBase& base, Run& run) {
    const std::string file = input_name(options.log);
    if (!options.cuts.empty()) {
        return value_of(
            segments::assign_clusters(base, cluster_model_of(read_cuts(options.cuts), options.cuts),
                                      cutting(run)),
            file);
    }
    segments::ClusterOptions clustering{.features = options.features,
                                        .seed = static_cast<std::uint64_t>(options.seed),
                                        .run = cutting(run)};
    if (options.clusters) clustering.k = static_cast<std::size_t>(*options.clusters);
    return value_of(segments::clusters(base, clustering), file);
}

Segmentation by_clusters(const SegmentVerb& options, Run& run) {
    CustomerBase base = load_base(options.log, run);
    const auto found = clusters_of(options, base, run);
    return {std::move(base), found.table(), to_text(found.report()), clusters_json(found.report()),
            cuts_json(found.report().model)};
}

Segmentation by_cohorts(const SegmentVerb& options, Run& run) {
    const Transactions log = load_log(options.log, run);
    CustomerBase base = summarize_log(log, options.log, run);
    const segments::CohortOptions cohort_options{.period = options.period,
                                                 .until = options.log.until,
                                                 .duplicates = options.log.duplicates,
                                                 .run = cutting(run)};
    const auto cohorts = value_of(segments::cohorts(log, cohort_options), input_name(options.log));
    return {std::move(base), cohorts.table(), to_text(cohorts), cohorts_json(cohorts)};
}

Segmentation by_migration(const SegmentVerb& options, Run& run) {
    const Transactions log = load_log(options.log, run);
    CustomerBase later = summarize_log(log, options.log, run);
    if (options.from >= later.until()) {
        throw UsageError(
            fmt::format("--from: expected a date before the end of observation, {}, "
                        "got {}",
                        later.until()->to_string(), options.from->to_string()));
    }
    const CustomerBase earlier = summarize_log(log, options.log, run, options.from);
    const auto moves = value_of(segments::migration(earlier, later, rfm_options(options, run)),
                                input_name(options.log));
    return {std::move(later), moves.table(), to_text(moves.report()),
            migration_json(moves.report()), cuts_json(moves.report().cuts)};
}

constexpr std::array kinds{
    Kind{"rfm", &by_rfm, false, false, true, true, ""},
    Kind{"matrix", &by_matrix, false, true, true, true, ""},
    Kind{"concentration", &by_concentration, false, false, false, false, ""},
    Kind{"clusters", &by_clusters, false, false, true, true, "--clusters --features --seed"},
    Kind{"cohorts", &by_cohorts, true, false, false, false, "--period"},
    Kind{"migration", &by_migration, true, false, true, true, "--from"}};

Result<std::string> parse_kind(std::string_view text) {
    std::array<std::string_view, kinds.size()> names;
    std::ranges::transform(kinds, names.begin(), &Kind::name);
    return parse_choice(text, names);
}

Result<std::vector<segments::Feature>> parse_features(std::string_view text) {
    std::vector<segments::Feature> features;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto feature = segments::parse_feature(text.substr(begin, end - begin));
        if (!feature) return feature.error();
        features.push_back(*feature);
        begin = end + 1;
    }
    return features;
}

Result<std::int64_t> parse_clusters(std::string_view text) { return parse_count(text, 2, 64); }

Result<std::int64_t> parse_seed(std::string_view text) {
    return parse_count(text, 0, std::numeric_limits<std::int64_t>::max());
}

Manual manual() {
    return {
        .summary = "cut the customers into groups: RFM, risk, clusters, cohorts, moves",
        .synopsis = R"(tenure segment ORDERS... --by rfm|matrix|concentration|clusters [log options]
    [--cuts CUTS] [--save-cuts CUTS] --out SEGMENTS [--json] [--threads N]
tenure segment --base BASE --by rfm|matrix|concentration|clusters ...
tenure segment ORDERS... --by cohorts [--period month] ... --out SEGMENTS
tenure segment ORDERS... --by migration --from DATE ... --out SEGMENTS)",
        .description =
            R"(Writes who is in which group, and prints the rule behind every name and what each
group is worth.

rfm            Scores from 1 to 5, 5 the best, for recency (days since the last
               purchase), frequency (occasions) and monetary value (all that was
               spent), cut at the quintiles; and ten named segments by r and f.
               Equal values have equal scores: where many share one, as those who
               bought once do, the scores in between stay empty, and the report
               says so.
matrix         Value by risk, both in four bands, from fitted models; each of the
               16 cells with a level of protection: standard, watch, active or
               priority.
concentration  How much hangs on how few: share of the largest, ABC classes, Gini,
               HHI, revenue lost if the largest leave, single points of failure.
clusters       k-means over scaled features; as many clusters as have the highest
               silhouette, unless --clusters says how many.
cohorts        Customers by the period of their first purchase: how many of them
               buy in each period after it, and for how much.
migration      Who moved from which RFM segment to which between --from and
               --until, under the cut points of the earlier date (or of --cuts),
               and what they spent in between.

--save-cuts keeps the cut points (of clusters, their centers), and --cuts measures
another base by them: next month's customers by this month's borders, so that
customers move and the borders do not. Those of a matrix are for values of the same
basis, horizon, discount and margin. cohorts and migration hold the whole log in
memory.)",
        .files =
            R"(SEGMENTS is comma-separated text, one row per customer in the order of ids:
  rfm            customer, recency_days, frequency (occasions), monetary, r, f, m,
                 segment; monetary and m are absent without amounts
  matrix         customer, value, risk, value_at_risk, value_band, risk_band,
                 cell, protection; where the value does not exist, only customer,
                 risk and risk_band are not empty
  concentration  customer, revenue, share, cumulative_share, rank, class, the
                 largest first
  clusters       customer, cluster (from 1), distance, and the features
  migration      customer, from (empty for who came in between), to,
                 revenue_between
and with cohorts one row per cell: cohort (its first day), period (0 is its own),
customers, active, retention, revenue, complete. CUTS is a JSON document.)",
        .exit_status = exit_status_of_fits,
        .examples = R"(tenure segment orders.csv --by rfm --save-cuts cuts.json --out rfm.csv
tenure segment october.csv --by rfm --cuts cuts.json --out october-rfm.csv
tenure segment orders.csv --by matrix --horizon 39w --out matrix.csv
tenure segment orders.csv --by migration --from 2024-06-30 --out moves.csv)"};
}

void add_kind_options(CLI::App& app, SegmentVerb& options) {
    add_value(app, "--by", options.by, parse_kind, "KIND",
              "What to cut by: rfm, matrix, concentration, clusters, cohorts or migration. "
              "Required.")
        ->required();
    add_value(
        app, "--cuts", options.cuts, parse_file, "CUTS",
        "Cut points to use, as --save-cuts wrote them (rfm, matrix, clusters; migration takes "
        "those of rfm). Default: the customers' own.");
    add_output(app, "--save-cuts", options.save_cuts, "CUTS",
               "The cut points that were used (rfm, matrix, clusters, migration)");
    add_value(app, "--from", options.from, parse_date, "DATE",
              "The earlier date of a migration, inclusive, as YYYY-MM-DD.");
    add_value(app, "--period", options.period, segments::parse_cohort_period, "PERIOD",
              "The period of cohorts: week (Monday to Sunday), month, quarter or year. Default: "
              "month.");
    add_value(app, "--clusters", options.clusters, parse_clusters, "K",
              "How many clusters, from 2 to 64. Default: of 2 to 10, as many as have the highest "
              "silhouette.");
    add_value(app, "--features", options.features, parse_features, "NAME,...",
              "What clusters are made of: recency, frequency, revenue, monetary_value, age. "
              "Default: recency, frequency and, where it is known, revenue.");
    add_value(app, "--seed", options.seed, parse_seed, "N",
              "Where the search for clusters begins. Default: 1.");
    for (const char* const name : {"--by", "--cuts", "--save-cuts", "--from", "--period",
                                   "--clusters", "--features", "--seed"}) {
        app.get_option(name)->group("SEGMENTS");
    }
}

/// Notes which of the options that not every kind has are given.
void watch(CLI::App& app, SegmentVerb& options) {
    for (const char* const name : {"--from", "--period", "--clusters", "--features", "--seed",
                                   "--model", "--spend", "--horizon", "--discount", "--margin"}) {
        app.get_option(name)->each(
            [&options, name](const std::string&) { options.given.emplace_back(name); });
    }
}

void fill(CLI::App& app, SegmentVerb& options) {
    add_log_options(app, options.log, Input::orders_or_base);
    add_kind_options(app, options);
    add_scoring_options(app, options.scoring);
    watch(app, options);
    add_out(app, options.out, "SEGMENTS", "The segments");
    add_json(app, options.json, "one JSON object with options, rows, customers and the segments");
    add_threads(app, options.threads);
}

const Kind& kind_of(const SegmentVerb& options) {
    return *std::ranges::find(kinds, options.by, &Kind::name);
}

bool takes(const Kind& kind, std::string_view option) {
    constexpr std::array scoring{"--model", "--spend", "--horizon", "--discount", "--margin"};
    if (std::ranges::find(scoring, option) != scoring.end()) return kind.scores;
    return kind.own_options.find(option) != std::string_view::npos;
}

void require_sense(const SegmentVerb& options) {
    const Kind& kind = kind_of(options);
    const auto refuse = [&kind](std::string_view option) {
        throw UsageError(fmt::format("{}: --by {} has no such option", option, kind.name));
    };
    for (const std::string& option : options.given) {
        if (!takes(kind, option)) refuse(option);
    }
    if (!options.cuts.empty() && !kind.reads_cuts) refuse("--cuts");
    if (!options.save_cuts.empty() && !kind.saves_cuts) refuse("--save-cuts");
    if (!options.cuts.empty() && kind.name == "clusters" && !options.given.empty()) {
        throw UsageError(
            fmt::format("{}: expected none of it beside --cuts, which are the "
                        "clusters that were found",
                        options.given.front()));
    }
    const auto is_input = [](const std::string& file) { return file == "-"; };
    if (is_input(options.cuts) && std::ranges::any_of(input_files(options.log), is_input)) {
        throw UsageError(
            "--cuts: expected another file than standard input, which is read already");
    }
    if (kind.of_log && options.log.orders.empty()) {
        throw UsageError(fmt::format("--by {}: expected ORDERS, got a base", kind.name));
    }
    if (kind.name == "migration" && !options.from) {
        throw UsageError("--by migration: expected --from DATE, got none");
    }
}

Json features_json(const std::vector<segments::Feature>& features) {
    Json names = Json::array();
    for (const segments::Feature feature : features) names.push_back(to_string(feature));
    return features.empty() ? Json(nullptr) : names;
}

/// Options of other kinds are null.
Json options_json(const SegmentVerb& options, const CustomerBase& base) {
    const Kind& kind = kind_of(options);
    const bool searches = kind.name == "clusters" && options.cuts.empty();
    Json echo = log_options_json(options.log, &base);
    echo["by"] = options.by;
    echo["from"] = date_or_null(options.from);
    echo["cuts"] = text_or_null(options.cuts);
    echo["period"] = kind.name == "cohorts" ? Json(to_string(options.period)) : Json(nullptr);
    echo["clusters"] = options.clusters ? Json(*options.clusters) : Json(nullptr);
    echo["features"] = features_json(options.features);
    echo["seed"] = searches ? Json(options.seed) : Json(nullptr);
    if (kind.scores) add_scoring(echo, options.scoring);
    return echo;
}

std::vector<std::string> all_inputs(const SegmentVerb& options) {
    std::vector<std::string> files = input_files(options.log);
    if (!options.cuts.empty()) files.push_back(options.cuts);
    return files;
}

ExitCode run(const SegmentVerb& options) {
    require_sense(options);
    Outputs outputs({options.out, options.save_cuts}, options.json, all_inputs(options));
    Run work(options.threads);
    const Segmentation found = kind_of(options).run(options, work);

    const std::string cuts = to_text(found.cuts);
    if (!found.unusable) {
        outputs.add(options.out, found.table);
        if (!options.save_cuts.empty()) outputs.add(options.save_cuts, cuts);
    }
    const Json document{{"options", options_json(options, found.base)},
                        {"rows", rows_json(found.base)},
                        {"customers", customers_json(found.base)},
                        {options.by, found.json}};
    outputs.add_report(options.json ? to_text(document)
                                    : log_text(options.log, found.base) + '\n' + found.text);
    work.finish();
    outputs.commit();
    if (!found.unusable) return ExitCode::done;
    return complain(ExitCode::unusable_fit, why_not_scored(*found.unusable));
}

}  // namespace

void add_segment(CLI::App& program, Action& chosen) {
    set_manual(add_verb(program, chosen, "segment", &fill, &run), manual());
}

}  // namespace tenure::tools
