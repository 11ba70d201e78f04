#include "core/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fast_float/fast_float.h>

namespace tenure::inline v0::detail::core {

std::optional<LeadingReal> leading_real(std::string_view text) noexcept {
    if (text.empty() || text.front() == '-') return std::nullopt;
    double value = 0;
    const char* const begin = text.data();
    const auto read = fast_float::from_chars(begin, begin + text.size(), value);
    if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
    return LeadingReal{value, static_cast<std::size_t>(read.ptr - begin)};
}

std::string shortest(double value) {
    if (std::isnan(value)) return "nan";  // whose sign and payload mean nothing here
    std::array<char, 32> text;            // the longest is -2.2250738585072014e-308
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), written.ptr};
}

}  // namespace tenure::inline v0::detail::core
