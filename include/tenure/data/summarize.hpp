#pragma once

/// @file
/// From an order log to the customer base.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tenure/core/date.hpp"
#include "tenure/core/duration.hpp"
#include "tenure/core/executor.hpp"
#include "tenure/data/cleaning.hpp"
#include "tenure/data/customer_base.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0 {

class TransactionReader;

namespace detail::data {
class ReadAhead;
}

/// In which order the rows of a log come.
enum class RowOrder : std::uint8_t {
    any,  ///< Any. All rows are kept until the end: 20 bytes each, 32 with ids above 2^32 − 1
          ///< or other rare values, in memory or spilled.
    /// No date before that of the row before. Takes memory per customer, for about one row of each
    /// too, and for the rows of the last day.
    by_date,
};

/// How a log becomes a base.
struct SummarizeOptions {
    /// The last day of observation, inclusive. Default: the last date in the log.
    std::optional<Date> until = {};
    /// The last day of the holdout, inclusive. Default: the last date in the log, where that lies
    /// after `until`; then the base has a holdout. A date that is not after `until` is
    /// `Code::invalid_option`.
    std::optional<Date> holdout_until = {};
    /// What the models read times in. Default: week, as in the papers.
    Unit unit = Unit::week;
    /// Purchases of one customer within one such period are one occasion.
    Period merge = Period::day;
    Duplicates duplicates = Duplicates::keep;
    RowOrder order = RowOrder::any;
    /// With `RowOrder::any`: the most bytes of rows that are held in memory; what is beyond waits
    /// in a temporary file without a name, which nobody else can open and which is gone however the
    /// program ends. 0: no limit. Ids and results are held beside it. At the end each thread brings
    /// back the rows of a 256th of the customers, by chance, and holds them twice: they must fit
    /// beside the rest, and so must those of a single customer, however many they are. With
    /// `RowOrder::by_date` nothing is spilled.
    std::uint64_t memory_limit = 0;
    /// The folder of that file. Needed where there is a limit (`Code::invalid_option`).
    std::string spill_folder = {};
    RunOptions run = {};

    [[nodiscard]] TENURE_API Result<void> check() const;
};

/// The sufficient statistics of every customer who bought on or before `until`. Sums of money are
/// exact; the result does not depend on the order of rows, on threads, or on the memory limit. Ids
/// are integers where all in the base are canonical (`CustomerId`).
///
/// Negative amounts are returns (`Returns::net`). On their day they come after the purchases, the
/// largest first. Each takes its amount off the customer's latest occasions up to its day, back to
/// the first, as far as it goes; an occasion with nothing left stays an occasion. Returns after
/// `until` touch only what was bought after `until`.
/// @return `Code::no_rows` where no purchase lies on or before `until`, `Code::overflow`,
/// `Code::not_in_order`, `Code::cannot_write` where the temporary file does not fit,
/// `Code::cannot_read` where it does not come back, `Code::invalid_option`, `Code::cancelled`.
[[nodiscard]] TENURE_API Result<CustomerBase> summarize(const Transactions& log,
                                                        const SummarizeOptions& options = {});

/// The same, for a log that comes in pieces: a customer's rows may be spread over them in any
/// order.
///
///     CustomerBaseBuilder builder({.until = 1997y / 9 / 30});
///     builder.add(reader).value();                      // all pieces of files
///     while (next(&piece)) builder.add(piece).value();  // or others
///     auto base = std::move(builder).finish().value();
class TENURE_API CustomerBaseBuilder {
public:
    explicit CustomerBaseBuilder(const SummarizeOptions& options);
    CustomerBaseBuilder(CustomerBaseBuilder&&) noexcept;
    CustomerBaseBuilder& operator=(CustomerBaseBuilder&&) noexcept;
    ~CustomerBaseBuilder();

    /// Adds the rows of `piece`, which should be many: each piece goes to every partition of the
    /// customers, so that one row costs as much as some hundreds. Pieces agree on whether they
    /// carry amounts; their scales may differ.
    /// @return `Code::overflow`, `Code::no_amounts` where one piece has amounts and another has
    /// not, `Code::not_in_order` with the row of the piece (from 1) as the line and that of all
    /// pieces in the message, `Code::cannot_write`. After an error there is no base: `finish`
    /// returns it again. After an exception, as where memory ends, the builder has failed: any
    /// further use is a `ContractError`.
    Result<void> add(const Transactions& piece);

    /// Adds all pieces that the reader still gives. With an executor, the next piece is read while
    /// the one before is added: two pieces of work, so more than two threads have nothing to do
    /// until `finish`, and a source's `read` is called on any of them, one call at a time.
    /// @return the errors of `TransactionReader::next`, and those of adding a piece, where they
    /// name no file with the one that the piece ended in and no line; the reader may have read on
    /// then. After an error there is no base, and after an exception the builder has failed, as
    /// above: what was read and not added is lost.
    Result<void> add(TransactionReader& reader);

    /// The base of all rows that were added; the builder is spent. `Code::no_rows`,
    /// `Code::overflow`, `Code::cannot_read`, `Code::cancelled`.
    [[nodiscard]] Result<CustomerBase> finish() &&;

private:
    friend class detail::data::ReadAhead;

    struct State;
    Result<void> add_alone(const Transactions& piece);  // within `add`, on this thread only
    void check_usable() const;

    std::unique_ptr<State> state_;
};

}  // namespace tenure::inline v0
