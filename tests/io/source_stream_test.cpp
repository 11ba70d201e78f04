#include "io/source_stream.hpp"

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "io/file_source.hpp"
#include "io/stream_reading.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

using test::contract_message;
using test::read_all;

TEST(SourceStream, HandsOnWhatItIsGiven) {
    test::MemorySource memory("0123456789", 3);
    SourceStream stream(memory.source());
    EXPECT_EQ(stream.name(), "memory.csv");
    const auto read = read_all(stream, 4);
    EXPECT_EQ(read.bytes, "0123456789");
    EXPECT_FALSE(read.error);
    EXPECT_EQ(stream.taken(0), 10u);
    EXPECT_EQ(stream.taken(4), 6u);
}

TEST(SourceStream, AHostThatCannotRead) {
    test::BrokenSource broken("abc");
    SourceStream stream(broken.source());
    const auto read = read_all(stream, 2);
    EXPECT_EQ(read.bytes, "abc");
    ASSERT_TRUE(read.error);
    EXPECT_EQ(read.error->code, Code::cannot_read);
    EXPECT_EQ(read.error->to_string(), "broken: expected more bytes or the end, got a read error");
}

TEST(SourceStream, AFileSaysWhy) {
    const test::TemporaryFolder folder;
    const std::string path = folder.write("a.csv", "0123456789");
    auto file = FileSource::open(path).value();
    SourceStream stream(file.source());
    std::filesystem::resize_file(path, 4);
    const auto read = read_all(stream, 3);
    EXPECT_EQ(read.bytes, "0123");
    ASSERT_TRUE(read.error);
    EXPECT_EQ(read.error->code, Code::cannot_read);
    EXPECT_EQ(read.error->to_string(), path + ": expected 10 bytes, got 4: the file shrank");
}

// A terminal would go on waiting.
TEST(SourceStream, IsNotAskedBehindTheEnd) {
    int calls = 0;
    const auto once = [](void* self, char*, std::size_t) -> std::ptrdiff_t {
        return ++*static_cast<int*>(self) == 1 ? 0 : 1;
    };
    SourceStream stream({once, &calls, "once"});
    char byte;
    EXPECT_EQ(stream.read(&byte, 1).value(), 0u);
    EXPECT_EQ(stream.read(&byte, 1).value(), 0u);
    EXPECT_EQ(calls, 1);
}

TEST(SourceStream, SourcesThatBreakTheirPromiseAreMisuse) {
    EXPECT_EQ(contract_message([] {
                  SourceStream({nullptr, nullptr, ""});
              }),
              "source.read: expected a function, got null");
    const auto greedy = [](void*, char*, std::size_t size) {
        return static_cast<std::ptrdiff_t>(size + 1);
    };
    SourceStream stream({greedy, nullptr, ""});
    char byte;
    EXPECT_EQ(contract_message([&] { (void)stream.read(&byte, 1); }),
              "source.read: expected at most the bytes asked for, got more");
}

}  // namespace
}  // namespace tenure::detail::io
