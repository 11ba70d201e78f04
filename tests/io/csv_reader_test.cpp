#include "io/csv_reader.hpp"

#include <cstddef>
#include <numeric>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "io/csv_oracle.hpp"
#include "support/byte_sources.hpp"

namespace tenure::detail::io {
namespace {

using test::BrokenSource;
using test::EndlessLine;
using test::MemorySource;

using Rows = std::vector<std::vector<std::string>>;

CsvFormat with_delimiter(char delimiter) {
    CsvFormat format;
    format.delimiter = delimiter;
    return format;
}

CsvFormat headless(char delimiter = ',') {
    CsvFormat format = with_delimiter(delimiter);
    format.header = false;
    return format;
}

/// All rows, with the header's names as the first; the error where there is one.
Result<Rows> read(CsvReader& reader) {
    const auto opened = reader.open();
    if (!opened) return opened.error();
    Rows rows;
    if (!*opened) return rows;
    if (!reader.names().empty()) rows.push_back(reader.names());
    std::vector<std::size_t> all(reader.width());
    std::iota(all.begin(), all.end(), std::size_t{0});
    reader.select(all);
    for (;;) {
        const auto more = reader.next_batch();
        if (!more) return more.error();
        if (!*more) return rows;
        for (std::size_t i = 0; i < reader.size(); ++i) {
            rows.emplace_back();
            for (std::size_t j = 0; j < all.size(); ++j) {
                rows.back().emplace_back(reader.field(i, j));
            }
        }
    }
}

Result<Rows> read(const std::string& text, const CsvFormat& format = {},
                  std::size_t piece = std::string::npos) {
    MemorySource memory(text, piece);
    CsvReader reader(memory.source(), format);
    return read(reader);
}

Error error_of(const std::string& text, const CsvFormat& format = {}) {
    const auto rows = read(text, format);
    EXPECT_FALSE(rows) << text;
    return rows ? Error{} : rows.error();
}

void expect_error(const std::string& text, Code code, const std::string& message,
                  std::uint64_t line, std::uint64_t column, const CsvFormat& format = {}) {
    const Error error = error_of(text, format);
    EXPECT_EQ(error.code, code) << text;
    EXPECT_EQ(error.message, message);
    EXPECT_EQ(error.where.file, "memory.csv");
    EXPECT_EQ(error.where.line, line) << text;
    EXPECT_EQ(error.where.column, column) << text;
}

TEST(CsvReader, SplitsLinesAndFields) {
    const Rows rows = {{"a", "b"}, {"1", "2"}, {"3", ""}};
    EXPECT_EQ(read("a,b\n1,2\n3,\n").value(), rows);
    EXPECT_EQ(read("a,b\r\n1,2\r\n3,\r\n").value(), rows);
    EXPECT_EQ(read("a,b\n1,2\r\n3,").value(), rows) << "the last line may lack its end";
    EXPECT_EQ(read("\xef\xbb\xbf"
                   "a,b\n1,2\n3,\n")
                  .value(),
              rows)
        << "a byte order mark";
    EXPECT_EQ(read("\n \r\na,b\n\n1,2\n\t\n3,\n\n  ").value(), rows) << "blank lines";
    EXPECT_EQ(read("a;b\n1;2\n3;", with_delimiter(';')).value(), rows);
    EXPECT_EQ(read("a\tb\n1\t2\n3\t", with_delimiter('\t')).value(), rows);
    EXPECT_EQ(read("a\x01"
                   "b\n1\x01"
                   "2\n3\x01",
                   with_delimiter('\x01'))
                  .value(),
              rows);
}

TEST(CsvReader, UnquotedFieldsAreTakenAsTheyAre) {
    EXPECT_EQ(read(" a , b\n5\" pipe,x\"y\"\n").value(),
              (Rows{{" a ", " b"}, {"5\" pipe", "x\"y\""}}));
    EXPECT_EQ(read("a\rb,c\nd,e\r").value(), (Rows{{"a\rb", "c"}, {"d", "e"}}));
}

TEST(CsvReader, QuotedFields) {
    EXPECT_EQ(read("\"a\",\"b\"\n\"1,2\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\"\"\n").value(),
              (Rows{{"a", "b"}, {"1,2", "say \"hi\""}, {"two\nlines", ""}}));
    EXPECT_EQ(read("\"\"\"\"").value(), (Rows{{"\""}}));
    EXPECT_EQ(read("\"a\"\r").value(), (Rows{{"a"}})) << "a CR at the very end";
    EXPECT_EQ(read("\"a\r\n\r\nb\"").value(), (Rows{{"a\r\n\r\nb"}}));
    EXPECT_EQ(read("\"\"\n\"\"").value(), (Rows{{""}, {""}})) << "quoted nothing is a record";
}

TEST(CsvReader, BlanksSeparate) {
    EXPECT_EQ(read("  a  b\t c \r\n 1 2 3\n\n\t\n\"4 5\" 6", with_delimiter(' ')).value(),
              (Rows{{"a", "b", "c"}, {"1", "2", "3"}, {"\"4", "5\"", "6"}}));
    expect_error("a b\n1 2 3", Code::wrong_column_count, "expected 2 fields, got 3", 2, 1,
                 with_delimiter(' '));
}

TEST(CsvReader, TabsAreNoBlanksWhereTheySeparate) {
    EXPECT_EQ(read("a\tb\n\t\n", with_delimiter('\t')).value(), (Rows{{"a", "b"}, {"", ""}}));
}

TEST(CsvReader, WithoutAHeaderTheFirstRecordIsARow) {
    MemorySource memory("\n1,2\n3,4\n");
    CsvReader reader(memory.source(), headless());
    EXPECT_EQ(read(reader).value(), (Rows{{"1", "2"}, {"3", "4"}}));
    EXPECT_EQ(reader.width(), 2u);
    EXPECT_TRUE(reader.names().empty());
    EXPECT_EQ(reader.start().line, 2u);
    EXPECT_EQ(reader.column_name(1), "2");
}

TEST(CsvReader, NothingIsNoRecord) {
    for (const char* text : {"", "\n\n", "\xef\xbb\xbf", " \r\n"}) {
        MemorySource memory(text);
        CsvReader reader(memory.source(), {});
        EXPECT_FALSE(reader.open().value());
    }
}

TEST(CsvReader, AHeaderAloneHasNoRows) {
    MemorySource memory("a,b\n");
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    EXPECT_FALSE(reader.next_batch().value());
    EXPECT_FALSE(reader.next_batch().value()) << "and stays so";
}

TEST(CsvReader, HoldsTheSelectedColumnsOnly) {
    MemorySource memory("a,b,c\n1,\"2\"\"\",3\n");
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    reader.select(std::vector<std::size_t>{2, 1, 2});
    ASSERT_TRUE(reader.next_batch().value());
    EXPECT_EQ(reader.field(0, 0), "3");
    EXPECT_EQ(reader.field(0, 1), "2\"");
    EXPECT_EQ(reader.field(0, 2), "3");
}

TEST(CsvReader, TellsWhereAFieldStarts) {
    MemorySource memory(
        "\xef\xbb\xbf"
        "a,b,c\r\n\r\n\"x\ny\",\"\"\"2\",3\r\n4,5,6");
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    reader.select(std::vector<std::size_t>{0, 1, 2});
    ASSERT_TRUE(reader.next_batch().value());
    const auto expect = [&](std::size_t record, std::size_t slot, std::uint64_t line,
                            std::uint64_t column, const char* name) {
        const Location where = reader.location(record, slot);
        EXPECT_EQ(where.file, "memory.csv");
        EXPECT_EQ(where.line, line);
        EXPECT_EQ(where.column, column);
        EXPECT_EQ(where.field, name);
    };
    expect(0, 0, 3, 1, "a");
    expect(0, 1, 4, 4, "b");
    expect(0, 2, 4, 10, "c");
    expect(1, 0, 5, 1, "a");
    expect(1, 2, 5, 5, "c");
    EXPECT_EQ(reader.line(1), 5u);
}

TEST(CsvReader, MalformedRecords) {
    expect_error("a,b\n1,\"2\n3,4\n", Code::malformed_csv,
                 "expected a closing quote, got the end of the input", 2, 3);
    expect_error("\"a", Code::malformed_csv, "expected a closing quote, got the end of the input",
                 1, 1);
    expect_error("a\n\"", Code::malformed_csv, "expected a closing quote, got the end of the input",
                 2, 1);
    expect_error("a,b\n\"x\ny\",\"2\" z,3\n", Code::malformed_csv,
                 "expected a delimiter or a line end after the closing quote, got \" z,3\"", 3, 4);
    expect_error("a,b\n1,\"2\"\r3\n", Code::malformed_csv,
                 "expected a delimiter or a line end after the closing quote, got \"\\r3\"", 2, 3);
    expect_error("a\n\"1\"\xff\n", Code::malformed_csv,
                 "expected a delimiter or a line end after the closing quote, got 0xff", 2, 1);
    expect_error("a\n\"1\"x\xff\n", Code::malformed_csv,
                 "expected a delimiter or a line end after the closing quote, got \"x\"", 2, 1);
    expect_error(std::string("a,b\n1,x\0y\n", 10), Code::malformed_csv,
                 "expected text, got a NUL as byte 2 of the field", 2, 3);
    expect_error(std::string("\0,b\n", 4), Code::malformed_csv,
                 "expected text, got a NUL as byte 1 of the field", 1, 1);
    expect_error(std::string("a,b\n\"1\n\0\",2\n", 13), Code::malformed_csv,
                 "expected text, got a NUL as byte 4 of the field", 2, 1);
}

TEST(CsvReader, InvalidEncoding) {
    expect_error(
        "a,b\nx,caf\xe9\n", Code::invalid_encoding,
        "expected UTF-8, got 0xe9 as byte 4 of the field; is it windows-1252 or windows-1250?", 2,
        3);
    expect_error(
        "n\xc3,b\n", Code::invalid_encoding,
        "expected UTF-8, got 0xc3 as byte 2 of the field; is it windows-1252 or windows-1250?", 1,
        1);
    expect_error("a,b\n1,2\n3,\xed\xa0\x80\n", Code::invalid_encoding,
                 "expected UTF-8, got 0xed as byte 1 of the field", 3, 3);
    expect_error(
        "\xff\xfe"
        "a\n",
        Code::invalid_encoding, "expected UTF-8, got 0xff as byte 1 of the field; is it utf-16?", 1,
        1);
    expect_error(
        " a b\n 1 caf\xe9\n", Code::invalid_encoding,
        "expected UTF-8, got 0xe9 as byte 4 of the field; is it windows-1252 or windows-1250?", 2,
        4, with_delimiter(' '));
    EXPECT_EQ(read("ä,☃\n𝄞,é\n").value(), (Rows{{"ä", "☃"}, {"𝄞", "é"}}));
}

TEST(CsvReader, WrongColumnCount) {
    expect_error("a,b,c\n1,2,3\n1,2,3,4,5\n", Code::wrong_column_count, "expected 3 fields, got 5",
                 3, 1);
    expect_error("a,b,c\n\n1,2\n", Code::wrong_column_count, "expected 3 fields, got 2", 3, 1);
    expect_error("a\n1,\n", Code::wrong_column_count, "expected 1 field, got 2", 2, 1);
}

TEST(CsvReader, ALineOfCommasIsNotAMillionColumns) {
    const std::string commas(CsvReader::max_columns - 1, ',');
    MemorySource widest(commas);
    CsvReader reader(widest.source(), {});
    ASSERT_TRUE(reader.open().value());
    EXPECT_EQ(reader.width(), CsvReader::max_columns);
    expect_error(commas + ",,", Code::wrong_column_count,
                 "expected at most 65536 fields, got 65538", 1, 1);
}

TEST(CsvReader, ABatchOfShortRecordsIsSmall) {
    std::string text = "n\n" + std::string(std::size_t{1} << 20, '7') + '\n';
    constexpr std::size_t short_records = 300000;
    for (std::size_t i = 0; i < short_records; ++i) text += "1\n";
    MemorySource memory(text);
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    reader.select(std::vector<std::size_t>{0});
    std::size_t records = 0;
    while (reader.next_batch().value()) {
        EXPECT_LE(reader.size(), CsvReader::max_batch);
        records += reader.size();
        EXPECT_EQ(reader.location(reader.size() - 1, 0).line, records + 1);
    }
    EXPECT_EQ(records, short_records + 1);
}

TEST(CsvReader, ErrorsComeAfterTheRecordsBeforeThem) {
    MemorySource memory("a,b\n1,2\n3,4\n5\n");
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    reader.select(std::vector<std::size_t>{0});
    ASSERT_TRUE(reader.next_batch().value());
    EXPECT_EQ(reader.size(), 2u);
    for (int i = 0; i < 2; ++i) {
        const auto more = reader.next_batch();
        ASSERT_FALSE(more) << "and every time again";
        EXPECT_EQ(more.error().where.line, 4u);
    }
}

TEST(CsvReader, ReadingThatBreaksOff) {
    BrokenSource broken("a,b\n1,2\n");
    CsvReader reader(broken.source(), {});
    const auto rows = read(reader);
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, Code::cannot_read);
    EXPECT_EQ(rows.error().message, "expected more bytes or the end, got a read error");
    EXPECT_EQ(rows.error().where.file, "broken");
}

// Every cut of the input into reads gives the same rows.
TEST(CsvReader, PiecesDoNotMatter) {
    const std::string text =
        "\xef\xbb\xbf"
        "a,b\r\n\"1\r\n2\",\"x\"\"y\"\r\n\r\n\"\",☃\n3,\"\"\"\"";
    const Rows whole = read(text).value();
    ASSERT_EQ(whole.size(), 4u);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        EXPECT_EQ(read(text, {}, piece).value(), whole) << piece;
    }
}

