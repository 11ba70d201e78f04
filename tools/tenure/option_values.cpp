#include "option_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tenure::tools {

namespace {

enum class Reading { number, beyond_the_type, something_else };

/// The whole of `text` as a number, by the rules of the C locale whatever the process's locale is.
template <class Number>
Reading read_all(std::string_view text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto [stop, failure] = std::from_chars(text.data(), end, number);
    if (stop != end || failure == std::errc::invalid_argument) return Reading::something_else;
    return failure == std::errc{} ? Reading::number : Reading::beyond_the_type;
}

Error beyond_doubles(std::string_view got) {
    return expected("a number of a size that doubles hold, 5e-324 to 1.79e308", got);
}

/// A finite number for which `allowed(number)`, which `what` describes.
template <class Allowed>
Result<double> parse_real(std::string_view text, std::string_view what, Allowed allowed) {
    double number = 0;
    const Reading reading = read_all(text, number);
    if (reading == Reading::beyond_the_type) return beyond_doubles(text);
    if (reading != Reading::number || !std::isfinite(number) || !allowed(number))
        return expected(what, text);
    return number;
}

Result<double> parse_positive(std::string_view text) {
    return parse_real(text, "a number above 0", [](double number) { return number > 0.0; });
}

}  // namespace

Error expected(std::string_view what, std::string_view got) {
    return {Code::invalid_option, fmt::format("expected {}, got '{}'", what, got)};
}

Result<std::string> parse_file(std::string_view text) {
    if (text.empty()) return expected("the name of a file, or -", text);
    return std::string(text);
}

Result<Date> parse_date(std::string_view text) { return Date::parse(text); }

Result<double> parse_number(std::string_view text) {
    return parse_real(text, "a number that is 0 or more",
                      [](double number) { return number >= 0.0; });
}

Result<DiscountRate> parse_rate(std::string_view text) {
    const std::string_view fraction = text.substr(0, text.find('/'));
    double ignored = 0;
    if (read_all(fraction, ignored) == Reading::beyond_the_type) return beyond_doubles(fraction);
    return parse_discount_rate(text);
}

Result<std::int64_t> parse_whole(std::string_view text) {
    std::int64_t number = 0;
    if (read_all(text, number) != Reading::number)
        return expected("a whole number below 2^63", text);
    return number;
}

Result<std::int64_t> parse_count(std::string_view text, std::int64_t least, std::int64_t most) {
    std::int64_t number = 0;
    if (read_all(text, number) != Reading::number || number < least || number > most) {
        return expected(fmt::format("a whole number from {} to {}", least, most), text);
    }
    return number;
}

Result<std::uint64_t> parse_size(std::string_view text) {
    constexpr std::string_view units = "KMGT";
    const std::size_t unit = text.empty() ? units.npos : units.find(text.back());
    const int shift = unit == units.npos ? 0 : 10 * (static_cast<int>(unit) + 1);
    std::uint64_t size = 0;
    const Reading reading = read_all(text.substr(0, text.size() - (shift == 0 ? 0 : 1)), size);
    if (reading != Reading::number || size == 0 || (size << shift) >> shift != size)
        return expected("a size in bytes above 0 and below 2^64, such as 4G", text);
    return size << shift;
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
        const auto value = parse_positive(pair->second);
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
