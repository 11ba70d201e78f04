#pragma once

/// @file
/// Models whose kind is known only at run time: from a file, a command line, another language.

#include <string_view>
#include <variant>

#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/gamma_gamma.hpp"

namespace tenure::inline v0::models {

/// Any model of purchases. It knows the status of the fit that it came from; parameters that were
/// set by hand count as converged.
class AnyPurchaseModel {
public:
    AnyPurchaseModel(const BgNbd& model) : model_(model) {}
    AnyPurchaseModel(const Fitted<BgNbd>& fitted)
        : model_(fitted.model), status_(fitted.report.status) {}

    [[nodiscard]] TENURE_API std::string_view name() const noexcept;
    [[nodiscard]] TENURE_API Unit unit() const noexcept;
    [[nodiscard]] FitStatus status() const noexcept { return status_; }

    /// The model as what it is; null where it is another.
    template <class Model>
    [[nodiscard]] const Model* get_if() const noexcept {
        return std::get_if<Model>(&model_);
    }

private:
    std::variant<BgNbd> model_;
    FitStatus status_ = FitStatus::converged;
};

/// Any model of spend.
class AnySpendModel {
public:
    AnySpendModel(const GammaGamma& model) : model_(model) {}
    AnySpendModel(const Fitted<GammaGamma>& fitted)
        : model_(fitted.model), status_(fitted.report.status) {}

    [[nodiscard]] TENURE_API std::string_view name() const noexcept;
    [[nodiscard]] FitStatus status() const noexcept { return status_; }

    template <class Model>
    [[nodiscard]] const Model* get_if() const noexcept {
        return std::get_if<Model>(&model_);
    }

private:
    std::variant<GammaGamma> model_;
    FitStatus status_ = FitStatus::converged;
};

}  // namespace tenure::inline v0::models
