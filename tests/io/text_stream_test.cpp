#include "io/text_stream.hpp"

#include <string>

#include <gtest/gtest.h>

#include "io/encoded_text.hpp"
#include "io/stream_reading.hpp"

namespace tenure::detail::io {
namespace {

using test::encoded;
using test::MemorySource;

std::string decoded(const std::string& bytes, Encoding encoding,
                    std::size_t piece = std::string::npos, std::size_t size = 4096) {
    MemorySource memory(bytes, piece);
    const auto stream = open_text(memory.source(), encoding);
    EXPECT_EQ(stream->name(), "memory.csv");
    const auto read = test::read_all(*stream, size);
    EXPECT_FALSE(read.error);
    EXPECT_EQ(stream->taken(0), bytes.size());
    return read.bytes;
}

constexpr Encoding all[] = {Encoding::utf_8, Encoding::utf_16, Encoding::windows_1250,
                            Encoding::windows_1252};

TEST(TextStream, DecodesWhatWasEncoded) {
    for (const Encoding encoding : all) {
        for (const std::string text : {"", "a", "é", "a,b\n\"é€\",„x”\r\n"}) {
            EXPECT_EQ(decoded(encoded(text, encoding), encoding), text) << to_string(encoding);
            EXPECT_EQ(decoded(test::gzip(encoded(text, encoding)), encoding), text);
        }
    }
    EXPECT_EQ(decoded("\xbf\xa3\xf3\xb3\xe6", Encoding::windows_1250), "żŁółć");
    EXPECT_EQ(decoded("\xbf\xa3\xf3\xb3\xe6", Encoding::windows_1252), "¿£ó³æ");
}

// Fed byte by byte, asked for byte by byte, and cut everywhere: always the same.
TEST(TextStream, PiecesDoNotMatter) {
    const std::string text = "\xef\xbb\xbfid,name\n1,„é€é”\r\n" + std::string(40, 'x') + "é\n";
    const std::string emoji = text + "😀a😀";
    for (const Encoding encoding : all) {
        const bool windows = encoding >= Encoding::windows_1250;
        const std::string& whole = windows ? text.substr(3) : emoji;
        std::string bytes = encoded(whole, encoding);
        for (const bool compressed : {false, true}) {
            for (const std::size_t piece : {1, 2, 3, 5, 1000}) {
                for (const std::size_t size : {1, 2, 3, 4, 5, 6, 7, 1000}) {
                    ASSERT_EQ(decoded(bytes, encoding, piece, size), whole)
                        << to_string(encoding) << piece << ' ' << size;
                }
            }
            if (!compressed) bytes = test::gzip(bytes);
        }
    }
}

// A character lies across every end of the buffers in between.
TEST(TextStream, BlocksDoNotMatter) {
    for (const Encoding encoding : all) {
        for (std::size_t shift = 0; shift < 8; ++shift) {
            std::string text = std::string(ByteBuffer::block / 2 - shift, 'x');
            for (int i = 0; i < 100000; ++i) text += "é€";
            if (encoding < Encoding::windows_1250) text += "😀😀";
            ASSERT_TRUE(decoded(encoded(text, encoding), encoding, 4097, 10007) == text);
        }
    }
}

TEST(TextStream, Utf16InEitherOrder) {
    const std::u32string text = U"id,名\n1,é😀\n";
    const std::string utf8 = "id,名\n1,é😀\n", mark = "\xef\xbb\xbf";
    for (const bool big_endian : {false, true}) {
        const std::string bytes = test::utf16(text, big_endian);
        EXPECT_EQ(decoded(bytes, Encoding::utf_16), utf8) << "without a byte order mark";
        EXPECT_EQ(decoded(test::utf16(U"\ufeff", big_endian) + bytes, Encoding::utf_16),
                  mark + utf8);
        EXPECT_EQ(decoded(test::utf16(U"\ufeff名", big_endian), Encoding::utf_16), mark + "名");
    }
    EXPECT_EQ(decoded(test::utf16(U"é,b"), Encoding::utf_16), "é,b") << "little endian";
}

TEST(TextStream, WhatIsInvalidStaysInvalid) {
    EXPECT_EQ(decoded("a\x81z\x9d", Encoding::windows_1252), "a\x81z\x9d");
    EXPECT_EQ(decoded("a\x81z\x9d", Encoding::windows_1250), "a\x81zť");
    EXPECT_EQ(decoded(std::string("a\0\0\xd8z\0", 6), Encoding::utf_16), "a\xed\xa0\x80z");
    EXPECT_EQ(decoded(std::string("a\0z", 3), Encoding::utf_16), "a\xff");
    EXPECT_EQ(decoded("a\xe9\xff", Encoding::utf_8), "a\xe9\xff");
}

TEST(TextStream, AUtf8ByteOrderMarkIsNoTextOfAnotherEncoding) {
    const std::string mark = "\xef\xbb\xbf";
    EXPECT_EQ(decoded(mark + "a", Encoding::utf_8), mark + "a");
    EXPECT_EQ(decoded(mark + "a", Encoding::windows_1252),
              "\xfe"
              "a");
    EXPECT_EQ(decoded(mark, Encoding::windows_1250), "\xfe");
    EXPECT_EQ(decoded(mark + std::string("a\0", 2), Encoding::utf_16, 1, 1),
              "\xfe"
              "a");
    EXPECT_EQ(decoded("a" + mark, Encoding::windows_1252), "aï»¿");
}

TEST(TextStream, ErrorsOfTheSourceComeThrough) {
    for (const Encoding encoding : all) {
        test::BrokenSource broken("abcd");
        const auto stream = open_text(broken.source(), encoding);
        const auto read = test::read_all(*stream, 100);
        ASSERT_TRUE(read.error);
        EXPECT_EQ(read.error->to_string(),
                  "broken: expected more bytes or the end, got a read error");
    }
}

TEST(TextStream, CountsTheBytesOfTheSource) {
    const std::string text(3 * ByteBuffer::block, 'x');
    const std::string bytes = encoded(text, Encoding::utf_16);
    MemorySource memory(bytes);
    const auto stream = open_text(memory.source(), Encoding::utf_16);
    std::string buffer(1000, ' ');
    std::uint64_t last = 0;
    for (std::size_t done = 0;;) {
        const std::size_t count = stream->read(buffer.data(), buffer.size()).value();
        if (count == 0) break;
        done += count;
        ASSERT_EQ(stream->taken(0), 2 * done);
        last = stream->taken(0);
    }
    EXPECT_EQ(last, bytes.size());
}

}  // namespace
}  // namespace tenure::detail::io
