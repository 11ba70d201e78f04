#pragma once

// One record of a text as a row of an order log: its values, or what stands in the way.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "data/log_columns.hpp"
#include "io/csv_reader.hpp"

namespace tenure::inline v0::detail::data {

/// What becomes of a record.
enum class RowFate : std::uint8_t {
    kept,
    kept_outlier,
    missing_id,  ///< This and the next three are dropped by a policy.
    returned,
    zero_amount,
    outlier,
    bad,  ///< There is an error.
};

[[nodiscard]] constexpr bool is_kept(RowFate fate) noexcept {
    return fate <= RowFate::kept_outlier;
}

/// Rows by column, as far as they do not depend on each other. What stands at rows that are not
/// kept means nothing.
struct ParsedRows {
    std::vector<RowFate> fates;
    std::vector<std::uint8_t> is_plain;  ///< Whether all of it was read in its plain form.
    std::vector<std::string_view> ids;
    std::vector<std::int64_t> numbers;     ///< Of ids that are canonical integers.
    std::vector<std::uint8_t> is_integer;  ///< Whether the id is one.
    std::vector<std::int32_t> days;        ///< `no_day` where the date could not be read.
    std::vector<std::int64_t> units;
    std::vector<std::uint8_t> scales;  ///< Of `units`; 2 for most, the smallest one or not.
    std::vector<std::uint64_t> fingerprints;
    std::vector<Money> quantities;
    std::vector<std::int64_t> times;

    static constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();

    void resize(std::size_t rows, const LogColumns& columns);
    /// Moves the kept ones of the first `rows` rows to the front, in their order.
    /// @return which rows they were.
    [[nodiscard]] std::vector<std::size_t> compact(std::size_t rows);
};

/// Reads rows on any thread: the plain forms in registers, all others strictly.
class RowParser {
public:
    /// Selects the columns from the reader; it and the options stay where they are.
    RowParser(io::CsvReader& reader, const LogColumns& columns, const ReadOptions& options);

    /// A row that there is an error of.
    struct BadRow {
        std::size_t row;
        Error error;
    };
    /// Reads the records [begin, end) of the reader's batch into their rows, and notes the bad ones
    /// in their order; where they are to be rejected, only the first, and nothing behind it.
    void parse(std::size_t begin, std::size_t end, ParsedRows& out, std::vector<BadRow>& bad) const;

    /// What stands in an extra text column.
    [[nodiscard]] std::string_view extra_text(std::size_t row, Extra extra) const noexcept {
        return field(row, slots_.extra[static_cast<std::size_t>(extra)]);
    }
    [[nodiscard]] std::string_view date_text(std::size_t row) const noexcept {
        return field(row, date_slot);
    }
    /// Where the id and the amount of a row stand.
    [[nodiscard]] Location id_place(std::size_t row) const {
        return reader_.location(row, customer_slot);
    }
    [[nodiscard]] Location amount_place(std::size_t row) const {
        return reader_.location(row, amount_slot);
    }
    [[nodiscard]] Location extra_place(std::size_t row, Extra extra) const {
        return reader_.location(row, slots_.extra[static_cast<std::size_t>(extra)]);
    }

private:
    // What stands in which slot of the reader's batches.
    enum Slot : std::size_t { customer_slot, date_slot, amount_slot };
    struct Slots {
        std::array<std::size_t, extras> extra{};
        std::size_t return_order = 0;
    };

    void parse_plain(std::size_t begin, std::size_t end, ParsedRows& out) const;
    void parse_plain_ids(std::size_t begin, std::size_t end, ParsedRows& out) const;
    void parse_plain_dates(std::size_t begin, std::size_t end, ParsedRows& out) const;
    void parse_plain_amounts(std::size_t begin, std::size_t end, ParsedRows& out) const;
    std::optional<Error> parse_rest(std::size_t row, ParsedRows& out) const;
    std::optional<Error> parse_strictly(std::size_t row, ParsedRows& out) const;
    std::optional<Error> parse_id(std::size_t row, ParsedRows& out) const;
    std::optional<Error> parse_date(std::size_t row, ParsedRows& out) const;
    std::optional<Error> parse_amount(std::size_t row, ParsedRows& out) const;
    std::optional<Error> parse_extras(std::size_t row, ParsedRows& out) const;
    [[nodiscard]] Result<Money> parse_product(std::size_t row) const;
    [[nodiscard]] Result<Money> parse_factor(std::size_t row, std::size_t slot) const;
    [[nodiscard]] Result<std::int64_t> parse_time(std::size_t row) const;
    std::optional<Error> judge(std::size_t row, ParsedRows& out) const;
    std::optional<Error> judge_return(std::size_t row, bool by_sign, ParsedRows& out) const;
    std::optional<Error> judge_outlier(std::size_t row, ParsedRows& out) const;
    [[nodiscard]] bool is_returned_order(std::size_t row) const noexcept;
    [[nodiscard]] bool is_outlier(Money amount) const noexcept;
    [[nodiscard]] std::size_t negative_slot(std::size_t row) const noexcept;
    [[nodiscard]] std::string_view field(std::size_t row, std::size_t slot) const noexcept;
    [[nodiscard]] Error at(std::size_t row, std::size_t slot, Error error) const;
    [[nodiscard]] bool has(Extra extra) const noexcept {
        return columns_.extra[static_cast<std::size_t>(extra)].has_value();
    }

    const io::CsvReader& reader_;
    const LogColumns& columns_;
    const ReadOptions& options_;
    Slots slots_;
    bool has_plain_form_;  // of rows
    bool has_judgments_;   // of rows in that form
};

}  // namespace tenure::inline v0::detail::data
