#include "tenure/data/read_transactions.hpp"

#include "core/message.hpp"
#include "data/log_reader.hpp"
#include "io/csv_reader.hpp"
#include "io/file_source.hpp"

namespace tenure::inline v0 {
namespace {

using detail::core::expected_got;
using detail::core::quoted;
using detail::data::LogReader;
using detail::io::CsvReader;
using detail::io::FileSource;

Error bad_option(const char* field, std::string_view expected, std::string_view got) {
    return {Code::invalid_option, expected_got(expected, got), {{}, 0, 0, field}};
}

// Without a header there are only numbers to name a column by.
Result<void> check_number(const char* field, const std::string& column) {
    const auto number = canonical_integer(column);
    if (number && *number >= 1) return {};
    return bad_option(field, "a column number from 1, as there is no header", quoted(column));
}

Result<void> check_date_format(const std::string& format) {
    if (format.empty()) return {};
    const auto parsed = Date::parse("", format);
    if (parsed || parsed.error().code != Code::invalid_option) return {};
    Error error = parsed.error();
    error.where.field = "date_format";
    return error;
}

Result<Transactions> read(const ByteSource& source, std::size_t total, const ReadOptions& options) {
    CsvReader reader(source, options.csv);
    const auto opened = reader.open();
    if (!opened) return opened.error();
    if (!*opened) {
        return Error{Code::no_rows, expected_got("rows", "none"), {source.name, 0, 0, {}}};
    }
    const detail::data::ColumnNames names(reader);
    const auto columns = detail::data::find_log_columns(options.columns, names);
    if (!columns) return columns.error();
    return LogReader(reader, *columns, options).read_all(total);
}

}  // namespace

Result<void> ReadOptions::check() const {
    if (auto checked = detail::io::check_format(csv); !checked) return checked;
    if (auto checked = check_date_format(date_format); !checked) return checked;
    if (csv.header) return {};
    if (auto checked = check_number("columns.customer", columns.customer); !checked) return checked;
    return check_number("columns.date", columns.date);
}

Result<Transactions> read_transactions(const std::string& path, const ReadOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    auto file = FileSource::open(path);
    if (!file) return file.error();
    return read(file->source(), static_cast<std::size_t>(file->size()), options);
}

Result<Transactions> read_transactions_from(const ByteSource& source, const ReadOptions& options) {
    if (auto checked = options.check(); !checked) return checked.error();
    return read(source, 0, options);
}

}  // namespace tenure::inline v0
