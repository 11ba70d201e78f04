#include "tenure/models/model_file.hpp"

#include <array>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/message.hpp"
#include "models/fit_check.hpp"
#include "models/saved_enumerators.hpp"
#include "persist/archive.hpp"
#include "persist/envelope.hpp"
#include "persist/file.hpp"

namespace tenure::inline v0::detail::models {

namespace {

using persist::Envelope;
using persist::LoadLimits;
using persist::Section;
using persist::Tag;
using tenure::models::AnyPurchaseModel;
using tenure::models::AnySpendModel;
using tenure::models::BgNbd;
using tenure::models::Fitted;
using tenure::models::GammaGamma;
using tenure::models::ModelFileSummary;
using tenure::models::ModelKind;
using tenure::models::SaveOptions;

using Bytes = std::span<const std::byte>;

/// The section that a fit of a model stands in: its tag says which model it is.
template <class Model>
struct SavedAs;
template <>
struct SavedAs<BgNbd> {
    static constexpr Tag tag{"BGNB"};
    static constexpr ModelKind kind = ModelKind::purchases;
};
template <>
struct SavedAs<GammaGamma> {
    static constexpr Tag tag{"GAGA"};
    static constexpr ModelKind kind = ModelKind::spend;
};
constexpr std::uint32_t section_version = 1;

using AnyFit = std::variant<Fitted<BgNbd>, Fitted<GammaGamma>>;

template <class Model>
Result<AnyFit> read_fit(const Section& section, const LoadLimits& limits) {
    auto fit = persist::load_section<Fitted<Model>>(section, section_version, limits);
    if (!fit) return fit.error();
    if (auto valid = check_fit(*fit); !valid) {
        Error error = valid.error();
        error.code = Code::corrupt_file;
        return error;
    }
    return AnyFit(*std::move(fit));
}

struct Reader {
    Tag tag;
    Result<AnyFit> (*read)(const Section& section, const LoadLimits& limits);
};
template <class Model>
constexpr Reader reader_of{SavedAs<Model>::tag, &read_fit<Model>};
constexpr std::array readers{reader_of<BgNbd>, reader_of<GammaGamma>};

Error not_one_model(std::string_view got) {
    return {Code::invalid_value, core::expected_got("a file that holds one model", got)};
}

Result<AnyFit> read_model(const Envelope& envelope, const LoadLimits& limits) {
    std::array<Tag, readers.size()> known;
    for (std::size_t i = 0; i < readers.size(); ++i) known[i] = readers[i].tag;
    if (auto readable = envelope.require_known(known); !readable) return readable.error();

    const Section* model = nullptr;
    const Reader* its = nullptr;
    for (const Reader& reader : readers) {
        const Section* const found = envelope.find(reader.tag);
        if (found == nullptr) continue;
        if (model != nullptr) return not_one_model("one that holds several");
        model = found;
        its = &reader;
    }
    return model == nullptr ? not_one_model("one that holds none") : its->read(*model, limits);
}

Result<AnyFit> read_any(Bytes bytes, const LoadLimits& limits) {
    const auto envelope = Envelope::parse(bytes, limits);
    if (!envelope) return envelope.error();
    return read_model(*envelope, limits);
}

template <class Model>
std::string_view name_of(const Fitted<Model>&) noexcept {
    return Model::name;
}

Error another_model(std::string_view expected, const AnyFit& got) {
    const auto name = std::visit([](const auto& fit) { return name_of(fit); }, got);
    return {Code::invalid_value, core::expected_got(expected, name)};
}

template <class Model>
Result<Fitted<Model>> load_one(Bytes bytes, const LoadLimits& limits) {
    auto any = read_any(bytes, limits);
    if (!any) return any.error();
    if (auto* const fit = std::get_if<Fitted<Model>>(&*any)) return std::move(*fit);
    return another_model(Model::name, *any);
}

/// The fit as an `AnyModel`, which is made of those of one kind.
template <class AnyModel>
Result<AnyModel> load_kind(Bytes bytes, const LoadLimits& limits, std::string_view expected) {
    const auto any = read_any(bytes, limits);
    if (!any) return any.error();
    return std::visit(
        [&](const auto& fit) -> Result<AnyModel> {
            if constexpr (std::is_constructible_v<AnyModel, decltype(fit)>) {
                return AnyModel(fit);
            } else {
                return another_model(expected, *any);
            }
        },
        *any);
}

template <class Model>
Result<std::vector<std::byte>> bytes_of(const Fitted<Model>& fit, const SaveOptions& options) {
    if (!fit.report.usable() && options.accept_unusable == Accept::no) {
        std::string got(Model::name);
        got.append(" ").append(to_string(fit.report.status));
        return Error{Code::unusable_fit, core::expected_got("a fit that is usable", got)};
    }
    if (auto valid = check_fit(fit); !valid) return valid.error();
    persist::SaveArchive archive;
    archive& fit;
    const Section section{SavedAs<Model>::tag, section_version, archive.bytes()};
    return persist::to_file({&section, 1});
}

template <class Model>
Result<void> save_one(const Fitted<Model>& fit, const std::string& path,
                      const SaveOptions& options) {
    const auto bytes = bytes_of(fit, options);
    return bytes ? persist::write_file(path, *bytes) : bytes.error();
}

template <class Model>
void describe(const Fitted<Model>& fit, ModelFileSummary& summary) {
    summary.kind = SavedAs<Model>::kind;
    summary.model = Model::name;
    if constexpr (requires { fit.model.unit; }) summary.unit = fit.model.unit;
    const auto estimates = fit.model.parameters();
    for (std::size_t i = 0; i < Model::parameter_count; ++i) {
        summary.parameters.push_back(
            {Model::parameter_names[i], estimates[i], fit.standard_error(i)});
    }
    summary.report = fit.report;
}

}  // namespace

}  // namespace tenure::inline v0::detail::models

