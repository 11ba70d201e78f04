// The reader on every encoding, compressed and not: the same records and the same errors at the
// same places as of the text in UTF-8.

#include <numeric>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/csv_oracle.hpp"
#include "io/csv_reader.hpp"
#include "io/encoded_text.hpp"
#include "io/file_source.hpp"
#include "support/byte_sources.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Outcome {
    Rows rows;
    std::optional<Error> error;
};

void keep_batch(const CsvReader& reader, Rows& rows) {
    for (std::size_t i = 0; i < reader.size(); ++i) {
        rows.emplace_back();
        for (std::size_t j = 0; j < reader.width(); ++j) {
            rows.back().emplace_back(reader.field(i, j));
        }
    }
}

Outcome read(const ByteSource& source, const CsvFormat& format) {
    CsvReader reader(source, format);
    const auto opened = reader.open();
    if (!opened) return {{}, opened.error()};
    if (!*opened) return {};
    Outcome out;
    if (format.header) out.rows.push_back(reader.names());
    std::vector<std::size_t> columns(reader.width());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    reader.select(columns);
    for (;;) {
        const auto more = reader.next_batch();
        if (!more) out.error = more.error();
        if (!more || !*more) return out;
        keep_batch(reader, out.rows);
    }
}

Outcome read(const std::string& bytes, const CsvFormat& format,
             std::size_t piece = std::string::npos) {
    test::MemorySource memory(bytes, piece);
    return read(memory.source(), format);
}

CsvFormat with_encoding(Encoding encoding, CsvFormat format = {}) {
    format.encoding = encoding;
    return format;
}

// What is asked at the end of a message depends on what was declared.
std::string without_question(const Error& error) {
    const std::string text = error.to_string();
    return text.substr(0, text.find("; is it "));
}

void expect_same(const Outcome& outcome, const Outcome& expected, const std::string& text) {
    ASSERT_EQ(outcome.rows, expected.rows) << testing::PrintToString(text);
    ASSERT_EQ(outcome.error.has_value(), expected.error.has_value()) << text;
    if (!expected.error) return;
    EXPECT_EQ(outcome.error->code, expected.error->code);
    EXPECT_EQ(without_question(*outcome.error), without_question(*expected.error));
}

enum class Order { none, little, big, marked_little, marked_big };

struct Form {
    const char* name;
    Encoding encoding;
    Order order = Order::none;
};

class CsvEncodings : public testing::TestWithParam<Form> {
protected:
    [[nodiscard]] std::string encode(const std::string& text) const {
        const auto [name, encoding, order] = GetParam();
        if (order == Order::none) return test::encoded(text, encoding);
        const bool marked = order >= Order::marked_little;
        const bool big_endian = order == Order::big || order == Order::marked_big;
        return test::utf16((marked ? U"\ufeff" : U"") + test::code_points(text), big_endian);
    }

    void expect_as_utf8(const std::string& text, const CsvFormat& format = {}) const {
        const Outcome expected = read(text, format);
        const std::string bytes = encode(text);
        const CsvFormat encoded = with_encoding(GetParam().encoding, format);
        for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::string::npos}) {
            expect_same(read(bytes, encoded, piece), expected, text);
        }
        expect_same(read(test::gzip(bytes), encoded), expected, text);
    }
};

TEST_P(CsvEncodings, WellFormedText) {
    for (const char* text :
         {"aa,b\n1,2\n3,\n", "aa,b\r\n\"1,2\",\"say \"\"hé\"\"\"\r\n\"two\nlines\",\"\"\n",
          "name,„x”\né,€\n\n \r\n\t\ncafé,5 €", " é , b\n5\" pipe,x\"y\"\n", "a\r\n",
          "ab\rc,d\ne,f\r", "\n\"\"\"\"", "aa\n\"é\"\r"}) {
        expect_as_utf8(text);
    }
    CsvFormat blanks;
    blanks.delimiter = CsvFormat::blanks;
    blanks.header = false;
    expect_as_utf8("  é  b\t c \r\n 1 2 3\n\n\t\n\"4 5\" 6", blanks);
}

TEST_P(CsvEncodings, HostileText) {
    for (const char* text : {
             "aa,b\né,\"2\n3,4\n",                       // a quote that never closes
             "\n\"aé",                                   // nor here
             "aa,b\n\"é\ny\",\"2\" é,3\n",               // text after a quote
             "aa,b\n1,\"2\"\r3\n",                       //
             "aé,b,c\n1,2,3\n1,é,3,4,5\n",               // wrong numbers of fields
             "aa,b,c\n\né,2\n", "é\n1,\n", ",,,,\n,\n",  //
         }) {
        expect_as_utf8(text);
    }
    using namespace std::string_literals;
    expect_as_utf8("aa,b\né,x\0y\n"s);  // NUL
    expect_as_utf8("aa,b\n\"é\n\0\",2\n"s);
}

