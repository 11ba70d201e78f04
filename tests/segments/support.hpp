#pragma once

// What the tests of RFM and of migration share.

#include <cstddef>
#include <string>

#include "support/bases.hpp"
#include "support/logs.hpp"
#include "tenure/data/summarize.hpp"

namespace tenure::test {

/// The CDNOW sample as of the end of a day.
inline CustomerBase cdnow_until(Date until) {
    return summarize(cdnow_sample(), {.until = until}).value();
}

/// The text of a row, empty where it is null.
inline std::string text_of(const Table& table, const char* column, std::size_t row) {
    const Column& of = table[column];
    if (of.is_null(row)) return "";
    return std::string(of.dictionary()[static_cast<std::size_t>(of.indices()[row])]);
}

}  // namespace tenure::test
