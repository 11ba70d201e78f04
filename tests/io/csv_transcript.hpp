#pragma once

// All that a reader tells of a text, so that two ways of reading it can be held against each other.

#include <cstddef>
#include <string>
#include <vector>

#include "io/csv_reader.hpp"
#include "support/byte_sources.hpp"

namespace tenure::test {

/// How a text is read.
struct CsvReading {
    CsvFormat format = {};
    detail::io::CsvReader::Scan scan = detail::io::CsvReader::Scan::indexed;
    std::size_t piece = std::string::npos;  ///< Bytes that the source gives at once.
    bool skipping = false;                  ///< Whether bad records are left out.
    unsigned columns = ~0u;       ///< A bit for each of the first 32 columns: which are selected.
    std::size_t places_each = 1;  ///< Of every how many records the places of fields are asked for.
};

/// A line for each record and each error.
class CsvTranscript {
public:
    CsvTranscript(const std::string& bytes, const CsvReading& reading)
        : memory_(bytes, reading.piece),
          reader_(memory_.source(), reading.format, reading.scan),
          reading_(reading) {
        const auto opened = reader_.open();
        if (!opened) add(opened.error());
        if (!opened || !*opened) return;
        for (const std::string& name : reader_.names()) lines.push_back(name);
        select();
        while (next_batch()) {
        }
        lines.push_back(std::to_string(reader_.bytes_done()) + " bytes");
    }

    std::vector<std::string> lines;

private:
    // The last column comes first, where places in the batch are easily mistaken.
    void select() {
        std::vector<std::size_t> columns;
        for (std::size_t i = reader_.width(); i > 0; --i) {
            if (i <= 32 && (reading_.columns >> (i - 1) & 1) != 0) columns.push_back(i - 1);
        }
        reader_.select(columns);
        slots_ = columns.size();
    }

    bool next_batch() {
        const auto more = reader_.next_batch();
        if (!more) {
            add(more.error());
            if (!reading_.skipping || !reader_.skip_bad_record()) return false;
            lines.emplace_back("left out");
            return true;
        }
        for (std::size_t i = 0; i < reader_.size(); ++i) add_record(i);
        return *more;
    }

    void add_record(std::size_t record) {
        std::string line = std::to_string(reader_.line(record)) + '<';
        line.append(reader_.record(record)) += '>';
        for (std::size_t slot = 0; slot < slots_; ++slot) {
            line.append(reader_.field(record, slot)) += '|';
            if (lines.size() % reading_.places_each == 0) {
                const Location where = reader_.location(record, slot);
                line += where.field + '@' + std::to_string(where.line) + ':' +
                        std::to_string(where.column) + '|';
            }
        }
        lines.push_back(std::move(line));
    }

    void add(const Error& error) {
        lines.push_back(std::string(to_string(error.code)) + ' ' + error.to_string());
    }

    MemorySource memory_;
    detail::io::CsvReader reader_;
    CsvReading reading_;
    std::size_t slots_ = 0;
};

}  // namespace tenure::test
