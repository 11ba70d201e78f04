#include "tenure/core/table.hpp"

#include <cstdlib>
#include <memory>
#include <numeric>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

using test::contract_message;
using testing::ElementsAre;
using testing::IsEmpty;

[[nodiscard]] StringArena arena(const std::vector<std::string_view>& texts) {
    StringArena out;
    for (const auto text : texts) (void)out.add(text).value();
    return out;
}

TEST(StringArena, AddsManyAtOnceOrNone) {
    StringArena arena;
    arena.reserve(3, 6);
    const std::vector<std::string_view> texts = {"ab", "", "cdef"};
    arena.add_all(texts).value();
    ASSERT_EQ(arena.size(), 3u);
    EXPECT_EQ(arena[0], "ab");
    EXPECT_EQ(arena[1], "");
    EXPECT_EQ(arena[2], "cdef");
    // Views of one text, which together are 2^31 bytes: more than the arena takes.
    const std::string text(std::size_t{1} << 20, 'x');
    const std::vector<std::string_view> many(2048, text);
    const auto added = arena.add_all(many);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().code, Code::overflow);
    EXPECT_EQ(added.error().message,
              "expected at most 2147483647 bytes of text in a column, got more");
    EXPECT_EQ(arena.size(), 3u);
}

TEST(StringArena, IsArrowsUtf8Layout) {
    StringArena texts;
    EXPECT_EQ(texts.size(), 0u);
    EXPECT_THAT(texts.offsets(), ElementsAre(0));
    EXPECT_EQ(texts.add("ab").value(), 0);
    EXPECT_EQ(texts.add("").value(), 1);
    EXPECT_EQ(texts.add("cdé").value(), 2);
    EXPECT_EQ(texts.size(), 3u);
    EXPECT_THAT(texts.offsets(), ElementsAre(0, 2, 2, 6));
    EXPECT_EQ(std::string_view(texts.bytes().data(), texts.bytes().size()), "abcdé");
    EXPECT_EQ(texts[0], "ab");
    EXPECT_EQ(texts[1], "");
    EXPECT_EQ(texts[2], "cdé");
}

TEST(StringArena, KeepsWhatIsNotText) {
    StringArena texts;
    const std::string_view with_nul("a\0b", 3);
    (void)texts.add(with_nul).value();
    EXPECT_EQ(texts[0], with_nul);
}

TEST(StringArena, IsFullAtTwoGigabytes) {
    // Zero pages that nobody touches: the text is refused before it is read.
    constexpr std::size_t size = std::size_t{1} << 31u;
    const std::unique_ptr<char, decltype(&std::free)> zeros(
        static_cast<char*>(std::calloc(size, 1)), &std::free);
    if (zeros == nullptr) GTEST_SKIP() << "no address space for 2 GiB";
    StringArena texts;
    ASSERT_EQ(texts.add("x").value(), 0);
    for (const std::size_t length : {size, size - 1}) {
        const auto result = texts.add({zeros.get(), length});
        ASSERT_FALSE(result.has_value());
        EXPECT_EQ(result.error().code, Code::overflow);
        EXPECT_EQ(result.error().message,
                  "expected at most 2147483647 bytes of text in a column, got more");
    }
    EXPECT_EQ(texts.size(), 1u);
    EXPECT_EQ(texts.add("y").value(), 1);
}

TEST(Column, PacksBooleansLeastSignificantBitFirst) {
    const Column column =
        Column::booleans({true, false, false, true, false, false, false, true, false, true});
    EXPECT_EQ(column.type(), ColumnType::boolean);
    EXPECT_EQ(column.size(), 10u);
    EXPECT_THAT(column.boolean_bits(), ElementsAre(0b10001001, 0b00000010));
}

TEST(Column, HoldsValuesOfEachType) {
    const Column integers = Column::integers({3, -4});
    EXPECT_EQ(integers.type(), ColumnType::int64);
    EXPECT_EQ(integers.scale(), 0);
    EXPECT_THAT(integers.integers(), ElementsAre(3, -4));

    const Column money = Column::integers({1200}, 2);
    EXPECT_EQ(money.type(), ColumnType::int64);
    EXPECT_EQ(money.scale(), 2);

    const Column reals = Column::reals({0.5, 2});
    EXPECT_EQ(reals.type(), ColumnType::float64);
    EXPECT_THAT(reals.reals(), ElementsAre(0.5, 2));

    const Column dates = Column::dates({10134, 0, -1});
    EXPECT_EQ(dates.type(), ColumnType::date32);
    EXPECT_EQ(dates.size(), 3u);
    EXPECT_THAT(dates.dates(), ElementsAre(10134, 0, -1));

    const Column times = Column::timestamps({875'608'496'250'000, -1});
    EXPECT_EQ(times.type(), ColumnType::timestamp);
    EXPECT_EQ(times.size(), 2u);
    EXPECT_THAT(times.timestamps(), ElementsAre(875'608'496'250'000, -1));

    const Column texts = Column::texts({1, 0, 1}, arena({"a", "b"}));
    EXPECT_EQ(texts.type(), ColumnType::text);
    EXPECT_EQ(texts.size(), 3u);
    EXPECT_THAT(texts.indices(), ElementsAre(1, 0, 1));
    EXPECT_EQ(texts.dictionary()[static_cast<std::size_t>(texts.indices()[0])], "b");
}

