#include "io/byte_buffer.hpp"

#include <string>

#include <gtest/gtest.h>

#include "core/contract.hpp"
#include "support/byte_sources.hpp"

namespace tenure::detail::io {
namespace {

using test::contract_message;

constexpr std::size_t block = ByteBuffer::block;

TEST(ByteBuffer, KeepsWhatIsNotConsumed) {
    test::MemorySource memory("0123456789", 3);
    ByteBuffer buffer(memory.source(), 100);
    EXPECT_EQ(buffer.bytes(), "");
    EXPECT_FALSE(buffer.at_end());
    buffer.fill().value();
    EXPECT_EQ(buffer.bytes(), "0123456789");
    EXPECT_TRUE(buffer.at_end());
    buffer.consume(4);
    buffer.fill().value();
    EXPECT_EQ(buffer.bytes(), "456789");
    EXPECT_EQ(buffer.taken(buffer.bytes().size()), 4u);
}

TEST(ByteBuffer, DoublesUpToItsLimit) {
    test::EndlessLine line("", 'x', 100 * block);
    ByteBuffer buffer(line.source(), 4 * block);
    for (const std::size_t size : {1, 2, 4, 5, 5}) {
        buffer.fill().value();
        EXPECT_EQ(buffer.bytes().size(), size * block);
        EXPECT_EQ(buffer.capacity(), size * block);
        EXPECT_EQ(line.bytes_read(), size * block);
    }
}

TEST(ByteBuffer, DoesNotGrowWhileItIsConsumed) {
    test::EndlessLine line("", 'x', 10 * block);
    ByteBuffer buffer(line.source(), 4 * block);
    std::size_t total = 0;
    while (!buffer.at_end()) {
        buffer.fill().value();
        const std::size_t keep = buffer.at_end() ? 0 : 10;
        total += buffer.bytes().size() - keep;
        buffer.consume(buffer.bytes().size() - keep);
    }
    EXPECT_EQ(total, 10 * block);
    EXPECT_EQ(buffer.capacity(), block);
}

// A terminal would go on waiting.
TEST(ByteBuffer, DoesNotReadBehindTheEnd) {
    struct Once {
        int calls = 0;
        static std::ptrdiff_t read(void* self, char*, std::size_t) {
            return ++static_cast<Once*>(self)->calls == 1 ? 0 : 1;
        }
    } once;
    ByteBuffer buffer({&Once::read, &once, "once"}, 10);
    buffer.fill().value();
    buffer.fill().value();
    EXPECT_EQ(once.calls, 1);
    EXPECT_EQ(buffer.bytes(), "");
}

TEST(ByteBuffer, SourcesThatBreakTheirPromiseAreMisuse) {
    EXPECT_EQ(contract_message([] {
                  ByteBuffer({nullptr, nullptr, ""}, 10);
              }),
              "source.read: expected a function, got null");
    const auto greedy = [](void*, char*, std::size_t size) {
        return static_cast<std::ptrdiff_t>(size + 1);
    };
    ByteBuffer buffer({greedy, nullptr, ""}, 10);
    EXPECT_EQ(contract_message([&] { (void)buffer.fill(); }),
              "source.read: expected at most the bytes asked for, got more");
}

}  // namespace
}  // namespace tenure::detail::io