TEST_P(CsvEncodings, LongLines) {
    CsvFormat format;
    format.max_line = 10;
    for (const char* text :
         {"aa\n01234567é\n", "aa\n01234567é", "aa\n012345678é\n", "aa\n\"é\n\n\n\n\n\n\n\n\n",
          "aa,b,c,d,e,f\n", "aa\n012345678901234567890123456789"}) {
        expect_as_utf8(text, format);
    }
}

// Short texts of what matters to the form; enough of them fail in each way.
TEST_P(CsvEncodings, RandomText) {
    constexpr std::u32string_view alphabet(U"\"\"\",,,\n\n\r aaé€\0", 15);
    std::mt19937 random(2);
    std::size_t failures = 0;
    CsvFormat format;
    format.header = false;
    for (int i = 0; i < 3000; ++i) {
        std::u32string points = U"\n";  // tells the byte order
        for (std::size_t n = random() % 14; n > 0; --n)
            points += alphabet[random() % alphabet.size()];
        std::string text;
        for (const char32_t point : points) {
            text += point == U'é'   ? "é"
                    : point == U'€' ? "€"
                                    : std::string(1, static_cast<char>(point));
        }
        const Outcome expected = read(text, format);
        failures += expected.error.has_value();
        expect_same(
            read(encode(text), with_encoding(GetParam().encoding, format), 1 + random() % 5),
            expected, text);
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(failures, 500u);
    EXPECT_LT(failures, 2500u);
}

// Records across all ends of the buffers.
TEST_P(CsvEncodings, LongText) {
    std::string text = "id,name\r\n";
    for (int i = 0; i < 60000; ++i) text += "\"é" + std::to_string(i) + "\"\"\r\n\",€é\r\n";
    const Outcome expected = read(text, {});
    ASSERT_FALSE(expected.error);
    const CsvFormat format = with_encoding(GetParam().encoding);
    EXPECT_TRUE(read(encode(text), format, 4099).rows == expected.rows);
    text += "1,2,é";
    const Outcome failed = read(text, {});
    ASSERT_TRUE(failed.error);
    const Outcome outcome = read(encode(text), format, 4099);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->to_string(), failed.error->to_string());
}

TEST_P(CsvEncodings, ProgressIsInBytesOfTheSource) {
    std::string text = "id,name\n";
    for (int i = 0; i < 200000; ++i) text += std::to_string(i) + ",é\n";
    for (const bool compressed : {false, true}) {
        const std::string bytes = compressed ? test::gzip(encode(text)) : encode(text);
        test::MemorySource memory(bytes, 5000);
        CsvReader reader(memory.source(), with_encoding(GetParam().encoding));
        ASSERT_TRUE(reader.open().value());
        std::size_t last = 0, batches = 0;
        while (reader.next_batch().value()) {
            EXPECT_GE(reader.bytes_done(), last) << "it never goes back";
            EXPECT_LE(reader.bytes_done(), bytes.size());
            last = reader.bytes_done();
            ++batches;
        }
        EXPECT_GT(batches, 2u);
        EXPECT_EQ(reader.bytes_done(), bytes.size());
    }
}

TEST_P(CsvEncodings, AFileThatShrinks) {
    const test::TemporaryFolder folder;
    std::string text = "id,name\n";
    for (int i = 0; i < 300000; ++i) text += std::to_string(i) + ",é\n";
    const std::string path = folder.write("orders.csv", encode(text));
    const auto size = std::filesystem::file_size(path);
    auto file = FileSource::open(path).value();
    CsvReader reader(file.source(), with_encoding(GetParam().encoding));
    ASSERT_TRUE(reader.open().value());
    reader.select(std::vector<std::size_t>{0});
    ASSERT_TRUE(reader.next_batch().value());
    const std::size_t kept = size - 100;
    std::filesystem::resize_file(path, kept);
    Result<bool> more = true;
    while (more && *more) more = reader.next_batch();
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, Code::cannot_read);
    EXPECT_EQ(more.error().to_string(), path + ": expected " + std::to_string(size) +
                                            " bytes, got " + std::to_string(kept) +
                                            ": the file shrank");
}

INSTANTIATE_TEST_SUITE_P(
    Forms, CsvEncodings,
    testing::Values(Form{"utf_8", Encoding::utf_8}, Form{"windows_1250", Encoding::windows_1250},
                    Form{"windows_1252", Encoding::windows_1252},
                    Form{"utf_16_little", Encoding::utf_16, Order::little},
                    Form{"utf_16_big", Encoding::utf_16, Order::big},
                    Form{"utf_16_marked_little", Encoding::utf_16, Order::marked_little},
                    Form{"utf_16_marked_big", Encoding::utf_16, Order::marked_big}),
    [](const auto& form) { return std::string(form.param.name); });

void expect_error(const std::string& bytes, Encoding encoding, Code code, const std::string& text) {
    for (const std::size_t piece : {std::size_t{1}, std::string::npos}) {
        for (const std::string& form : {bytes, test::gzip(bytes)}) {
            const Outcome outcome = read(form, with_encoding(encoding), piece);
            ASSERT_TRUE(outcome.error) << text;
            EXPECT_EQ(outcome.error->code, code);
            EXPECT_EQ(outcome.error->to_string(), "memory.csv:" + text);
        }
    }
}

