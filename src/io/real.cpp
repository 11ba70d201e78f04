#include "io/real.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "core/message.hpp"
#include "core/number.hpp"

namespace tenure::inline v0::detail::io {
namespace {

// Groups are one of one to three digits, then some of three, and stand before the decimal sign
// only.
bool has_good_groups(std::string_view text, DecimalStyle style) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.find(style.group) == std::string_view::npos) return true;
    std::size_t digits = 0;
    bool first = true;
    for (; !text.empty() && (is_digit(text.front()) || text.front() == style.group);
         text.remove_prefix(1)) {
        if (is_digit(text.front())) {
            ++digits;
            continue;
        }
        if (digits == 0 || digits > 3 || (digits != 3 && !first)) return false;
        first = false;
        digits = 0;
    }
    return digits == 3 && text.find(style.group) == std::string_view::npos;
}

// The number as the default style writes it; nothing where it is not written in `style`.
std::optional<std::string> in_default_style(std::string_view text, DecimalStyle style) {
    if (style.group != '\0' && !has_good_groups(text, style)) return std::nullopt;
    std::string out;
    for (const char c : text) {
        if (c == style.group && c != '\0') continue;
        const bool foreign = c == '.' && style.decimal != '.';
        if (foreign) return std::nullopt;
        out += c == style.decimal ? '.' : c;
    }
    return out;
}

std::optional<double> whole_real(std::string_view text) {
    const auto read = core::leading_real(text);
    if (!read || read->length != text.size()) return std::nullopt;
    return read->value;
}

std::optional<double> unsigned_real(std::string_view text, DecimalStyle style) {
    if (style.decimal == '.' && style.group == '\0') return whole_real(text);
    const auto normal = in_default_style(text, style);
    return normal ? whole_real(*normal) : std::nullopt;
}

}  // namespace

// A zero has no sign: -0.0 would be another value to whoever compares bits.
Result<double> parse_real(std::string_view text, DecimalStyle style) {
    const bool negative = text.starts_with('-');
    const bool has_sign = negative || text.starts_with('+');
    const auto size = unsigned_real(text.substr(has_sign ? 1 : 0), style);
    if (!size) return core::unexpected(Code::invalid_number, "a finite number", text);
    return negative && *size != 0 ? -*size : *size;
}

}  // namespace tenure::inline v0::detail::io
