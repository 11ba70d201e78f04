#include "option_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tenure::tools {

namespace {

/// The whole of `text` as a number, by the rules of the C locale whatever the process's locale is.
template <class Number>
bool read_all(std::string_view text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    return failure == std::errc{} && stop == end;
}

}  // namespace

Error expected(std::string_view what, std::string_view got) {
    return {Code::invalid_option, fmt::format("expected {}, got '{}'", what, got)};
}

Result<double> parse_number(std::string_view text) {
    double number = 0;
    if (!read_all(text, number) || !std::isfinite(number) || number < 0) {
        return expected("a number that is 0 or more", text);
    }
    return number;
}

Result<std::int64_t> parse_count(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    if (!read_all(text, number) || number < least || number > most) {
        return expected(fmt::format("a whole number from {} to {}", least, most), text);
    }
    return number;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_assignments(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::string_view rest = text;;) {
        const std::size_t comma = rest.find(',');
        const std::string_view piece = rest.substr(0, comma);
        const std::size_t sign = piece.find('=');
        if (sign != std::string_view::npos) {
            pairs.emplace_back(piece.substr(0, sign), piece.substr(sign + 1));
        } else if (!pairs.empty()) {
            pairs.back().second.append(",").append(piece);
        } else {
            return expected("name=value,name=value,…", text);
        }
        if (comma == std::string_view::npos) return pairs;
        rest.remove_prefix(comma + 1);
    }
}

Result<std::vector<double>> parse_parameters(std::string_view text,
                                             std::span<const std::string_view> names) {
    const auto pairs = parse_assignments(text);
    if (!pairs) return pairs.error();
    const Error complaint = expected(fmt::format("{}=…", fmt::join(names, "=…,")), text);
    if (pairs->size() != names.size()) return complaint;

    std::vector<double> values;
    for (const std::string_view name : names) {
        const auto pair = std::ranges::find(
            *pairs, name, [](const auto& p) -> const std::string& { return p.first; });
        if (pair == pairs->end()) return complaint;
        const auto value = parse_number(pair->second);
        if (!value)
            return Error{Code::invalid_option, fmt::format("{}: {}", name, value.error().message)};
        values.push_back(*value);
    }
    return values;
}

Result<std::string> parse_choice(std::string_view text, std::span<const std::string_view> names) {
    if (std::ranges::find(names, text) != names.end()) return std::string(text);
    return expected(fmt::format("{}", fmt::join(names, " or ")), text);
}

}  // namespace tenure::tools
