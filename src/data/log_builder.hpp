#pragma once

// A log in the making, row by row or piece by piece.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "data/id_column.hpp"
#include "data/money_column.hpp"
#include "data/row_parser.hpp"
#include "data/text_column.hpp"
#include "tenure/data/transactions.hpp"

namespace tenure::inline v0::detail::data {

/// Which columns a log has beside ids and dates.
struct LogShape {
    bool amounts = false;
    std::array<bool, extras> extra{};

    /// That of a log which was built so.
    [[nodiscard]] static LogShape of(const Table& table);
    friend bool operator==(const LogShape&, const LogShape&) = default;
};

class LogBuilder {
public:
    LogBuilder(const LogShape& shape, IdColumn::Texts texts) : shape_(shape), ids_(texts) {}

    /// Adds those of the first `rows` rows that are kept, moving them about in `parsed`.
    /// `Code::overflow`, with its place.
    Result<void> add(ParsedRows& parsed, std::size_t rows, const RowParser& parser);
    /// Adds all rows of a log of the same shape. `Code::overflow`.
    Result<void> add(const Transactions& piece);

    /// Makes room for so many rows.
    void reserve(std::size_t rows);

    /// False where a row could not be taken: then all of it is lost.
    [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }
    [[nodiscard]] std::size_t rows() const noexcept { return days_.size(); }
    /// The log, with what the report says of its making.
    [[nodiscard]] Transactions finish(LogReport report) &&;

private:
    // Which rows of the batch they were that now are at the front; all where it is empty.
    using Rows = std::vector<std::size_t>;

    Result<void> add_rows(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                          const RowParser& parser);
    Result<void> add_ids(const ParsedRows& parsed, std::size_t rows, const RowParser& parser);
    Result<void> add_amounts(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                             const RowParser& parser);
    Result<void> add_extras(const ParsedRows& parsed, const Rows& of, std::size_t rows,
                            const RowParser& parser);
    Result<void> add_extra(const Column& column, std::size_t extra);
    [[nodiscard]] bool has(Extra extra) const noexcept {
        return shape_.extra[static_cast<std::size_t>(extra)];
    }

    LogShape shape_;
    IdColumn ids_;
    std::vector<std::int32_t> days_;
    MoneyColumn amounts_;
    std::array<TextColumn, text_extras> texts_;
    MoneyColumn quantities_;
    std::vector<std::int64_t> times_;
    std::vector<std::uint64_t> fingerprints_;
    bool is_whole_ = true;
};

}  // namespace tenure::inline v0::detail::data
