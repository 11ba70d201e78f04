#include "data/id_column.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tenure::detail::data {
namespace {

Column ids(const std::vector<std::string>& texts) {
    IdColumn column;
    for (const std::string& text : texts) column.add(text, canonical_integer(text)).value();
    return std::move(column).finish();
}

TEST(IdColumn, IsIntegerWhileAllAreCanonical) {
    const Column column = ids({"7", "-3", "0", "999999999999999999", "7"});
    ASSERT_EQ(column.type(), ColumnType::int64);
    EXPECT_EQ(id_at(column, 0), CustomerId(7));
    EXPECT_EQ(id_at(column, 3), CustomerId(999999999999999999));
}

TEST(IdColumn, TurnsToTextAsAWhole) {
    for (const char* odd : {"007", "x", "1000000000000000000", "-0", "+1", "1.0"}) {
        const Column column = ids({"7", "-3", "7", odd, "7", "12"});
        ASSERT_EQ(column.type(), ColumnType::text) << odd;
        const std::vector<std::string> expected = {"7", "-3", "7", odd, "7", "12"};
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(id_at(column, i), CustomerId(expected[i]));
        }
        EXPECT_EQ(column.dictionary().size(), 4u) << "each text once";
    }
}

TEST(IdColumn, NumbersOfTheHostAreHeldToTheSameRule) {
    IdColumn column;
    column.add(5).value();
    column.add(999'999'999'999'999'999).value();
    column.add(-1'000'000'000'000'000'000).value();
    column.add(5).value();
    const Column done = std::move(column).finish();
    ASSERT_EQ(done.type(), ColumnType::text);
    EXPECT_EQ(id_at(done, 2), CustomerId("-1000000000000000000"));
    EXPECT_EQ(id_at(done, 3), CustomerId("5"));
}

TEST(IdColumn, KnowsWhichNumbersAreCanonical) {
    for (const std::int64_t n :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{999999999999999999},
          std::int64_t{1000000000000000000}, INT64_MIN, INT64_MAX}) {
        EXPECT_EQ(is_canonical(n), canonical_integer(std::to_string(n)).has_value()) << n;
    }
}

}  // namespace
}  // namespace tenure::detail::data
