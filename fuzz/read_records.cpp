// Delimited text from anywhere, read by the index and strictly. The first six bytes choose how; the
// rest is the text.

#include <cstddef>
#include <cstdint>
#include <string>

#include "io/csv_transcript.hpp"
#include "require.hpp"

namespace tenure::fuzz {
namespace {

using detail::io::CsvIndex;
using detail::io::CsvReader;
using test::CsvReading;
using test::CsvTranscript;

constexpr std::size_t choices = 6;

CsvReading reading_of(const std::uint8_t* choice) {
    constexpr char delimiters[] = {',', ';', '\t', '|', '\x01', CsvFormat::blanks};
    CsvReading reading;
    reading.format.delimiter = delimiters[choice[0] % sizeof delimiters];
    reading.format.header = (choice[1] & 1) == 0;
    reading.skipping = (choice[1] & 2) != 0;
    // Below the index's window, all is read strictly.
    if ((choice[1] & 4) != 0) reading.format.max_line = 1 + choice[3];
    reading.format.encoding = static_cast<Encoding>(choice[2] % 4);
    reading.columns = choice[5] == 0 ? ~0u : choice[5];
    return reading;
}

CsvTranscript read(const std::string& text, CsvReading reading, CsvReader::Scan scan,
                   std::size_t piece) {
    reading.scan = scan;
    reading.piece = piece;
    return CsvTranscript(text, reading);
}

// The same text behind many ordinary records, so that it lies across the end of a window.
std::string behind_records(const std::string& text, const CsvFormat& format, std::size_t before) {
    const std::string first = text.substr(0, text.find('\n')) + '\n';
    const std::string other = std::string("1") + format.delimiter + "2\n";
    std::string out = first;
    while (out.size() + before < CsvIndex::window) out += first.size() < 40 ? first : other;
    return out + text;
}

void check(const std::uint8_t* choice, const std::string& text) {
    CsvReading reading = reading_of(choice);
    const std::size_t piece = 1 + choice[4];
    const auto strict = read(text, reading, CsvReader::Scan::strict, text.size() + 1);
    const auto in_pieces = read(text, reading, CsvReader::Scan::strict, piece);
    require(strict.lines == in_pieces.lines, "the pieces of the source mean nothing");
    const auto indexed = read(text, reading, CsvReader::Scan::indexed, text.size() + 1);
    require(strict.lines == indexed.lines, "the index changes nothing");
    const auto index_in_pieces = read(text, reading, CsvReader::Scan::indexed, piece);
    require(strict.lines == index_in_pieces.lines, "nor in pieces");
    // It takes so long that only few inputs ask for it.
    if (choice[1] >> 3 != 1 || choice[5] % 8 != 0) return;
    const std::string longer = behind_records(text, reading.format, choice[4] % 128);
    reading.places_each = 509;
    require(read(longer, reading, CsvReader::Scan::strict, longer.size() + 1).lines ==
                read(longer, reading, CsvReader::Scan::indexed, longer.size() + 1).lines,
            "nor where it ends");
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tenure::fuzz;
    return check_text(data, size, choices, &check);
}
