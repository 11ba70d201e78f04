#pragma once

/// @file
/// What happens to the rows of a log that are not plain purchases.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenure/core/money.hpp"
#include "tenure/core/result.hpp"

namespace tenure::inline v0 {

/// Rows that take something back: those with a negative amount, and those whose order id begins
/// with `CleaningPolicy::return_prefix`, whatever their sign.
enum class Returns : std::uint8_t {
    error,  ///< Such a row is an error: `Code::negative_amount`.
    /// Is taken off what the customer spent before, and is never an occasion itself. Where it takes
    /// nothing back, as its amount is 0 or the log has none, it is dropped.
    net,
    drop,  ///< Is left out, and counted.
};

/// Rows whose customer id is empty.
enum class MissingIds : std::uint8_t {
    error,  ///< `Code::missing_id`.
    drop,   ///< Left out, and counted; nothing else in them is looked at.
};

/// Rows with an amount of 0.
enum class ZeroAmounts : std::uint8_t {
    keep,  ///< Purchases like any other, and counted.
    drop,  ///< Left out, and counted.
};

/// Rows with an amount above `CleaningPolicy::outliers_above`.
enum class Outliers : std::uint8_t {
    keep,   ///< Purchases like any other, and counted.
    error,  ///< `Code::invalid_value`.
    drop,   ///< Left out, and counted.
};

/// Rows that repeat another one exactly: as texts byte for byte where the log was read from a text,
/// else in every column.
enum class Duplicates : std::uint8_t {
    keep,  ///< Purchases like any other, and counted.
    drop,  ///< One of them is kept, and the others are counted.
};

/// Rows that cannot be read, and those that another policy calls an error.
enum class BadRows : std::uint8_t {
    reject,  ///< The first one ends the reading with its error.
    skip,    ///< Left out, counted by their codes, the first of each kept in the report.
};

/// What becomes of which rows, as they are read. A row that falls under several of these counts
/// under the first: a record that is none (a field too many, bytes that are no text), a missing id,
/// an id, date or number that cannot be read, a return, a zero amount, an outlier. What a policy
/// says of amounts does not apply to a log without them.
struct CleaningPolicy {
    Returns returns = Returns::error;
    /// Order ids that begin with this belong to returns (`C` in `C536379`); empty for none. Needs
    /// the column of order ids.
    std::string return_prefix = {};
    MissingIds missing_ids = MissingIds::error;
    ZeroAmounts zero_amounts = ZeroAmounts::keep;
    /// Above this amount a row is an outlier; absent, none is. Must be 0 or more.
    std::optional<Money> outliers_above = {};
    /// Another policy than `keep` needs the limit (`Code::invalid_option`).
    Outliers outliers = Outliers::keep;
    BadRows bad_rows = BadRows::reject;
    /// With `BadRows::skip`: the bad row after so many ends the reading with its error. A quote
    /// that never closes and a record that is too long end it in any case, as nobody knows where
    /// the next record starts; so does an amount that does not fit into 64 bits at the scale of
    /// others.
    std::int64_t max_bad_rows = 1000;

    [[nodiscard]] TENURE_API Result<void> check() const;

    friend bool operator==(const CleaningPolicy&, const CleaningPolicy&) = default;
};

[[nodiscard]] TENURE_API std::string_view to_string(Returns policy) noexcept;
[[nodiscard]] TENURE_API std::string_view to_string(MissingIds policy) noexcept;
[[nodiscard]] TENURE_API std::string_view to_string(ZeroAmounts policy) noexcept;
[[nodiscard]] TENURE_API std::string_view to_string(Outliers policy) noexcept;
[[nodiscard]] TENURE_API std::string_view to_string(Duplicates policy) noexcept;
[[nodiscard]] TENURE_API std::string_view to_string(BadRows policy) noexcept;

/// Each reads the names of its enumerators; anything else is `Code::invalid_option`.
[[nodiscard]] TENURE_API Result<Returns> parse_returns(std::string_view text);
[[nodiscard]] TENURE_API Result<MissingIds> parse_missing_ids(std::string_view text);
[[nodiscard]] TENURE_API Result<ZeroAmounts> parse_zero_amounts(std::string_view text);
[[nodiscard]] TENURE_API Result<Outliers> parse_outliers(std::string_view text);
[[nodiscard]] TENURE_API Result<Duplicates> parse_duplicates(std::string_view text);
[[nodiscard]] TENURE_API Result<BadRows> parse_bad_rows(std::string_view text);

}  // namespace tenure::inline v0
