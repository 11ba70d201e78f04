#include "data/column_names.hpp"

#include <algorithm>
#include <string>

#include "core/message.hpp"
#include "io/blanks.hpp"
#include "tenure/core/customer_id.hpp"

namespace tenure::inline v0::detail::data {
namespace {

using core::quoted;
using io::trimmed;

// `Order Date`, `order-date` and `ORDER_DATE` are one name.
constexpr char simplified(char c) noexcept {
    if (c == ' ' || c == '-') return '_';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return simplified(x) == simplified(y); });
}

}  // namespace

Result<std::size_t> ColumnNames::find(std::string_view name, std::string_view role) const {
    const auto named = find_name(name, role);
    if (!named) return named.error();
    if (*named) return **named;
    const auto number = canonical_integer(trimmed(name));
    if (number && *number >= 1 && static_cast<std::size_t>(*number) <= size()) {
        return static_cast<std::size_t>(*number - 1);
    }
    return missing("a column " + quoted(trimmed(name)), listed(), role);
}

Result<std::optional<std::size_t>> ColumnNames::find_name(std::string_view name,
                                                          std::string_view role) const {
    return find_one([&](std::string_view header) { return header == trimmed(name); }, role);
}

Result<std::optional<std::size_t>> ColumnNames::find_any(std::span<const std::string_view> names,
                                                         std::string_view role) const {
    const auto is_among = [&](std::string_view header) {
        return std::any_of(names.begin(), names.end(),
                           [&](std::string_view name) { return is_same_name(header, name); });
    };
    return find_one(is_among, role);
}

Error ColumnNames::missing(std::string_view expected, std::string_view got,
                           std::string_view role) const {
    Location where = reader_.start();
    where.field = role;
    return {Code::missing_column, core::expected_got(expected, got), std::move(where)};
}

std::string ColumnNames::name(std::size_t column) const {
    return std::string(trimmed(reader_.column_name(column)));
}

std::string ColumnNames::listed() const {
    if (reader_.names().empty()) return std::to_string(size()) + " columns without names";
    constexpr std::size_t most = 20;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, size()); ++i) {
        out += (i == 0 ? "" : ", ") + quoted(trimmed(reader_.names()[i]));
    }
    return size() > most ? out + ", …" : out;
}

template <class Fits>
Result<std::optional<std::size_t>> ColumnNames::find_one(const Fits& fits,
                                                         std::string_view role) const {
    std::optional<std::size_t> found;
    const auto& names = reader_.names();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!fits(trimmed(names[i]))) continue;
        if (found) {
            return missing("one column for " + std::string(role),
                           quoted(trimmed(names[*found])) + " (column " +
                               std::to_string(*found + 1) + ") and " + quoted(trimmed(names[i])) +
                               " (column " + std::to_string(i + 1) + "): say which",
                           role);
        }
        found = i;
    }
    return found;
}

}  // namespace tenure::inline v0::detail::data
