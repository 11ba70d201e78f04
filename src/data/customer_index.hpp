#pragma once

// The customers of a log that comes in pieces, numbered as they come.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/number_pool.hpp"
#include "data/string_pool.hpp"
#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// Ids, each with a number: 0, 1, 2, … in the order in which they first came. They are integers
/// while all are canonical (`CustomerId`), and texts as a whole from the first that is not.
class CustomerIndex {
public:
    [[nodiscard]] Result<std::uint32_t> add(std::int64_t number);
    [[nodiscard]] Result<std::uint32_t> add(std::string_view text);

    [[nodiscard]] std::size_t size() const noexcept;

    /// Some of the customers in the order of their ids, as a column: integers where all of these
    /// are.
    struct Sorted {
        std::vector<std::uint32_t> customers;
        Column ids;
    };
    [[nodiscard]] Result<Sorted> sorted(std::vector<std::uint32_t> customers) const;

private:
    [[nodiscard]] Result<std::uint32_t> add_text(std::string_view text);
    Result<void> turn_to_text();
    [[nodiscard]] std::string_view text(std::uint32_t customer) const noexcept;
    /// The ids as integers, in the order given; nothing where one is not.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> numbers(
        const std::vector<std::uint32_t>& customers) const;
    [[nodiscard]] Result<Sorted> sorted_texts(std::vector<std::uint32_t> customers) const;

    bool is_text_ = false;
    NumberPool numbers_;
    StringPool texts_;
};

}  // namespace tenure::inline v0::detail::data
