#pragma once

/// @file
/// Who a customer is: a whole number or a text.

#include <compare>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "tenure/core/export.hpp"

namespace tenure::inline v0 {

/// A customer's id. A column of ids is integer while every id in it is a canonical decimal of at
/// most 18 digits, and text as a whole from the first that is not: `007` is not 7.
class CustomerId {
public:
    /// A template, so that the literal 0 is a number and not a null pointer to text; unsigned
    /// numbers are converted by the caller, who knows that they fit.
    template <std::signed_integral Number>
    CustomerId(Number number) : value_(std::int64_t{number}) {}
    CustomerId(std::string text) : value_(std::move(text)) {}
    CustomerId(const char* text) : value_(std::string(text)) {}

    [[nodiscard]] bool is_integer() const noexcept { return value_.index() == 0; }
    /// The number; a `ContractError` for a text id.
    [[nodiscard]] TENURE_API std::int64_t number() const;
    /// The id as it is written.
    [[nodiscard]] TENURE_API std::string to_string() const;

    /// Integers by value, before all texts; texts by their bytes.
    friend auto operator<=>(const CustomerId&, const CustomerId&) = default;
    friend bool operator==(const CustomerId&, const CustomerId&) = default;

private:
    std::variant<std::int64_t, std::string> value_;
};

/// The number that `text` is the canonical decimal of, if it has at most 18 digits: no sign but a
/// leading minus, no leading zero, no minus zero.
[[nodiscard]] TENURE_API std::optional<std::int64_t> canonical_integer(
    std::string_view text) noexcept;

}  // namespace tenure::inline v0
