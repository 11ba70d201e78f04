#pragma once

// Which column of a text is meant.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "io/csv_reader.hpp"

namespace tenure::inline v0::detail::data {

/// The columns of an open reader, found by header name or by number from 1. Blanks around names
/// mean nothing. Errors are `Code::missing_column`, with the place of the header and the role as
/// the field.
class ColumnNames {
public:
    explicit ColumnNames(const io::CsvReader& reader) : reader_(reader) {}

    /// The column that `name` means, a header name before a number, to be used as `role`.
    [[nodiscard]] Result<std::size_t> find(std::string_view name, std::string_view role) const;

    /// The column of exactly this header name, if any; two are an error.
    [[nodiscard]] Result<std::optional<std::size_t>> find_name(std::string_view name,
                                                               std::string_view role) const;

    /// The one column whose header name is among `names` in any case, blanks and hyphens for
    /// underscores, if any; two are an error.
    [[nodiscard]] Result<std::optional<std::size_t>> find_any(
        std::span<const std::string_view> names, std::string_view role) const;

    [[nodiscard]] Error missing(std::string_view expected, std::string_view got,
                                std::string_view role) const;
    /// The name of a column (from 0) as the header says, else its number from 1.
    [[nodiscard]] std::string name(std::size_t column) const;
    /// The header's names, or the number of columns, for a message.
    [[nodiscard]] std::string listed() const;
    [[nodiscard]] std::size_t size() const noexcept { return reader_.width(); }

private:
    template <class Fits>
    [[nodiscard]] Result<std::optional<std::size_t>> find_one(const Fits& fits,
                                                              std::string_view role) const;

    const io::CsvReader& reader_;
};

}  // namespace tenure::inline v0::detail::data
