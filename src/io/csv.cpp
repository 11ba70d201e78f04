#include "tenure/io/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "core/number.hpp"
#include "io/atomic_file.hpp"
#include "tenure/core/civil_time.hpp"
#include "tenure/core/date.hpp"

namespace tenure::inline v0 {
namespace {

using detail::io::AtomicFile;

// Quotes a text where RFC 4180 asks for it.
void append_text(std::string& out, std::string_view text) {
    if (text.find_first_of("\",\r\n") == std::string_view::npos) {
        out += text;
        return;
    }
    out += '"';
    for (const char c : text) {
        out += c;
        if (c == '"') out += '"';
    }
    out += '"';
}

void append_integer(std::string& out, std::int64_t value, std::uint8_t scale) {
    if (scale > 0) {
        out += Money{value, scale}.to_string();
        return;
    }
    char digits[20];  // the longest is -9223372036854775808
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_value(std::string& out, const Column& column, std::size_t row) {
    if (column.is_null(row)) return;
    switch (column.type()) {
        case ColumnType::boolean:
            out += (column.boolean_bits()[row / 8] >> (row % 8) & 1) != 0 ? "true" : "false";
            return;
        case ColumnType::int64:
            append_integer(out, column.integers()[row], column.scale());
            return;
        case ColumnType::float64:
            out += detail::core::shortest(column.reals()[row]);
            return;
        case ColumnType::date32:
            out += Date::from_days(column.dates()[row]).to_string();
            return;
        case ColumnType::timestamp:
            out += CivilTime::from_microseconds(column.timestamps()[row]).to_string();
            return;
        case ColumnType::text:
            append_text(out, column.dictionary()[static_cast<std::size_t>(column.indices()[row])]);
            return;
    }
}

// A line of one blank field would be no record: that field is quoted.
void end_line(std::string& out, std::size_t start) {
    if (out.find_first_not_of(" \t", start) == std::string::npos) {
        out.insert(start, 1, '"');
        out += '"';
    }
    out += '\n';
}

void append_header(std::string& out, const Table& table) {
    for (std::size_t i = 0; i < table.columns(); ++i) {
        if (i > 0) out += ',';
        append_text(out, table.name(i));
    }
    end_line(out, 0);
}

void append_rows(std::string& out, const Table& table, std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
        const std::size_t start = out.size();
        for (std::size_t i = 0; i < table.columns(); ++i) {
            if (i > 0) out += ',';
            append_value(out, table.column(i), row);
        }
        end_line(out, start);
    }
}

// Writes the rows piece by piece, so that a large table is not held twice.
Result<void> write_rows(AtomicFile& file, const Table& table) {
    constexpr std::size_t piece = 4096;
    std::string text;
    append_header(text, table);
    for (std::size_t row = 0; row < table.rows(); row += piece) {
        append_rows(text, table, row, std::min(row + piece, table.rows()));
        if (auto written = file.write(text); !written) return written;
        text.clear();
    }
    return file.write(text);
}

}  // namespace

std::string to_csv(const Table& table) {
    std::string text;
    append_header(text, table);
    append_rows(text, table, 0, table.rows());
    return text;
}

Result<void> write_csv(const Table& table, const std::string& path) {
    auto file = AtomicFile::create(path);
    if (!file) return file.error();
    if (auto written = write_rows(*file, table); !written) return written;
    return std::move(*file).commit();
}

}  // namespace tenure::inline v0
