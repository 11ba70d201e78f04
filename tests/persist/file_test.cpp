#include "persist/file.hpp"

#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "support/allocations.hpp"
#include "support/saved_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::detail::persist {
namespace {

using test::Bytes;
using test::bytes_of;
using test::TemporaryFolder;

constexpr std::string_view start{"\x89TEN\r\n\x1A\n\1\0", 10};

void expect_error(const std::string& path, const tenure::persist::LoadLimits& limits, Code code,
                  const std::string& message) {
    const auto bytes = read_file(path, limits);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().code, code);
    EXPECT_EQ(bytes.error().message, message);
    EXPECT_EQ(bytes.error().where.file, path);
}

TEST(SavedFile, WhatWasWrittenIsRead) {
    const TemporaryFolder folder;
    const std::string path = folder / "model";
    const Bytes bytes = bytes_of(std::string(start) + std::string(700'000, 'x'));
    ASSERT_TRUE(write_file(path, bytes));
    EXPECT_EQ(read_file(path, {}).value(), bytes);
    EXPECT_EQ(folder.entries(), 1);
}

TEST(SavedFile, WhatCannotBeWritten) {
    const TemporaryFolder folder;
    const auto written = write_file(folder / "missing/model", {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Code::cannot_write);
    EXPECT_EQ(written.error().where.file, folder / "missing/model");
}

TEST(SavedFile, WhatCannotBeOpened) {
    const TemporaryFolder folder;
    expect_error(folder / "missing", {}, Code::cannot_open,
                 "expected a readable file, got no such file or directory");
}

TEST(SavedFile, LargerThanTheLimit) {
    const TemporaryFolder folder;
    const std::string path = folder.write("model", std::string(start) + std::string(90, 'x'));
    EXPECT_EQ(read_file(path, {.max_bytes = 100}).value().size(), 100u);
    expect_error(path, {.max_bytes = 99}, Code::limit_exceeded,
                 "expected at most 99 bytes, got a larger file");
    expect_error(path, {.max_bytes = 0}, Code::limit_exceeded,
                 "expected at most 0 bytes, got a larger file");
}

// Of a file whose size is known no more is taken than its bytes and the block that is looked at
// first.
TEST(SavedFile, AFileIsHeldOnce) {
    const TemporaryFolder folder;
    const std::size_t size = std::size_t{16} << 20;
    const std::string path =
        folder.write("model", std::string(start) + std::string(size - start.size(), 'x'));
    const test::Allocations allocations;
    const auto bytes = read_file(path, {.max_bytes = size}).value();
    EXPECT_EQ(bytes.size(), size);
    EXPECT_LT(allocations.total(), size + (std::size_t{256} << 10));
}

TEST(SavedFileThreads, WhatComesThroughAPipeIsReadToItsEnd) {
    const TemporaryFolder folder;
    const std::string path = folder / "fifo";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const std::string text = std::string(start) + std::string(400'000, 'x');
    const auto feed = [&] { std::ofstream(path, std::ios::binary) << text; };
    {
        const std::jthread feeder(feed);
        EXPECT_EQ(read_file(path, {.max_bytes = text.size()}).value(), bytes_of(text));
    }
    const std::jthread feeder(feed);
    expect_error(path, {.max_bytes = text.size() - 1}, Code::limit_exceeded,
                 "expected at most 400009 bytes, got a larger file");
}

// /dev/zero has no size and no end.
TEST(SavedFile, FilesOfOthersAreNotReadToTheirEnd) {
    expect_error("/dev/zero", {}, Code::not_a_tenure_file,
                 "expected a file that Tenure saved, got another");
}

TEST(SavedFile, FilesOfANewerTenureAreNotReadToTheirEnd) {
    const TemporaryFolder folder;
    std::string newer(start);
    newer[8] = 2;
    const std::string path = folder.write("model", newer + std::string(90, 'x'));
    expect_error(path, {.max_bytes = 50}, Code::unsupported_version,
                 "expected a file of version 1 or earlier, got version 2, of a newer Tenure");
}

TEST(SavedFile, ErrorsOfLoadingArePlacedInTheFile) {
    const TemporaryFolder folder;
    const std::string path = folder.write("model", std::string(start));
    const auto load = [](std::span<const std::byte> bytes,
                         const tenure::persist::LoadLimits&) -> Result<std::size_t> {
        if (bytes.size() == start.size()) return Error{Code::corrupt_file, "ten bytes"};
        return bytes.size();
    };
    const auto loaded = load_file(path, {}, load);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().to_string(), path + ": ten bytes");
    EXPECT_EQ(load_file(folder.write("longer", std::string(start) + "x"), {}, load).value(), 11u);
}

}  // namespace
}  // namespace tenure::detail::persist
