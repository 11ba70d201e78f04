#include "tenure/core/result.hpp"

#include <memory>
#include <string>
#include <type_traits>

#include <gtest/gtest.h>

#include "core/contract.hpp"

namespace tenure {
namespace {

using test::contract_message;

const Error broken{Code::cannot_read, "expected more, got the end", {"a.csv", 7, 0, ""}};

// A temporary gives its value away and never a reference into itself.
static_assert(std::is_same_v<decltype(std::declval<Result<int>>().value()), int>);
static_assert(std::is_same_v<decltype(*std::declval<Result<int>>()), int>);
static_assert(std::is_same_v<decltype(std::declval<Result<int>&>().value()), int&>);
static_assert(std::is_same_v<decltype(std::declval<const Result<int>&>().value()), const int&>);
// What failed must be looked at: nothing turns into bool by itself.
static_assert(!std::is_convertible_v<Result<int>, bool>);
static_assert(!std::is_convertible_v<Result<void>, bool>);

TEST(Result, HoldsAValue) {
    Result<std::string> result = std::string("kept");
    ASSERT_TRUE(result.has_value());
    EXPECT_TRUE(static_cast<bool>(result));
    EXPECT_EQ(result.value(), "kept");
    EXPECT_EQ(*result, "kept");
    EXPECT_EQ(result->size(), 4u);
    result.value() = "changed";
    EXPECT_EQ(*result, "changed");
    *result += "!";
    result->push_back('?');
    EXPECT_EQ(std::as_const(result).value(), "changed!?");
    EXPECT_EQ(*std::as_const(result), "changed!?");
    EXPECT_EQ(std::as_const(result)->back(), '?');
}

TEST(Result, HoldsAnError) {
    const Result<int> result = broken;
    ASSERT_FALSE(result.has_value());
    EXPECT_FALSE(static_cast<bool>(result));
    EXPECT_EQ(result.error().code, Code::cannot_read);
    EXPECT_EQ(result.error().where.line, 7u);
}

TEST(Result, ThrowsItsErrorWhereAValueIsAskedFor) {
    Result<int> result = broken;
    EXPECT_THROW((void)result.value(), Exception);
    EXPECT_THROW((void)std::as_const(result).value(), Exception);
    try {
        (void)std::move(result).value();
        FAIL() << "value() came back";
    } catch (const Exception& thrown) {
        EXPECT_EQ(thrown.error().code, Code::cannot_read);
        EXPECT_STREQ(thrown.what(), "a.csv:7: expected more, got the end");
    }
}

TEST(Result, HasNoErrorWhereItHasAValue) {
    EXPECT_EQ(contract_message([] { (void)Result<int>(1).error(); }),
              "error(): expected a failed result, got a value");
    EXPECT_EQ(contract_message([] { (void)Result<void>().error(); }),
              "error(): expected a failed result, got success");
}

TEST(Result, CarriesWhatCanOnlyBeMoved) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    EXPECT_EQ(**result, 5);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 5);
    EXPECT_EQ(*(*Result<std::unique_ptr<int>>(std::make_unique<int>(6))), 6);
}

TEST(Result, TellsAValueFromAnErrorOfTheSameType) {
    const Result<int> value = 3;
    Result<int> copy = value;
    copy = broken;
    EXPECT_TRUE(value.has_value());
    EXPECT_FALSE(copy.has_value());
    copy = 4;
    EXPECT_EQ(copy.value(), 4);
}

TEST(ResultOfVoid, SucceedsByDefault) {
    const Result<void> result;
    EXPECT_TRUE(result.has_value());
    EXPECT_TRUE(static_cast<bool>(result));
    EXPECT_NO_THROW(result.value());
}

TEST(ResultOfVoid, HoldsAnError) {
    const Result<void> result = broken;
    EXPECT_FALSE(result.has_value());
    EXPECT_FALSE(static_cast<bool>(result));
    EXPECT_EQ(result.error().message, broken.message);
    EXPECT_THROW(result.value(), Exception);
}

}  // namespace
}  // namespace tenure
