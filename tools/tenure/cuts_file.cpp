#include "cuts_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "exit_code.hpp"
#include "run.hpp"

namespace tenure::tools {

namespace {

constexpr int version = 1;
constexpr std::size_t most_bytes = std::size_t{1} << 20;

/// A member of a document, with its path for messages.
struct Member {
    const Json* value;
    std::string path;
    const std::string* file;

    [[noreturn]] void refuse(Code code, const std::string& expected, const std::string& got) const {
        const std::string where = path.empty() ? "" : path + ": ";
        throw Exception(Error{code,
                              fmt::format("{}expected {}, got {}", where, expected, got),
                              {.file = *file, .field = path}});
    }
    [[noreturn]] void refuse(const std::string& expected) const {
        std::string got = value->dump(-1, ' ', true, Json::error_handler_t::replace);
        constexpr std::size_t longest = 60;
        if (got.size() > longest) got = got.substr(0, longest) + "...";
        refuse(Code::invalid_value, expected, got);
    }

    [[nodiscard]] Member at(const std::string& name) const {
        const auto found = value->find(name);
        Member member{nullptr, path.empty() ? name : path + '.' + name, file};
        if (found == value->end()) member.refuse(Code::invalid_value, "a member", "none");
        member.value = &*found;
        return member;
    }
    [[nodiscard]] Member at(std::size_t index) const {
        return {&(*value)[index], fmt::format("{}[{}]", path, index), file};
    }
    [[nodiscard]] double number() const {
        if (!value->is_number()) refuse("a number");
        const auto number = value->get<double>();
        if (!std::isfinite(number)) refuse("a finite number");
        return number;
    }
    [[nodiscard]] std::size_t items(std::size_t most) const {
        const bool fits = value->is_array() && !value->empty() && value->size() <= most;
        if (!fits) refuse(fmt::format("an array of 1 to {}", most));
        return value->size();
    }
    void require_items(std::size_t count) const {
        if (!value->is_array() || value->size() != count)
            refuse(fmt::format("an array of {}", count));
    }
    /// An object with these members and no others.
    void require_members(std::initializer_list<const char*> names) const {
        if (!value->is_object()) refuse("an object");
        for (const auto& [name, unused] : value->items()) {
            const auto is = [&name = name](const char* one) { return name == one; };
            if (std::none_of(names.begin(), names.end(), is)) {
                refuse(Code::invalid_value, fmt::format("one of {}", fmt::join(names, ", ")),
                       Json(name).dump(-1, ' ', true, Json::error_handler_t::replace));
            }
        }
    }
};

Error in_file(Code code, const std::string& path, std::string message) {
    return {code, std::move(message), {.file = path}};
}

std::string read_all(std::istream& stream, const std::string& path) {
    std::string text;
    std::array<char, 4096> piece;
    while (stream.read(piece.data(), piece.size()), stream.gcount() > 0) {
        text.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > most_bytes) {
            throw Exception(in_file(Code::limit_exceeded, path,
                                    "expected cut points in at most 1048576 bytes, got more"));
        }
    }
    if (stream.bad()) {
        throw Exception(
            in_file(Code::cannot_read, path, "expected to read on, got an error of the system"));
    }
    return text;
}

std::string read_text(const std::string& path) {
    return interruptible([&path] {
        if (path == "-") return read_all(std::cin, path);
        std::ifstream file(path, std::ios::binary);
        if (!file) {
            throw Exception(
                in_file(Code::cannot_open, path, "expected a file that can be read, got none"));
        }
        return read_all(file, path);
    });
}

Json parse(const std::string& path) {
    Json document = Json::parse(read_text(path), nullptr, false);
    if (!document.is_discarded()) return document;
    throw Exception(in_file(Code::corrupt_file, path,
                            "expected a JSON document as --save-cuts writes it, got other text"));
}

/// The document as the cut points of `by`.
Member open(const Json& document, const std::string& path, const char* by,
            std::initializer_list<const char*> names) {
    const Member root{&document, {}, &path};
    if (!document.is_object()) root.refuse("an object");
    const Member of = root.at("tenure_cuts");
    if (*of.value != version) of.refuse(std::to_string(version));
    const Member kind = root.at("by");
    if (*kind.value != by) kind.refuse(fmt::format("\"{}\"", by));
    root.require_members(names);
    return root;
}

/// Numbers that do not fall.
template <std::size_t N>
std::array<double, N> rising(const Member& member) {
    member.require_items(N);
    std::array<double, N> cuts;
    for (std::size_t i = 0; i < N; ++i) {
        cuts[i] = member.at(i).number();
        if (i > 0 && cuts[i] < cuts[i - 1]) member.at(i).refuse("no less than the one before");
    }
    return cuts;
}

segments::FeatureScaling scaling(const Member& member) {
    member.require_members({"feature", "logarithm", "center", "scale"});
    const Member name = member.at("feature");
    if (!name.value->is_string()) name.refuse("the name of a feature");
    const auto feature = segments::parse_feature(name.value->get_ref<const std::string&>());
    if (!feature) name.refuse(Code::invalid_value, "the name of a feature", name.value->dump());
    const Member logarithm = member.at("logarithm");
    if (!logarithm.value->is_boolean()) logarithm.refuse("true or false");
    segments::FeatureScaling scaling{.feature = *feature,
                                     .logarithm = logarithm.value->get<bool>()};
    scaling.center = member.at("center").number();
    scaling.scale = member.at("scale").number();
    if (!(scaling.scale > 0)) member.at("scale").refuse("a number above 0");
    return scaling;
}

Json document(const char* by) { return {{"tenure_cuts", version}, {"by", by}}; }

}  // namespace

