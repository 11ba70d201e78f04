#pragma once

/// @file
/// Exact amounts of money.

#include <cstdint>
#include <string>
#include <string_view>

#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// How an amount is written: `1,234.50` has `decimal = '.'`, `group = ','`. The two signs differ,
/// and neither is a digit, `+`, `-`, `e` or `E`.
struct DecimalStyle {
    char decimal = '.';  ///< The sign between whole and fraction.
    char group = '\0';   ///< The sign between groups of three digits; `\0` for none.
};

/// An amount as a whole number of 10^−scale: 29.33 is `{2933, 2}`. Sums are exact; overflow is an
/// error, never a wrapped number. The currency is the column's, and is not kept here.
struct Money {
    std::int64_t units = 0;
    std::uint8_t scale = 0;  ///< 0 to `max_scale`.

    static constexpr std::uint8_t max_scale = 6;

    /// Reads a decimal such as `29.33`, `-5` or, with a group sign, `1,234.50`, exactly, at the
    /// smallest scale that holds it (`12.00` is `{12, 0}`, `-0` is `{0, 0}`). A leading plus, `.5`
    /// and `1.` are read. Group signs may be left out, all together; where they stand, each has
    /// three digits behind it and the first has one to three before it. Exponents are read where
    /// the value is still exact (`1e3`); more than six decimals that are not zero are an error, not
    /// rounded. The whole text is the number: blanks and currency signs are errors.
    /// @return `Code::invalid_number`; `Code::overflow` where `units` would not fit. A style that
    /// breaks its rules is a `ContractError`.
    [[nodiscard]] static TENURE_API Result<Money> parse(std::string_view text,
                                                        DecimalStyle style = {});

    /// The same amount at a larger scale; `Code::overflow` where it does not fit. A smaller scale,
    /// or one above `max_scale`, is a `ContractError`.
    [[nodiscard]] TENURE_API Result<Money> at_scale(std::uint8_t larger) const;

    /// The nearest double.
    [[nodiscard]] TENURE_API double to_double() const noexcept;
    /// All decimals of the scale: `{1200, 2}` is `12.00`.
    [[nodiscard]] TENURE_API std::string to_string() const;

    /// The same units at the same scale: `{12, 0}` and `{1200, 2}` differ.
    friend constexpr bool operator==(const Money&, const Money&) noexcept = default;
};

}  // namespace tenure::inline v0
