// Features by name, and what models and options may be.

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>

#include "core/enumerators.hpp"
#include "core/message.hpp"
#include "core/number.hpp"
#include "kernels/nearest_center.hpp"
#include "models/option_error.hpp"
#include "tenure/segments/clusters.hpp"

namespace tenure::inline v0::segments {

namespace {

using detail::core::expected_got;
using detail::models::as_option;
using detail::models::invalid_option;

constexpr std::array<std::string_view, 5> names{"recency", "frequency", "revenue", "monetary_value",
                                                "age"};
static_assert(names.size() <= detail::kernels::most_coordinates);
static_assert(ClusterModel::most_clusters == detail::kernels::most_centers);

Error invalid(std::string_view member, std::string_view expected, std::string_view got) {
    return {Code::invalid_value, expected_got(expected, got), {.field = std::string(member)}};
}

Error invalid(std::string_view member, std::string_view expected, double got) {
    return invalid(member, expected, detail::core::shortest(got));
}

/// What is wrong with a list of features, or nothing.
std::string fault_of(std::span<const Feature> features) {
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (static_cast<std::size_t>(features[i]) >= names.size()) return "one that there is not";
        if (std::count(features.begin(), features.end(), features[i]) > 1) {
            return std::string(to_string(features[i])) + " twice";
        }
    }
    return {};
}

Result<void> check_scaling(const FeatureScaling& one) {
    if (!std::isfinite(one.center)) {
        return invalid("features.center", "a finite number", one.center);
    }
    if (!std::isfinite(one.scale) || !(one.scale > 0.0)) {
        return invalid("features.scale", "a finite number above 0", one.scale);
    }
    return {};
}

Result<void> check_features(const ClusterModel& model) {
    if (model.features.empty()) return invalid("features", "at least one feature", "none");
    std::vector<Feature> features;
    for (const FeatureScaling& one : model.features) {
        if (auto checked = check_scaling(one); !checked) return checked;
        features.push_back(one.feature);
    }
    const std::string fault = fault_of(features);
    if (!fault.empty()) return invalid("features", "features that there are, each once", fault);
    return {};
}

Result<void> check_centers(const ClusterModel& model) {
    const std::size_t k = model.k();
    if (k < 1 || k > ClusterModel::most_clusters ||
        k * model.features.size() != model.centers.size()) {
        return invalid("centers",
                       "1 to 64 rows of " + std::to_string(model.features.size()) + " coordinates",
                       std::to_string(model.centers.size()) + " numbers");
    }
    for (const double coordinate : model.centers) {
        if (!(std::fabs(coordinate) <= double{detail::kernels::largest_coordinate})) {
            return invalid("centers", "coordinates between -2^20 and 2^20", coordinate);
        }
    }
    return {};
}

Result<void> check_range(std::string_view option, std::size_t number, std::size_t least,
                         std::size_t most) {
    if (number >= least && number <= most) return {};
    return invalid_option(option,
                          "a number from " + std::to_string(least) + " to " + std::to_string(most),
                          std::to_string(number));
}

Result<void> check_clusters(const ClusterOptions& options) {
    constexpr std::size_t most = ClusterModel::most_clusters;
    if (options.k) return check_range("k", *options.k, 2, most);
    if (auto least = check_range("least", options.least, 2, most); !least) return least;
    return check_range("most", options.most, options.least, most);
}

Result<void> check_search(const ClusterOptions& options) {
    constexpr std::size_t any = std::size_t{1} << 30;
    if (auto checked = check_range("starts", options.starts, 1, 1000); !checked) return checked;
    if (auto checked = check_range("iterations", options.iterations, 1, any); !checked) {
        return checked;
    }
    if (auto checked = check_range("sample", options.sample, 1000, any); !checked) return checked;
    return check_range("silhouette_sample", options.silhouette_sample, 100, 20'000);
}

}  // namespace

std::string_view to_string(Feature feature) noexcept {
    const auto number = static_cast<std::size_t>(feature);
    return number < names.size() ? names[number] : "no feature";
}

Result<Feature> parse_feature(std::string_view text) {
    return detail::core::parse_enumerator<Feature>(
        text, names, "recency, frequency, revenue, monetary_value or age");
}

Result<void> ClusterModel::check() const {
    if (auto checked = check_features(*this); !checked) return checked;
    return check_centers(*this);
}

Result<void> ClusterOptions::check() const {
    const std::string fault = fault_of(features);
    if (!fault.empty()) {
        return invalid_option("features", "features that there are, each once", fault);
    }
    if (auto checked = check_clusters(*this); !checked) return checked;
    if (auto checked = check_search(*this); !checked) return checked;
    return previous ? as_option("previous", previous->check()) : Result<void>{};
}

}  // namespace tenure::inline v0::segments
