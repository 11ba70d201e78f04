#include "io/gunzip_stream.hpp"

#include <sys/resource.h>

#include <optional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "io/byte_buffer.hpp"
#include "io/csv_reader.hpp"
#include "io/encoded_text.hpp"
#include "io/stream_reading.hpp"

namespace tenure::detail::io {
namespace {

using test::gzip;
using test::MemorySource;
using test::StreamRead;

StreamRead gunzip(const std::string& bytes, std::size_t piece = std::string::npos,
                  std::size_t size = 4096) {
    MemorySource memory(bytes, piece);
    GunzipStream stream(memory.source());
    StreamRead out = test::read_all(stream, size);
    if (!out.error) {
        EXPECT_EQ(stream.taken(0), bytes.size());
    }
    return out;
}

void expect_text(const std::string& bytes, const std::string& text) {
    const StreamRead read = gunzip(bytes);
    EXPECT_EQ(read.bytes, text);
    EXPECT_FALSE(read.error) << read.error->to_string();
}

void expect_error(const std::string& bytes, const std::string& before, const std::string& message) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::string::npos}) {
        const StreamRead read = gunzip(bytes, piece, piece == 7 ? 1 : 4096);
        EXPECT_EQ(read.bytes, before);
        ASSERT_TRUE(read.error) << message;
        EXPECT_EQ(read.error->code, Code::cannot_read);
        EXPECT_EQ(read.error->message, message);
        EXPECT_EQ(read.error->where.file, "memory.csv");
        EXPECT_EQ(read.error->where.line, 0u);
    }
}

// Long enough for several blocks, and not too regular.
std::string sample_text(std::size_t lines = 3000) {
    std::mt19937 random(7);
    std::string text = "customer,date,amount\n";
    for (std::size_t i = 0; i < lines; ++i) {
        text += std::to_string(random() % 5000) + ",1997-01-02," + std::to_string(random()) + '\n';
    }
    return text;
}

constexpr const char* truncated =
    "expected the rest of the compressed data, got the end of the file";

TEST(GunzipStream, OtherSourcesAreHandedOn) {
    for (const std::string text : {"", "\x1f", "a", "ab", "a,b\n1,2\n", "\x1f\x8c\x08"}) {
        for (const std::size_t piece : {1, 2, 100}) {
            for (const std::size_t size : {1, 2, 100}) {
                const StreamRead read = gunzip(text, piece, size);
                EXPECT_EQ(read.bytes, text);
                EXPECT_FALSE(read.error);
            }
        }
    }
}

TEST(GunzipStream, CountsWhatIsUsedOfPlainText) {
    MemorySource memory("0123456789");
    GunzipStream stream(memory.source());
    char bytes[5];
    EXPECT_EQ(stream.taken(0), 0u);
    EXPECT_EQ(stream.read(bytes, 1).value(), 1u);
    EXPECT_EQ(stream.taken(0), 1u);
    EXPECT_EQ(stream.read(bytes, 5).value(), 1u) << "the other of the first two bytes";
    EXPECT_EQ(stream.read(bytes, 5).value(), 5u);
    EXPECT_EQ(stream.taken(0), 7u);
    EXPECT_EQ(stream.taken(5), 2u);
}

TEST(GunzipStream, OneMember) {
    const std::string text = sample_text();
    expect_text(gzip(text), text);
    expect_text(gzip(""), "");
}

TEST(GunzipStream, PiecesDoNotMatter) {
    const std::string text = sample_text(300);
    const std::string bytes = gzip(text) + gzip("") + gzip("end\n");
    for (const std::size_t piece : {1, 2, 3, 10, 64, 1000}) {
        for (const std::size_t size : {1, 2, 3, 1000}) {
            const StreamRead read = gunzip(bytes, piece, size);
            ASSERT_EQ(read.bytes, text + "end\n");
            ASSERT_FALSE(read.error);
        }
    }
}

