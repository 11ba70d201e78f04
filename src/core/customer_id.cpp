#include "tenure/core/customer_id.hpp"

#include <algorithm>

#include "core/message.hpp"
#include "tenure/core/error.hpp"

namespace tenure::inline v0 {
namespace {

constexpr std::size_t most_digits = 18;  // the longest that all fit into int64

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// `0`, or digits that do not start with it; short enough for int64.
[[nodiscard]] bool is_canonical(std::string_view digits, bool negative) noexcept {
    if (digits.empty() || digits.size() > most_digits) return false;
    if (digits.front() == '0' && (negative || digits.size() > 1)) return false;
    return std::all_of(digits.begin(), digits.end(), is_digit);
}

}  // namespace

std::int64_t CustomerId::number() const {
    if (const auto* number = std::get_if<std::int64_t>(&value_)) return *number;
    detail::core::contract_violation("CustomerId::number()", "an integer id",
                                     detail::core::quoted(to_string()));
}

std::string CustomerId::to_string() const {
    if (const auto* text = std::get_if<std::string>(&value_)) return *text;
    return std::to_string(*std::get_if<std::int64_t>(&value_));
}

std::optional<std::int64_t> canonical_integer(std::string_view text) noexcept {
    const bool negative = !text.empty() && text.front() == '-';
    const std::string_view digits = text.substr(negative ? 1 : 0);
    if (!is_canonical(digits, negative)) return std::nullopt;
    std::int64_t number = 0;
    for (const char digit : digits) number = number * 10 + (digit - '0');
    return negative ? -number : number;
}

}  // namespace tenure::inline v0
