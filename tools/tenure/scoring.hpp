#pragma once

/// @file
/// How a base is scored: the options, the fits and the scores that score and segment share.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "json.hpp"
#include "log_options.hpp"
#include "model_fits.hpp"
#include "run.hpp"
#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/gamma_gamma.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::tools {

struct ScoringOptions {
    std::string model{models::BgNbd::name};
    std::string spend{models::GammaGamma::name};
    Duration horizon{52, Unit::week};
    DiscountRate discount{0.10, Unit::year};
    double margin = 1;

    [[nodiscard]] bool wants_spend() const;
};

/// Adds `--model`, `--spend`, `--horizon`, `--discount` and `--margin`.
void add_scoring_options(CLI::App& app, ScoringOptions& options);
/// Adds them to an echo of options.
void add_scoring(Json& echo, const ScoringOptions& options);

/// What scores are made of.
struct Fits {
    PurchaseFit purchases;
    std::optional<SpendFit> spend;

    /// The first fit that is not usable, if any.
    [[nodiscard]] const FitSummary* unusable() const;
};

/// Fits the models to `base`, which was read from `file`; spend where there are amounts.
[[nodiscard]] Fits fit_models(const ScoringOptions& options, const CustomerBase& base,
                              const std::string& file, Run& run);

/// Why nothing is scored, and what can be done about it.
[[nodiscard]] std::string why_not_scored(const FitSummary& unusable);

/// Scores `base` by fits that are usable.
[[nodiscard]] ScoreTable score_base(const ScoringOptions& options, const CustomerBase& base,
                                    const Fits& fits, const std::string& file, Run& run);

/// What the reader of the scores should know.
[[nodiscard]] std::vector<std::string> notes_on(const ScoringOptions& options,
                                                const LogOptions& log, const CustomerBase& base,
                                                const ScoreTable& scores);

}  // namespace tenure::tools