// Short texts of what matters to the form, with all their errors and places.
TEST(CsvReader, AgreesWithItsDescription) {
    constexpr std::string_view alphabet("\"\"\"\",,,\n\n\n\r\r aa\xc3\xa9\0", 18);
    std::mt19937 random(1);
    const auto below = [&random](std::size_t n) { return random() % n; };
    std::size_t failures = 0;
    for (int i = 0; i < 15000; ++i) {
        std::string text(below(14), ' ');
        for (char& c : text) c = alphabet[below(alphabet.size())];
        if (below(20) == 0) text.insert(0, "\xef\xbb\xbf");
        const test::CsvOracle expected(text);
        const auto rows = read(text, headless(), 1 + below(4));
        ASSERT_EQ(rows.has_value(), !expected.failure.has_value()) << testing::PrintToString(text);
        if (rows) {
            ASSERT_EQ(*rows, expected.rows) << testing::PrintToString(text);
        } else {
            const Error& error = rows.error();
            ASSERT_EQ((test::CsvOracle::Failure{error.code, error.where.line, error.where.column}),
                      *expected.failure)
                << testing::PrintToString(text) << ' ' << error.to_string();
            ++failures;
        }
    }
    EXPECT_GT(failures, 5000u) << "both kinds are common";
    EXPECT_LT(failures, 12500u);
}

