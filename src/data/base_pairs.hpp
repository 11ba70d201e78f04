#pragma once

// The customers of two bases, those of both together.

#include <cstddef>
#include <limits>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// A row or none, in half the room of std::optional.
class OptionalRow {
public:
    OptionalRow() = default;
    OptionalRow(std::size_t row) noexcept : row_(row) {}

    [[nodiscard]] bool has_value() const noexcept { return row_ != none; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] std::size_t operator*() const noexcept { return row_; }

private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    std::size_t row_ = none;
};

/// The rows of one customer.
struct BasePair {
    OptionalRow earlier, later;
};

class BasePairs {
public:
    /// Of two columns of ids that rise strictly, integers or texts each. `Code::overflow`.
    [[nodiscard]] static Result<BasePairs> of(const Column& earlier, const Column& later);

    /// One for each customer, in the order of ids: integers where both columns are.
    [[nodiscard]] const std::vector<BasePair>& rows() const noexcept { return rows_; }
    /// The ids as a column; `Code::overflow`. The columns must still be there.
    [[nodiscard]] Result<Column> ids() const;

private:
    BasePairs(const Column& earlier, const Column& later) : earlier_(&earlier), later_(&later) {}

    const Column* earlier_;
    const Column* later_;
    std::vector<BasePair> rows_;
};

}  // namespace tenure::inline v0::detail::data