TEST(Column, MayBeEmpty) {
    EXPECT_EQ(Column::booleans({}).size(), 0u);
    EXPECT_THAT(Column::booleans({}).boolean_bits(), IsEmpty());
    EXPECT_THAT(Column::reals({}).reals(), IsEmpty());
    EXPECT_EQ(Column::texts({}, {}).dictionary().size(), 0u);
    EXPECT_EQ(Column::reals({}).with_validity({}).null_count(), 0u);
}

TEST(Column, DoesNotCopyWhatItIsGiven) {
    std::vector<double> values(1000, 1.5);
    const double* const data = values.data();
    const Column column = Column::reals(std::move(values)).with_validity(std::vector(1000, true));
    EXPECT_EQ(column.reals().data(), data);
}

TEST(Column, CopiesShareTheValuesUntilOneOfThemChanges) {
    const Column column = Column::reals({1.5, 2.5});
    Column copy = column;
    EXPECT_EQ(copy.reals().data(), column.reals().data());
    const Column other = std::move(copy).with_validity({true, false});
    EXPECT_THAT(column.reals(), ElementsAre(1.5, 2.5));
    EXPECT_EQ(column.null_count(), 0u);
    EXPECT_THAT(other.reals(), ElementsAre(1.5, 0.0));
    EXPECT_EQ(other.null_count(), 1u);
}

// One thread reads a copy and lets go of it while another changes its own.
TEST(ColumnThreads, CopiesOnOtherThreadsAreOnlyRead) {
    for (int round = 0; round < 200; ++round) {
        Column column = Column::reals({1.5, 2.5});
        double sum = 0.0;
        std::thread reader([copy = column, &sum] { sum = copy.reals()[0] + copy.reals()[1]; });
        const Column changed = std::move(column).with_validity({true, false});
        reader.join();
        EXPECT_EQ(sum, 4.0);
        EXPECT_THAT(changed.reals(), ElementsAre(1.5, 0.0));
    }
}

TEST(Column, RefusesIndicesOutsideTheDictionary) {
    const auto message = [](std::int32_t index) {
        return contract_message([index] { (void)Column::texts({0, index}, arena({"a", "b"})); });
    };
    EXPECT_EQ(message(2), "Column::texts(): expected indices that lie in the dictionary, got 2");
    EXPECT_EQ(message(-1), "Column::texts(): expected indices that lie in the dictionary, got -1");
}

TEST(Column, RefusesAScaleThatMoneyDoesNotHave) {
    EXPECT_EQ(contract_message([] { (void)Column::integers({1}, 7); }),
              "Column::integers(): expected a scale from 0 to 6, got 7");
}

TEST(Column, GivesValuesOfItsOwnTypeOnly) {
    const auto message = [](const Column& column, auto read) {
        return contract_message([&] { (void)(column.*read)(); });
    };
    const Column flags = Column::booleans({true});
    const Column texts = Column::texts({0}, arena({"a"}));
    using Integers = std::span<const std::int64_t> (Column::*)() const;
    using Dates = std::span<const std::int32_t> (Column::*)() const;
    using Reals = std::span<const double> (Column::*)() const;
    EXPECT_EQ(message(flags, static_cast<Integers>(&Column::integers)),
              "Column: expected int64, got boolean");
    EXPECT_EQ(message(texts, static_cast<Reals>(&Column::reals)),
              "Column: expected float64, got text");
    EXPECT_EQ(message(Column::integers({1}), static_cast<Dates>(&Column::dates)),
              "Column: expected date32, got int64");
    EXPECT_EQ(message(Column::integers({1}), static_cast<Integers>(&Column::timestamps)),
              "Column: expected timestamp, got int64");
    EXPECT_EQ(message(Column::timestamps({1}), static_cast<Integers>(&Column::integers)),
              "Column: expected int64, got timestamp");
    EXPECT_EQ(message(Column::dates({1}), &Column::indices), "Column: expected text, got date32");
    EXPECT_EQ(message(Column::reals({1}), &Column::dictionary),
              "Column: expected text, got float64");
    EXPECT_EQ(message(texts, &Column::boolean_bits), "Column: expected boolean, got text");
}

