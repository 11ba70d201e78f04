#pragma once

/// @file
/// Models by their names on the command line: which there are, and their fits.

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "run.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/models/any_model.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/model_file.hpp"

namespace tenure::tools {

inline constexpr std::array purchase_models{models::BgNbd::name};
inline constexpr std::array spend_models{models::GammaGamma::name};

/// A fit of whichever model, as it is reported.
struct FitSummary {
    std::string_view model;
    std::optional<Unit> unit;  ///< Of time; none in a model of spend.
    std::vector<models::ModelFileSummary::Parameter> parameters;
    models::FitReport report;
};

/// The bytes of a fit's file, made when they are asked for. Errors are those of the library's
/// `to_bytes`.
using FitBytes = std::function<Result<std::string>()>;

struct PurchaseFit {
    models::AnyPurchaseModel model;
    FitSummary summary;
    FitBytes bytes;
};
struct SpendFit {
    models::AnySpendModel model;
    FitSummary summary;
    FitBytes bytes;
};

/// Fits the model named `model` (of `purchase_models`, of `spend_models`) to `base`, which was read
/// from `file`.
[[nodiscard]] PurchaseFit fit_purchases(std::string_view model, const CustomerBase& base,
                                        const std::string& file, Run& run);
[[nodiscard]] SpendFit fit_spend(std::string_view model, const CustomerBase& base,
                                 const std::string& file, Run& run);

}  // namespace tenure::tools
