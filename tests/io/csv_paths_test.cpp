// The ways of reading a text: by the index and strictly, which must be the same, and on after bad
// records.

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "io/csv_oracle.hpp"
#include "io/csv_reader.hpp"
#include "io/csv_transcript.hpp"
#include "io/encoded_text.hpp"
#include "support/byte_sources.hpp"

namespace tenure::detail::io {
namespace {

using test::CsvReading;
using test::CsvTranscript;
using Lines = std::vector<std::string>;

Lines read(const std::string& bytes, const CsvReading& reading) {
    return CsvTranscript(bytes, reading).lines;
}

void expect_same_paths(const std::string& text, CsvReading reading) {
    reading.scan = CsvReader::Scan::strict;
    const Lines strict = read(text, reading);
    reading.scan = CsvReader::Scan::indexed;
    const Lines indexed = read(text, reading);
    if (indexed == strict) return;
    const auto differ = std::ranges::mismatch(indexed, strict);
    const auto shown = [](auto at, const Lines& lines) {
        return at == lines.end() ? std::string("nothing") : testing::PrintToString(*at);
    };
    ADD_FAILURE() << testing::PrintToString(text.substr(0, 2000))
                  << "\nby the index: " << shown(differ.in1, indexed)
                  << "\nstrictly:     " << shown(differ.in2, strict);
}

constexpr std::string_view signs("\n\n\"\",,;\r a\0\xff\xc3", 13);

// Mostly what is ordinary, so that records of the right width are common.
std::string hostile_text(std::mt19937& random, std::size_t size) {
    std::string text;
    while (text.size() < size) {
        const auto kind = random() % 100;
        if (kind < 3) {
            text += signs[random() % signs.size()];
        } else if (kind < 15) {
            text += signs[random() % 10];
        } else if (kind < 25) {
            text += random() % 2 == 0 ? "ä" : "\"a\"\"\n,\"";
        } else if (kind < 60) {
            text += std::string(random() % 9, 'a');
        } else {
            text += kind < 70 ? "a,a,a\r\n" : kind < 80 ? "\n" : "a,a,a\n";
        }
    }
    return text;
}

TEST(CsvPaths, AreTheSameOnShortTexts) {
    std::mt19937 random(1);
    for (int i = 0; i < 20000 && !testing::Test::HasFailure(); ++i) {
        CsvReading reading;
        reading.format.header = random() % 2 == 0;
        reading.format.delimiter = ",,,;"[random() % 4];
        reading.skipping = random() % 2 == 0;
        reading.columns = static_cast<unsigned>(random());
        reading.piece = random() % 2 == 0 ? 1 + random() % 100 : std::string::npos;
        std::string text;
        for (std::size_t n = 1 + random() % 3; n > 0; --n)
            text += random() % 2 == 0 ? "a," : "\"\",";
        text += "z\n";
        expect_same_paths(text + hostile_text(random, random() % 300), reading);
    }
}

TEST(CsvPaths, AreTheSameOnSignsAlone) {
    std::mt19937 random(2);
    for (int i = 0; i < 30000 && !testing::Test::HasFailure(); ++i) {
        CsvReading reading;
        reading.format.header = false;
        reading.skipping = true;
        std::string text(random() % 300, ' ');
        const std::size_t kinds = 2 + random() % (signs.size() - 1);
        for (char& c : text) c = signs[random() % kinds];
        expect_same_paths(text, reading);
    }
}

TEST(CsvPaths, AreTheSameOnOneColumn) {
    std::mt19937 random(3);
    const std::string pieces[] = {"a\n",    "aa\r\n", "\n",       " \n",  "\t\n",   "\r\n",  " a\n",
                                  "\"\"\n", "ä\n",    "\"\n\"\n", "a,\n", "\r\r\n", "\x01\n"};
    for (int i = 0; i < 3000 && !testing::Test::HasFailure(); ++i) {
        std::string text = "n\n";
        for (std::size_t n = random() % 60; n > 0; --n) text += pieces[random() % 13];
        CsvReading reading;
        reading.skipping = true;
        expect_same_paths(text, reading);
    }
}

TEST(CsvPaths, AreTheSameWhateverTheLimit) {
    std::mt19937 random(4);
    for (const std::size_t limit :
         {std::size_t{5}, std::size_t{1000}, CsvIndex::window - 1, CsvIndex::window}) {
        CsvReading reading;
        reading.format.max_line = limit;
        for (const std::size_t size : {limit - 3, limit - 2, limit - 1, limit, limit + 1}) {
            for (const char* end : {"\n", "\r\n"}) {
                const std::string line = "a," + std::string(size, 'x') + end;
                expect_same_paths("a,b\n1,2\n" + line + "1,2\n", reading);
            }
        }
    }
}

// Ordinary records up to a border, and something odd around it.
TEST(CsvPaths, AreTheSameAroundBorders) {
    const std::string odd[] = {
        "\"x\",2,3\n",      "1,\"\n\",3\n", "1,2\n",     "1,2,3,4\n",    "\n \n",
        "1,\xff,3\n",       "ä,ö,ü\n",      "1,2\",3\n", "1,\"2\"x,3\n", std::string("1,\0,3\n", 7),
        "\"1\"\"\",2,3\r\n"};
    std::mt19937 random(5);
    for (const std::size_t border : {CsvIndex::window, ByteBuffer::block, 2 * ByteBuffer::block}) {
        for (const std::string& one : odd) {
            std::string text = "a,b,c\n";
            const std::size_t start = border - random() % 12;
            while (text.size() + 8 < start) text += "1,22,3\n";
            text.insert(text.size() - 1, start - text.size(), '4');
            text += one;
            for (int i = 0; i < 12000; ++i) text += i % 3 == 0 ? "7,8,99\r\n" : "7,8,9\n";
            text += one + "7,8,9\n";
            CsvReading reading;
            reading.skipping = true;
            reading.places_each = 997;
            reading.piece = random() % 2 == 0 ? 70000 : std::string::npos;
            expect_same_paths(text, reading);
        }
    }
}

TEST(CsvPaths, AreTheSameOnLongHostileTexts) {
    std::mt19937 random(6);
    for (int i = 0; i < 12; ++i) {
        std::string text = "a,b,c\n";
        while (text.size() < 3 * ByteBuffer::block) {
            for (std::size_t n = random() % 3000; n > 0; --n) text += "12,\"34\",56\n1,,2\n";
            for (std::size_t n = random() % 3000; n > 0; --n) text += "12,34,56\n1,,2\r\n";
            text += hostile_text(random, random() % 100);
            if (random() % 2 == 0) text += "\n";
        }
        CsvReading reading;
        reading.skipping = true;
        reading.places_each = 1009;
        expect_same_paths(text, reading);
    }
}

TEST(CsvPaths, AreTheSameOnWideRecords) {
    for (const std::size_t width : {std::size_t{100}, CsvIndex::window / 2, std::size_t{60000}}) {
        std::string line;
        for (std::size_t i = 1; i < width; ++i) line += i % 7 == 0 ? "xx," : ",";
        std::string text;
        for (int i = 0; i < 20; ++i) text += line + "e\n";
        text += "short\n\n\n\n1\n2\n3\n" + line + '\n' + line + ",\n" + line;
        CsvReading reading;
        reading.format.header = false;
        reading.skipping = true;
        reading.columns = 5;
        reading.places_each = 11;
        expect_same_paths(text, reading);
    }
}

// The bytes of a record, quotes and all.
TEST(CsvReaderRecord, IsWhatStandsInTheText) {
    for (const auto scan : {CsvReader::Scan::indexed, CsvReader::Scan::strict}) {
        test::MemorySource memory("a,b\n1,2\r\n\n \"x\", y \n\"3\n\"\"\",\"4\"\r\n,\n5,6");
        CsvReader reader(memory.source(), {}, scan);
        ASSERT_TRUE(reader.open().value());
        ASSERT_TRUE(reader.next_batch().value());
        const Lines expected = {"1,2", " \"x\", y ", "\"3\n\"\"\",\"4\"", ",", "5,6"};
        ASSERT_EQ(reader.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(reader.record(i), expected[i]);
        }
    }
}

// Reads on after a bad record, and returns the first fields of what comes behind it.
Lines read_on(CsvReader& reader, const std::string& message) {
    const auto bad = reader.next_batch();
    EXPECT_FALSE(bad) << message;
    if (bad) return {};
    EXPECT_EQ(bad.error().to_string(), message);
    EXPECT_TRUE(reader.skip_bad_record()) << message;
    EXPECT_FALSE(reader.skip_bad_record()) << "it is left out already";
    const auto more = reader.next_batch();
    EXPECT_TRUE(more) << message;
    Lines lines;
    for (std::size_t i = 0; more && *more && i < reader.size(); ++i) {
        lines.push_back(std::to_string(reader.line(i)) + ':' + std::string(reader.field(i, 0)));
    }
    return lines;
}

// `bad` stands as the third record of a text.
void expect_read_on(const std::string& bad, const std::string& error, std::uint64_t next_line,
                    Encoding encoding = Encoding::utf_8) {
    for (const auto scan : {CsvReader::Scan::indexed, CsvReader::Scan::strict}) {
        for (const std::size_t piece : {std::size_t{1}, std::string::npos}) {
            const bool utf16 = encoding == Encoding::utf_16;
            const auto encode = [utf16](const std::string& text) {
                return utf16 ? test::utf16(test::code_points(text)) : text;
            };
            test::MemorySource memory(encode("aa,b\n1,\"2\n\"\n") + bad + encode("\n\n5,6\n7,8"),
                                      piece);
            CsvFormat format;
            format.encoding = encoding;
            CsvReader reader(memory.source(), format, scan);
            ASSERT_TRUE(reader.open().value());
            reader.select(std::vector<std::size_t>{0});
            EXPECT_FALSE(reader.skip_bad_record()) << "there is none yet";
            ASSERT_TRUE(reader.next_batch().value());
            EXPECT_EQ(reader.size(), 1u);
            EXPECT_FALSE(reader.skip_bad_record()) << "its error has not come yet";
            const Lines expected = {std::to_string(next_line) + ":5",
                                    std::to_string(next_line + 1) + ":7"};
            EXPECT_EQ(read_on(reader, "memory.csv:" + error), expected);
            EXPECT_FALSE(reader.skip_bad_record());
            EXPECT_FALSE(reader.next_batch().value());
        }
    }
}

TEST(SkipBadRecord, GoesOnBehindIt) {
    expect_read_on("1,2,3", "4:1: expected 2 fields, got 3", 6);
    expect_read_on("\"\n\n\"", "4:1: expected 2 fields, got 1", 8);
    expect_read_on(std::string("1,x\0y", 5), "4:3: expected text, got a NUL as byte 2 of the field",
                   6);
    expect_read_on("é,\xff", "4:4: expected UTF-8, got 0xff as byte 1 of the field", 6);
    expect_read_on("\"\n\xff\",1,2",
                   "4:1: expected UTF-8, got 0xff as byte 3 of the field; is it "
                   "windows-1252 or windows-1250?",
                   7);
    expect_read_on("\"x\ny\",\"2\" z,\xff\"",
                   "5:4: expected a delimiter or a line end after the "
                   "closing quote, got \" z,\"",
                   7);
    expect_read_on("\"\xff\"z",
                   "4:1: expected UTF-8, got 0xff as byte 2 of the field; is it "
                   "windows-1252 or windows-1250?",
                   6);
}

TEST(SkipBadRecord, InOtherEncodings) {
    expect_read_on("\xe9\x81,1",
                   "4:1: expected windows-1252, got 0x81 as byte 3 of the field; is it "
                   "utf-8?",
                   6, Encoding::windows_1252);
    expect_read_on("\"\x98\" z\x98",
                   "4:1: expected windows-1250, got 0x98 as byte 2 of the field; is "
                   "it windows-1252?",
                   6, Encoding::windows_1250);
    expect_read_on("\"\xe9\" z\x98",
                   "4:1: expected a delimiter or a line end after the closing "
                   "quote, got \" z\"",
                   6, Encoding::windows_1250);
    expect_read_on(test::utf16(std::u32string(U"é,") + char32_t{0xd83d}),
                   "4:4: expected UTF-16, got half of a surrogate pair (0xd83d) as byte 1 of the "
                   "field",
                   6, Encoding::utf_16);
    expect_read_on(test::utf16(U"é,1,2"), "4:1: expected 2 fields, got 3", 6, Encoding::utf_16);
}

// The rest of the line is passed over, not held.
TEST(SkipBadRecord, OfAnyLength) {
    for (const auto scan : {CsvReader::Scan::indexed, CsvReader::Scan::strict}) {
        test::MemorySource memory(
            "a,b\n\"1\"x" + std::string(5 * ByteBuffer::block, '"') + "\n3,4\n", 10007);
        CsvReader reader(memory.source(), {}, scan);
        ASSERT_TRUE(reader.open().value());
        reader.select(std::vector<std::size_t>{0});
        ASSERT_FALSE(reader.next_batch());
        ASSERT_TRUE(reader.skip_bad_record());
        ASSERT_TRUE(reader.next_batch().value());
        EXPECT_EQ(reader.size(), 1u);
        EXPECT_EQ(reader.field(0, 0), "3");
        EXPECT_EQ(reader.line(0), 3u);
        EXPECT_EQ(reader.buffer_capacity(), ByteBuffer::block);
    }
}

void expect_no_way_on(const std::string& text, Code code, const CsvFormat& format = {}) {
    for (const auto scan : {CsvReader::Scan::indexed, CsvReader::Scan::strict}) {
        test::MemorySource memory(text);
        CsvReader reader(memory.source(), format, scan);
        ASSERT_TRUE(reader.open().value());
        for (int i = 0; i < 2; ++i) {
            const auto bad = reader.next_batch();
            ASSERT_FALSE(bad) << text;
            EXPECT_EQ(bad.error().code, code) << text;
            EXPECT_FALSE(reader.skip_bad_record()) << text;
        }
    }
}

TEST(SkipBadRecord, WhereNobodyKnowsTheNext) {
    expect_no_way_on("a,b\n\"1,2\n3,4\n", Code::malformed_csv);
    expect_no_way_on("a,b\n\"1,2\n\xff,4\n", Code::invalid_encoding);
    CsvFormat format;
    format.max_line = 4;
    expect_no_way_on("a,b\n1,234\n1,2\n", Code::line_too_long, format);
    expect_no_way_on("a,b\n\"1,234\n1,2\n", Code::line_too_long, format);
}

TEST(SkipBadRecord, NotOfTheFirstRecordOrABrokenSource) {
    test::MemorySource memory("a,\xff\n1,2\n");
    CsvReader reader(memory.source(), {});
    ASSERT_FALSE(reader.open());
    EXPECT_FALSE(reader.skip_bad_record());

    test::BrokenSource broken("a,b\n1,2\n" + std::string(ByteBuffer::block, '\n'));
    CsvReader other(broken.source(), {});
    ASSERT_TRUE(other.open().value());
    ASSERT_TRUE(other.next_batch().value());
    ASSERT_FALSE(other.next_batch());
    EXPECT_FALSE(other.skip_bad_record());
}

using Failure = test::CsvOracle::Failure;

struct ReadOn {
    std::vector<Lines> rows;
    std::vector<Failure> failures;
    bool stopped = false;
};

ReadOn read_all(CsvReader& reader) {
    ReadOn out;
    const auto add = [&out](const Error& error) {
        out.failures.push_back({error.code, error.where.line, error.where.column});
    };
    const auto opened = reader.open();
    if (!opened) {
        add(opened.error());
        out.stopped = true;
        return out;
    }
    if (!*opened) return out;
    std::vector<std::size_t> all(reader.width());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    reader.select(all);
    for (;;) {
        const auto more = reader.next_batch();
        if (more && !*more) return out;
        if (!more) add(more.error());
        for (std::size_t i = 0; i < reader.size(); ++i) {
            out.rows.emplace_back();
            for (const std::size_t j : all) out.rows.back().emplace_back(reader.field(i, j));
        }
        out.stopped = !more && !reader.skip_bad_record();
        if (out.stopped) return out;
    }
}

TEST(SkipBadRecord, AgreesWithItsDescription) {
    constexpr std::string_view alphabet("\"\"\",,,\n\n\n\n\r aa\xc3\xa9\0", 18);
    std::mt19937 random(1);
    std::size_t several = 0;
    for (int i = 0; i < 30000; ++i) {
        std::string text = random() % 4 == 0 ? "" : random() % 2 == 0 ? "a\n" : "a,a\n";
        for (std::size_t n = random() % 30; n > 0; --n)
            text += alphabet[random() % alphabet.size()];
        const test::CsvOracle expected(text, test::CsvOracle::Then::go_on);
        test::MemorySource memory(text, 1 + random() % 40);
        CsvFormat format;
        format.header = false;
        CsvReader reader(memory.source(), format,
                         random() % 2 == 0 ? CsvReader::Scan::indexed : CsvReader::Scan::strict);
        const ReadOn got = read_all(reader);
        ASSERT_EQ(got.rows, expected.rows) << testing::PrintToString(text);
        ASSERT_EQ(got.failures, expected.failures) << testing::PrintToString(text);
        ASSERT_EQ(got.stopped, expected.stopped()) << testing::PrintToString(text);
        several += got.failures.size() > 2;
    }
    EXPECT_GT(several, 3000u) << "many go on more than once";
}

}  // namespace
}  // namespace tenure::detail::io
