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

    [[nodiscard]] Result<BaseDraft> read_all();

private:
    Result<void> find_columns();
    Result<void> find_column(BaseField field, const ColumnNames& names);
    [[nodiscard]] const std::optional<std::size_t>& slot(BaseField field) const noexcept {
        return slots_[static_cast<std::size_t>(field)];
    }

    Result<void> read_row(std::size_t row);
    Result<void> read_id(std::size_t row);
    Result<void> read_history(std::size_t row);
    Result<void> read_mean(std::size_t row, BaseRow& history);
    Result<void> read_optional_columns(std::size_t row);
    Result<void> read_constants(std::size_t row);

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
                               Result<Value> (BaseReader::*parse)(std::size_t, BaseField) const);
    template <class Value>
    Result<void> read_constant(std::size_t row, BaseField field, std::optional<Value>& constant,
                               Result<Value> (*parse)(std::string_view)) const;

    io::CsvReader& reader_;
    const ReadBaseOptions& options_;
    std::array<std::optional<std::size_t>, base_field_names.size()> slots_;
    BaseDraft draft_;
};

}  // namespace tenure::inline v0::detail::data