// Records that lie across the ends of the buffer's blocks, in every position.
TEST(CsvReader, BlocksDoNotMatter) {
    for (std::size_t shift = 0; shift < 12; ++shift) {
        std::string text = "a,b\r\n" + std::string(ByteBuffer::block - 12 + shift, 'x') + ",y\r\n";
        text += "\"1\r\n\"\"2\",3\r\n\r\n";
        for (int i = 0; i < 60000; ++i) text += "\"" + std::to_string(i) + "\"\"\r\n\",☃\r\n";
        const auto rows = read(text, {}, 4099);
        ASSERT_TRUE(rows) << rows.error().to_string();
        ASSERT_EQ(rows->size(), 60003u);
        EXPECT_EQ((*rows)[1][0].size(), ByteBuffer::block - 12 + shift);
        EXPECT_EQ((*rows)[2], (std::vector<std::string>{"1\r\n\"2", "3"}));
        for (std::size_t i = 0; i < 60000; ++i) {
            ASSERT_EQ((*rows)[i + 3][0], std::to_string(i) + "\"\r\n");
        }
    }
}

TEST(CsvReader, RecordsOfTheLongestLengthAreRead) {
    CsvFormat format;
    format.max_line = 10;
    for (const char* end : {"\n", "\r\n", ""}) {
        const std::string longest = std::string("a\n0123456789") + end;
        EXPECT_EQ(read(longest, format, 1).value().back()[0], "0123456789");
        EXPECT_EQ(read("a\n\"0\r\n456\"\"\"" + std::string(end), format).value().back()[0],
                  "0\r\n456\"");
    }
}