TEST(GunzipStream, SeveralMembersAreOneText) {
    expect_text(gzip("a,b\n") + gzip("") + gzip("1,") + gzip("2\n"), "a,b\n1,2\n");
}

TEST(GunzipStream, HeadersWithAllTheirParts) {
    std::string extra = "\x01\x02\x04\0abcd", name = "orders.csv", comment = "made by hand";
    gz_header header{};
    header.text = 1;
    header.time = 870000000;
    header.os = 3;
    header.extra = reinterpret_cast<Bytef*>(extra.data());
    header.extra_len = static_cast<uInt>(extra.size());
    header.name = reinterpret_cast<Bytef*>(name.data());
    header.comment = reinterpret_cast<Bytef*>(comment.data());
    header.hcrc = 1;
    const std::string bytes = gzip("a,b\n1,2\n", &header);
    EXPECT_EQ(bytes[3], 0x1f) << "all flags";
    expect_text(bytes, "a,b\n1,2\n");
    std::string damaged = bytes;
    damaged[20] ^= 1;
    const StreamRead read = gunzip(damaged);
    EXPECT_EQ(read.bytes, "") << "the header has a checksum of its own";
    EXPECT_TRUE(read.error);
}

TEST(GunzipStream, ZerosBehindTheEndAreNothing) {
    const std::string bytes = gzip("a\n");
    expect_text(bytes + std::string(1, '\0'), "a\n");
    expect_text(bytes + std::string(200000, '\0'), "a\n");
}

TEST(GunzipStream, AnythingElseBehindTheEndIsAnError) {
    const std::string bytes = gzip("a\n");
    const std::string at = std::to_string(bytes.size() + 1);
    expect_error(bytes + "more", "a\n",
                 "expected the end of the gzip data, got more at byte " + at);
    const std::string zeros(3, '\0');
    expect_error(
        bytes + zeros + "x", "a\n",
        "expected the end of the gzip data, got more at byte " + std::to_string(bytes.size() + 4));
    expect_error(
        bytes + zeros + bytes, "a\n",
        "expected the end of the gzip data, got more at byte " + std::to_string(bytes.size() + 4));
    expect_error(bytes + "\x1f", "a\n", truncated);
    EXPECT_TRUE(gunzip(bytes + "\x1f\x8c").error);
}

TEST(GunzipStream, CutOffAnywhereIsAnError) {
    const std::string text = sample_text(200);
    const std::string bytes = gzip(text);
    for (std::size_t size = 2; size < bytes.size(); ++size) {
        const StreamRead read = gunzip(bytes.substr(0, size));
        ASSERT_TRUE(read.error) << size;
        ASSERT_EQ(read.error->message, truncated);
        ASSERT_TRUE(text.starts_with(read.bytes)) << "what was inflated is right";
    }
    expect_error(gzip("a\n") + bytes.substr(0, 5), "a\n", truncated);
}

// Each bit of each byte. What the checksums do not cover (the time, the flags) may change freely.
TEST(GunzipStream, DamageIsNeverRead) {
    const std::string text = sample_text(12);
    const std::string bytes = gzip(text);
    std::size_t same = 0;
    for (std::size_t at = 2; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 1 << bit);
            const StreamRead read = gunzip(damaged);
            if (!read.error) {
                ASSERT_EQ(read.bytes, text) << at << ' ' << bit;
                ++same;
                EXPECT_LT(at, 10u) << "in the header";
            } else {
                ASSERT_EQ(read.error->code, Code::cannot_read);
            }
        }
    }
    EXPECT_LE(same, 6u * 8 + 1) << "the time, two informative bytes and the flag of a text";
    for (std::size_t at = 0; at < 2; ++at) {  // not gzip any more, and no text either
        for (int bit = 0; bit < 8; ++bit) {
            std::string damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 1 << bit);
            MemorySource memory(damaged);
            CsvReader reader(memory.source(), {});
            EXPECT_FALSE(reader.open());
        }
    }
}

