#include "tenure/persist/inspect.hpp"

#include <gtest/gtest.h>

#include "persist/envelope.hpp"
#include "support/saved_bytes.hpp"
#include "support/temporary_folder.hpp"

namespace tenure::persist {
namespace {

using detail::persist::Section;
using detail::persist::Tag;
using test::Bytes;

// A section that no released version knows.
Bytes strange_file() {
    const Bytes payload = test::bytes_of("whatever");
    const Section section{Tag("XYZW"), 9, payload};
    return detail::persist::to_file({&section, 1});
}

TEST(Inspect, TellsWhatAFileIsMadeOf) {
    const test::TemporaryFolder folder;
    const Bytes bytes = strange_file();
    const auto summary = inspect(folder.write("file", test::text_of(bytes))).value();
    EXPECT_EQ(summary.major, 1);
    EXPECT_EQ(summary.minor, 0);
    EXPECT_EQ(summary.bytes, bytes.size());
    ASSERT_EQ(summary.sections.size(), 1u);
    EXPECT_EQ(summary.sections[0].tag, "XYZW");
    EXPECT_EQ(summary.sections[0].version, 9u);
    EXPECT_EQ(summary.sections[0].bytes, 8u);
    EXPECT_EQ(inspect_from(bytes).value().sections[0].tag, "XYZW");
}

TEST(Inspect, ErrorsArePlacedInTheFile) {
    const test::TemporaryFolder folder;
    const std::string path = folder.write("file", test::text_of(strange_file()) + "x");
    const auto summary = inspect(path);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, Code::corrupt_file);
    EXPECT_EQ(summary.error().where.file, path);
    EXPECT_EQ(inspect_from(strange_file(), {.max_bytes = 10}).error().code, Code::limit_exceeded);
}

}  // namespace
}  // namespace tenure::persist
