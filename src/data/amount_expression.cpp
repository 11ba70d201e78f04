#include "data/amount_expression.hpp"

#include <limits>
#include <string>
#include <utility>

#include "core/message.hpp"
#include "io/blanks.hpp"
#include "tenure/core/customer_id.hpp"

namespace tenure::inline v0::detail::data {
namespace {

__extension__ using Wide = __int128;  // holds every product of two int64

constexpr std::string_view role = "amount";

bool is_header_name(std::string_view text, const ColumnNames& names) {
    const auto found = names.find_name(text, role);
    return !found || found->has_value();  // named twice is for `find` to report
}

// A constant, if the text is a number and not a column's.
std::optional<Money> as_constant(std::string_view text, const ColumnNames& names) {
    text = io::trimmed(text);
    if (is_header_name(text, names) || canonical_integer(text)) return std::nullopt;
    const auto number = Money::parse(text);
    return number ? std::optional<Money>(*number) : std::nullopt;
}

// A whole number beside a name is meant as a number more often than as a column: it would be the
// customer's own, and nobody would see it.
bool is_ambiguous(std::string_view number, std::string_view other, const ColumnNames& names) {
    return canonical_integer(io::trimmed(number)) && !is_header_name(number, names) &&
           is_header_name(other, names);
}

// Adds the factor to the product.
Result<void> add_factor(std::string_view text, const ColumnNames& names, AmountExpression& out) {
    const auto constant = as_constant(text, names);
    if (constant && !out.constant) {
        out.constant = constant;
        return {};
    }
    const auto column = names.find(text, role);
    if (!column) return column.error();
    out.columns.push_back(*column);
    return {};
}

std::string in_words(Money amount) { return core::quoted(amount.to_string()); }

}  // namespace

Result<AmountExpression> parse_amount_expression(std::string_view text, const ColumnNames& names) {
    AmountExpression out;
    const std::size_t star = text.find('*');
    const bool product = star != std::string_view::npos && !is_header_name(text, names);
    if (!product) {
        const auto column = names.find(text, role);
        if (!column) return column.error();
        out.columns.push_back(*column);
        return out;
    }
    const std::string_view first = text.substr(0, star), second = text.substr(star + 1);
    for (const auto& [number, other] : {std::pair(first, second), std::pair(second, first)}) {
        if (!is_ambiguous(number, other, names)) continue;
        const std::string whole(io::trimmed(number));
        return names.missing("a column by its name beside one, or a number such as " + whole + ".0",
                             core::quoted(whole), role);
    }
    for (const std::string_view factor : {first, second}) {
        if (auto added = add_factor(factor, names, out); !added) return added.error();
    }
    return out;
}

Result<Money> multiply(Money a, Money b) {
    Wide units = static_cast<Wide>(a.units) * b.units;
    int scale = a.scale + b.scale;
    for (; scale > 0 && units % 10 == 0; --scale) units /= 10;
    if (scale > Money::max_scale) {
        return Error{Code::invalid_number,
                     core::expected_got("a product of at most 6 decimals",
                                        in_words(a) + " times " + in_words(b)),
                     {}};
    }
    if (units > std::numeric_limits<std::int64_t>::max() ||
        units < std::numeric_limits<std::int64_t>::min()) {
        return Error{Code::overflow,
                     core::expected_got("a product that fits into 64 bits",
                                        in_words(a) + " times " + in_words(b)),
                     {}};
    }
    return Money{static_cast<std::int64_t>(units), static_cast<std::uint8_t>(scale)};
}

}  // namespace tenure::inline v0::detail::data
