// Cut points from anywhere. The first byte says of what.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "cuts_json.hpp"
#include "require.hpp"

namespace tenure::fuzz {
namespace {

/// What `read` makes of a text; none where it is refused, in one line and with the file.
template <class Read>
auto read_or_refuse(const Read& read, const std::string& text)
    -> std::optional<decltype(read(text))> {
    try {
        return read(text);
    } catch (const Exception& refused) {
        const Error& error = refused.error();
        require(error.code == Code::corrupt_file || error.code == Code::invalid_value,
                "cut points are corrupt or not valid");
        require(error.where.file == "cuts.json", "an error names the file");
        require(error.message.find('\n') == std::string::npos, "a message is one line");
        require(error.message.size() < 1000, "a message is short");
        return std::nullopt;
    }
}

/// What was read can be written, and is then the same for ever.
template <class Read, class Write>
void check(const Read& read, const Write& write, const std::string& text) {
    const auto cuts = read_or_refuse(read, text);
    if (!cuts) return;
    const std::string written = tools::to_text(write(*cuts));
    const auto again = read_or_refuse(read, written);
    require(again.has_value(), "what was written can be read");
    require(tools::to_text(write(*again)) == written, "equal cut points are equal bytes");
}

void check(std::uint8_t by, const std::string& text) {
    const std::string file = "cuts.json";
    const ScoreReport scores{.value_basis =
                                 by % 4 == 1 ? ValueBasis::clv : ValueBasis::revenue_per_year};
    if (by % 4 == 0) {
        check([&](const std::string& from) { return tools::rfm_cuts_of(from, file); },
              [](const segments::RfmCuts& cuts) { return tools::cuts_json(cuts); }, text);
    } else if (by % 4 == 3) {
        check([&](const std::string& from) { return tools::cluster_model_of(from, file); },
              [](const segments::ClusterModel& model) { return tools::cuts_json(model); }, text);
    } else {
        check([&](const std::string& from) { return tools::value_cuts_of(from, file, scores); },
              [&](const segments::ValueCuts& cuts) { return tools::cuts_json(cuts, scores); },
              text);
    }
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return tenure::fuzz::check_text(data, size, 1,
                                    [](const std::uint8_t* choices, const std::string& text) {
                                        tenure::fuzz::check(choices[0], text);
                                    });
}
