#pragma once

/// @file
/// What a scoring found, for people and for machines.

#include <optional>
#include <string>
#include <vector>

#include "json.hpp"
#include "model_fits.hpp"
#include "tenure/scores/holdout.hpp"
#include "tenure/scores/score.hpp"

namespace tenure::tools {

/// How many customers are listed by value at risk.
inline constexpr std::size_t most_at_risk = 10;

/// What is said about a scoring. Without scores there was a fit that is not usable.
struct ScoreSummary {
    FitSummary purchases;
    std::optional<FitSummary> spend;
    std::optional<ScoreTable> scores;
    std::optional<HoldoutTable> holdout;
    std::vector<std::string> notes;
};

/// Fits, risk bands, customers with most value at risk, holdout, notes.
[[nodiscard]] std::string to_text(const ScoreSummary& summary);

/// Adds to `document` the keys fits, risk_bands, value_at_risk, holdout and notes.
void add_summary(Json& document, const ScoreSummary& summary);

}  // namespace tenure::tools