TEST(GunzipStream, ChecksumsAreChecked) {
    std::string bytes = gzip("a\n");
    bytes[bytes.size() - 8] ^= 1;
    const StreamRead read = gunzip(bytes);
    EXPECT_EQ(read.bytes, "a\n");
    ASSERT_TRUE(read.error);
    EXPECT_EQ(read.error->code, Code::cannot_read);
    EXPECT_EQ(read.error->message, "expected intact gzip data, got damage before byte " +
                                       std::to_string(bytes.size() - 3));
    bytes = gzip("a\n");
    bytes.back() ^= 1;
    EXPECT_TRUE(gunzip(bytes).error) << "the length";
}

TEST(GunzipStream, TheSourcesOwnErrorsComeThrough) {
    const std::string bytes = gzip(sample_text(100));
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{50}, bytes.size()}) {
        test::BrokenSource broken(bytes.substr(0, size));
        GunzipStream stream(broken.source());
        const StreamRead read = test::read_all(stream, 100);
        ASSERT_TRUE(read.error);
        EXPECT_EQ(read.error->to_string(),
                  "broken: expected more bytes or the end, got a read error");
    }
}

// 1 GB, of members of 16 MB each: what a test can make in little time.
std::string bomb(const std::string& start, char byte) {
    const std::string member = gzip(std::string(std::size_t{16} << 20, byte));
    std::string bytes = gzip(start);
    for (int i = 0; i < 64; ++i) bytes += member;
    return bytes;
}

constexpr std::uint64_t gigabyte = std::uint64_t{1} << 30;

// The most memory that the process has used so far.
std::size_t peak_memory() {
    ::rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) << 10;
}

constexpr std::size_t little = std::size_t{8} << 20;

TEST(GunzipStream, ABombTakesLittleMemory) {
    MemorySource memory(bomb("", '\0'));
    const std::size_t before = peak_memory();
    GunzipStream stream(memory.source());
    std::string buffer(std::size_t{64} << 10, 'x');
    std::uint64_t total = 0;
    for (;;) {
        const std::size_t count = stream.read(buffer.data(), buffer.size()).value();
        if (count == 0) break;
        total += count;
    }
    EXPECT_EQ(total, gigabyte);
    EXPECT_LE(peak_memory() - before, little);
}

TEST(GunzipStream, ALongLineOfABombIsRefusedUnread) {
    for (const char byte : {'x', ',', ' ', '\0'}) {
        const std::string bytes = bomb("customer,date\n", byte);
        MemorySource memory(bytes, 4096);
        CsvFormat format;
        format.max_line = std::size_t{1} << 20;
        const std::size_t before = peak_memory();
        CsvReader reader(memory.source(), format);
        ASSERT_TRUE(reader.open().value());
        const auto more = reader.next_batch();
        ASSERT_FALSE(more);
        EXPECT_EQ(more.error().code, Code::line_too_long);
        EXPECT_EQ(more.error().where.line, 2u);
        EXPECT_LE(reader.buffer_capacity(), format.max_line + ByteBuffer::block);
        EXPECT_LE(reader.bytes_done(), bytes.size() / 100) << "most of it was not even read";
        EXPECT_LE(peak_memory() - before, little);
    }
}

TEST(GunzipStream, AGigabyteOfBlankLinesIsReadInLittleMemory) {
    MemorySource memory(bomb("a\n", '\n'));
    const std::size_t before = peak_memory();
    CsvReader reader(memory.source(), {});
    ASSERT_TRUE(reader.open().value());
    EXPECT_FALSE(reader.next_batch().value());
    EXPECT_LE(reader.buffer_capacity(), ByteBuffer::block);
    EXPECT_LE(peak_memory() - before, little);
}

}  // namespace
}  // namespace tenure::detail::io
