#include "data/amount_expression.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "support/byte_sources.hpp"

namespace tenure::detail::data {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

Result<AmountExpression> parse(const std::string& expression,
                               const std::string& header = "id,Quantity, Unit Price ,a*b,7") {
    test::MemorySource memory(header + "\n");
    io::CsvReader reader(memory.source(), {});
    EXPECT_TRUE(reader.open().value());
    return parse_amount_expression(expression, ColumnNames(reader));
}

void expect_columns(const std::string& expression, const std::vector<std::size_t>& columns,
                    std::optional<Money> constant = {}) {
    const auto parsed = parse(expression);
    ASSERT_TRUE(parsed) << parsed.error().to_string();
    EXPECT_EQ(parsed->columns, columns) << expression;
    EXPECT_EQ(parsed->constant, constant) << expression;
}

TEST(AmountExpression, Columns) {
    expect_columns("Quantity", {1});
    expect_columns("3", {2});
    expect_columns("Unit Price", {2});
    expect_columns("a*b", {3});
    expect_columns("7", {4});
}

TEST(AmountExpression, Products) {
    expect_columns("Quantity*Unit Price", {1, 2});
    expect_columns(" Quantity * Unit Price ", {1, 2});
    expect_columns("2*3", {1, 2});
    expect_columns("Quantity*Quantity", {1, 1});
    expect_columns("Quantity*1.19", {1}, Money{119, 2});
    expect_columns("0.5*Unit Price", {2}, Money{5, 1});
    expect_columns("Quantity*2.0", {1}, Money{2, 0});
    expect_columns("Quantity*7", {1, 4});
}

void expect_missing(const std::string& expression, const std::string& message,
                    const std::string& header = "id,price") {
    const auto parsed = parse(expression, header);
    ASSERT_FALSE(parsed) << expression;
    EXPECT_EQ(parsed.error().code, Code::missing_column);
    EXPECT_EQ(parsed.error().message, message);
    EXPECT_EQ(parsed.error().where.field, "amount");
    EXPECT_EQ(parsed.error().where.line, 1u);
}

TEST(AmountExpression, WhatIsNotThere) {
    expect_missing("cost", "expected a column \"cost\", got \"id\", \"price\"");
    expect_missing("3", "expected a column \"3\", got \"id\", \"price\"");
    expect_missing("0", "expected a column \"0\", got \"id\", \"price\"");
    expect_missing("price*cost", "expected a column \"cost\", got \"id\", \"price\"");
    expect_missing("price*100",
                   "expected a column by its name beside one, or a number such as 100.0, got "
                   "\"100\"");
    expect_missing("1.5", "expected a column \"1.5\", got \"id\", \"price\"");
    for (const char* text : {"price*2", " 2 * price"}) {
        expect_missing(text,
                       "expected a column by its name beside one, or a number such as 2.0, got "
                       "\"2\"");
    }
    expect_missing("1.5*2.5", "expected a column \"2.5\", got \"id\", \"price\"");
    expect_missing("price*", "expected a column \"\", got \"id\", \"price\"");
    expect_missing("price*price*price", "expected a column \"price*price\", got \"id\", \"price\"");
    expect_missing("price*2.5",
                   "expected one column for amount, got \"price\" (column 1) and \"price\" "
                   "(column 2): say which",
                   "price,price");
}

TEST(Multiply, IsExactAtTheSmallestScale) {
    EXPECT_EQ(multiply({3, 0}, {255, 2}).value(), (Money{765, 2}));
    EXPECT_EQ(multiply({2, 0}, {25, 1}).value(), (Money{5, 0}));
    EXPECT_EQ(multiply({-6, 0}, {425, 2}).value(), (Money{-255, 1}));
    EXPECT_EQ(multiply({0, 0}, {1, 6}).value(), (Money{0, 0}));
    EXPECT_EQ(multiply({125, 3}, {8, 6}).value(), (Money{1, 6}));
    EXPECT_EQ(multiply({largest, 0}, {1, 0}).value(), (Money{largest, 0}));
    EXPECT_EQ(multiply({5'000'000'000'000'000'000, 6}, {20, 1}).value(),
              (Money{10'000'000'000'000, 0}))
        << "the product passes 64 bits before its zeros go";
}

TEST(Multiply, RefusesWhatItCannotHold) {
    const auto fine = multiply({1, 4}, {1, 3});
    ASSERT_FALSE(fine);
    EXPECT_EQ(fine.error().code, Code::invalid_number);
    EXPECT_EQ(fine.error().message,
              "expected a product of at most 6 decimals, got \"0.0001\" times \"0.001\"");
    const auto large = multiply({largest, 0}, {2, 0});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().code, Code::overflow);
    EXPECT_EQ(large.error().message,
              "expected a product that fits into 64 bits, got \"9223372036854775807\" times \"2\"");
    EXPECT_EQ(multiply({std::numeric_limits<std::int64_t>::min(), 0}, {2, 0}).error().code,
              Code::overflow);
}

}  // namespace
}  // namespace tenure::detail::data
