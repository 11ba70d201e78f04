#include "tenure/core/money.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <limits>
#include <optional>

#include <fast_float/fast_float.h>

#include "core/message.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::unexpected;

constexpr std::size_t longest_units = 20;  // characters of the smallest int64

[[nodiscard]] bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

[[nodiscard]] std::uint64_t magnitude(std::int64_t units) noexcept {
    const auto bits = static_cast<std::uint64_t>(units);
    return units < 0 ? 0 - bits : bits;
}

/// The digits of a decimal, without the zeros behind the last that is not zero: those only shift
/// the point, and must not overflow (`12.000000000000000000000`).
class Significand {
public:
    void append(char digit) noexcept {
        if (digit == '0') {
            ++zeros_;
            return;
        }
        shift(zeros_ + 1);
        digits_ += static_cast<std::uint64_t>(digit - '0');
        zeros_ = 0;
    }

    /// Times 10^places. Nothing above 2^64 is kept: it fits nowhere.
    void shift(std::int64_t places) noexcept {
        // Ten times the limit plus 9 is still below 2^64.
        constexpr std::uint64_t limit = std::numeric_limits<std::uint64_t>::max() / 10 - 1;
        for (; places > 0 && digits_ != 0 && fits_; --places) {
            fits_ = digits_ <= limit;
            if (fits_) digits_ *= 10;
        }
    }

    [[nodiscard]] bool is_zero() const noexcept { return digits_ == 0; }
    [[nodiscard]] std::int64_t zeros() const noexcept { return zeros_; }

    /// The value as int64, if it is one.
    [[nodiscard]] std::optional<std::int64_t> with_sign(bool negative) const noexcept {
        constexpr auto largest =
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (!fits_ || digits_ > largest + (negative ? 1 : 0)) return std::nullopt;
        return static_cast<std::int64_t>(negative ? 0 - digits_ : digits_);
    }

private:
    std::uint64_t digits_ = 0;
    std::int64_t zeros_ = 0;
    bool fits_ = true;
};

/// A decimal as it stands in a text: ± digits · 10^exponent.
struct Decimal {
    bool negative = false;
    Significand digits;
    std::int64_t exponent = 0;
};

/// Reads a decimal from front to back; each step says whether the text may still be one.
class DecimalReader {
public:
    DecimalReader(std::string_view text, DecimalStyle style) noexcept
        : rest_(text), style_(style) {}

    [[nodiscard]] std::optional<Decimal> read() noexcept {
        decimal_.negative = take('-');
        if (!decimal_.negative) take('+');
        if (!whole() || !fraction() || !exponent() || !rest_.empty()) return std::nullopt;
        decimal_.exponent += decimal_.digits.zeros();
        return decimal_;
    }

private:
    bool take(char sign) noexcept {
        if (rest_.empty() || rest_.front() != sign) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Takes all digits that come, and counts them.
    std::int64_t take_digits() noexcept {
        std::int64_t taken = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); ++taken) {
            decimal_.digits.append(rest_.front());
            rest_.remove_prefix(1);
        }
        return taken;
    }

    bool whole() noexcept {
        whole_digits_ = take_digits();
        if (style_.group == '\0') return true;
        bool first = true;
        for (; take(style_.group); first = false) {
            if (first && (whole_digits_ < 1 || whole_digits_ > 3)) return false;
            if (take_digits() != 3) return false;
        }
        return true;
    }

    bool fraction() noexcept {
        const std::int64_t digits = take(style_.decimal) ? take_digits() : 0;
        decimal_.exponent -= digits;
        return whole_digits_ + digits > 0;
    }

    bool exponent() noexcept {
        if (!take('e') && !take('E')) return true;
        const bool negative = take('-');
        if (!negative) take('+');
        if (rest_.empty()) return false;
        // Past this no text can have the digits that would bring the value back into range.
        constexpr std::int64_t enough = 1'000'000'000'000'000;
        std::int64_t exponent = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
            exponent = std::min(enough, exponent * 10 + (rest_.front() - '0'));
        }
        decimal_.exponent += negative ? -exponent : exponent;
        return true;
    }

    std::string_view rest_;
    DecimalStyle style_;
    Decimal decimal_;
    std::int64_t whole_digits_ = 0;
};

void check(DecimalStyle style) {
    constexpr std::string_view taken = "0123456789+-eE";
    const auto usable = [&](char sign) { return taken.find(sign) == std::string_view::npos; };
    if (style.decimal == style.group || style.decimal == '\0' || !usable(style.decimal) ||
        !usable(style.group)) {
        detail::core::contract_violation(
            "DecimalStyle", "two signs that are neither equal nor part of a number",
            detail::core::quoted(std::string{style.decimal, style.group}));
    }
}

[[nodiscard]] std::string sample(DecimalStyle style) {
    std::string out = "an amount such as 1";
    if (style.group != '\0') out += style.group;
    return out.append("234").append(1, style.decimal).append("50");
}

}  // namespace

Result<Money> Money::parse(std::string_view text, DecimalStyle style) {
    check(style);
    auto decimal = DecimalReader(text, style).read();
    if (!decimal) return unexpected(Code::invalid_number, sample(style), text);
    if (decimal->digits.is_zero()) return Money{};
    if (decimal->exponent < -max_scale) {
        return unexpected(Code::invalid_number, "at most 6 decimals", text);
    }
    decimal->digits.shift(decimal->exponent);
    const auto units = decimal->digits.with_sign(decimal->negative);
    if (!units) return unexpected(Code::overflow, "an amount within 64 bits", text);
    const auto scale = std::max<std::int64_t>(0, -decimal->exponent);
    return Money{*units, static_cast<std::uint8_t>(scale)};
}

Result<Money> Money::at_scale(std::uint8_t larger) const {
    if (larger < scale || larger > max_scale) {
        detail::core::contract_violation("Money::at_scale()", "a scale from the present one to 6",
                                         larger);
    }
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 10;
    Money money = *this;
    for (; money.scale < larger; ++money.scale) {
        if (money.units > limit || money.units < -limit) {
            return unexpected(Code::overflow, "an amount within 64 bits at a larger scale",
                              to_string());
        }
        money.units *= 10;
    }
    return money;
}

double Money::to_double() const noexcept {
    constexpr std::array<double, max_scale + 1> powers = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    constexpr std::uint64_t exact = 1ull << 53u;
    if (scale <= max_scale && magnitude(units) <= exact) {
        return static_cast<double>(units) / powers[scale];  // both exact: rounded once
    }
    // Conversion and division would round twice; a decimal reader rounds once.
    std::array<char, 32> text;
    char* at = std::to_chars(text.data(), text.data() + longest_units, units).ptr;
    *at++ = 'e';
    at = std::to_chars(at, text.data() + text.size(), -static_cast<int>(scale)).ptr;
    double value = 0;
    fast_float::from_chars(text.data(), at, value);
    return value;
}

std::string Money::to_string() const {
    std::string out = std::to_string(magnitude(units));
    if (out.size() <= scale) out.insert(0, scale + 1 - out.size(), '0');
    if (scale > 0) out.insert(out.size() - scale, 1, '.');
    if (units < 0) out.insert(0, 1, '-');
    return out;
}

}  // namespace tenure::inline v0