Json cuts_json(const segments::RfmCuts& cuts) {
    Json json = document("rfm");
    json["recency_days"] = cuts.recency;
    json["frequency"] = cuts.frequency;
    json["monetary"] = cuts.monetary ? Json(*cuts.monetary) : Json(nullptr);
    return json;
}

Json cuts_json(const segments::ValueCuts& cuts) {
    Json json = document("matrix");
    json["value"] = {cuts.medium, cuts.high, cuts.key};
    return json;
}

Json cuts_json(const segments::ClusterModel& model) {
    Json json = document("clusters");
    json["features"] = Json::array();
    for (const auto& scaling : model.features) {
        json["features"].push_back({{"feature", to_string(scaling.feature)},
                                    {"logarithm", scaling.logarithm},
                                    {"center", scaling.center},
                                    {"scale", scaling.scale}});
    }
    json["centers"] = Json::array();
    const std::size_t dimensions = model.features.size();
    for (std::size_t i = 0; i < model.k(); ++i) {
        const auto begin = model.centers.begin() + static_cast<std::ptrdiff_t>(i * dimensions);
        json["centers"].push_back(
            std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(dimensions)));
    }
    return json;
}

segments::RfmCuts read_rfm_cuts(const std::string& path) {
    const Json document = parse(path);
    const Member root =
        open(document, path, "rfm", {"tenure_cuts", "by", "recency_days", "frequency", "monetary"});
    segments::RfmCuts cuts{.recency = rising<4>(root.at("recency_days")),
                           .frequency = rising<4>(root.at("frequency"))};
    if (!root.at("monetary").value->is_null()) cuts.monetary = rising<4>(root.at("monetary"));
    return cuts;
}

segments::ValueCuts read_value_cuts(const std::string& path) {
    const Json document = parse(path);
    const auto value =
        rising<3>(open(document, path, "matrix", {"tenure_cuts", "by", "value"}).at("value"));
    return {value[0], value[1], value[2]};
}

segments::ClusterModel read_clusters(const std::string& path) {
    const Json document = parse(path);
    const Member root =
        open(document, path, "clusters", {"tenure_cuts", "by", "features", "centers"});
    segments::ClusterModel model;
    const Member features = root.at("features");
    for (std::size_t i = 0, n = features.items(16); i < n; ++i) {
        model.features.push_back(scaling(features.at(i)));
    }
    const Member centers = root.at("centers");
    for (std::size_t i = 0, n = centers.items(64); i < n; ++i) {
        const Member center = centers.at(i);
        center.require_items(model.features.size());
        for (std::size_t j = 0; j < model.features.size(); ++j) {
            model.centers.push_back(center.at(j).number());
        }
    }
    check_in(path, model.check());
    return model;
}

}  // namespace tenure::tools
