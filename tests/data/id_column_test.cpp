#include "data/id_column.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
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

// In batches of all sizes, and with texts once or as they come, the ids are the same.
TEST(IdColumn, TakesManyAtOnce) {
    const std::vector<std::string_view> texts = {"7", "12", "7", "x7", "7", "12", "x7"};
    std::vector<std::uint8_t> is_integer;
    std::vector<std::int64_t> numbers;
    for (const std::string_view text : texts) {
        is_integer.push_back(canonical_integer(text).has_value());
        numbers.push_back(canonical_integer(text).value_or(0));
    }
    for (const auto kind : {IdColumn::Texts::once, IdColumn::Texts::as_they_come}) {
        for (std::size_t batch = 1; batch <= texts.size(); ++batch) {
            IdColumn column(kind);
            for (std::size_t at = 0; at < texts.size(); at += batch) {
                const std::size_t count = std::min(batch, texts.size() - at);
                column.reserve(texts.size());
                column
                    .add_all(std::span(texts).subspan(at, count),
                             std::span(is_integer).subspan(at, count),
                             std::span(numbers).subspan(at, count))
                    .value();
            }
            IdColumn again;
            const Column done = std::move(column).finish();
            ASSERT_EQ(done.size(), texts.size());
            again.add_all(done).value();
            const Column copied = std::move(again).finish();
            for (std::size_t row = 0; row < texts.size(); ++row) {
                EXPECT_EQ(id_at(done, row), CustomerId(std::string(texts[row])));
                EXPECT_EQ(id_at(copied, row), id_at(done, row));
            }
            EXPECT_EQ(copied.dictionary().size(), 3u);
        }
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