TEST(CsvEncoding, BytesWithoutAMeaning) {
    expect_error("a,b\n\xe9,x\xe9\x81\n", Encoding::windows_1252, Code::invalid_encoding,
                 "2:4: expected windows-1252, got 0x81 as byte 4 of the field; is it utf-8?");
    expect_error("a,b\n\"1\n\x9d\",2\n", Encoding::windows_1252, Code::invalid_encoding,
                 "2:1: expected windows-1252, got 0x9d as byte 4 of the field; is it "
                 "windows-1250?");
    expect_error("a,b\n1,x\x98", Encoding::windows_1250, Code::invalid_encoding,
                 "2:3: expected windows-1250, got 0x98 as byte 2 of the field; is it "
                 "windows-1252?");
    expect_error("a,b\n1,x\x90", Encoding::windows_1250, Code::invalid_encoding,
                 "2:3: expected windows-1250, got 0x90 as byte 2 of the field");
    expect_error("a\n\"1\"\x81\n", Encoding::windows_1252, Code::malformed_csv,
                 "2:1: expected a delimiter or a line end after the closing quote, got 0x81");
}

TEST(CsvEncoding, BrokenUtf16) {
    const auto with_unit = [](const std::u32string& start, char32_t unit) {
        return test::utf16(start + unit + U"z\n");
    };
    expect_error(with_unit(U"a,b\né,x", 0xd83d), Encoding::utf_16, Code::invalid_encoding,
                 "2:4: expected UTF-16, got half of a surrogate pair (0xd83d) as byte 2 of the "
                 "field");
    expect_error(with_unit(U"a,b\n1,😀", 0xde00), Encoding::utf_16, Code::invalid_encoding,
                 "2:3: expected UTF-16, got half of a surrogate pair (0xde00) as byte 5 of the "
                 "field");
    expect_error(with_unit(U"a\n\"1\"", 0xdc00), Encoding::utf_16, Code::malformed_csv,
                 "2:1: expected a delimiter or a line end after the closing quote, got half of a "
                 "surrogate pair (0xdc00)");
    expect_error(test::utf16(U"a,b\n1,2") + "\n", Encoding::utf_16, Code::invalid_encoding,
                 "2:3: expected UTF-16, got half a character as byte 2 of the field");
    expect_error(test::utf16(U"a,b\n1,2\n") + "x", Encoding::utf_16, Code::invalid_encoding,
                 "3:1: expected UTF-16, got half a character as byte 1 of the field");
}

TEST(CsvEncoding, TheWrongOneIsRefusedWithAQuestion) {
    const std::string utf16 = test::utf16(U"\ufeffaa,b\n1,é\n");
    expect_error(utf16, Encoding::utf_8, Code::invalid_encoding,
                 "1:1: expected UTF-8, got 0xff as byte 1 of the field; is it utf-16?");
    expect_error(test::utf16(U"\ufeffaa,b\n", true), Encoding::utf_8, Code::invalid_encoding,
                 "1:1: expected UTF-8, got 0xfe as byte 1 of the field; is it utf-16?");
    for (const Encoding encoding : {Encoding::utf_8, Encoding::windows_1252}) {
        expect_error(utf16.substr(2), encoding, Code::malformed_csv,
                     "1:1: expected text, got a NUL as byte 2 of the field; is it utf-16?");
        expect_error(test::utf16(U"aa,b\n", true), encoding, Code::malformed_csv,
                     "1:1: expected text, got a NUL as byte 1 of the field; is it utf-16?");
    }
    expect_error(
        "\xef\xbb\xbf"
        "aa,b\n",
        Encoding::windows_1252, Code::invalid_encoding,
        "1:1: expected windows-1252, got a UTF-8 byte order mark as byte 1 of the field; "
        "is it utf-8?");
    expect_error("aa,b\n1,Á\n", Encoding::windows_1252, Code::invalid_encoding,
                 "2:3: expected windows-1252, got 0x81 as byte 3 of the field; is it utf-8?");
}

TEST(CsvEncoding, MixedEncodings) {
    const std::string mixed = "id,name\n1,café\n2,caf\xe9\n3,café\n";
    const Outcome as_utf8 = read(mixed, {});
    EXPECT_EQ(as_utf8.rows.size(), 2u) << "what comes before it";
    expect_error(mixed, Encoding::utf_8, Code::invalid_encoding,
                 "3:3: expected UTF-8, got 0xe9 as byte 4 of the field");
    expect_error("id,name\n1,caf\xe9\n2,café\n", Encoding::utf_8, Code::invalid_encoding,
                 "2:3: expected UTF-8, got 0xe9 as byte 4 of the field; is it windows-1252 or "
                 "windows-1250?");
    EXPECT_EQ(read(mixed, with_encoding(Encoding::windows_1252)).rows.back()[1], "cafÃ©")
        << "nearly every byte has a meaning in a code page";
}

}  // namespace
}  // namespace tenure::detail::io
