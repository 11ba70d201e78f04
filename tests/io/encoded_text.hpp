#pragma once

// Text as the bytes of another encoding, and compressed: what the library reads, made by other
// means.

#include <zlib.h>

#include <cstddef>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/oracle_table.hpp"
#include "tenure/io/encoding.hpp"

namespace tenure::test {

/// The code points of a valid UTF-8 text.
inline std::u32string code_points(std::string_view utf8) {
    std::u32string points;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) == 0x80) {
            points.back() = points.back() << 6 | (byte & 0x3f);
        } else {
            points += static_cast<char32_t>(byte < 0x80   ? byte
                                            : byte < 0xe0 ? byte & 0x1f
                                            : byte < 0xf0 ? byte & 0x0f
                                                          : byte & 0x07);
        }
    }
    return points;
}

/// A code page: windows_code_points.csv holds, of each byte, what the codecs of Python 3 say:
///
///     for b in range(256): bytes([b]).decode("cp1250")   # no entry where it raises
class CodePage {
public:
    explicit CodePage(Encoding encoding) {
        const OracleTable table("windows_code_points.csv");
        for (std::size_t byte = 0; byte < table.size(); ++byte) {
            const std::string& point = table.text(byte, std::string(to_string(encoding)));
            if (point.empty()) continue;
            const auto value = static_cast<char32_t>(std::stoul(point, nullptr, 16));
            points_[static_cast<unsigned char>(byte)] = value;
            bytes_[value] = static_cast<char>(byte);
        }
    }

    /// The code point of each byte that has one.
    [[nodiscard]] const std::map<unsigned char, char32_t>& points() const { return points_; }

    [[nodiscard]] std::string encode(const std::u32string& points) const {
        std::string out;
        for (const char32_t point : points) out += bytes_.at(point);
        return out;
    }

private:
    std::map<unsigned char, char32_t> points_;
    std::map<char32_t, char> bytes_;
};

/// UTF-16 by its definition (RFC 2781, section 2.1), without a byte order mark.
inline std::string utf16(const std::u32string& points, bool big_endian = false) {
    std::string out;
    const auto unit = [&](char32_t value) {
        const auto high = static_cast<char>(value >> 8), low = static_cast<char>(value & 0xff);
        out += big_endian ? high : low;
        out += big_endian ? low : high;
    };
    for (const char32_t point : points) {
        if (point < 0x10000) {
            unit(point);
        } else {
            unit(0xd800 | (point - 0x10000) >> 10);
            unit(0xdc00 | ((point - 0x10000) & 0x3ff));
        }
    }
    return out;
}

inline std::string encoded(std::string_view utf8, Encoding encoding) {
    if (encoding == Encoding::utf_8) return std::string(utf8);
    if (encoding == Encoding::utf_16) return utf16(code_points(utf8));
    static const CodePage pages[] = {CodePage(Encoding::windows_1250),
                                     CodePage(Encoding::windows_1252)};
    return pages[encoding == Encoding::windows_1252 ? 1 : 0].encode(code_points(utf8));
}

/// One member of gzip data; with a `header`, its optional parts.
inline std::string gzip(std::string_view text, gz_header* header = nullptr) {
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("deflateInit2");
    }
    if (header != nullptr) deflateSetHeader(&stream, header);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) throw std::runtime_error("deflate");
    return out;
}

}  // namespace tenure::test
