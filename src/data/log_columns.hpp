#pragma once

// Which columns of a file a log is read from.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "data/amount_expression.hpp"
#include "data/column_names.hpp"
#include "tenure/data/read_transactions.hpp"

namespace tenure::inline v0::detail::data {

/// What a column of a log can be beside customer, date and amount.
enum class Extra : std::uint8_t { order, product, coupon, channel, quantity, time };
inline constexpr std::size_t extras = 6;
/// The first of them are texts.
inline constexpr std::size_t text_extras = 4;

[[nodiscard]] std::string_view to_string(Extra extra) noexcept;

/// The columns of a log in a file.
struct LogColumns {
    std::size_t customer;
    std::size_t date;
    std::optional<AmountExpression> amount;
    std::array<std::optional<std::size_t>, extras> extra;
    /// Where order ids say what is a return.
    std::optional<std::size_t> return_order;
    std::vector<ColumnChoice> choices;
};

/// Finds the columns that the options mean, or those of the usual names. `Code::missing_column`.
[[nodiscard]] Result<LogColumns> find_log_columns(const ReadOptions& options,
                                                  const ColumnNames& names);

/// What the mapping says of an extra column; empty where nothing.
[[nodiscard]] const std::string& given(const TransactionMapping& mapping, Extra extra) noexcept;

}  // namespace tenure::inline v0::detail::data
