#pragma once

// An amount as a column, or as a product.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "data/column_names.hpp"
#include "tenure/core/money.hpp"

namespace tenure::inline v0::detail::data {

/// The product of one or two columns, and of a constant where there is one column.
struct AmountExpression {
    std::vector<std::size_t> columns;
    std::optional<Money> constant;
};

/// Reads `dollars`, `5`, `Quantity*UnitPrice`, `3*5`, `price*1.19`. A header name wins over all
/// else, then a whole number is a column, but not beside a name; the constant 2 is written `2.0`.
/// @return `Code::missing_column`.
[[nodiscard]] Result<AmountExpression> parse_amount_expression(std::string_view text,
                                                               const ColumnNames& names);

/// The exact product at the smallest scale that holds it; `Code::invalid_number` where that needs
/// more than six decimals, `Code::overflow`.
[[nodiscard]] Result<Money> multiply(Money a, Money b);

}  // namespace tenure::inline v0::detail::data
