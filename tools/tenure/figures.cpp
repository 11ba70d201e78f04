#include "figures.hpp"

#include <fmt/format.h>

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

std::string money(double amount) { return fmt::format("{:.2f}", amount); }

}  // namespace tenure::tools
