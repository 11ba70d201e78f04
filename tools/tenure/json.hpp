#pragma once

/// @file
/// JSON for machines: keys in the order of the documentation, numbers that do not exist as null.

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tenure/core/date.hpp"

namespace tenure::tools {

using Json = nlohmann::ordered_json;

[[nodiscard]] inline Json number_or_null(double number) {
    return std::isfinite(number) ? Json(number) : Json(nullptr);
}
[[nodiscard]] inline Json number_or_null(std::optional<double> number) {
    return number ? number_or_null(*number) : Json(nullptr);
}

[[nodiscard]] inline Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

[[nodiscard]] inline Json date_or_null(const std::optional<Date>& date) {
    return date ? Json(date->to_string()) : Json(nullptr);
}

/// The document as it is printed and written; names of files that are not UTF-8 lose the offending
/// bytes.
[[nodiscard]] inline std::string to_text(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace tenure::tools
