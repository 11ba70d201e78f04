#pragma once

// The rows of a customer base, from the records of a text.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "data/base_draft.hpp"
#include "data/base_fields.hpp"
#include "data/base_rules.hpp"
#include "data/column_names.hpp"
#include "io/csv_reader.hpp"

namespace tenure::inline v0::detail::data {

class BaseReader {
public:
    /// `reader` is open, and stays where it is.
    BaseReader(io::CsvReader& reader, const ReadBaseOptions& options)
        : reader_(reader), options_(options) {}

    /// Progress is in bytes, of `total` (0 where that is not known).
    [[nodiscard]] Result<BaseDraft> read_all(std::size_t total);

private:
    Result<void> find_columns();
    Result<void> find_column(BaseField field, const ColumnNames& names);
    [[nodiscard]] const std::optional<std::size_t>& slot(BaseField field) const noexcept {
        return slots_[static_cast<std::size_t>(field)];
    }

    Result<void> read_row(std::size_t row);
    Result<void> read_constants(std::size_t row);
    Result<void> read_id(std::size_t row);
    [[nodiscard]] Result<BaseRow> read_history(std::size_t row);
    Result<void> read_mean(std::size_t row, BaseRow& history);
    [[nodiscard]] Result<BaseDetails> read_details(std::size_t row);
    Result<void> read_amounts(std::size_t row, BaseDetails& details);
    Result<void> level_scales(std::size_t row);
    Result<void> add(std::size_t row, const BaseRow& history, const BaseDetails& details);
    Result<void> count_weight(std::size_t row, std::int64_t weight);

    [[nodiscard]] std::string_view text(std::size_t row, BaseField field) const noexcept;
    [[nodiscard]] Error at(std::size_t row, BaseField field, Error error) const;
    [[nodiscard]] Result<double> real(std::size_t row, BaseField field) const;
    [[nodiscard]] Result<std::int64_t> integer(std::size_t row, BaseField field) const;
    [[nodiscard]] Result<Money> amount(std::size_t row, BaseField field) const;
    [[nodiscard]] Result<std::int32_t> day(std::size_t row, BaseField field) const;

    /// Whether the field has a value to be read; an error where it differs from the rows before.
    [[nodiscard]] Result<bool> is_known(std::size_t row, BaseField field,
                                        std::optional<bool>& known) const;
    template <class Values, class Value>
    Result<void> read_optional(std::size_t row, BaseField field,
                               BaseDraft::Optional<Values>& column,
                               Result<Value> (BaseReader::*parse)(std::size_t, BaseField) const,
                               std::optional<Value>& value);
    template <class Value>
    Result<void> read_constant(std::size_t row, BaseField field, std::optional<Value>& constant,
                               Result<Value> (*parse)(std::string_view));

    io::CsvReader& reader_;
    const ReadBaseOptions& options_;
    std::array<std::optional<std::size_t>, base_field_names.size()> slots_;
    BaseDraft draft_;
    std::array<std::optional<bool>, base_field_names.size()> constant_known_;
    std::int64_t customers_ = 0;  // the sum of the weights
};

}  // namespace tenure::inline v0::detail::data