TEST(Validity, IsABitmapLeastSignificantBitFirst) {
    const Column column =
        Column::reals({1, 2, 3, 4, 5, 6, 7, 8, 9})
            .with_validity({true, false, true, true, true, true, true, true, false});
    EXPECT_EQ(column.null_count(), 2u);
    EXPECT_THAT(column.validity(), ElementsAre(0b11111101, 0));
    EXPECT_FALSE(column.is_null(0));
    EXPECT_TRUE(column.is_null(1));
    EXPECT_FALSE(column.is_null(7));
    EXPECT_TRUE(column.is_null(8));
    EXPECT_THAT(column.reals(), ElementsAre(1, 0, 3, 4, 5, 6, 7, 8, 0));
}

TEST(Validity, IsEmptyWhereNothingIsNull) {
    const Column column = Column::integers({1, 2}).with_validity({true, true});
    EXPECT_EQ(column.null_count(), 0u);
    EXPECT_THAT(column.validity(), IsEmpty());
    EXPECT_FALSE(column.is_null(1));
}

TEST(Validity, LeavesZeroAtNullRowsOfEveryType) {
    const std::vector<bool> second = {false, true};
    EXPECT_THAT(Column::booleans({true, true}).with_validity(second).boolean_bits(),
                ElementsAre(0b10));
    EXPECT_THAT(Column::integers({5, 6}, 2).with_validity(second).integers(), ElementsAre(0, 6));
    EXPECT_EQ(Column::integers({5, 6}, 2).with_validity(second).scale(), 2);
    EXPECT_THAT(Column::reals({5, 6}).with_validity(second).reals(), ElementsAre(0, 6));
    EXPECT_THAT(Column::dates({5, 6}).with_validity(second).dates(), ElementsAre(0, 6));
    EXPECT_THAT(Column::timestamps({5, 6}).with_validity(second).timestamps(), ElementsAre(0, 6));
    EXPECT_THAT(Column::texts({1, 1}, arena({"a", "b"})).with_validity(second).indices(),
                ElementsAre(0, 1));
}

TEST(Validity, NeverBringsANullRowBack) {
    const Column column = Column::reals({1, 2, 3})
                              .with_validity({false, true, true})
                              .with_validity({true, false, true});
    EXPECT_EQ(column.null_count(), 2u);
    EXPECT_THAT(column.validity(), ElementsAre(0b100));
    EXPECT_THAT(column.reals(), ElementsAre(0, 0, 3));
}

TEST(Validity, HasOneBitARow) {
    EXPECT_EQ(contract_message([] {
                  (void)Column::reals({1, 2}).with_validity({true});
              }),
              "Column::with_validity(): expected 2 rows, got 1");
}

TEST(Table, KeepsColumnsInOrder) {
    Table table;
    EXPECT_EQ(table.rows(), 0u);
    EXPECT_EQ(table.columns(), 0u);
    table.add("customer", Column::integers({1, 2}));
    table.add("amount", Column::integers({100, 250}, 2));
    EXPECT_EQ(table.rows(), 2u);
    ASSERT_EQ(table.columns(), 2u);
    EXPECT_EQ(table.name(0), "customer");
    EXPECT_EQ(table.name(1), "amount");
    EXPECT_EQ(table.column(1).scale(), 2);
    EXPECT_EQ(&table["amount"], &table.column(1));
    EXPECT_EQ(table.find("customer"), &table.column(0));
    EXPECT_EQ(table.find("Customer"), nullptr);
}

TEST(Table, RefusesASecondColumnOfAName) {
    Table table;
    table.add("a", Column::reals({1}));
    EXPECT_EQ(contract_message([&] { table.add("a", Column::reals({2})); }),
              "Table::add(): expected a name that is not there yet, got \"a\"");
    EXPECT_EQ(table.columns(), 1u);
}

TEST(Table, RefusesAnotherLength) {
    Table table;
    table.add("none", Column::reals({}));
    EXPECT_EQ(contract_message([&] { table.add("one", Column::reals({2})); }),
              "Table::add(): expected 0 rows, got 1");
    EXPECT_EQ(table.columns(), 1u);
    EXPECT_EQ(table.rows(), 0u);
}

TEST(Table, HasNoColumnOfAnUnknownName) {
    EXPECT_EQ(contract_message([] { (void)Table()["clv"]; }),
              "Table: expected a column that is there, got \"clv\"");
}

}  // namespace
}  // namespace tenure
