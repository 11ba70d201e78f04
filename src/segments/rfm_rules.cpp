#include "segments/rfm_rules.hpp"

#include <set>
#include <string_view>

#include "models/option_error.hpp"
#include "segments/option_path.hpp"

namespace tenure::inline v0 {
namespace detail::segments {
namespace {

using models::invalid_option;
using tenure::segments::RfmRule;
using tenure::segments::ScoreRange;

constexpr std::int32_t none = -1;

std::int32_t first_rule(std::span<const RfmRule> rules, int r, int f, int m) noexcept {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const RfmRule& rule = rules[i];
        if (rule.r.has(r) && rule.f.has(f) && (m == 0 || rule.m.has(m)))
            return static_cast<std::int32_t>(i);
    }
    return none;
}

std::string in_words(const ScoreRange& range) {
    return std::to_string(range.low) + '-' + std::to_string(range.high);
}

Result<void> check_range(const std::string& path, const ScoreRange& range) {
    if (1 <= range.low && range.low <= range.high && range.high <= 5) return {};
    return invalid_option(path, "scores from 1 to 5, low to high", in_words(range));
}

Result<void> check_rule(const std::string& path, const RfmRule& rule) {
    if (rule.name.empty()) return invalid_option(path + ".name", "a name", "an empty text");
    if (auto checked = check_range(path + ".r", rule.r); !checked) return checked;
    if (auto checked = check_range(path + ".f", rule.f); !checked) return checked;
    return check_range(path + ".m", rule.m);
}

}  // namespace

SegmentOfScores::SegmentOfScores(std::span<const RfmRule> rules) {
    std::size_t at = 0;
    for (int r = 1; r <= 5; ++r)
        for (int f = 1; f <= 5; ++f)
            for (int m = 0; m <= 5; ++m) segments_[at++] = first_rule(rules, r, f, m);
}

std::optional<std::string> SegmentOfScores::unnamed() const {
    for (int r = 1; r <= 5; ++r) {
        for (int f = 1; f <= 5; ++f) {
            for (int m = 1; m <= 5; ++m) {
                if ((*this)(r, f, m) != none) continue;
                return "r " + std::to_string(r) + ", f " + std::to_string(f) + ", m " +
                       std::to_string(m);
            }
        }
    }
    return {};
}

Result<void> check_rules(std::span<const RfmRule> rules) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const std::string path = element("rules", i);
        if (auto checked = check_rule(path, rules[i]); !checked) return checked;
        if (!names.insert(rules[i].name).second)
            return invalid_option(path + ".name", "a name that no other rule has", rules[i].name);
    }
    if (const auto triple = SegmentOfScores(rules).unnamed())
        return invalid_option("rules", "a rule for every three scores", "none for " + *triple);
    return {};
}

}  // namespace detail::segments

namespace segments {

std::string to_string(const RfmRule& rule) {
    std::string text;
    const auto add = [&text](std::string_view score, const ScoreRange& range) {
        if (range == ScoreRange{}) return;
        if (!text.empty()) text += ", ";
        text.append(score).append(1, ' ').append(std::to_string(range.low));
        if (range.high != range.low) text.append(1, '-').append(std::to_string(range.high));
    };
    add("r", rule.r);
    add("f", rule.f);
    add("m", rule.m);
    return text.empty() ? "all" : text;
}

std::vector<RfmRule> default_rfm_rules() {
    return {{"champions", {5, 5}, {4, 5}},           {"loyal customers", {3, 4}, {4, 5}},
            {"potential loyalists", {4, 5}, {2, 3}}, {"new customers", {5, 5}, {1, 1}},
            {"promising", {4, 4}, {1, 1}},           {"need attention", {3, 3}, {3, 3}},
            {"about to sleep", {3, 3}, {1, 2}},      {"at risk", {1, 2}, {3, 4}},
            {"cannot lose them", {1, 2}, {5, 5}},    {"hibernating", {1, 2}, {1, 2}}};
}

}  // namespace segments
}  // namespace tenure::inline v0
