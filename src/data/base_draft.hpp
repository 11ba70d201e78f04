#pragma once

// A customer base between the file and the library.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/id_column.hpp"
#include "data/money_column.hpp"
#include "tenure/data/base_csv.hpp"

namespace tenure::inline v0::detail::data {

/// A base on the way in: times in merge periods, money at one scale, rows in the file's order.
struct BaseDraft {
    /// A column that is known for all rows or for none, as the first row decides.
    template <class Values>
    struct Optional {
        std::optional<bool> known;
        Values values;
    };

    IdColumn ids;
    std::vector<std::uint64_t> lines;
    std::vector<std::int64_t> frequency, weight;
    std::vector<double> recency, age;
    /// Of repeat occasions. Known as the first row that has some decides.
    Optional<std::vector<double>> mean;
    bool has_mean_column = false;
    Optional<std::vector<std::int32_t>> first_date, last_date;
    Optional<std::vector<double>> sum_log_gaps;
    Optional<MoneyColumn> revenue, repeat_revenue, holdout_revenue;
    Optional<std::vector<std::int64_t>> holdout_frequency;
    std::optional<Date> until, holdout_until;
    std::optional<Unit> unit;
    std::optional<Period> merge;
};

/// The units that times are written in and read in, and the merge period.
struct Clock {
    Unit times, unit;
    Period merge;
};

/// What the file says, as soon as it is known, and what the options say before it.
[[nodiscard]] Clock clock_of(const BaseDraft& draft, const ReadBaseOptions& options);

/// The base of the draft, ordered by id. `file` is for errors, which have the line of the row:
/// `Code::duplicate_customer` and those of `CustomerBase::from_table`.
[[nodiscard]] Result<CustomerBase> to_base(BaseDraft draft, const ReadBaseOptions& options,
                                           const std::string& file);

}  // namespace tenure::inline v0::detail::data
