#include "io/spill_file.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "support/file_size_limit.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::detail::io {
namespace {

using test::FileSizeLimit;
using test::TemporaryFolder;

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

std::string read(const SpillFile& file, std::uint64_t offset, std::size_t size) {
    std::string text(size, '\0');
    file.read(offset, std::as_writable_bytes(std::span(text.data(), text.size()))).value();
    return text;
}

TEST(SpillFile, GivesBackWhatItWasGiven) {
    const TemporaryFolder folder;
    auto file = SpillFile::create(folder.path()).value();
    std::mt19937 random(1);
    std::vector<std::pair<std::uint64_t, std::string>> pieces;
    std::uint64_t end = 0;
    for (int i = 0; i < 200; ++i) {
        std::string piece(random() % 30000, '\0');
        for (char& c : piece) c = static_cast<char>(random());
        const std::uint64_t offset = file.append(bytes_of(piece)).value();
        EXPECT_EQ(offset, end);
        end += piece.size();
        pieces.emplace_back(offset, std::move(piece));
        const auto& [at, text] = pieces[random() % pieces.size()];
        ASSERT_EQ(read(file, at, text.size()), text);
    }
    for (const auto& [offset, text] : pieces) ASSERT_EQ(read(file, offset, text.size()), text);
    EXPECT_EQ(folder.entries(), 0) << "it has no name";
}

TEST(SpillFile, MovesWithItsFile) {
    const TemporaryFolder folder;
    auto first = SpillFile::create(folder.path()).value();
    auto second = SpillFile::create(folder.path()).value();
    ASSERT_EQ(first.append(bytes_of("first")).value(), 0u);
    ASSERT_EQ(second.append(bytes_of("the second")).value(), 0u);
    second = std::move(first);
    SpillFile third = std::move(second);
    EXPECT_EQ(read(third, 0, 5), "first");
    EXPECT_EQ(third.append(bytes_of("!")).value(), 5u);
    EXPECT_EQ(read(third, 0, 6), "first!");
}

// The number of the next descriptor tells whether all are closed.
int next_descriptor() {
    const int descriptor = ::open("/", O_RDONLY | O_CLOEXEC);
    ::close(descriptor);
    return descriptor;
}

TEST(SpillFile, ClosesItselfAndIsNotInherited) {
    const TemporaryFolder folder;
    const int before = next_descriptor();
    {
        auto file = SpillFile::create(folder.path()).value();
        EXPECT_NE(::fcntl(before, F_GETFD) & FD_CLOEXEC, 0);
        auto other = SpillFile::create(folder.path()).value();
        file = std::move(other);
        EXPECT_NE(next_descriptor(), before);
    }
    EXPECT_EQ(next_descriptor(), before);
}

TEST(SpillFile, FoldersThatAreNone) {
    const TemporaryFolder folder;
    const auto expect = [](const std::string& path, const std::string& got) {
        const auto file = SpillFile::create(path);
        ASSERT_FALSE(file);
        EXPECT_EQ(file.error().code, Code::cannot_write);
        EXPECT_EQ(file.error().message, "expected a folder for temporary files, got " + got);
        EXPECT_EQ(file.error().where.file, path);
    };
    expect(folder / "missing", "no such file or directory");
    expect("", "no such file or directory");
    expect(folder.write("file", "x"), "a path through something that is not a directory");
    expect(folder.write("file", "x") + "/below",
           "a path through something that is not a directory");
}

TEST(SpillFile, WhatIsNotThereCannotBeRead) {
    const TemporaryFolder folder;
    auto file = SpillFile::create(folder.path()).value();
    ASSERT_TRUE(file.append(bytes_of("123")));
    std::byte bytes[4];
    EXPECT_TRUE(file.read(3, {bytes, 0}));
    for (const std::uint64_t offset :
         {std::uint64_t{0}, std::uint64_t{3}, std::uint64_t{1} << 40}) {
        const auto failed = file.read(offset, bytes);
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, Code::cannot_read);
        EXPECT_EQ(failed.error().message,
                  "expected the bytes of a temporary file, got the end of it");
        EXPECT_EQ(failed.error().where.file, folder.path());
    }
    const auto beyond = file.read(std::uint64_t{1} << 63, bytes);
    ASSERT_FALSE(beyond) << "no offset of a file";
    EXPECT_EQ(beyond.error().code, Code::cannot_read);
}

// A write may be cut short before it fails: what went before stays, and what was half written is
// written over.
TEST(SpillFile, AWriteThatFails) {
    const TemporaryFolder folder;
    auto file = SpillFile::create(folder.path()).value();
    ASSERT_EQ(file.append(bytes_of("kept")).value(), 0u);
    const std::string large(10000, 'x');
    {
        const FileSizeLimit limit(8192);
        const auto failed = file.append(bytes_of(large));
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, Code::cannot_write);
        EXPECT_EQ(failed.error().message,
                  "expected a folder for temporary files, got a file that would be too large");
        EXPECT_EQ(failed.error().where.file, folder.path());
    }
    EXPECT_EQ(file.append(bytes_of("again")).value(), 4u);
    EXPECT_EQ(read(file, 0, 9), "keptagain");
    EXPECT_EQ(folder.entries(), 0);
}

/// A file system of one megabyte, while this lives.
class SmallDevice {
public:
    explicit SmallDevice(const std::string& folder)
        : folder_(folder), mounted_(::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m") == 0) {}
    SmallDevice(const SmallDevice&) = delete;
    SmallDevice& operator=(const SmallDevice&) = delete;
    ~SmallDevice() {
        if (mounted_) ::umount(folder_.c_str());
    }
    [[nodiscard]] bool mounted() const { return mounted_; }

private:
    std::string folder_;
    bool mounted_;
};

TEST(SpillFile, AFullDevice) {
    const TemporaryFolder folder;
    const SmallDevice device(folder.path());
    if (!device.mounted()) GTEST_SKIP() << "not allowed to mount a file system";
    auto file = SpillFile::create(folder.path()).value();
    const std::string half(600000, 'x');
    ASSERT_TRUE(file.append(bytes_of(half)));
    const auto failed = file.append(bytes_of(half));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Code::cannot_write);
    EXPECT_EQ(failed.error().message, "expected a folder for temporary files, got no space left");
    EXPECT_EQ(read(file, 0, half.size()), half) << "what went before is there";
    EXPECT_EQ(folder.entries(), 0);
}

}  // namespace
}  // namespace tenure::detail::io
