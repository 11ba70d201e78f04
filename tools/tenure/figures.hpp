#pragma once

/// @file
/// Figures for people: shares and money.

#include <cstdint>
#include <string>

namespace tenure::tools {

/// "12.3 %"; "-" of nothing.
[[nodiscard]] std::string percent(double part, double whole);
[[nodiscard]] std::string percent(std::int64_t part, std::int64_t whole);

/// Whole numbers of 10^−scale with all decimals of the scale.
[[nodiscard]] std::string money(std::int64_t units, std::uint8_t scale);
/// With two decimals; what they would not show, or at great length, with three digits: "4.2e-05".
[[nodiscard]] std::string money(double amount);

}  // namespace tenure::tools
