// Model files from anywhere. The first byte says what the rest is: a file; a file whose checksums
// are made right first, so that what lies behind them is reached; the payload of a BG/NBD, or of a
// Gamma-Gamma.

#include <cstddef>
#include <cstdint>
#include <span>

#include "persist/envelope.hpp"
#include "require.hpp"
#include "support/saved_bytes.hpp"
#include "tenure/models/model_file.hpp"

namespace tenure::fuzz {
namespace {

using detail::persist::Section;
using detail::persist::Tag;
using models::BgNbd;
using models::Fitted;
using models::GammaGamma;
using test::Bytes;

Bytes file_with(Tag tag, std::span<const std::byte> payload) {
    const Section section{tag, 1, payload};
    return detail::persist::to_file({&section, 1});
}

Bytes file_of(std::uint8_t form, std::span<const std::byte> rest) {
    Bytes file(rest.begin(), rest.end());
    switch (form % 4) {
        case 0:
            return file;
        case 1:
            test::repair_checksums(file);
            return file;
        case 2:
            return file_with(Tag("BGNB"), rest);
        default:
            return file_with(Tag("GAGA"), rest);
    }
}

// What was loaded can be saved, and is then the same for ever.
template <class Model>
void check_again(const Fitted<Model>& fit) {
    const models::SaveOptions all{.accept_unusable = Accept::yes};
    require(fit.model.check().has_value(), "a loaded model is valid");
    const auto saved = to_bytes(fit, all);
    require(saved.has_value(), "what was loaded can be saved");
    const auto loaded = models::load_from<Model>(*saved);
    require(loaded.has_value(), "what was saved can be loaded");
    require(*to_bytes(*loaded, all) == *saved, "equal fits are equal bytes");
}

void check(const Bytes& file) {
    const auto purchases = models::load_from<BgNbd>(file);
    const auto spend = models::load_from<GammaGamma>(file);
    const bool loads = purchases.has_value() || spend.has_value();
    require(!(purchases && spend), "a file holds one model");
    require(models::inspect_from(file).has_value() == loads, "what loads can be inspected");
    require(persist::inspect_from(file).has_value() || !loads, "what loads has an envelope");
    require(models::load_purchase_model_from(file).has_value() == purchases.has_value(),
            "a BG/NBD is a model of purchases");
    require(models::load_spend_model_from(file).has_value() == spend.has_value(),
            "a Gamma-Gamma is a model of spend");
    if (purchases) check_again(*purchases);
    if (spend) check_again(*spend);
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const auto bytes = std::as_bytes(std::span(data, size));
    tenure::fuzz::check(tenure::fuzz::file_of(data[0], bytes.subspan(1)));
    return 0;
}
