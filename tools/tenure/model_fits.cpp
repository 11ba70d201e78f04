#include "model_fits.hpp"

#include "exit_code.hpp"
#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/gamma_gamma.hpp"

namespace tenure::tools {

namespace {

template <class Model>
FitSummary summary_of(const models::Fitted<Model>& fitted) {
    FitSummary summary{.model = Model::name, .unit = {}, .parameters = {}, .report = fitted.report};
    if constexpr (requires { fitted.model.unit; }) summary.unit = fitted.model.unit;
    const auto estimates = fitted.model.parameters();
    for (std::size_t i = 0; i < Model::parameter_count; ++i) {
        summary.parameters.push_back(
            {Model::parameter_names[i], estimates[i], fitted.standard_error(i)});
    }
    return summary;
}

template <class Model>
Result<std::string> file_of(const models::Fitted<Model>& fitted) {
    const auto bytes = models::to_bytes(fitted);
    if (!bytes) return bytes.error();
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

template <class Model, class AnyFit>
AnyFit fit_as(const CustomerBase& base, const std::string& file, Run& run) {
    const std::string step = "fitting " + std::string(Model::name);
    const auto fitted = value_of(Model::fit(base, {.run = run.options(step)}), file);
    return {fitted, summary_of(fitted), [fitted] { return file_of(fitted); }};
}

/// The command line admits only names in `purchase_models` and `spend_models`.
[[noreturn]] void unknown(std::string_view model) {
    throw UsageError("--model: no model '" + std::string(model) + "'");
}

}  // namespace

PurchaseFit fit_purchases(std::string_view model, const CustomerBase& base, const std::string& file,
                          Run& run) {
    using models::BgNbd;
    if (model == BgNbd::name) return fit_as<BgNbd, PurchaseFit>(base, file, run);
    unknown(model);
}

SpendFit fit_spend(std::string_view model, const CustomerBase& base, const std::string& file,
                   Run& run) {
    using models::GammaGamma;
    if (model == GammaGamma::name) return fit_as<GammaGamma, SpendFit>(base, file, run);
    unknown(model);
}

}  // namespace tenure::tools
