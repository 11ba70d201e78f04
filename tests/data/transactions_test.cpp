#include "tenure/data/transactions.hpp"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

using namespace tenure::literals;
using test::contract_message;

const std::vector<Date> three_days = {1997y / 1 / 3, 1997y / 1 / 1, 1997y / 1 / 2};

Result<Transactions> from_texts(const std::vector<std::string_view>& ids,
                                const std::vector<std::int64_t>& amounts = {}) {
    return Transactions::from_columns(
        {.customer_texts = ids, .dates = three_days, .amounts = amounts});
}

TEST(Transactions, HoldsTheHostsColumns) {
    const std::vector<std::int64_t> numbers = {5, -7, 5}, amounts = {100, 0, 250};
    const auto log = Transactions::from_columns({.customer_numbers = numbers,
                                                 .dates = three_days,
                                                 .amounts = amounts,
                                                 .amount_scale = 3})
                         .value();
    EXPECT_EQ(log.size(), 3u);
    EXPECT_TRUE(log.has_amounts());
    EXPECT_EQ(log.customer(1), CustomerId(-7));
    EXPECT_EQ(log.date(0), Date(1997y / 1 / 3));
    EXPECT_EQ(log.first_date(), Date(1997y / 1 / 1));
    EXPECT_EQ(log.last_date(), Date(1997y / 1 / 3));
    EXPECT_EQ(log.table()["amount"].integers()[2], 250);
    EXPECT_EQ(log.table()["amount"].scale(), 3);
}

TEST(Transactions, AnEmptyLogHasNoDates) {
    const auto log = Transactions::from_columns({}).value();
    EXPECT_EQ(log.size(), 0u);
    EXPECT_FALSE(log.first_date());
    EXPECT_FALSE(log.last_date());
}

TEST(Transactions, TextIdsThatAreAllCanonicalAreIntegers) {
    EXPECT_EQ(from_texts({"1", "20", "-3"}).value().customer(1), CustomerId(20));
    const auto mixed = from_texts({"1", "020", "1"}).value();
    EXPECT_EQ(mixed.customer(0), CustomerId("1"));
    EXPECT_EQ(mixed.customer(1), CustomerId("020"));
    EXPECT_FALSE(mixed.has_amounts());
}

TEST(Transactions, BlanksAroundIdsMeanNothing) {
    const auto log = from_texts({" a", "a\t", "a b"}).value();
    EXPECT_EQ(log.customer(0), CustomerId("a"));
    EXPECT_EQ(log.customer(1), CustomerId("a"));
    EXPECT_EQ(log.customer(2), CustomerId("a b"));
}

void expect_error(const Result<Transactions>& log, Code code, const std::string& message,
                  std::uint64_t line, const std::string& field) {
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, code);
    EXPECT_EQ(log.error().message, message);
    EXPECT_EQ(log.error().where.line, line);
    EXPECT_EQ(log.error().where.field, field);
}

TEST(Transactions, BadRows) {
    expect_error(from_texts({"a", "", "b"}), Code::missing_id, "expected a customer id, got \"\"",
                 2, "customer");
    expect_error(from_texts({"a", "b", " \t"}), Code::missing_id,
                 "expected a customer id, got \" \\t\"", 3, "customer");
    expect_error(from_texts({"a", "caf\xe9", "b"}), Code::invalid_encoding,
                 "expected UTF-8, got 0xe9 as byte 4 of the id", 2, "customer");
    expect_error(from_texts({"a", "b", "c"}, {1, 2, -350}), Code::negative_amount,
                 "expected an amount of 0 or more, got \"-3.50\"", 3, "amount");
}

TEST(Transactions, ColumnsThatDoNotFitTogetherAreMisuse) {
    const std::vector<std::int64_t> two = {1, 2}, three = {1, 2, 3};
    const std::vector<std::string_view> names = {"a", "b", "c"};
    const auto message = [](const TransactionColumns& columns) {
        return contract_message([&] { (void)Transactions::from_columns(columns); });
    };
    EXPECT_EQ(message({.customer_numbers = two, .dates = three_days}),
              "customer_numbers: expected 3 rows, got 2");
    EXPECT_EQ(message({.customer_texts = names, .dates = {}}),
              "customer_texts: expected 0 rows, got 3");
    EXPECT_EQ(message({.customer_numbers = three, .dates = three_days, .amounts = two}),
              "amounts: expected 3 rows, got 2");
    EXPECT_EQ(message({.customer_numbers = three, .customer_texts = names, .dates = three_days}),
              "customer_texts: expected one of the two id columns, got both");
    EXPECT_EQ(message({.customer_numbers = three, .dates = three_days, .amount_scale = 7}),
              "amount_scale: expected a scale from 0 to 6, got 7");
}

Table table_of(Column ids, Column dates) {
    Table table;
    table.add("customer", std::move(ids));
    table.add("date", std::move(dates));
    return table;
}

std::string from_table_message(Table table) {
    return contract_message([&] { (void)Transactions::from_table(std::move(table)); });
}

TEST(Transactions, TakesATable) {
    Table table = table_of(Column::integers({1, 2}), Column::dates({0, 1}));
    table.add("amount", Column::integers({5, 6}, 2));
    table.add("note", Column::reals({1, 2}));
    const auto log = Transactions::from_table(std::move(table));
    EXPECT_EQ(log.customer(1), CustomerId(2));
    EXPECT_EQ(log.date(1), Date(1970y / 1 / 2));
    EXPECT_TRUE(log.has_amounts());
}

TEST(Transactions, ATableThatIsNoLogIsMisuse) {
    const Column ids = Column::integers({1, 2}), dates = Column::dates({0, 1});
    EXPECT_EQ(from_table_message({}), "Table: expected a column that is there, got \"customer\"");
    EXPECT_EQ(from_table_message(table_of(Column::reals({1, 2}), dates)),
              "customer: expected the column type of Transactions, without nulls, got another");
    EXPECT_EQ(from_table_message(table_of(Column::integers({1, 2}, 2), dates)),
              "customer: expected whole numbers, got money");
    EXPECT_EQ(from_table_message(table_of(ids, Column::integers({1, 2}))),
              "date: expected the column type of Transactions, without nulls, got another");
    EXPECT_EQ(from_table_message(table_of(ids, Column::dates({0, 1}).with_validity({true, false}))),
              "date: expected the column type of Transactions, without nulls, got another");
    EXPECT_EQ(from_table_message(table_of(ids, Column::dates({0, 3000000}))),
              "Date::from_days(): expected a number of days from -719162 to 2932896, got 3000000");
    Table unknown = table_of(ids, dates);
    unknown.add("amount", Column::reals({0, 1}));
    EXPECT_EQ(from_table_message(std::move(unknown)),
              "amount: expected the column type of Transactions, without nulls, got another");
    Table further = table_of(ids, dates);
    further.add("order", Column::reals({0, 1}));
    EXPECT_EQ(from_table_message(std::move(further)),
              "order: expected the column type of Transactions, got another");
    for (const char* text : {" 5", "5 ", "\xff"}) {
        StringArena odd;
        ASSERT_TRUE(odd.add(text));
        EXPECT_TRUE(from_table_message(table_of(Column::texts({0, 0}, std::move(odd)), dates))
                        .starts_with("customer: expected ids of UTF-8 without blanks around them"));
    }
    StringArena empty;
    ASSERT_TRUE(empty.add(""));
    EXPECT_EQ(from_table_message(table_of(Column::texts({0, 0}, std::move(empty)), dates)),
              "customer: expected ids that are not empty, got an empty one");
}

}  // namespace
}  // namespace tenure
