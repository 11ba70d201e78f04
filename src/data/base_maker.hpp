#pragma once

// From the rows of a log, in any order, to the customer base.

#include <cstdint>
#include <vector>

#include "data/customer_index.hpp"
#include "data/customer_summary.hpp"
#include "data/purchase_log.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::data {

/// All rows of a log, whose customers are numbered by `index`.
struct GatheredLog {
    CustomerIndex index;
    std::vector<Purchase> purchases;
    bool has_amounts;
    std::uint8_t scale;
};

/// The base of those who bought in the window. `Code::no_rows`, `Code::overflow`,
/// `Code::cancelled`.
[[nodiscard]] Result<CustomerBase> make_base(GatheredLog log, const Window& window, Unit unit,
                                             const RunOptions& run);

}  // namespace tenure::inline v0::detail::data
