// Text of any encoding from anywhere. The first byte chooses the encoding and whether the rest is
// compressed first; the second, how much the source gives and is asked for at once.

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/csv_reader.hpp"
#include "io/text_stream.hpp"
#include "io/utf8.hpp"
#include "require.hpp"
#include "support/byte_sources.hpp"

namespace tenure::fuzz {
namespace {

using detail::io::CsvReader;

constexpr std::size_t choices = 2;

struct Read {
    std::string bytes;
    std::optional<Error> error;
};

Read read(const std::string& bytes, Encoding encoding, std::size_t piece, std::size_t size) {
    test::MemorySource source(bytes, piece);
    const auto stream = detail::io::open_text(source.source(), encoding);
    std::string buffer(size, '\0');
    Read out;
    for (;;) {
        const auto count = stream->read(buffer.data(), size);
        if (!count) {
            out.error = count.error();
            return out;
        }
        require(*count <= size, "no more than was asked for");
        require(stream->taken(0) <= bytes.size(), "no more is used than there is");
        if (*count == 0) break;
        out.bytes.append(buffer, 0, *count);
    }
    require(stream->taken(0) == bytes.size(), "all is used in the end");
    return out;
}

Read read(const std::string& bytes, Encoding encoding) {
    return read(bytes, encoding, bytes.size() + 1, 4096);
}

std::string gzip(std::string_view text) {
    z_stream stream{};
    require(deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK,
            "zlib starts");
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    require(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib compresses");
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

// A text as UTF-16, by its definition.
std::string utf16(std::string_view utf8, bool big_endian) {
    std::string out;
    const auto unit = [&](std::uint32_t value) {
        const auto high = static_cast<char>(value >> 8), low = static_cast<char>(value & 0xff);
        out += big_endian ? high : low;
        out += big_endian ? low : high;
    };
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t length = detail::io::character_length(utf8.substr(at));
        auto point = static_cast<std::uint32_t>(static_cast<unsigned char>(utf8[at]));
        if (length > 1) point &= 0xffu >> (length + 1);
        for (std::size_t i = 1; i < length; ++i) {
            point = point << 6 | (static_cast<unsigned char>(utf8[at + i]) & 0x3fu);
        }
        at += length;
        if (point < 0x10000) {
            unit(point);
        } else {
            unit(0xd800 + ((point - 0x10000) >> 10));
            unit(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
    }
    return out;
}

// The bytes of a code page one by one.
std::string byte_by_byte(std::string_view bytes, Encoding encoding) {
    static const auto tables = [] {
        std::array<std::array<std::string, 256>, 2> out;
        for (std::size_t i = 0; i < 256; ++i) {
            const std::string byte(1, static_cast<char>(i));
            out[0][i] = read(byte, Encoding::windows_1250).bytes;
            out[1][i] = read(byte, Encoding::windows_1252).bytes;
        }
        return out;
    }();
    const auto& table = tables[encoding == Encoding::windows_1252 ? 1 : 0];
    std::string out;
    for (const char byte : bytes) out += table[static_cast<unsigned char>(byte)];
    return out;
}

bool is_valid(std::string_view text) {
    return detail::io::find_invalid_utf8(text) == std::string_view::npos;
}

// What a text must decode to, known by other means.
void check_decoded(const std::string& bytes, Encoding encoding, const std::string& text) {
    if (encoding == Encoding::utf_8) {
        require(text == bytes, "UTF-8 is left as it is");
    } else if (bytes.starts_with("\xef\xbb\xbf")) {
        require(text.starts_with('\xfe'), "a foreign byte order mark is marked");
    } else if (encoding == Encoding::utf_16) {
        require(!is_valid(text) || utf16(text, false) == bytes || utf16(text, true) == bytes,
                "encoding undoes decoding");
    } else {
        require(text == byte_by_byte(bytes, encoding), "a byte is a character");
    }
}

// What is valid UTF-8 comes back from UTF-16.
void check_encoded(const std::string& text, bool big_endian) {
    if (!is_valid(text)) return;
    const std::string marked = "\xef\xbb\xbf" + text;
    const auto again = read(utf16(marked, big_endian), Encoding::utf_16);
    require(again.bytes == marked, "decoding undoes encoding");
}

// The reader's records, one field behind the other, up to the end or the error.
Read records(const std::string& bytes, Encoding encoding, std::size_t piece) {
    CsvFormat format;
    format.encoding = encoding;
    format.header = false;
    test::MemorySource source(bytes, piece);
    CsvReader reader(source.source(), format);
    Read out;
    auto more = reader.open();
    std::vector<std::size_t> columns(reader.width());
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = i;
    reader.select(columns);
    while (more && *more) {
        more = reader.next_batch();
        for (std::size_t i = 0; more && i < reader.size(); ++i) {
            for (std::size_t j = 0; j < columns.size(); ++j) {
                require(is_valid(reader.field(i, j)), "what is read is UTF-8");
                out.bytes.append(reader.field(i, j)) += '\0';
            }
        }
    }
    if (!more) out.error = more.error();
    return out;
}

std::size_t line_count(std::string_view text) {
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// What is not read is refused at a place inside the text.
void check_records(const Read& records, const Read& text) {
    if (text.error) {
        require(records.error.has_value(), "no text comes of a source that is damaged");
        return;
    }
    if (!records.error) {
        require(is_valid(text.bytes), "what is invalid is refused");
        return;
    }
    const Location& where = records.error->where;
    require(where.line >= 1 && where.line <= line_count(text.bytes), "on a line of the text");
    require(where.column >= 1 && where.column <= text.bytes.size() + 1, "in that line");
}

void require_same(const Read& one, const Read& other) {
    require(one.bytes == other.bytes, "the same from any pieces");
    require(one.error.has_value() == other.error.has_value(), "and the same end");
    require(!one.error || one.error->to_string() == other.error->to_string(), "and error");
}

void check(const std::uint8_t* choice, std::string rest) {
    const auto encoding = static_cast<Encoding>(choice[0] % 4);
    const bool compressed = (choice[0] & 4) != 0;
    const std::size_t piece = 1 + choice[1] % 16, size = 1 + choice[1] / 16;
    const std::string bytes = compressed ? gzip(rest) : std::move(rest);

    const Read whole = read(bytes, encoding);
    require_same(whole, read(bytes, encoding, piece, size));
    if (whole.error) {
        require(whole.error->code == Code::cannot_read, "only reading can fail");
    } else {
        check_decoded(read(bytes, Encoding::utf_8).bytes, encoding, whole.bytes);
        check_encoded(whole.bytes, (choice[0] & 8) != 0);
    }
    const Read all = records(bytes, encoding, bytes.size() + 1);
    require_same(all, records(bytes, encoding, piece));
    check_records(all, whole);
}

}  // namespace
}  // namespace tenure::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace tenure::fuzz;
    return check_text(data, size, choices, &check);
}
