#pragma once

// The rows of a log in their smallest form, gathered in pieces and brought into the order of
// customers.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "tenure/core/result.hpp"

namespace tenure::inline v0::detail::data {

/// Who, when (days since 1970-01-01), and how much in units of the log's scale.
struct Purchase {
    std::uint32_t customer;
    std::int32_t day;
    std::int64_t amount;
};

/// Purchases in blocks, so that gathering them never holds them twice.
class PurchaseLog {
public:
    /// Makes room for this many at once.
    void reserve(std::size_t purchases);
    /// There must be room.
    void add(const Purchase& purchase) { blocks_.back().push_back(purchase); }

    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] std::uint8_t scale() const noexcept { return scale_; }
    /// Brings all amounts to a larger scale; `Code::overflow`.
    Result<void> raise(std::uint8_t scale);

    /// All purchases in one, in no particular order; the log is empty after it.
    [[nodiscard]] std::vector<Purchase> take();

private:
    std::uint8_t scale_ = 0;
    std::vector<std::vector<Purchase>> blocks_;
};

/// Brings purchases into groups of customers, in place: group g has the customers [g·2^shift,
/// (g+1)·2^shift).
/// @return where each group begins, and after them the number of purchases.
[[nodiscard]] std::vector<std::size_t> group_by_customer(std::vector<Purchase>& purchases,
                                                         std::size_t groups, unsigned shift);

/// Sorts by customer, then day.
void sort_purchases(std::span<Purchase> purchases);

}  // namespace tenure::inline v0::detail::data
