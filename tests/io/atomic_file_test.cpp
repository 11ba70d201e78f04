#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

namespace fs = std::filesystem;
using test::read_bytes;
using test::TemporaryFolder;

unsigned mode_of(const std::string& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777u;
}

TEST(AtomicFile, AppearsWhole) {
    const TemporaryFolder folder;
    auto file = AtomicFile::create(folder / "out.csv").value();
    file.write("one\n").value();
    EXPECT_FALSE(fs::exists(folder / "out.csv"));
    file.write("two\n").value();
    std::move(file).commit().value();
    EXPECT_EQ(read_bytes(folder / "out.csv"), "one\ntwo\n");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, LeavesNothingWhereItIsNotCommitted) {
    const TemporaryFolder folder;
    folder.write("out.csv", "old");
    {
        auto file = AtomicFile::create(folder / "out.csv").value();
        file.write("new").value();
        EXPECT_EQ(folder.entries(), 2);
    }
    EXPECT_EQ(read_bytes(folder / "out.csv"), "old");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ReplacesAFileAndKeepsItsMode) {
    const TemporaryFolder folder;
    const std::string path = folder.write("out.csv", "old");
    fs::permissions(path, fs::perms(0640));
    write_file(path, "new").value();
    EXPECT_EQ(read_bytes(path), "new");
    EXPECT_EQ(mode_of(path), 0640u);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, ANewFileHasTheModeThatTheProcessGives) {
    const TemporaryFolder folder;
    const mode_t mask = ::umask(027);
    write_file(folder / "out.csv", "x").value();
    ::umask(mask);
    EXPECT_EQ(mode_of(folder / "out.csv"), 0640u);
}

TEST(AtomicFile, ANameWithoutAFolderIsInTheCurrentOne) {
    const TemporaryFolder folder;
    const fs::path here = fs::current_path();
    fs::current_path(folder.path());
    const auto written = write_file("out.csv", "x");
    fs::current_path(here);
    written.value();
    EXPECT_EQ(read_bytes(folder / "out.csv"), "x");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, TwoAtOnceDoNotMeet) {
    const TemporaryFolder folder;
    auto first = AtomicFile::create(folder / "a").value();
    auto second = AtomicFile::create(folder / "a").value();
    first.write("first").value();
    second.write("second").value();
    std::move(second).commit().value();
    std::move(first).commit().value();
    EXPECT_EQ(read_bytes(folder / "a"), "first");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, MovesWithItsFile) {
    const TemporaryFolder folder;
    auto first = AtomicFile::create(folder / "a").value();
    auto second = AtomicFile::create(folder / "b").value();
    first.write("first").value();
    second = std::move(first);
    AtomicFile third = std::move(second);
    std::move(third).commit().value();
    EXPECT_EQ(read_bytes(folder / "a"), "first");
    EXPECT_FALSE(fs::exists(folder / "b"));
}

TEST(AtomicFile, WritesTheTargetOfALink) {
    const TemporaryFolder folder;
    folder.write("real.csv", "old");
    fs::create_symlink("real.csv", folder / "link.csv");
    write_file(folder / "link.csv", "new").value();
    EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
    EXPECT_EQ(read_bytes(folder / "real.csv"), "new");
    EXPECT_EQ(folder.entries(), 2);
}

TEST(AtomicFile, WhatCannotBeWritten) {
    const TemporaryFolder folder;
    const auto expect_refused = [](const std::string& path, const std::string& got) {
        const auto written = write_file(path, "x");
        ASSERT_FALSE(written) << path;
        EXPECT_EQ(written.error().code, Code::cannot_write);
        EXPECT_EQ(written.error().message, "expected a file to write to, got " + got);
        EXPECT_EQ(written.error().where.file, path);
    };
    expect_refused(folder / "missing/out.csv", "no such file or directory");
    expect_refused(folder.path(), "a directory");
    expect_refused("/dev/full", "no space left");
    fs::create_symlink("nowhere", folder / "dangling");
    expect_refused(folder / "dangling", "a link to nowhere");
    fs::create_directory(folder / "sub");
    fs::create_symlink("sub", folder / "to-folder");
    expect_refused(folder / "to-folder", "a directory");
    EXPECT_EQ(folder.entries(), 3);
}

TEST(AtomicFile, AFolderThatMayNotBeWrittenTo) {
    if (::geteuid() == 0) GTEST_SKIP() << "the super-user may write everywhere";
    const TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    const auto written = write_file(folder / "out.csv", "x");
    fs::permissions(folder.path(), fs::perms::owner_all);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "expected a file to write to, got no permission");
}

// What a descriptor of ours receives while `write` runs.
template <class Write>
std::string received(int descriptor, const Write& write) {
    std::array<int, 2> pipe;
    EXPECT_EQ(::pipe(pipe.data()), 0);
    const int saved = ::dup(descriptor);
    ::dup2(pipe[1], descriptor);
    write();
    ::dup2(saved, descriptor);
    ::close(saved);
    ::close(pipe[1]);
    std::array<char, 64> buffer;
    const auto count = ::read(pipe[0], buffer.data(), buffer.size());
    ::close(pipe[0]);
    return {buffer.data(), static_cast<std::size_t>(count < 0 ? 0 : count)};
}

TEST(AtomicFile, StandardOutputIsWrittenToAndLeftOpen) {
    for (const char* name : {"-", "/dev/stdout"}) {
        const std::string bytes = received(STDOUT_FILENO, [name] {
            std::printf("before ");
            std::fflush(stdout);
            write_file(name, "x,y\n").value();
            ASSERT_EQ(::write(STDOUT_FILENO, "after", 5), 5);
        });
        EXPECT_EQ(bytes, "before x,y\nafter") << name;
    }
}

TEST(AtomicFile, PrintedTextStandsBeforeIt) {
    const std::string bytes = received(STDOUT_FILENO, [] {
        std::printf("printed ");
        write_file("-", "x").value();
    });
    EXPECT_EQ(bytes, "printed x");
}

// A shell's `>> file` is reached through /dev/stdout too: what is there stays.
TEST(AtomicFile, AFileBehindStandardOutputIsAppendedTo) {
    const TemporaryFolder folder;
    const std::string path = folder.write("out.txt", "there,");
    const int file = ::open(path.c_str(), O_WRONLY | O_APPEND);
    std::fflush(stdout);
    const int saved = ::dup(STDOUT_FILENO);
    ::dup2(file, STDOUT_FILENO);
    const auto written = write_file("/dev/stdout", "here");
    ::dup2(saved, STDOUT_FILENO);
    ::close(saved);
    ::close(file);
    written.value();
    EXPECT_EQ(read_bytes(path), "there,here");
    EXPECT_EQ(folder.entries(), 1);
}

TEST(AtomicFile, PipesAndDevicesAreWrittenToDirectly) {
    write_file("/dev/null", "x").value();
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    const int reader = ::open((folder / "fifo").c_str(), O_RDONLY | O_NONBLOCK);
    write_file(folder / "fifo", "through").value();
    std::array<char, 16> buffer;
    EXPECT_EQ(::read(reader, buffer.data(), buffer.size()), 7);
    ::close(reader);
    EXPECT_TRUE(fs::is_fifo(folder / "fifo"));
    EXPECT_EQ(folder.entries(), 1);
}

}  // namespace
}  // namespace tenure::detail::io