TEST(CsvReader, LongerOnesAreNot) {
    CsvFormat format;
    format.max_line = 10;
    const std::string message =
        "expected a record of at most 10 bytes, got a longer one, or a quote that never closes";
    expect_error("a\n01234567890\n", Code::line_too_long, message, 2, 1, format);
    expect_error("a\n01234567890", Code::line_too_long, message, 2, 1, format);
    expect_error("a\n\"\n\n\n\n\n\n\n\n\n\n\n\"\n", Code::line_too_long, message, 2, 1, format);
    expect_error("a\n\"12345678901\n1\n1\n1", Code::line_too_long, message, 2, 1, format);
    expect_error("a,b,c,d,e,f\n", Code::line_too_long, message, 1, 1, format);
    expect_error("a\n\"x\"y0123456789\n", Code::malformed_csv,
                 "expected a delimiter or a line end after the closing quote, got "
                 "\"y0123456789\"",
                 2, 1, format);
}

// The limit is a promise about memory: of a line without end no more is read than the limit and a
// block, and no more is held.
TEST(CsvReader, AGigabyteLineIsRefusedUnread) {
    constexpr std::uint64_t gigabyte = std::uint64_t{1} << 30;
    for (const char* start : {"customer,date\n", "customer,date\n\"", ""}) {
        for (const char byte : {'x', ',', ' '}) {
            CsvFormat format;
            format.max_line = std::size_t{1} << 20;
            EndlessLine line(start, byte, gigabyte);
            CsvReader reader(line.source(), format);
            const auto rows = read(reader);
            ASSERT_FALSE(rows);
            EXPECT_EQ(rows.error().code, Code::line_too_long) << start << byte;
            EXPECT_EQ(rows.error().where.line, start[0] == '\0' ? 1u : 2u);
            EXPECT_EQ(rows.error().where.column, 1u);
            EXPECT_LE(line.bytes_read(), format.max_line + 2 * ByteBuffer::block);
            EXPECT_LE(reader.buffer_capacity(), format.max_line + ByteBuffer::block);
            EXPECT_LE(line.widest_request(), reader.buffer_capacity());
        }
    }
}

