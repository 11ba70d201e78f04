#include "io/file_source.hpp"

#include <unistd.h>

#include <array>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

using test::TemporaryFolder;

std::string read_all(const ByteSource& source) {
    std::string out;
    std::array<char, 7> buffer;
    for (;;) {
        const auto count = source.read(source.self, buffer.data(), buffer.size());
        if (count <= 0) return count == 0 ? out : "failed";
        out.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

TEST(FileSource, ReadsAFile) {
    const TemporaryFolder folder;
    const std::string bytes("one\0two\r\n\xff", 11);
    auto file = FileSource::open(folder.write("a.bin", bytes)).value();
    EXPECT_EQ(file.size(), bytes.size());
    EXPECT_EQ(file.source().name, folder / "a.bin");
    EXPECT_EQ(read_all(file.source()), bytes);
}

TEST(FileSource, MovesWithItsFile) {
    const TemporaryFolder folder;
    auto first = FileSource::open(folder.write("a", "first")).value();
    auto second = FileSource::open(folder.write("b", "second")).value();
    second = std::move(first);
    FileSource third = std::move(second);
    EXPECT_EQ(read_all(third.source()), "first");
}

TEST(FileSource, WhatCannotBeOpened) {
    const TemporaryFolder folder;
    const auto missing = FileSource::open(folder / "missing.csv");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Code::cannot_open);
    EXPECT_EQ(missing.error().message, "expected a readable file, got no such file or directory");
    EXPECT_EQ(missing.error().where.file, folder / "missing.csv");
    EXPECT_EQ(missing.error().where.line, 0u);

    const auto directory = FileSource::open(folder.path());
    ASSERT_FALSE(directory);
    EXPECT_EQ(directory.error().code, Code::cannot_open);
    EXPECT_EQ(directory.error().message, "expected a readable file, got a directory");

    const auto through = FileSource::open(folder.write("file", "") + "/below");
    ASSERT_FALSE(through);
    EXPECT_EQ(through.error().message,
              "expected a readable file, got a path through something that is not a directory");
}

TEST(FileSource, StandardInputIsLeftOpen) {
    std::array<int, 2> pipe;
    ASSERT_EQ(::pipe(pipe.data()), 0);
    ASSERT_EQ(::write(pipe[1], "piped", 5), 5);
    ::close(pipe[1]);
    const int saved = ::dup(STDIN_FILENO);
    ::dup2(pipe[0], STDIN_FILENO);
    {
        auto input = FileSource::open("-").value();
        EXPECT_EQ(input.source().name, "-");
        EXPECT_EQ(input.size(), 0u);
        EXPECT_EQ(read_all(input.source()), "piped");
    }
    char byte;
    EXPECT_EQ(::read(STDIN_FILENO, &byte, 1), 0) << "an open pipe at its end, not a closed one";
    ::dup2(saved, STDIN_FILENO);
    ::close(saved);
    ::close(pipe[0]);
}

}  // namespace
}  // namespace tenure::detail::io
