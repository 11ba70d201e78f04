#pragma once

/// @file
/// Delimited text, read strictly and written exactly.

#include <cstddef>
#include <string>

#include "tenure/core/money.hpp"
#include "tenure/core/result.hpp"
#include "tenure/core/table.hpp"
#include "tenure/io/encoding.hpp"

namespace tenure::inline v0 {

/// The form of a delimited text. Quoting is RFC 4180's: a field in double quotes may hold the
/// delimiter, line ends and doubled quotes. Lines end in LF or CRLF; a byte order mark is skipped;
/// blank lines are no records. Text is of the declared encoding and is checked. There are at most
/// 65,536 columns (`Code::wrong_column_count`). Input that starts with the bytes 1f 8b is gzip
/// data, of one member or more, and is read as what it holds; where it is damaged, cut off, or
/// followed by anything but zeros, reading fails (`Code::cannot_read`).
struct CsvFormat {
    /// Between fields: a single byte such as `','`, `';'` or `'\t'`, or `blanks`.
    char delimiter = ',';
    /// As `delimiter`: runs of blanks and tabs separate fields, at both ends of a line they mean
    /// nothing, and there is no quoting (the CDNOW files).
    static constexpr char blanks = ' ';

    bool header = true;         ///< The first record holds the columns' names.
    DecimalStyle decimal = {};  ///< How numbers are written.
    /// The longest record that is read, in bytes of UTF-8; a longer one is `Code::line_too_long`,
    /// and is not taken into memory.
    std::size_t max_line = std::size_t{16} << 20;
    Encoding encoding = Encoding::utf_8;  ///< Of what is read; what is written is UTF-8.
};

/// The table as comma-separated text with a header: doubles in the shortest form that reads back to
/// the same bits, money with all decimals of its scale, dates as `YYYY-MM-DD`, booleans as `true`
/// and `false`, null as nothing; fields quoted only where RFC 4180 asks for it; LF line ends.
[[nodiscard]] TENURE_API std::string to_csv(const Table& table);

/// Writes `to_csv(table)` to `path` as a whole or not at all: into a temporary file beside it,
/// which then takes its name. Links are followed. The file keeps its permissions, but is a new one:
/// what else hung on the old (hard links, access control lists, another owner) does not follow. A
/// file that may not be written to is not replaced. `-` is standard output; that, what is open
/// already (`/dev/stdout`, `/dev/fd/3`), devices and pipes are written to where they stand.
/// @return `Code::cannot_write`.
[[nodiscard]] TENURE_API Result<void> write_csv(const Table& table, const std::string& path);

}  // namespace tenure::inline v0