namespace tenure::inline v0::models {

namespace impl = detail::models;
using detail::persist::load_file;
using persist::LoadLimits;

Result<std::vector<std::byte>> to_bytes(const Fitted<BgNbd>& fit, const SaveOptions& options) {
    return impl::bytes_of(fit, options);
}
Result<std::vector<std::byte>> to_bytes(const Fitted<GammaGamma>& fit, const SaveOptions& options) {
    return impl::bytes_of(fit, options);
}

Result<void> save(const Fitted<BgNbd>& fit, const std::string& path, const SaveOptions& options) {
    return impl::save_one(fit, path, options);
}
Result<void> save(const Fitted<GammaGamma>& fit, const std::string& path,
                  const SaveOptions& options) {
    return impl::save_one(fit, path, options);
}

template <class Model>
Result<Fitted<Model>> load_from(std::span<const std::byte> bytes, const LoadLimits& limits) {
    return impl::load_one<Model>(bytes, limits);
}
template <class Model>
Result<Fitted<Model>> load(const std::string& path, const LoadLimits& limits) {
    return load_file(path, limits, &load_from<Model>);
}

template TENURE_API Result<Fitted<BgNbd>> load<BgNbd>(const std::string&, const LoadLimits&);
template TENURE_API Result<Fitted<BgNbd>> load_from<BgNbd>(std::span<const std::byte>,
                                                           const LoadLimits&);
template TENURE_API Result<Fitted<GammaGamma>> load<GammaGamma>(const std::string&,
                                                                const LoadLimits&);
template TENURE_API Result<Fitted<GammaGamma>> load_from<GammaGamma>(std::span<const std::byte>,
                                                                     const LoadLimits&);

Result<AnyPurchaseModel> load_purchase_model_from(std::span<const std::byte> bytes,
                                                  const LoadLimits& limits) {
    return impl::load_kind<AnyPurchaseModel>(bytes, limits, "a model of purchases");
}
Result<AnyPurchaseModel> load_purchase_model(const std::string& path, const LoadLimits& limits) {
    return load_file(path, limits, &load_purchase_model_from);
}

Result<AnySpendModel> load_spend_model_from(std::span<const std::byte> bytes,
                                            const LoadLimits& limits) {
    return impl::load_kind<AnySpendModel>(bytes, limits, "a model of spend");
}
Result<AnySpendModel> load_spend_model(const std::string& path, const LoadLimits& limits) {
    return load_file(path, limits, &load_spend_model_from);
}

std::string_view to_string(ModelKind kind) noexcept {
    return kind == ModelKind::purchases ? "purchases" : "spend";
}

Result<ModelFileSummary> inspect_from(std::span<const std::byte> bytes, const LoadLimits& limits) {
    const auto envelope = detail::persist::Envelope::parse(bytes, limits);
    if (!envelope) return envelope.error();
    const auto any = impl::read_model(*envelope, limits);
    if (!any) return any.error();
    ModelFileSummary summary;
    summary.file = envelope->summary();
    std::visit([&](const auto& fit) { impl::describe(fit, summary); }, *any);
    return summary;
}
Result<ModelFileSummary> inspect(const std::string& path, const LoadLimits& limits) {
    return load_file(path, limits, &inspect_from);
}

}  // namespace tenure::inline v0::models
