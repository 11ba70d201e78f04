#pragma once

/// @file
/// Fitted models as files: saved, loaded, inspected.
///
///     models::save(buying, "buying.tenure").value();
///     auto same = models::load<models::BgNbd>("buying.tenure").value();
///
/// A file holds one fit with all that is known of it: parameters, covariance and report, to the
/// bit. Equal fits are equal bytes, on every machine. Files of every released version load; one of
/// a newer Tenure that cannot be read is `Code::unsupported_version`. The checksums in it find
/// accidents; they do not tell who wrote the file.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenure/core/result.hpp"
#include "tenure/models/any_model.hpp"
#include "tenure/models/bg_nbd.hpp"
#include "tenure/models/fit.hpp"
#include "tenure/models/gamma_gamma.hpp"
#include "tenure/persist/inspect.hpp"
#include "tenure/persist/limits.hpp"

namespace tenure::inline v0::models {

/// How a fit is saved.
struct SaveOptions {
    /// Whether a fit that is not usable may be saved. It stays what it is: scoring refuses it when
    /// it is loaded, too.
    Accept accept_unusable = Accept::no;
};

/// The bytes of the file that `save` writes.
/// @return `Code::unusable_fit`; `Code::invalid_value`, naming the member, for what no fit is and
/// could not be loaded again: a parameter that is not finite and positive (so for every fit that
/// found none), a variance or a count below 0, limits that do not go with the status.
[[nodiscard]] TENURE_API Result<std::vector<std::byte>> to_bytes(const Fitted<BgNbd>& fit,
                                                                 const SaveOptions& options = {});
[[nodiscard]] TENURE_API Result<std::vector<std::byte>> to_bytes(const Fitted<GammaGamma>& fit,
                                                                 const SaveOptions& options = {});

/// Writes the fit to `path`, whole or not at all; `-` is standard output.
/// @return those of `to_bytes`, `Code::cannot_write`.
[[nodiscard]] TENURE_API Result<void> save(const Fitted<BgNbd>& fit, const std::string& path,
                                           const SaveOptions& options = {});
[[nodiscard]] TENURE_API Result<void> save(const Fitted<GammaGamma>& fit, const std::string& path,
                                           const SaveOptions& options = {});

/// Reads the fit of a `Model` (BgNbd, GammaGamma) from the file at `path`; `-` is standard input.
/// Nothing in the file is believed: lengths and checksums are compared before anything is read,
/// limits before anything is allocated, and what was read is checked as `to_bytes` checks it.
/// @return `Code::cannot_open`, `Code::cannot_read`, `Code::not_a_tenure_file`,
/// `Code::unsupported_version`, `Code::corrupt_file`, `Code::limit_exceeded`; `Code::invalid_value`
/// for a sound file that holds something else.
template <class Model>
[[nodiscard]] TENURE_API Result<Fitted<Model>> load(const std::string& path,
                                                    const persist::LoadLimits& limits = {});
/// The same from memory.
template <class Model>
[[nodiscard]] TENURE_API Result<Fitted<Model>> load_from(std::span<const std::byte> bytes,
                                                         const persist::LoadLimits& limits = {});

/// Reads whichever model of purchases the file holds, with the status of its fit. Errors are those
/// of `load`.
[[nodiscard]] TENURE_API Result<AnyPurchaseModel> load_purchase_model(
    const std::string& path, const persist::LoadLimits& limits = {});
[[nodiscard]] TENURE_API Result<AnyPurchaseModel> load_purchase_model_from(
    std::span<const std::byte> bytes, const persist::LoadLimits& limits = {});

/// Reads whichever model of spend the file holds.
[[nodiscard]] TENURE_API Result<AnySpendModel> load_spend_model(
    const std::string& path, const persist::LoadLimits& limits = {});
[[nodiscard]] TENURE_API Result<AnySpendModel> load_spend_model_from(
    std::span<const std::byte> bytes, const persist::LoadLimits& limits = {});

/// What a model is of.
enum class ModelKind : std::uint8_t { purchases, spend };
/// `purchases` or `spend`.
[[nodiscard]] TENURE_API std::string_view to_string(ModelKind kind) noexcept;

/// What a file holds, whichever model it is of.
struct ModelFileSummary {
    struct Parameter {
        std::string_view name;
        double estimate;
        std::optional<double> standard_error;
    };

    persist::FileSummary file = {};
    ModelKind kind = ModelKind::purchases;
    std::string_view model = {};    ///< `bg-nbd`, `gamma-gamma`.
    std::optional<Unit> unit = {};  ///< Of time; none in a model of spend.
    std::vector<Parameter> parameters = {};
    FitReport report = {};
};

/// Loads the file at `path` and tells what is inside. Errors are those of `load`.
[[nodiscard]] TENURE_API Result<ModelFileSummary> inspect(const std::string& path,
                                                          const persist::LoadLimits& limits = {});
[[nodiscard]] TENURE_API Result<ModelFileSummary> inspect_from(
    std::span<const std::byte> bytes, const persist::LoadLimits& limits = {});

}  // namespace tenure::inline v0::models
