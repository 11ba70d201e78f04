#include "io/file_source.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
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

TEST(FileSource, AFileThatShrinksIsAnError) {
    const TemporaryFolder folder;
    for (const std::size_t size : {0u, 1u, 8u, 19u}) {
        const std::string path = folder.write("a", std::string(20, 'x'));
        auto file = FileSource::open(path).value();
        const ByteSource source = file.source();
        char byte;
        ASSERT_EQ(source.read(source.self, &byte, 1), 1);
        std::filesystem::resize_file(path, size);
        EXPECT_EQ(read_all(source), "failed");
        const auto failure = FileSource::failure(source);
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->code, Code::cannot_read);
        EXPECT_EQ(failure->message, "expected 20 bytes, got " +
                                        std::to_string(std::max<std::size_t>(size, 1)) +
                                        ": the file shrank");
        EXPECT_EQ(failure->where.file, path);
    }
}

TEST(FileSource, WhatIsAppendedIsNotRead) {
    const TemporaryFolder folder;
    const std::string path = folder.write("a", "one,1\n");
    auto file = FileSource::open(path).value();
    std::ofstream(path, std::ios::app) << "two,";
    EXPECT_EQ(read_all(file.source()), "one,1\n");
    std::filesystem::resize_file(path, 1);
    EXPECT_EQ(read_all(file.source()), "") << "it had come to its end";
    EXPECT_FALSE(FileSource::failure(file.source()));
}

TEST(FileSource, AnEmptyFileIsReadToItsEnd) {
    const TemporaryFolder folder;
    const std::string path = folder.write("a", "");
    auto file = FileSource::open(path).value();
    std::ofstream(path) << "later";
    EXPECT_EQ(read_all(file.source()), "later");
}

TEST(FileSource, OnlyOursHaveKnownFailures) {
    const auto host = [](void*, char*, std::size_t) -> std::ptrdiff_t { return -1; };
    EXPECT_FALSE(FileSource::failure({host, nullptr, "host"}));
}

TEST(FileSource, StandardInputFromTheMiddleOfAFile) {
    const TemporaryFolder folder;
    const int descriptor = ::open(folder.write("a", "skipped,read").c_str(), O_RDONLY);
    ASSERT_EQ(::lseek(descriptor, 8, SEEK_SET), 8);
    const int saved = ::dup(STDIN_FILENO);
    ::dup2(descriptor, STDIN_FILENO);
    auto input = FileSource::open("-").value();
    EXPECT_EQ(input.size(), 4u);
    EXPECT_EQ(read_all(input.source()), "read");
    EXPECT_FALSE(FileSource::failure(input.source()));
    ::dup2(saved, STDIN_FILENO);
    ::close(saved);
    ::close(descriptor);
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
