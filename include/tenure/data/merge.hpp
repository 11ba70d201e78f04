#pragma once

/// @file
/// Two customer bases as one.

#include "tenure/data/customer_base.hpp"

namespace tenure::inline v0 {

/// The base of two logs together, from their bases alone, in one of two cases:
/// - **Customers apart**: no customer is in both, and both were observed until the same day. In
///   neither is there a customer who only sent back (`BaseReport::only_returns` is 0): it may have
///   been bought in the other.
/// - **Time apart**: every purchase in `later` comes after `earlier` ended. A customer of both is
///   one: the occasions are added up, and those of the merge period in which one base ends and the
///   other begins are one occasion. T counts to the end of `later`. Returns must have found what
///   they took back within their own base (`BaseReport::unmatched_returns` of `later` is 0): what
///   they would have found in the other cannot be told from the bases.
///
/// A base without a report, as one that `read_base` or `CustomerBase::from_table` made, says
/// nothing of returns: it is taken on trust that it has none of those that are refused here. Where
/// it may have, summarize the logs together.
///
/// Both need the same merge period, amounts in both or in neither, dates, sums of money and of
/// logarithms, weights of 1, and no holdout; t_x and T that are the merge periods between their
/// dates. Money is exact. `sum_log_gaps` is added up in another order than `summarize` does, and
/// can differ from it in the last bits; all else is the same. The unit is that of `earlier`. Of the
/// report, `only_returns` is at most that many: who only sent back in one base may have bought in
/// the other.
/// @return `Code::invalid_data` where the bases do not go together so, naming what stands in the
/// way, with the row (from 1) as the line where it is one; `Code::overflow`.
[[nodiscard]] TENURE_API Result<CustomerBase> merge(const CustomerBase& earlier,
                                                    const CustomerBase& later);

}  // namespace tenure::inline v0
