#include "data/text_column.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

TEST(TextColumn, KeepsEachTextOnceAndAnEmptyOneAsNull) {
    TextColumn texts;
    for (const char* text : {"tea", "", "milk", "tea"}) texts.add(text).value();
    const Column column = std::move(texts).finish();
    EXPECT_EQ(column.dictionary().size(), 2u);
    EXPECT_EQ(column.null_count(), 1u);
    EXPECT_TRUE(column.is_null(1));
    EXPECT_EQ(column.indices()[0], column.indices()[3]);
    EXPECT_EQ(column.dictionary()[static_cast<std::size_t>(column.indices()[2])], "milk");
}

TEST(TextColumn, MayBeNullThroughout) {
    TextColumn texts;
    texts.add("").value();
    const Column column = std::move(texts).finish();
    EXPECT_EQ(column.size(), 1u);
    EXPECT_TRUE(column.is_null(0));
}

}  // namespace
}  // namespace tenure::detail::data
