#include "cuts_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <vector>

#include "exit_code.hpp"

namespace tenure::tools {

namespace {

constexpr int version = 1;

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
        refuse(Code::invalid_value, expected, shown(*value));
    }
    /// As it stands in the file, cut where it is long.
    static std::string shown(const Json& value) {
        std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
        constexpr std::size_t longest = 60;
        if (text.size() > longest) text = text.substr(0, longest) + "...";
        return text;
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
                       shown(Json(name)));
            }
        }
    }
};

// Deeper and wider ones are not ours: printing the former in a message would take a stack without
// end, looking for repeated names in the latter a time that grows with its square.
constexpr std::size_t deepest = 8;
constexpr std::size_t most_members = 16;

/// Watches a document while it is parsed: not too deep, and no member twice, of which the parser
/// would take the last.
class Watch {
public:
    bool operator()(int depth, Json::parse_event_t event, Json& value) {
        const auto level = static_cast<std::size_t>(depth);
        if (!complaint_.empty() || level > deepest) {
            if (complaint_.empty()) complaint_ = "one of more levels";
            return false;
        }
        if (event == Json::parse_event_t::object_start) names_[level].clear();
        if (event == Json::parse_event_t::key) note(names_[level - 1], value);
        return true;
    }

    /// What is wrong with the document; empty where nothing is.
    [[nodiscard]] const std::string& complaint() const noexcept { return complaint_; }

private:
    void note(std::vector<std::string>& names, const Json& name) {
        const auto& text = name.get_ref<const std::string&>();
        if (names.size() == most_members)
            complaint_ = fmt::format("one with more than {} members in a level", most_members);
        if (std::find(names.begin(), names.end(), text) != names.end())
            complaint_ = "one with two members " + Member::shown(name);
        names.push_back(text);
    }

    std::array<std::vector<std::string>, deepest + 1> names_;  ///< Of the objects that are open.
    std::string complaint_;
};

Json parse(std::string_view text, const std::string& file) {
    Watch watch;
    Json document = Json::parse(text, std::ref(watch), false);
    if (watch.complaint().empty() && !document.is_discarded()) return document;
    throw_in(file, {Code::corrupt_file,
                    fmt::format("expected a JSON document as --save-cuts writes it, got {}",
                                watch.complaint().empty() ? "other text" : watch.complaint())});
}

/// The document as the cut points of `by`.
Member open(const Json& document, const std::string& file, const char* by,
            std::initializer_list<const char*> names) {
    Member root{&document, {}, &file};
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
    if (!feature) name.refuse("the name of a feature");
    const Member logarithm = member.at("logarithm");
    if (!logarithm.value->is_boolean()) logarithm.refuse("true or false");
    segments::FeatureScaling scaling{.feature = *feature,
                                     .logarithm = logarithm.value->get<bool>()};
    scaling.center = member.at("center").number();
    scaling.scale = member.at("scale").number();
    if (!(scaling.scale > 0)) member.at("scale").refuse("a number above 0");
    return scaling;
}

/// What values are made of. The horizon and the rates say nothing of revenue.
Json value_json(const ScoreReport& scores) {
    const bool of_clv = scores.value_basis == ValueBasis::clv;
    return {{"basis", to_string(scores.value_basis)},
            {"horizon", of_clv ? Json(to_string(scores.horizon)) : Json(nullptr)},
            {"discount", of_clv ? Json(to_string(scores.discount)) : Json(nullptr)},
            {"margin", of_clv ? Json(scores.margin) : Json(nullptr)}};
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

Json cuts_json(const segments::ValueCuts& cuts, const ScoreReport& scores) {
    Json json = document("matrix");
    json["value"] = {cuts.medium, cuts.high, cuts.key};
    json.update(value_json(scores));
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

segments::RfmCuts rfm_cuts_of(std::string_view text, const std::string& file) {
    const Json document = parse(text, file);
    const Member root =
        open(document, file, "rfm", {"tenure_cuts", "by", "recency_days", "frequency", "monetary"});
    segments::RfmCuts cuts{.recency = rising<4>(root.at("recency_days")),
                           .frequency = rising<4>(root.at("frequency"))};
    if (!root.at("monetary").value->is_null()) cuts.monetary = rising<4>(root.at("monetary"));
    return cuts;
}

segments::ValueCuts value_cuts_of(std::string_view text, const std::string& file,
                                  const ScoreReport& scores) {
    const Json document = parse(text, file);
    const Member root =
        open(document, file, "matrix",
             {"tenure_cuts", "by", "value", "basis", "horizon", "discount", "margin"});
    const auto value = rising<3>(root.at("value"));
    const Json made = value_json(scores);
    for (const auto& [name, wanted] : made.items()) {
        const Member member = root.at(name);
        if (*member.value != wanted) member.refuse(wanted.dump() + ", as values are made here");
    }
    return {value[0], value[1], value[2]};
}

segments::ClusterModel cluster_model_of(std::string_view text, const std::string& file) {
    const Json document = parse(text, file);
    const Member root =
        open(document, file, "clusters", {"tenure_cuts", "by", "features", "centers"});
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
    check_in(file, model.check());
    return model;
}

}  // namespace tenure::tools
