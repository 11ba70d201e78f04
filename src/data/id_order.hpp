#pragma once

// Rows in the order of their ids.

#include <compare>
#include <cstddef>
#include <vector>

#include "tenure/core/customer_id.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// The rows of a column of ids: integers by value, texts by bytes, equal ones as they stand.
[[nodiscard]] std::vector<std::size_t> order_by_id(const Column& ids);

/// How the ids of two rows stand to each other.
[[nodiscard]] std::strong_ordering compare_ids(const Column& ids, std::size_t a, std::size_t b);

/// Says that there is a second row for a customer.
[[nodiscard]] Error duplicate_customer(const CustomerId& id);

/// The column with its rows in another order. It has no nulls, or is of reals.
[[nodiscard]] Column reordered(const Column& column, const std::vector<std::size_t>& order);

}  // namespace tenure::inline v0::detail::data
