#pragma once

// From the states of a log's customers to the customer base.

#include <cstdint>

#include "data/customer_state.hpp"
#include "data/log_gatherer.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0::detail::data {

/// What is known of a base beside its customers.
struct BaseTerms {
    Window window;
    Unit unit;
    bool has_amounts;
    std::uint8_t scale;  ///< Of the amounts.
};

/// The base of those who bought in the window. `Code::no_rows`, `Code::overflow`,
/// `Code::cancelled`.
[[nodiscard]] Result<CustomerBase> make_base(GatheredLog log, const BaseTerms& terms,
                                             const RunOptions& run);

}  // namespace tenure::inline v0::detail::data