TEST(CsvReader, ALongFileNeedsASmallBuffer) {
    std::string text = "a,b\n";
    while (text.size() < 20 * ByteBuffer::block) text += "0123456789,abcdefghij\n";
    MemorySource memory(text);
    CsvReader reader(memory.source(), {});
    EXPECT_EQ(read(reader).value().size(), (text.size() - 4) / 22 + 1);
    EXPECT_EQ(reader.buffer_capacity(), ByteBuffer::block);
    EXPECT_EQ(reader.bytes_done(), text.size());
}

void expect_bad_option(const CsvFormat& format, const std::string& field,
                       const std::string& message) {
    const auto checked = check_format(format);
    ASSERT_FALSE(checked) << message;
    EXPECT_EQ(checked.error().code, Code::invalid_option);
    EXPECT_EQ(checked.error().where.field, field);
    EXPECT_EQ(checked.error().message, message);
}

TEST(CheckFormat, RefusesWhatCannotBeMeant) {
    EXPECT_TRUE(check_format({}));
    for (const char delimiter : {',', ';', '\t', '|', ':', ' ', '\x01'}) {
        EXPECT_TRUE(check_format(with_delimiter(delimiter)));
    }
    expect_bad_option(with_delimiter('\n'), "csv.delimiter",
                      "expected a sign, a tab or blanks, got \"\\n\"");
    for (const char delimiter : {'\0', '\r', '"', '0', 'a', 'Z', '-', '+', '\x7f', '\xe9'}) {
        EXPECT_FALSE(check_format(with_delimiter(delimiter))) << delimiter;
    }
    CsvFormat format;
    format.decimal.decimal = '5';
    expect_bad_option(format, "csv.decimal.decimal", "expected a sign, got \"5\"");
    format.decimal = {',', ','};
    expect_bad_option(format, "csv.decimal.group",
                      "expected a sign other than the decimal one, got \",\"");
    format.decimal = {',', ' '};
    EXPECT_TRUE(check_format(format));
    format.max_line = 0;
    expect_bad_option(format, "csv.max_line", "expected 1 to 2^40 bytes, got 0");
    format = {};
    format.encoding = static_cast<Encoding>(4);
    expect_bad_option(format, "csv.encoding", "expected an encoding, got none");
}

}  // namespace
}  // namespace tenure::detail::io
