#pragma once

// The customers of two bases, those of both together.

#include <cstddef>
#include <optional>
#include <vector>

#include "tenure/core/table.hpp"

namespace tenure::inline v0::detail::data {

/// The rows of one customer.
struct BasePair {
    std::optional<std::size_t> earlier, later;
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
