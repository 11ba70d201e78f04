#pragma once

// One record of delimited text, split where it stands in memory. Everything that looks at each byte
// of a file is behind `scan_record`, so that a vectorized form can take its place.

#include <cstddef>
#include <string_view>
#include <vector>

#include "tenure/io/csv.hpp"

namespace tenure::inline v0::detail::io {

/// A field of a record.
struct RawField {
    const char* begin;      ///< Where it starts in the text, at its quote if it has one.
    std::string_view text;  ///< What it holds, doubled quotes still doubled.
    bool doubled;           ///< Whether there are doubled quotes in it.
};

enum class ScanStatus {
    record,            ///< A whole record; the last one may lack its line end.
    incomplete,        ///< More bytes are needed to know where it ends.
    unclosed_quote,    ///< The last field's quote is open where the input ends.
    text_after_quote,  ///< The last field goes on behind its closing quote.
};

struct RecordScan {
    ScanStatus status;
    const char* end;  ///< Behind the last byte that surely belongs to it, its line end not counted.
    const char* next;        ///< Where the next record starts; at `text_after_quote`, that text.
    const char* field;       ///< Where its last field starts.
    std::size_t fields = 0;  ///< How many there are.
    std::size_t inner_lines = 0;  ///< Line ends inside quotes.
};

/// Splits the record at the front of [begin, end). The first `limit` fields are put into `fields`,
/// which is cleared first. `at_end` says that nothing follows `end`.
[[nodiscard]] RecordScan scan_record(const char* begin, const char* end, bool at_end,
                                     char delimiter, std::size_t limit,
                                     std::vector<RawField>& fields);

}  // namespace tenure::inline v0::detail::io
