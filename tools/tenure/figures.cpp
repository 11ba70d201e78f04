#include "figures.hpp"

#include <fmt/format.h>

#include <cmath>

#include "tenure/core/money.hpp"

namespace tenure::tools {

std::string percent(double part, double whole) {
    return whole == 0 ? "-" : fmt::format("{:.1f} %", 100 * part / whole);
}

std::string percent(std::int64_t part, std::int64_t whole) {
    return percent(static_cast<double>(part), static_cast<double>(whole));
}

std::string money(std::int64_t units, std::uint8_t scale) {
    return Money{units, scale}.to_string();
}

std::string money(double amount) {
    const double size = std::abs(amount);
    const bool shows = size == 0 || (size >= 0.01 && size < 1e15);
    return shows ? fmt::format("{:.2f}", amount) : fmt::format("{:.3g}", amount);
}

}  // namespace tenure::tools
