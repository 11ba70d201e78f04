#pragma once

// Customers in the order of their ids.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/radix_sort.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Customers, each with a number of the caller's choice, in the order of their ids, and these as a
/// column.
struct OrderedCustomers {
    std::vector<std::uint32_t> customers;
    Column ids;
};

/// Brings customers into the order of their ids: integers by value where all are canonical
/// (`CustomerId`), else texts by bytes. No two ids are equal.
class CustomerOrder {
public:
    /// Makes room for so many more whose ids are integers.
    void reserve(std::size_t numbers) { numbers_.reserve(numbers); }
    void add(std::int64_t number, std::uint32_t customer) {
        numbers_.push_back({key_of(number), customer});
    }
    /// The text must live until the end.
    void add(std::string_view text, std::uint32_t customer) { texts_.push_back({text, customer}); }

    [[nodiscard]] std::size_t size() const noexcept { return numbers_.size() + texts_.size(); }
    /// `Code::overflow` where the texts do not fit into a column.
    [[nodiscard]] Result<OrderedCustomers> finish() &&;

private:
    struct Text {
        std::string_view id;
        std::uint32_t customer;
    };
    using Keys = std::vector<core::Keyed<std::uint32_t>>;

    static constexpr std::uint64_t sign = std::uint64_t{1} << 63;
    static std::uint64_t key_of(std::int64_t number) {
        return static_cast<std::uint64_t>(number) ^ sign;
    }
    static std::int64_t number_of(std::uint64_t key) {
        return static_cast<std::int64_t>(key ^ sign);
    }
    OrderedCustomers finish_numbers() &&;
    Result<OrderedCustomers> finish_texts() &&;
    Result<void> turn_to_text(StringArena& arena);
    void sort_texts();

    Keys numbers_;
    std::vector<Text> texts_;
};

}  // namespace tenure::inline v0::detail::data
