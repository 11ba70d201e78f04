#pragma once

/// @file
/// The page about scored customers, for the people of the shop.

#include <optional>
#include <string>
#include <vector>

#include "run.hpp"
#include "scoring.hpp"
#include "tenure/data/transactions.hpp"
#include "tenure/scores/holdout.hpp"
#include "tenure/segments/cohorts.hpp"
#include "tenure/segments/matrix.hpp"
#include "tenure/segments/rfm.hpp"

namespace tenure::tools {

/// The options of the page.
struct PageOptions {
    std::string file;  ///< Empty where no page is wanted.
    std::string title = "Customers";
    std::string currency;
};

/// Adds `--report`, `--title` and `--currency`.
void add_page_options(CLI::App& app, PageOptions& options);

/// The groups that scored customers fall into.
struct Groups {
    std::optional<segments::RfmTable> rfm;        ///< Where its sums fit into 64 bits.
    std::optional<segments::MatrixTable> matrix;  ///< Where there is a value.
};

/// What a page is made of, beside what follows from it.
struct PageSources {
    const CustomerBase& base;
    const Transactions* log;  ///< Null where a base was read.
    const segments::CohortOptions& cohorts;
    const Fits& fits;
    const ScoreTable& scores;
    const Groups& groups;
    const std::optional<HoldoutTable>& holdout;
};

/// A page.
struct Page {
    std::string html;
    std::string missing;  ///< A sentence on what of the log it has not; empty where it has all.
};

/// The page; `file` names the input in errors.
[[nodiscard]] Page page_of(const PageOptions& options, const PageSources& sources,
                           const std::string& file, Run& run);

}  // namespace tenure::tools
